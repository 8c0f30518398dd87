import type { Edition } from '../../../schema/domain/statistics/edition.js'
import { normalizeLabel } from '../../../schema/domain/terms/normalize-label.js'
import type { Named } from './nearest-names.js'

/** What can be asked for, in the words of the edition; `items` of a dimension are its codes with their names. */
export type FoundDefinitions = {
  readonly indicators: readonly (Named & {
    readonly unit: string
    readonly access: 'open' | 'restricted'
    readonly formula: string
    readonly versions: readonly string[]
    readonly variants: readonly string[]
  })[]
  readonly measures: readonly (Named & {
    readonly unit: string
    readonly access: 'open' | 'restricted'
    readonly frequency: string
    readonly dimensions: readonly string[]
  })[]
  readonly dimensions: readonly (Named & { readonly items: readonly Named[]; readonly pattern: string | null })[]
}

const nameOf = ({ code, nameKo, nameEn }: Named): Named => ({ code, nameKo, nameEn })

/** The definitions whose code or name holds the word, in the order of the edition; all of them for an empty word. */
export function findDefinitions({ indicators, measures, codelists }: Edition, word: string): FoundDefinitions {
  const wanted = normalizeLabel(word)
  const isMeant = ({ code, nameKo, nameEn }: Named): boolean =>
    [code, nameKo, nameEn].some(name => normalizeLabel(name).includes(wanted) || name.includes(word))
  return {
    indicators: [...indicators.values()].filter(isMeant).map(indicator => ({
      ...nameOf(indicator),
      unit: indicator.unit,
      access: indicator.access,
      formula: indicator.versions.at(-1)?.formulaText ?? '',
      versions: indicator.versions.map(({ version }) => version),
      variants: indicator.variants.map(({ variant }) => variant),
    })),
    measures: [...measures.values()].filter(isMeant).map(measure => ({
      ...nameOf(measure),
      unit: measure.unit,
      access: measure.access,
      frequency: measure.frequency,
      dimensions: measure.dimensions,
    })),
    dimensions: [...codelists.values()]
      .filter(isMeant)
      .map(list => ({ ...nameOf(list), items: [...list.items.values()].map(nameOf), pattern: list.pattern })),
  }
}
