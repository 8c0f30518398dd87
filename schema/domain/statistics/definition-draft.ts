import type { Day } from '../period.js'

/** One revision of a draft: what is to be defined, by whom it was written and why. Every revision is kept; the highest is how the draft stands. */
export type DraftRevision = {
  readonly id: string
  /** 1 for the first. */
  readonly revision: number
  readonly kind: 'measure' | 'indicator'
  /** Of the measure or indicator. */
  readonly code: string
  /** Name of the indicator's version; null for measures. */
  readonly version: string | null
  readonly effectiveFrom: Day
  /** In the pack's own shape: an entry of measures.yaml, or of indicators.yaml with the one version and the variants it adds. */
  readonly definition: Readonly<Record<string, unknown>>
  /** published and withdrawn end a draft. */
  readonly state: 'draft' | 'withdrawn' | 'published'
  /** Edition in which it was published, else null. */
  readonly edition: string | null
  /** `person:<sub>` or `client:<id>`. */
  readonly author: string
  readonly reason: string
  /** Instant by the clock of the database. */
  readonly recordedAt: string
}

/** What a publication is made of. */
export type DraftContent = Pick<DraftRevision, 'kind' | 'code' | 'effectiveFrom' | 'definition'>

/**
 * Whether a draft touches days that have begun although something is defined for them: then figures that were read already would come out
 * differently. What is defined for the first time moves no figure, whatever its date.
 */
export const isRetroactive = (
  { kind, code, effectiveFrom }: Pick<DraftContent, 'kind' | 'code' | 'effectiveFrom'>,
  known: { readonly measures: ReadonlyMap<string, unknown>; readonly indicators: ReadonlyMap<string, unknown> },
  today: Day,
): boolean => effectiveFrom <= today && (kind === 'measure' ? known.measures : known.indicators).has(code)
