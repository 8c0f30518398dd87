import type { Conversion, Effective, MappingPredicate } from '../../schema/domain/terms/mapping.js'

/** On whose authority a decision about a word is made, and on what it rests. */
export type DecisionBasis = {
  /** SSSOM justifications, one per piece of evidence: `semapv:ManualMappingCuration`. */
  readonly justification: readonly string[]
  /** Decimal text from 0 to 1. */
  readonly confidence: string | null
  readonly evidence: Readonly<Record<string, unknown>>
  readonly evidenceHash: string
  readonly ruleVersion: string | null
  readonly lexiconVersion: string | null
  readonly glossaryVersion: string | null
  readonly weightsVersion: string | null
  readonly tier: string | null
  /** Who confirmed it besides the author, as `person:<sub>`. */
  readonly reviewers: readonly string[]
  readonly reason: string | null
}

/** What is to be said about a word. `target` null says that the edition has nothing it could mean (NO_MATCH). */
export type TermDecisionInput = DecisionBasis & {
  readonly sourceTerm: string
  /** The verb of the log: `map`, `confirm`, `propose`, `refuse`. */
  readonly action: string
  readonly target: string | null
  readonly predicate: MappingPredicate
  readonly isNegated: boolean
  readonly conversion: Conversion
  readonly status: 'proposed' | 'provisional' | 'active' | 'rejected' | 'suspended'
  readonly effective: Effective
}

/** Who decides: a person through the steward's doors, or the hub's own job by its rule. */
export type Decider = {
  readonly actor: string
  readonly authorType: 'steward' | 'system'
  readonly role: 'steward' | 'jobs'
}

/** What a decision did, rows counted. */
export type DecisionResult = {
  readonly decision: string
  readonly sourceTerm: string
  readonly made: readonly number[]
  readonly ended: readonly number[]
  /** Rows put into quarantine again, rows that landed, rows overtaken by newer values, rows freed beside them, rows that go on waiting. */
  readonly heldAgain: number
  readonly landed: number
  readonly superseded: number
  readonly freed: number
  readonly stillHeld: number
  /** Rows left to the job that goes on with the replay; 0 where all are done. */
  readonly toCome: number
  /** What rows that landed came to, in the unit of their measure; null is a status without a number. */
  readonly landedAs: readonly { readonly heldRow: string; readonly measure: string | null; readonly value: string | null }[]
  /** Measures whose values moved, with their first and last day. */
  readonly touched: readonly { readonly measure: string; readonly from: string; readonly to: string }[]
}
