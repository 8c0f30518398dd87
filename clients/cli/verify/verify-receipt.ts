import { createHash } from 'node:crypto'
import type { AuditEntry, HubClient, SubmissionBody, SubmissionReceipt } from '../../sdk/index.js'
import { takeAnswer } from './take-answer.js'

/**
 * `bodyDiffers`: the content that is stored is not the one the receipt speaks of. `noEntry`: the chain has no entry of this receipt.
 * `entryDiffers`: it has one of another content or of other counts.
 */
export type ReceiptBreak = 'bodyDiffers' | 'noEntry' | 'entryDiffers'

export type ReceiptCheck = {
  readonly id: string
  readonly contentHash: string
  /** Place of its entry in the chain; null where there is none. */
  readonly seq: number | null
  readonly broken: ReceiptBreak | null
}

/** Looks for the entry of a receipt while the chain goes by. */
export type ReceiptWatch = {
  readonly receipt: SubmissionReceipt
  readonly see: (entry: AuditEntry) => void
  readonly found: () => AuditEntry | null
}

type Subject = { readonly id?: unknown; readonly contentHash?: unknown; readonly counts?: Readonly<Record<string, unknown>> }

const subjectOf = ({ subject }: AuditEntry): Subject => JSON.parse(subject) as Subject // its hash was found sound before anything of it is used

export function watchFor(receipt: SubmissionReceipt): ReceiptWatch {
  let found: AuditEntry | null = null
  return {
    receipt,
    see(entry) {
      if (found === null && entry.action.startsWith('submission.') && entry.subject.includes(receipt.id)) found = entry
    },
    found: () => found,
  }
}

/** SHA-256 of the content as it is stored, taken here over its slices. */
async function hashBody(hub: HubClient, id: string): Promise<string | null> {
  const hash = createHash('sha256')
  for (let from: number | null = 0; from !== null;) {
    const slice: SubmissionBody | null = takeAnswer(await hub.submissionBody(id, from))
    if (slice === null) return null
    hash.update(slice.text, 'utf8')
    from = slice.next
  }
  return hash.digest('hex')
}

/** Whether receipt, stored content and audit entry say the same; after the chain has gone by. */
export async function checkReceipt(hub: HubClient, { receipt, found }: ReceiptWatch): Promise<ReceiptCheck> {
  const { id, contentHash } = receipt
  const entry = found()
  const check = (broken: ReceiptBreak | null): ReceiptCheck => ({ id, contentHash, seq: entry?.seq ?? null, broken })
  if ((await hashBody(hub, id)) !== contentHash) return check('bodyDiffers')
  if (entry === null) return check('noEntry')
  return check(isOf(receipt, subjectOf(entry)) ? null : 'entryDiffers')
}

const isOf = ({ id, contentHash, counts }: SubmissionReceipt, subject: Subject): boolean =>
  subject.id === id &&
  subject.contentHash === contentHash &&
  Object.entries(counts).every(([name, count]) => name === '__typename' || subject.counts?.[name] === count)
