import type { Command } from 'commander'
import type { QueuedWord } from '../../../sdk/index.js'
import { centerCodeOf } from '../../center-names.js'
import { EXIT, type ExitCode } from '../../exit-code.js'
import { drawTable } from '../../print/draw-table.js'
import type { CommandContext } from '../command-context.js'
import type { RunCommand } from '../run-command.js'
import { connectSteward } from './connect-steward.js'
import { showRefusal } from './show-refusal.js'

type Options = { readonly of?: string; readonly first: string }

const HEAD = ['센터\ncenter', '말\nword', '기다리는 행\nrows', '지표\nindicators', '후보\ncandidates', '상태·담당\nstatus, desk']

const rowOf = ({ center, label, unit, rowsWaiting, indicators, candidates, status, assignedTo, flag }: QueuedWord): readonly string[] => [
  center,
  unit === '' ? label : `${label} (${unit})`,
  String(rowsWaiting),
  String(indicators.length),
  candidates
    .slice(0, 3)
    .map(({ ref, nameKo, score }) => `${nameKo ?? ref} ${(score * 100).toFixed(0)} %`)
    .join('\n'),
  [status, assignedTo ?? '', flag === null ? '' : `! ${flag}`].filter(text => text !== '').join('\n'),
]

async function showQueue({ of, first }: Options, context: CommandContext): Promise<ExitCode> {
  const { terminal, isJson, settings } = context
  const hub = await connectSteward(context)
  const page = await hub.termQueue({ first: Number(first), ...(of === undefined ? {} : { center: centerCodeOf(of) ?? of }) })
  if (!page.ok) return showRefusal(context, page.issues)
  const { nodes, hasNextPage } = page.value
  if (isJson) terminal.out(JSON.stringify(page.value, null, 2))
  else if (nodes.length === 0) terminal.out('기다리는 말이 없습니다. (no word waits)')
  else {
    terminal.out(drawTable({ head: HEAD, rows: nodes.map(rowOf), flexible: { 1: 40, 4: 60, 5: 40 }, columns: terminal.columns }))
    if (hasNextPage) terminal.out(`  앞의 ${nodes.length}개만 보입니다. (the first ${nodes.length}; there are more)`)
    const [word] = nodes
    const unit = word === undefined || word.unit === '' ? '' : ` --unit "${word.unit}"`
    if (word !== undefined) terminal.out(`  까닭 Why: ${settings.programName} terms why "${word.label}"${unit} --of ${word.center} --hub`)
  }
  return nodes.length === 0 ? EXIT.landed : EXIT.needsAttention
}

/** `hub120 terms queue` */
export function addTermsQueue(terms: Command, run: RunCommand): void {
  terms
    .command('queue')
    .description('담당자를 기다리는 말을 급한 순서로 봅니다 · words that wait for a steward, what weighs most first')
    .option('--of <center>', '한 센터의 말만 · words of one center')
    .option('--first <count>', '몇 개까지 · how many', '20')
    .action((options: Options, command: Command) => run(command, context => showQueue(options, context)))
}
