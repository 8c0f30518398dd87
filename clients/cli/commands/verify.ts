import { InvalidArgumentError, type Command } from 'commander'
import { EXIT, refusalCode, type ExitCode } from '../exit-code.js'
import { issueLine } from '../print/issue-text.js'
import { verifyText } from '../print/verify-text.js'
import { connectHub, identify } from '../sign-in.js'
import { keepHeads, keptFileOf, readKept, readKeptFile } from '../verify/kept-heads.js'
import { QuestionRefused, takeAnswer } from '../verify/take-answer.js'
import { verifyHub } from '../verify/verify-hub.js'
import { checkReceipt, watchFor } from '../verify/verify-receipt.js'
import type { CommandContext } from './command-context.js'
import type { RunCommand } from './run-command.js'

type VerifyOptions = { readonly heads?: string; readonly receipt?: string; readonly chain?: number }

const HELP = `
감사 기록(docs/audit.md)을 처음부터 다시 계산하고, 서명된 확인값과 지난번에 보관한 확인값에 견줍니다. 맞으면 새 확인값을 보관합니다.
Recomputes the audit chain from its first entry, holds it against signed heads and those kept last time, and keeps the new ones if all holds.

  hub120 verify                      센터의 기록 · the chain of the center
  hub120 verify --receipt ID         접수증 하나까지 · one receipt as well
  hub120 verify --heads busan.json   다른 센터가 보관한 확인값과도 · also against heads that another center kept

종료 코드 Exit codes here
  0  온전함 · all holds
  7  온전하지 않음 · broken; what it says is to be acted on`

function readChain(text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('체인 번호는 0 이상의 정수입니다. (a chain is a whole number from 0)')
}

async function verify(options: VerifyOptions, context: CommandContext): Promise<ExitCode> {
  const { settings, terminal } = context
  const { spoolFolder, url } = settings
  const own = await readKept(spoolFolder, url)
  const others = options.heads === undefined ? [] : [await readKeptFile(options.heads)]
  const hub = connectHub(settings, await identify(settings, 'center'), terminal)
  const receipt = options.receipt === undefined ? null : takeAnswer(await hub.submission({ id: options.receipt }, { first: 1 }))
  if (options.receipt !== undefined && receipt === null) {
    terminal.tell(`접수증이 없습니다: ${options.receipt} (no such receipt)`)
    return EXIT.refused
  }
  const watch = receipt === null ? null : watchFor(receipt)
  const check = await verifyHub(hub, { chain: options.chain ?? null, kept: [own, ...others], see: entry => watch?.see(entry) })
  const { report, headBroken } = check
  const receiptCheck = watch === null ? null : await checkReceipt(hub, watch)
  const holds = report.broken === null && headBroken === null
  if (holds) await keepHeads(spoolFolder, url, check.keep)
  const result = { ...check, receipt: receiptCheck, keptFile: keptFileOf(spoolFolder, url) }
  terminal.out(context.isJson ? JSON.stringify(result, null, 2) : verifyText(check, receiptCheck, result.keptFile))
  return holds && (receiptCheck?.broken ?? null) === null ? EXIT.landed : EXIT.broken
}

async function sayRefusal(context: CommandContext, work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof QuestionRefused)) throw error
    context.terminal.tell(['허브가 질문을 거절했습니다. (refused)', ...error.issues.map(issueLine)].join('\n'))
    return refusalCode(error.issues)
  }
}

/** `hub120 verify` */
export function addVerifyCommand(program: Command, run: RunCommand): void {
  program
    .command('verify')
    .description('감사 기록이 그대로인지 직접 계산해 봅니다 · recompute the audit chain')
    .option('--heads <file>', '다른 곳에 보관한 확인값 파일 · heads kept elsewhere, a copy of the file named at the end')
    .option('--receipt <id>', '접수증의 내용과 감사 기록도 확인 · also check a receipt')
    .option('--chain <number>', '체인 번호, 관리자만 · number of the chain, for administrators', readChain)
    .addHelpText('after', HELP)
    .action((options: VerifyOptions, command: Command) => run(command, context => sayRefusal(context, () => verify(options, context))))
}
