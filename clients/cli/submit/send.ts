import type { Issue } from '../../../schema/domain/issue.js'
import {
  isHubFault,
  type HubClient,
  type HubFault,
  type ReceiptRow,
  type SubmissionReceipt,
  type SubmitStatisticsInput,
} from '../../sdk/index.js'

/** What became of one submission. Only `unreachable` leaves open whether it arrived; it goes again under its key. */
export type Sent =
  | { readonly kind: 'receipt'; readonly receipt: SubmissionReceipt; readonly attention: readonly ReceiptRow[] }
  | { readonly kind: 'refused'; readonly issues: readonly Issue[] }
  | { readonly kind: 'unreachable'; readonly fault: HubFault }

/** Rows to read from the hub for the table; a file with more faults than that is wrong as a whole. */
const MOST_ATTENTION_ROWS = 1000
const PAGE_SIZE = 500

function unlessFault(error: unknown): null {
  if (isHubFault(error)) return null
  throw error
}

/** All quarantined and rejected rows of a receipt, in the order of the file. */
async function readAttention(hub: HubClient, receipt: SubmissionReceipt): Promise<readonly ReceiptRow[]> {
  const rows = [...receipt.rows.nodes]
  let page = receipt.rows
  // A dry run is not kept, so there is no further page to read.
  while (page.hasNextPage && page.endCursor !== null && !receipt.dryRun && rows.length < MOST_ATTENTION_ROWS) {
    const next = await hub.submission({ id: receipt.id }, { first: PAGE_SIZE, after: page.endCursor }).catch(unlessFault)
    // The receipt is here already; what it counts and what is shown differ then, and the table says so.
    if (next === null || !next.ok || next.value === null) break
    page = next.value.rows
    rows.push(...page.nodes)
  }
  return rows.toSorted((a, b) => (a.sourceRow ?? a.index) - (b.sourceRow ?? b.index))
}

/** The receipt with all rows that need somebody. */
export const withAttention = async (hub: HubClient, receipt: SubmissionReceipt): Promise<Extract<Sent, { kind: 'receipt' }>> => ({
  kind: 'receipt',
  receipt,
  attention: await readAttention(hub, receipt),
})

/** Sends one submission. Faults of sign-in and of the hub itself are thrown on. */
export async function sendSubmission(hub: HubClient, input: SubmitStatisticsInput): Promise<Sent> {
  let receipt: SubmissionReceipt
  try {
    const outcome = await hub.submitStatistics(input, { first: PAGE_SIZE })
    if (!outcome.ok) return { kind: 'refused', issues: outcome.issues }
    receipt = outcome.value
  } catch (error) {
    if (isHubFault(error, 'unreachable')) return { kind: 'unreachable', fault: error }
    throw error
  }
  return withAttention(hub, receipt)
}
