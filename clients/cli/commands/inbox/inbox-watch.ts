import type { Command } from 'commander'
import type { FeedEntry, FeedEvent } from '../../../sdk/index.js'
import { EXIT, type ExitCode } from '../../exit-code.js'
import { inboxFileOf, keepInboxCursor, readInboxCursor } from '../../inbox/inbox-state.js'
import { announceMessage } from '../../print/message-text.js'
import { isOpen } from '../../print/message-words.js'
import { ringTerminal } from '../../terminal.js'
import type { CommandContext, NextCommand } from '../command-context.js'
import type { RunCommand } from '../run-command.js'
import { showRefusal } from '../terms/show-refusal.js'
import { connectDuty } from './connect-duty.js'

type Options = { readonly state?: string; readonly bell?: boolean }

/** A watch tries again by itself and says so once; it does not hang on an answer that will not come. */
const PATIENCE = { maxAttempts: 1, timeoutMs: 20_000 }

const LINKS: Readonly<Record<Extract<FeedEvent, { kind: 'link' }>['by'], string>> = {
  nudge: '연결됨: 새 안내가 오면 바로 알립니다. (connected: new messages come at once)',
  poll: '바로 알림을 쓸 수 없어 15초마다 묻습니다. (no nudges; asking every 15 s)',
  none: '!! 허브에 닿지 않습니다. 계속 다시 시도합니다. 그동안은 전화로 확인하십시오. (The hub cannot be reached; trying on. Use the phone meanwhile.)',
}

type Showing = { readonly context: CommandContext; readonly nextCommand: NextCommand; readonly hasBell: boolean }

/** What is over is told in a line: nobody should begin to follow it. */
function showEntries(entries: readonly FeedEntry[], { context, nextCommand, hasBell }: Showing): void {
  const { terminal, isJson } = context
  for (const entry of entries) {
    terminal.out(isJson ? JSON.stringify({ kind: 'message', ...entry }) : announceMessage(entry, nextCommand))
  }
  if (hasBell && entries.some(entry => isOpen(entry) || (entry.state === 'CURRENT' && entry.part === 'OVERFLOW'))) ringTerminal()
}

function showLink({ by, fault }: Extract<FeedEvent, { kind: 'link' }>, { terminal, isJson }: CommandContext): void {
  if (isJson) terminal.out(JSON.stringify({ kind: 'link', by, fault: fault?.message ?? null }))
  else terminal.tell(fault === null ? LINKS[by] : `${LINKS[by]}\n  ${fault.message}`)
}

async function watch({ state, bell = false }: Options, context: CommandContext): Promise<ExitCode> {
  const { settings } = context
  const { hub, identity, nextCommand } = await connectDuty(context, PATIENCE)
  const inbox = { hub: settings.url, client: identity.clientId }
  const path = state ?? inboxFileOf(settings.spoolFolder, inbox)
  const after = await readInboxCursor(path, inbox)
  const stopped = new AbortController()
  const stop = (): void => stopped.abort()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)
  const showing = { context, nextCommand, hasBell: bell }
  try {
    for await (const event of hub.watchMessages({ after, signal: stopped.signal })) {
      if (event.kind === 'refused') return showRefusal(context, event.issues)
      if (event.kind === 'link') showLink(event, context)
      else {
        showEntries(event.entries, showing)
        await keepInboxCursor(path, { ...inbox, cursor: event.cursor })
      }
    }
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeListener(signal, stop)
  }
  context.terminal.tell(`멈췄습니다. 다시 실행하면 이어서 받습니다. (stopped; run it again to go on) ${path}`)
  return EXIT.landed
}

/** `hub120 inbox watch` */
export function addInboxWatch(inbox: Command, run: RunCommand): void {
  inbox
    .command('watch')
    .description('새 재난 안내를 기다려 보여 줍니다 · waits for new messages and shows them')
    .option('--state <file>', '어디까지 받았는지 적어 두는 파일 · file that keeps the place')
    .option('--bell', '새 안내마다 소리를 냅니다 · rings the terminal bell')
    .action((options: Options, command: Command) => run(command, context => watch(options, context)))
}
