import type { Edition } from '../statistics/edition.js'
import { listIndicatorUses } from './list-indicator-uses.js'
import type { MappingStatus } from './mapping.js'
import { parseTarget } from './parse-target.js'

/** What a further steward said of an approval. Kept with the versions that follow, agreement or not. */
export type Review = { readonly by: string; readonly agrees: boolean; readonly reason: string | null }

const isReview = (value: unknown): value is Review =>
  typeof value === 'object' &&
  value !== null &&
  'by' in value &&
  typeof value.by === 'string' &&
  'agrees' in value &&
  typeof value.agrees === 'boolean' &&
  'reason' in value &&
  (value.reason === null || typeof value.reason === 'string')

/** The reviews kept with the evidence of a version, oldest first. */
export const readReviews = (evidence: unknown): readonly Review[] => {
  const reviews = typeof evidence === 'object' && evidence !== null && 'reviews' in evidence ? evidence.reviews : []
  return Array.isArray(reviews) ? reviews.filter(isReview) : []
}

/** Whether the version is an approval that waits for another steward: not a mere proposal of the hub or of an imported file. */
export const isApproval = ({ status, evidence }: { readonly status: MappingStatus; readonly evidence: unknown }): boolean =>
  status === 'proposed' && typeof evidence === 'object' && evidence !== null && 'isApproval' in evidence && evidence.isApproval === true

/** Whether the hub accepted it by itself and asks a person all the same: one in ten (terminology.md §2.10). Nobody has looked at it yet. */
export const isCanary = ({
  status,
  evidence,
  author_type: author,
  reviewers,
}: {
  readonly status: MappingStatus
  readonly evidence: unknown
  readonly author_type: string
  readonly reviewers: readonly string[]
}): boolean =>
  status === 'active' &&
  author === 'system' &&
  reviewers.length === 0 &&
  typeof evidence === 'object' &&
  evidence !== null &&
  'isCanary' in evidence &&
  evidence.isCanary === true

const subjectOf = (target: string): string | null => {
  const named = parseTarget(target)
  if (named?.kind === 'measure') return `measure:${named.measure}`
  // A total that nobody sent is summed from the table of its items (S3), and a figure by item shows them.
  return named?.kind === 'item' ? `dimension:${named.codelist}` : null
}

/** Whether values read so enter a published figure that everybody may see: then two stewards decide. */
export const isInPublishedTotals = (target: string | null, edition: Edition): boolean => {
  const used = target === null ? null : subjectOf(target)
  return used !== null && listIndicatorUses(edition).some(({ subject }) => subject === used)
}
