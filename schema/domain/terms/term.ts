/** What a label can lead to. `variant` names another formula of an indicator; `item` fixes one slice of a measure. */
export type TermTarget =
  | { readonly kind: 'measure'; readonly measure: string; readonly fixed: { readonly dimension: string; readonly item: string } | null }
  | { readonly kind: 'indicator'; readonly indicator: string; readonly variant: string | null }
  | { readonly kind: 'item'; readonly codelist: string; readonly item: string }

/** Where a label comes from: a code or standard name is exact, a synonym is provisional until the center that uses it confirms. */
export type LabelSource = 'code' | 'standardName' | 'synonym' | 'variantLabel' | 'dimensionLabel'

export type LabelEntry = { readonly target: TermTarget; readonly source: LabelSource }

export type AmbiguousLabel = {
  readonly label: string
  readonly candidates: readonly TermTarget[]
  readonly ruleKo: string
  readonly ruleEn: string
}

/** Another thing that the same words are used for; the two sentences are null where the edition gives no reason. */
export type Confusion = { readonly ref: string; readonly whyKo: string | null; readonly whyEn: string | null }

/** One entry of the glossary. References name what they lead to: `measure:calls_offered`, `indicator:asa`, `codelist:channel.voice`. */
export type Term = {
  readonly ref: string
  readonly nameKo: string
  readonly nameEn: string
  /** Words that lead to it at once, provisionally until the center that uses the word confirms it. */
  readonly synonyms: readonly string[]
  readonly confusableWith: readonly Confusion[]
  /** Words that may mean it and something else, so that the rule decides and, without context, a person. */
  readonly ambiguousLabels: readonly {
    readonly label: string
    readonly candidates: readonly string[]
    readonly ruleKo: string
    readonly ruleEn: string
  }[]
}

/**
 * Labels of one edition, by normalized label (blanks removed, lower case, rate suffix folded). Two families, kept apart:
 * what a row may be about (measures and indicators), and the items of each codelist (by codelist code, then label).
 * A label has several entries only where it is listed as ambiguous, or names districts of several regions (중구).
 * `dimensionNames` leads from column labels and names (언어, language) to the dimension.
 */
export type TermLexicon = {
  readonly subjects: ReadonlyMap<string, readonly LabelEntry[]>
  readonly ambiguous: ReadonlyMap<string, AmbiguousLabel>
  readonly items: ReadonlyMap<string, ReadonlyMap<string, readonly LabelEntry[]>>
  readonly dimensionNames: ReadonlyMap<string, string>
}
