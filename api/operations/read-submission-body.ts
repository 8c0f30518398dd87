import { promisify } from 'node:util'
import { inflate } from 'node:zlib'
import { requireBody } from '../../db/queries/submissions.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { tenantContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { readReceipt } from './read-receipt.js'

const inflateText = promisify(inflate)
/** Characters of a slice; an answer stays a few megabytes, whatever the text. */
const SLICE_LENGTH = 1_000_000
/** More than any submission that gets through the door. */
const MOST_BYTES = 256 * 1024 * 1024

export type BodySlice = {
  readonly submission: string
  readonly contentHash: string
  readonly text: string
  readonly next: number | null
}

/** The content of a submission from character `from` on, a slice of it; null where there is no such submission that the caller may see. */
export async function readSubmissionBody(
  hub: Hub,
  caller: Caller,
  { id, from }: { readonly id: string; readonly from: number },
): Promise<BodySlice | null> {
  const stored = await readReceipt(hub, caller, { id, idempotencyKey: null, field: 'Query.submissionBody' })
  if (stored === null) return null
  const { centerId, no, record } = stored
  const packed = await hub.db.transaction(tenantContextOf(caller), tx => requireBody(tx, centerId, no), { isReadOnly: true })
  const whole = (await inflateText(packed, { maxOutputLength: MOST_BYTES })).toString('utf8')
  const text = sliceFrom(whole, Math.max(0, from))
  const next = Math.max(0, from) + text.length
  return { submission: record.id, contentHash: record.contentHash, text, next: next < whole.length ? next : null }
}

/** A slice that never parts the two halves of one character: half of one is no text. */
function sliceFrom(whole: string, from: number): string {
  const end = from + SLICE_LENGTH
  const code = whole.charCodeAt(end - 1)
  return whole.slice(from, code >= 0xd800 && code < 0xdc00 && end < whole.length ? end - 1 : end)
}
