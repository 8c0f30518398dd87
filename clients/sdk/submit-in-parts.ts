import type { Outcome } from '../../schema/domain/outcome.js'
import type { HubClient } from './hub-client.js'
import type { SubmissionReceipt, SubmitStatisticsInput } from './submission-types.js'
import type { UploadProgress } from './upload-progress.js'

/** What became of one submission of an upload. `isResumed`: its receipt was there from an earlier run and was only read again. */
export type PartOutcome = {
  readonly input: SubmitStatisticsInput
  readonly outcome: Outcome<SubmissionReceipt>
  readonly isResumed: boolean
}

/** The receipt of a submission that an earlier run sent; null where it has none, and then it is sent. */
export async function findReceipt(
  hub: HubClient,
  input: SubmitStatisticsInput,
  progress: UploadProgress,
): Promise<SubmissionReceipt | null> {
  if (!progress.isDone(input)) return null
  const found = await hub.submission({ idempotencyKey: input.idempotencyKey })
  return found.ok ? found.value : null
}

/**
 * Hands in the submissions of one large upload in turn, each under its own key and all under one `uploadId` (S16), and yields what became of each.
 * Killed at any point and called again with the same parts and progress, it goes on with the first that has no receipt.
 * Throws HubFault where the hub stays away; the progress stays.
 *
 * @example
 * ```ts
 * const progress = await openUploadProgress('/var/lib/hub120', { url, clientId: 'busan-client', uploadId: 'busan-2026' })
 * for await (const { input, outcome } of submitInParts(hub, parts, progress))
 *   console.log(input.idempotencyKey, outcome.ok ? outcome.value.counts : outcome.issues)
 * ```
 */
export async function* submitInParts(
  hub: HubClient,
  parts: readonly SubmitStatisticsInput[],
  progress: UploadProgress,
): AsyncGenerator<PartOutcome, void, undefined> {
  let isComplete = true
  for (const input of parts) {
    const receipt = await findReceipt(hub, input, progress)
    const outcome = receipt === null ? await hub.submitStatistics(input) : ({ ok: true, value: receipt } as const)
    if (outcome.ok) await progress.markDone(input)
    else isComplete = false
    yield { input, outcome, isResumed: receipt !== null }
  }
  if (isComplete) await progress.finish()
}
