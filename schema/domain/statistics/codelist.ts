import type { Measure } from './measure.js'

/** Whether rows of an item count in the total of their center and in the total over centers; `measures` null means all (S3). */
export type CountsIn = { readonly centerTotal: boolean; readonly councilTotal: boolean; readonly measures: readonly string[] | null }

export type CodelistItem = {
  readonly code: string
  readonly nameKo: string
  readonly nameEn: string
  /** Korean business days, both inclusive; null where open. */
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly countsIn: CountsIn
  /** For instrument_item: the instrument a row must name with it. */
  readonly instrument: string | null
  /** For an item that stands for a range of seconds: over `over`, up to `upTo`; null where open. Null for every other item. */
  readonly band: { readonly over: number | null; readonly upTo: number | null } | null
}

/** A dimension's items. A code that breaks `pattern` is rejected; one that fits and is not listed is held, or flagged where `unlisted` says so (S8). */
export type Codelist = {
  readonly code: string
  readonly nameKo: string
  readonly nameEn: string
  readonly columnLabels: readonly string[]
  readonly pattern: string | null
  readonly unlisted: { readonly prefix: 'jurisdiction' } | null
  readonly items: ReadonlyMap<string, CodelistItem>
}

/** The dimension of a distribution whose items are ranges, with them from the lowest up; null for a measure that is none or has none. */
export const bandsOf = (
  { kind, dimensions }: Pick<Measure, 'kind' | 'dimensions'>,
  codelists: ReadonlyMap<string, Codelist>,
): { readonly dimension: string; readonly items: readonly CodelistItem[] } | null => {
  if (kind !== 'distribution') return null
  for (const dimension of dimensions) {
    const items = [...(codelists.get(dimension)?.items.values() ?? [])]
    if (items.length === 0 || items.some(({ band }) => band === null)) continue
    return { dimension, items: items.toSorted((a, b) => (a.band?.over ?? 0) - (b.band?.over ?? 0)) }
  }
  return null
}

/** What a status code says of a row (S4): with a number it has a quality, without one a missing reason. */
export type ObservationStatus = {
  readonly code: string
  readonly nameKo: string
  readonly nameEn: string
  readonly hasValue: boolean
  readonly missingReason: string | null
  readonly quality: string | null
  readonly rules: 'full' | 'warn' | 'none'
  readonly sdmxCode: string
}
