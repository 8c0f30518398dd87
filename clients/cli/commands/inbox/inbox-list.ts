import type { Command } from 'commander'
import { readEntry, type FeedEntry } from '../../../sdk/index.js'
import { EXIT, type ExitCode } from '../../exit-code.js'
import { listEntries } from '../../inbox/find-entry.js'
import { drawTable } from '../../print/draw-table.js'
import { nextForMessage } from '../../print/message-text.js'
import { isOpen, levelAndType, standingWord, stateWord, STATUS_MARKS, timeWord } from '../../print/message-words.js'
import { onOneLine } from '../../print/visible-text.js'
import type { CommandContext } from '../command-context.js'
import type { RunCommand } from '../run-command.js'
import { showRefusal } from '../terms/show-refusal.js'
import { connectDuty } from './connect-duty.js'

type Options = { readonly all?: boolean }

const HEAD = [
  '실제·훈련\nstatus',
  '단계·종류\nlevel, type',
  '제목\nheadline',
  '상태\nstate',
  '우리 센터\nthis center',
  '까지·번호\nuntil, id',
]

function rowOf(entry: FeedEntry): readonly string[] {
  const message = readEntry(entry)
  return [
    STATUS_MARKS[entry.status].replace(' ', '\n'),
    `${levelAndType(entry, message).join('\n')} ${entry.seq}`,
    onOneLine(message?.headlineKo ?? '(글 없음 no text)'),
    stateWord(entry.state),
    standingWord(entry),
    `${timeWord(entry.expiresAt)}\n${entry.broadcast}`,
  ]
}

async function list({ all = false }: Options, context: CommandContext): Promise<ExitCode> {
  const { terminal, isJson } = context
  const { hub, nextCommand } = await connectDuty(context)
  const listed = await listEntries(hub, all)
  if (!listed.ok) return showRefusal(context, listed.issues)
  const shown = listed.value.filter(({ state }) => all || state === 'CURRENT').toReversed()
  const open = listed.value.filter(isOpen)
  if (isJson) terminal.out(JSON.stringify({ nodes: shown }, null, 2))
  else if (shown.length === 0) terminal.out('지금 시행 중인 재난 안내가 없습니다. 지난 것: inbox list --all (nothing holds now)')
  else {
    terminal.out(drawTable({ head: HEAD, rows: shown.map(rowOf), flexible: { 2: 40 }, columns: terminal.columns }))
    const last = open.at(-1)
    if (last !== undefined) terminal.out(nextForMessage(last, nextCommand).join('\n'))
  }
  return open.length === 0 ? EXIT.landed : EXIT.needsAttention
}

/** `hub120 inbox list` */
export function addInboxList(inbox: Command, run: RunCommand): void {
  inbox
    .command('list')
    .description('시행 중인 재난 안내와 우리 센터의 답 · messages that hold, and how this center stands to them')
    .option('--all', '지난 것과 다른 센터의 것까지 · also what is over, and what others were sent')
    .action((options: Options, command: Command) => run(command, context => list(options, context)))
}
