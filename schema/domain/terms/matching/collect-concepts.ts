import type { EditionPack, PackCodelist } from '../../statistics/edition-pack.js'
import { buildUnits } from '../../statistics/build-units.js'
import type { Unit } from '../../statistics/unit.js'
import { collectItemLabels, collectSubjectLabels, type PlacedLabel } from '../collect-labels.js'
import { printFullReference } from '../parse-reference.js'
import type { TermTarget } from '../term.js'
import type { Concept } from './concept.js'
import { editionTextOf, NO_TEXT } from './explain-label.js'
import { editionWordsOf } from './vendor-words.js'

/** A standard with every label under which the edition knows it, as written. */
export type LabelledConcept = Concept & {
  readonly labels: readonly string[]
  /** Ranges from bound to bound that name the item as they stand; nothing is like them. */
  readonly spans: readonly string[]
}

type Units = ReadonlyMap<string, Unit>

const dimensionOf = (units: Units, unit: string | null) => (unit === null ? null : (units.get(unit)?.dimension ?? null))

const isDailyFormula = ({ measures }: EditionPack['measures'], formula: string): boolean => {
  const words = new Set(formula.match(/[a-z_0-9]+/g))
  return measures.every(({ code, frequency }) => frequency === 'day' || !words.has(code))
}

/** True where the figure uses a measure whose bound in seconds a center may declare to be another (short abandons, service level). */
const isBoundedBy = ({ conventions }: EditionPack['measures'], formula: string): boolean => {
  const words = new Set(formula.match(/[a-z_0-9]+/g))
  return Object.values(conventions.declared_parameters)
    .flat()
    .some(declared => declared.endsWith('.threshold_seconds') && words.has(declared.split('.')[0] ?? ''))
}

const subjectOf = ({ measures, indicators }: EditionPack, target: TermTarget, units: Units): Omit<Concept, 'ref'> | null => {
  if (target.kind === 'measure') {
    const measure = measures.measures.find(({ code }) => code === target.measure)
    if (measure === undefined) return null
    const { name_ko: nameKo, name_en: nameEn, unit, integer, provided_by, frequency } = measure
    const isSlice = target.fixed !== null
    const isHubMade = provided_by === 'hub'
    return {
      family: 'measure',
      nameKo,
      nameEn,
      unit,
      dimension: dimensionOf(units, unit),
      isNamed: true,
      isSlice,
      isInteger: integer,
      isHubMade,
      isDaily: frequency === 'day',
      isDated: false,
      region: null,
      isBounded: isBoundedBy(measures, target.measure),
      words: null,
      text: NO_TEXT,
    }
  }
  if (target.kind === 'item') return null
  const indicator = indicators.indicators.find(({ code }) => code === target.indicator)
  if (indicator === undefined) return null
  const variant = indicator.variants.find(one => one.variant === target.variant)
  const unit = variant?.unit ?? indicator.unit
  const formula = variant?.formula ?? indicator.versions.at(-1)?.formula ?? ''
  return {
    family: 'indicator',
    nameKo: indicator.name_ko,
    nameEn: indicator.name_en,
    unit,
    dimension: dimensionOf(units, unit),
    isNamed: true,
    isSlice: false,
    isInteger: false,
    isHubMade: false,
    isDaily: isDailyFormula(measures, formula),
    isDated: false,
    region: null,
    isBounded: isBoundedBy(measures, formula),
    words: null,
    text: NO_TEXT,
  }
}

const byRef = (labels: readonly PlacedLabel[]): ReadonlyMap<string, readonly PlacedLabel[]> => {
  const found = new Map<string, PlacedLabel[]>()
  for (const label of labels) {
    const ref = printFullReference(label.target)
    found.set(ref, [...(found.get(ref) ?? []), label])
  }
  return found
}

