import type { Command } from 'commander'
import { refusalCode, type ExitCode } from '../exit-code.js'
import { issueLine } from '../print/issue-text.js'
import { receiptText } from '../print/receipt-text.js'
import { connectHub, identify } from '../sign-in.js'
import { nextCommandOf, type CommandContext } from './command-context.js'
import { exitCodeOf } from './push-report.js'
import type { RunCommand } from './run-command.js'

const PAGE_SIZE = 500
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$|^\d{1,19}$/i

async function showReceipt(name: string, context: CommandContext): Promise<ExitCode> {
  const { settings, terminal } = context
  const identity = await identify(settings, 'center')
  const hub = connectHub(settings, identity, terminal)
  const first = { first: PAGE_SIZE }
  const byId = ID.test(name) ? await hub.submission({ id: name }, first) : null
  const found = byId !== null && byId.ok && byId.value !== null ? byId : await hub.submission({ idempotencyKey: name }, first)
  if (!found.ok || found.value === null) {
    const issues = found.ok ? [] : found.issues
    terminal.tell([`접수증이 없습니다: ${name} (no such receipt)`, ...issues.map(issueLine)].join('\n'))
    return refusalCode(issues)
  }
  const receipt = found.value
  const view = { columns: terminal.columns, nextCommand: nextCommandOf(settings, identity), isDryRun: false }
  terminal.out(context.isJson ? JSON.stringify(receipt, null, 2) : receiptText(receipt, receipt.rows.nodes, view))
  return exitCodeOf({ status: 'receipt', idempotencyKey: receipt.idempotencyKey, receipt, attention: receipt.rows.nodes })
}

/** `hub120 receipt` */
export function addReceiptCommand(program: Command, run: RunCommand): void {
  program
    .command('receipt')
    .description('접수증을 다시 봅니다 · read a receipt again')
    .argument('<id-or-key>', '접수증 번호나 키 · id of the receipt, or its key')
    .action((name: string, _options: unknown, command: Command) => run(command, context => showReceipt(name, context)))
}
