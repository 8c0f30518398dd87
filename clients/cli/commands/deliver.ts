import { issue, type Issue } from '../../../schema/domain/issue.js'
import { findReceipt, isHubFault, type HubClient, type SubmitStatisticsInput, type UploadProgress } from '../../sdk/index.js'
import { issueLine } from '../print/issue-text.js'
import { receiptText } from '../print/receipt-text.js'
import type { Identity } from '../sign-in.js'
import { progressOf } from '../submit/resume.js'
import { sendSubmission, withAttention, type Sent } from '../submit/send.js'
import { removeSpooled, setAside, spoolSubmission, type SpoolEntry } from '../submit/spool.js'
import { nextCommandOf, type CommandContext } from './command-context.js'
import type { SubmissionReport } from './push-report.js'

export type Delivery = {
  readonly hub: HubClient
  readonly identity: Identity
  readonly fileName: string
  readonly isAway: boolean
  readonly progress: UploadProgress
}

function tellReceipt(
  sent: Extract<Sent, { kind: 'receipt' }>,
  facts: { fileName: string; identity: Identity; isDryRun: boolean },
  context: CommandContext,
): void {
  if (context.isJson) return
  const { terminal, settings } = context
  const view = { columns: terminal.columns, nextCommand: nextCommandOf(settings, facts.identity), isDryRun: facts.isDryRun }
  terminal.out(`${facts.fileName}\n${receiptText(sent.receipt, sent.attention, view)}`)
}

const refusal = (fileName: string, issues: readonly Issue[]): string =>
  [`${fileName}: 허브가 제출 전체를 거절했습니다. (refused whole)`, ...issues.map(issueLine)].join('\n')

/** Keeps what could not be sent. A dry run is asked again by whoever wants it; it is not kept. */
async function keepForLater(
  input: SubmitStatisticsInput,
  { identity, fileName }: Delivery,
  context: CommandContext,
): Promise<string | null> {
  const { settings, terminal } = context
  if (input.dryRun === true) {
    terminal.tell(`${fileName}: 허브에 닿지 않습니다. 시험 실행은 보관하지 않습니다. (hub unreachable; a dry run is not spooled)`)
    return null
  }
  const path = await spoolSubmission(settings.spoolFolder, { url: settings.url, clientId: identity.clientId, fileName, input })
  terminal.tell(
    `${fileName}: 허브에 닿지 않아 보관했습니다. 다음 push 때 같은 키로 먼저 보냅니다. (hub unreachable; spooled, sent first by the next push)\n  ${path}\n  지금 다시 보내기 send now: ${nextCommandOf(settings, null)('push', '--spooled')}`,
  )
  return path
}

/** What an earlier run has done, without sending it again; otherwise the submission is sent. */
async function sendOrResume(input: SubmitStatisticsInput, { hub, progress }: Delivery): Promise<Sent> {
  const receipt = await findReceipt(hub, input, progress).catch((error: unknown) => {
    if (isHubFault(error, 'unreachable')) return null // sending comes to the same fault and keeps the submission
    throw error
  })
  return receipt === null ? sendSubmission(hub, input) : withAttention(hub, receipt)
}

/** Sends one submission and says what became of it; with the hub away it is spooled. */
export async function deliver(input: SubmitStatisticsInput, delivery: Delivery, context: CommandContext): Promise<SubmissionReport> {
  const { idempotencyKey } = input
  const sent = delivery.isAway ? null : await sendOrResume(input, delivery)
  if (sent === null || sent.kind === 'unreachable') {
    const message = sent === null ? 'not tried: the hub was away for the submission before' : sent.fault.message
    return { idempotencyKey, status: 'unreachable', message, spooledAt: await keepForLater(input, delivery, context) }
  }
  if (sent.kind === 'refused') {
    context.terminal.tell(refusal(delivery.fileName, sent.issues))
    return { idempotencyKey, status: 'refused', issues: sent.issues, keptAt: null }
  }
  await delivery.progress.markDone(input)
  tellReceipt(sent, { ...delivery, isDryRun: input.dryRun === true }, context)
  return { idempotencyKey, status: 'receipt', receipt: sent.receipt, attention: sent.attention }
}

/** A request that the hub does not read (HTTP 400, 413) is no better tomorrow; it must not keep what waits behind it. */
function refusedUnread(error: unknown): Sent {
  if (!isHubFault(error, 'answer') || (error.status !== 400 && error.status !== 413)) throw error
  const ko = `허브가 이 요청을 읽지 못합니다(HTTP ${error.status}). 원래 파일을 다시 내십시오.`
  return { kind: 'refused', issues: [issue({ code: 'BAD_USER_INPUT', path: [], messageKo: ko, messageEn: error.message })] }
}

/** Sends what waited. It leaves the spool with its receipt; what the hub refuses whole is put aside, never lost. */
export async function deliverSpooled(
  entry: SpoolEntry,
  sender: { hub: HubClient; identity: Identity },
  context: CommandContext,
): Promise<SubmissionReport> {
  const { input, fileName } = entry.submission
  const { idempotencyKey } = input
  const sent = await sendSubmission(sender.hub, input).catch(refusedUnread)
  if (sent.kind === 'unreachable') {
    context.terminal.tell(`${fileName}: 아직 허브에 닿지 않습니다. 계속 보관합니다. (still unreachable; kept)\n  ${entry.path}`)
    return { idempotencyKey, status: 'unreachable', message: sent.fault.message, spooledAt: entry.path }
  }
  if (sent.kind === 'refused') {
    const keptAt = await setAside(entry.path, 'refused')
    context.terminal.tell(`${refusal(fileName, sent.issues)}\n  따로 보관했습니다. (put aside) ${keptAt}`)
    return { idempotencyKey, status: 'refused', issues: sent.issues, keptAt }
  }
  const { spoolFolder: folder, url } = context.settings
  await (await progressOf(input, { folder, url, clientId: entry.submission.clientId })).markDone(input)
  await removeSpooled(entry)
  tellReceipt(sent, { fileName, identity: sender.identity, isDryRun: false }, context)
  return { idempotencyKey, status: 'receipt', receipt: sent.receipt, attention: sent.attention }
}