/** Variants of indicators that no label names are things a word may mean, too. */
const unnamedVariants = (pack: EditionPack, named: ReadonlySet<string>, units: Units): readonly LabelledConcept[] =>
  pack.indicators.indicators.flatMap(({ code, variants }) =>
    variants.flatMap(({ variant }) => {
      const target: TermTarget = { kind: 'indicator', indicator: code, variant }
      const ref = printFullReference(target)
      const subject = named.has(ref) ? null : subjectOf(pack, target, units)
      return subject === null ? [] : [{ ...subject, ref, isNamed: false, labels: [], spans: [] }]
    }),
  )

const itemConcept = (list: PackCodelist, code: string): Omit<Concept, 'ref'> | null => {
  const item = list.items.find(one => one.code === code)
  if (item === undefined) return null
  const none = {
    words: null,
    text: NO_TEXT,
    unit: null,
    dimension: null,
    isNamed: true,
    isSlice: false,
    isInteger: false,
    isHubMade: false,
    isDaily: false,
    isBounded: false,
  }
  const isDated = ('valid_from' in item && item.valid_from !== null) || ('valid_to' in item && item.valid_to !== null)
  const region = list.code === 'district' ? code.slice(0, 2) : null
  return { ...none, family: list.code, nameKo: item.ko, nameEn: item.en, isDated, region }
}

const SECONDS_OF_A_MINUTE = 60

/** A range of seconds as people write it, from bound to bound: the item is nothing but its bounds, so that a label with both of them is its name. */
const bandLabels = (list: PackCodelist, code: string): readonly string[] =>
  list.items.flatMap(item => {
    if (item.code !== code || !('lower_exclusive_s' in item) || !('upper_inclusive_s' in item)) return []
    const [over, upTo] = [item.lower_exclusive_s, item.upper_inclusive_s]
    if (typeof over !== 'number' || typeof upTo !== 'number') return []
    const minutes = [over, upTo].every(bound => bound > 0 && bound % SECONDS_OF_A_MINUTE === 0)
    return [`${over}~${upTo}초`, ...(minutes ? [`${over / SECONDS_OF_A_MINUTE}~${upTo / SECONDS_OF_A_MINUTE}분`] : [])]
  })

/** Units with the words that a sheet may have in its unit column for them and nothing else. */
const unitItems = (pack: EditionPack): readonly LabelledConcept[] =>
  pack.codelists.codelists.flatMap(list =>
    list.kind !== 'units'
      ? []
      : list.items.flatMap(({ code, ko, en }) => {
          const concept = itemConcept(list, code)
          const others = pack.codelists.submitted_unit_labels.items.flatMap(({ unit, factor, parse, labels }) =>
            unit === code && factor === null && parse === null ? labels : [],
          )
          if (concept === null) return []
          const [ref, labels] = [`codelist:${list.code}.${code}`, [code, ko, en, ...others]]
          return [{ ...concept, ref, labels, spans: [], text: editionTextOf(pack, ref, labels) }]
        }),
  )

/** Every measure, indicator, named variant and slice, and every item of a codelist, each with the labels of the edition. */
export const collectConcepts = (pack: EditionPack): readonly LabelledConcept[] => {
  const units = buildUnits(pack)
  const lists = new Map(pack.codelists.codelists.map(list => [list.code, list]))
  const named = byRef([...collectSubjectLabels(pack), ...collectItemLabels(pack)])
  const concepts = [...named].flatMap(([ref, labels]): readonly LabelledConcept[] => {
    const target = labels[0]?.target
    if (target === undefined) return []
    const list = target.kind === 'item' ? lists.get(target.codelist) : undefined
    const concept = target.kind === 'item' ? list && itemConcept(list, target.item) : subjectOf(pack, target, units)
    if (concept === null || concept === undefined) return []
    const spans = list === undefined || target.kind !== 'item' ? [] : bandLabels(list, target.item)
    const written = labels.map(label => label.written)
    return [
      {
        ...concept,
        ref,
        labels: written,
        spans,
        words: target.kind === 'item' ? null : editionWordsOf(written),
        text: editionTextOf(pack, ref, [...written, ...spans]),
      },
    ]
  })
  return [...concepts, ...unnamedVariants(pack, new Set(named.keys()), units), ...unitItems(pack)]
}
