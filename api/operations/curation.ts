import type { Day } from '../../schema/domain/period.js'
import type { Conversion, MappingPredicate } from '../../schema/domain/terms/mapping.js'
import type { DecisionResult } from './term-decision.js'

/** What a steward does about the meaning of a word. */
export const CURATION_ACTS = ['approve', 'correct', 'split', 'noMatch', 'reject', 'confirm'] as const
export type CurationAct = (typeof CURATION_ACTS)[number]

/** What a steward says of a word; what an act does not need is null. */
export type Curation = {
  readonly term: string
  /** Number of decisions about the word as the steward saw it. */
  readonly expectedVersion: number
  readonly target: string | null
  readonly predicate: MappingPredicate | null
  /** Null: as the hub proposes it for an approval, else values stay as they are. */
  readonly conversion: Conversion | null
  /** First and last Korean business day; null for no limit. */
  readonly from: Day | null
  readonly to: Day | null
  readonly reason: string | null
  /** Hash of a preview that must still hold. */
  readonly previewHash: string | null
}

/** What came of a decision: what it did, where the word stands, and whether another steward has to agree first. */
export type Curated = DecisionResult & { readonly version: number; readonly needsReview: boolean }
