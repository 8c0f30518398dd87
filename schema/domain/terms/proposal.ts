import type { IdentityFinding } from './identities/identity.js'
import type { TextFormat } from './mapping.js'

/**
 * A word as a center writes it, with its unit and one total a night, all as raw text. `kind` is what the center says it names: measure, indicator,
 * a codelist code with or without `codelist:`, dimension, term, a Korean word for one of these, or nothing; an unknown kind is any family.
 */
export type LocalWord = {
  readonly kind: string
  readonly label: string
  readonly unit: string | null
  readonly values: readonly string[]
  readonly center: string
}

/**
 * One piece of evidence: what it adds to the log-odds of the candidate, and why, in one sentence each. `value` is what it adds under the fixed weights, from which others
 * are learned; under those `weight` is the same.
 */
export type Feature = {
  readonly feature: string
  readonly value: number
  readonly weight: number
  readonly textKo: string
  readonly textEn: string
}

/** Why the candidate cannot be meant, whatever else speaks for it. */
export type Veto = { readonly veto: string; readonly textKo: string; readonly textEn: string }

/** SKOS relation of the local word to the candidate. Only exact may feed totals. */
export type Predicate = 'exact' | 'close' | 'broad' | 'narrow' | 'related'

/**
 * One thing the word may mean. `ref` is written as the terms file writes it: `measure:calls_offered`, `indicator:service_level#threshold_15s`
 * for a variant, `measure:legal_actions@legal_action_type=police_complaint` for one slice, `codelist:channel.voice`. `score` is the calibrated
 * probability that a careful steward would agree, from 0 to 1, under the weights in force; `fixedScore` under the fixed ones.
 */
export type Candidate = {
  readonly ref: string
  readonly score: number
  readonly fixedScore: number
  readonly features: readonly Feature[]
  readonly vetoes: readonly Veto[]
  readonly predicate: Predicate
}

/** How a value becomes one of the standard's unit: value x factor + offset (exact: `60`, `0.1`, `1/60`), or a notation of durations that is read as seconds. */
export type Conversion =
  { readonly factor: string; readonly offset: string; readonly from: string; readonly to: string } | { readonly format: TextFormat }

/** Why a word was not accepted by itself; what it lacks, or what stands against it. */
export type Abstention = { readonly code: string; readonly textKo: string; readonly textEn: string }

/** T0: approved before for this center. T1: the label is an approved label. T2: the same parts of meaning, with an independent witness. */
export type Tier = 'T0' | 'T1' | 'T2'

/** What the matcher makes of a word. Candidates are ranked, best first; a word for which nothing stands out has decision `none`. */
export type Proposal = {
  readonly decision: 'accept' | 'review' | 'none'
  readonly tier: Tier | null
  readonly candidates: readonly Candidate[]
  readonly conversion: Conversion | null
  readonly abstentions: readonly Abstention[]
  /** Accepted on fewer than seven nights of values: they stay held until seven have confirmed it. False where there are none at all. */
  readonly isProvisional: boolean
  /** What the proposal rests on, a line each, without what was remembered; `evidenceHash` is made of it. */
  readonly evidence: readonly string[]
  /** What the center's other figures say by the identities of the edition; empty where there are none, or nobody asked. */
  readonly identities: readonly IdentityFinding[]
  readonly ruleVersion: string
  readonly lexiconVersion: string
  /** Versions of the learned weights that had a say (`measure-2`), or `fixed`. */
  readonly weightsVersion: string
}

/** What was decided before and bears on a word of one center. */
export type MappingMemory = {
  /** The standing approval of the same key (center, kind, label, unit). */
  readonly approved: { readonly ref: string; readonly conversion: Conversion | null } | null
  /** Pairs a steward refused, with the evidence they were refused on; they come back only with other evidence. */
  readonly rejected: readonly { readonly ref: string; readonly evidenceHash: string }[]
  /** The same label and unit at other centers: how many map it so, and how many of those a steward approved. */
  readonly twins: readonly { readonly ref: string; readonly centers: number; readonly byStewards: number }[]
  /** Other words of this center that already mean something exactly: two may not both be exact for one thing. */
  readonly coLabels: readonly { readonly label: string; readonly ref: string }[]
}

export const NO_MEMORY: MappingMemory = { approved: null, rejected: [], twins: [], coLabels: [] }
