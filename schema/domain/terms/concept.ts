/**
 * What a word may be mapped to, as others read it. `ref` is the whole reference, variant and fixed item included (see parse-reference).
 * `kind` is the family it is looked for in: `measure`, `indicator` or `codelist:channel`.
 */
export type Concept = {
  readonly ref: string
  readonly kind: string
  /** The code alone. */
  readonly code: string
  readonly nameKo: string
  readonly nameEn: string
  /** What it means; null where the edition gives no sentence. */
  readonly definitionKo: string | null
  readonly definitionEn: string | null
  /** Code of its unit; null for items, which have none. */
  readonly unit: string | null
  /** Formula of the version that the edition makes standard, or of the variant; null for everything else. */
  readonly formula: string | null
  /** Words that lead to it, as they are written, the names left out. */
  readonly synonyms: readonly string[]
  /** Words that may mean it and something else. */
  readonly ambiguous: readonly string[]
  /** Ref of what it is a kind or a slice of; an item is narrower than its codelist. Null at the top. */
  readonly broader: string | null
}

/** Everything an edition gives a name to, by ref, under the edition's code. */
export type Glossary = { readonly edition: string; readonly effectiveFrom: string; readonly concepts: ReadonlyMap<string, Concept> }
