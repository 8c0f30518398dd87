import type { Command } from 'commander'
import { EXIT, type ExitCode } from '../../exit-code.js'
import { findEntry } from '../../inbox/find-entry.js'
import { proveEntry } from '../../inbox/prove-entry.js'
import { messageText } from '../../print/message-text.js'
import { isOpen } from '../../print/message-words.js'
import type { CommandContext } from '../command-context.js'
import type { RunCommand } from '../run-command.js'
import { showRefusal } from '../terms/show-refusal.js'
import { connectDuty } from './connect-duty.js'

async function show(id: string, context: CommandContext): Promise<ExitCode> {
  const { terminal, isJson } = context
  const { hub, nextCommand } = await connectDuty(context)
  const found = await findEntry(hub, id)
  if (!found.ok) return showRefusal(context, found.issues)
  const proof = await proveEntry(hub, found.value)
  if (isJson) terminal.out(JSON.stringify({ ...found.value, isProven: proof.isBroken ? false : proof.isSigned ? true : null }, null, 2))
  else terminal.out(messageText(found.value, { proof, nextCommand }))
  if (proof.isBroken) return EXIT.fault
  return isOpen(found.value) ? EXIT.needsAttention : EXIT.landed
}

/** `hub120 inbox show` */
export function addInboxShow(inbox: Command, run: RunCommand): void {
  inbox
    .command('show')
    .description('안내 하나의 전문과 달라진 점 · one message in full, with what changed')
    .argument('<id>', '발령 번호나 그 끝 5자 이상 · id of the message, or its last characters')
    .action((id: string, _options: unknown, command: Command) => run(command, context => show(id, context)))
}
