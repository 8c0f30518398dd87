import { buildUnitLabels, buildUnits } from '../statistics/build-units.js'
import type { EditionPack } from '../statistics/edition-pack.js'
import { collectDimensionLabels } from './collect-labels.js'
import { listIdentities } from './identities/list-identities.js'
import type { SurfaceLexicon } from './lexicon-row.js'
import { labelKey, cleanLabel } from './matching/clean-label.js'
import { collectConcepts, type LabelledConcept } from './matching/collect-concepts.js'
import { isItem, type Concept, type Signature } from './matching/concept.js'
import { buildLabelIndex, tokensKey } from './matching/label-index.js'
import { buildLabelReaders, type LabelReaders } from './matching/label-readers.js'
import { makeSlices } from './matching/make-slices.js'
import { clip } from './matching/clip-label.js'
import { readLabel } from './matching/read-label.js'
import { relativesOf } from './matching/relatives.js'
import { buildSliceTable } from './matching/slice-table.js'
import { rewriteTokens } from './matching/rewrite-tokens.js'
import type { Ambiguity, Matcher } from './matcher.js'
import { normalizeLabel } from './normalize-label.js'
import { FIXED_WEIGHTS, type WeightsInForce } from './weights/weight-set.js'

export type { Matcher } from './matcher.js'

const grouped = <T>(pairs: readonly (readonly [string, T])[]): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>()
  for (const [key, value] of pairs) {
    const found = groups.get(key) ?? []
    if (!found.includes(value)) groups.set(key, [...found, value])
  }
  return groups
}

/** Whether a label is the code of a figure: vendors have fields of the same name in other letters, so only the code as it is written counts as one. */
const isCode = (concept: LabelledConcept, label: string): boolean => !isItem(concept) && concept.ref.endsWith(`:${label}`)

const keyOf = (label: string): string => cleanLabel(label)?.key ?? labelKey(label)

const signaturesOf = (concept: LabelledConcept, at: number, readers: LabelReaders): readonly Signature[] => {
  const reader = isItem(concept) ? readers.itemsOf(concept.family) : readers.subjects
  const [, ...words] = concept.labels
  const readings = (isItem(concept) ? words : concept.labels).flatMap(label => {
    const reading = readLabel(label, reader)
    return reading === null || reading.keyboard !== null || reading.tokens.length === 0 ? [] : [reading]
  })
  const seen = new Set<string>()
  return readings.flatMap(({ tokens, soft, countsCalls, countsPersons, residual, isSure }) => {
    const key = `${tokensKey(tokens)} ${countsCalls} ${countsPersons} ${residual.length > 0} ${isSure}`
    if (seen.has(key)) return []
    seen.add(key)
    return [{ concept: at, tokens, soft, countsCalls, countsPersons, isWhole: residual.length === 0 && isSure, isOwn: true }]
  })
}

/** Parts of meaning that alone say too little: only the label of the edition itself is accepted for them. */
const contestedOf = ({ rows }: SurfaceLexicon): ReadonlySet<string> =>
  new Set(
    rows.flatMap(({ kind, surface, tokens, status }) =>
      kind === 'signature' && surface === '-' && status === 'active' ? [tokensKey(rewriteTokens(tokens).toSorted())] : [],
    ),
  )

const ACTORS: ReadonlySet<string> = new Set(['person', 'soft', 'neutral'])

const actorsOf = ({ rows }: SurfaceLexicon): ReadonlySet<string> =>
  new Set(rows.flatMap(({ kind, surface, status }) => (ACTORS.has(kind) && status !== 'withdrawn' ? [keyOf(surface)] : [])))

/** More ways of saying a standard, from the lexicon. */
const lexiconSignatures = ({ rows }: SurfaceLexicon, refs: ReadonlyMap<string, number>): readonly Signature[] =>
  rows.flatMap(({ kind, surface, tokens, status }) => {
    const concept = kind === 'signature' && status !== 'withdrawn' ? refs.get(surface) : undefined
    if (concept === undefined) return []
    const said = rewriteTokens(tokens)
    const parts = said.filter(token => token !== 'CALL' && token !== 'PERSONS').toSorted()
    return [
      {
        concept,
        tokens: parts,
        soft: [],
        countsCalls: said.includes('CALL'),
        countsPersons: said.includes('PERSONS'),
        isWhole: status === 'active',
        isOwn: false,
      },
    ]
  })

const ambiguitiesOf = ({ terms }: EditionPack, readers: LabelReaders): readonly (readonly [string, Ambiguity])[] =>
  terms.ambiguous.map(({ label, candidates, rule_ko, rule_en }) => [
    keyOf(label),
    { refs: candidates, ruleKo: rule_ko, ruleEn: rule_en, reading: readLabel(label, readers.subjects) },
  ])

const listNames = (pack: EditionPack): ReadonlyMap<string, string> =>
  new Map([
    ...pack.codelists.codelists.flatMap(({ code, name_ko, name_en }) =>
      [code, name_ko, name_en].map(name => [normalizeLabel(name), code] as const),
    ),
    ...collectDimensionLabels(pack).map(({ label, dimension }) => [label, dimension] as const),
  ])

const regionsOf = ({ codelists }: EditionPack): ReadonlyMap<string, string> =>
  new Map(
    codelists.codelists.flatMap(list =>
      list.kind === 'centers' ? list.items.map(({ code, jurisdiction }) => [code, jurisdiction] as const) : [],
    ),
  )

const clippedOf = (named: readonly LabelledConcept[], { subjects }: LabelReaders): ReadonlyMap<string, readonly number[]> =>
  grouped(
    named.flatMap((concept, at) =>
      isItem(concept) || concept.ref.includes('#')
        ? []
        : concept.labels.flatMap(label => clip(label, subjects).map(short => [short, at] as const)),
    ),
  )

/** In the order in which they came to hold, whatever their order in the file: of several about one thing the latest counts. */
const byDate = <T extends { readonly validFrom: string }>(rows: readonly T[]): readonly T[] =>
  rows.toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : a.validFrom > b.validFrom ? 1 : 0))

/** The matcher of an edition. Every standard gets its parts of meaning from its own labels, read as local words are read. */
export const buildMatcher = (pack: EditionPack, lexicon: SurfaceLexicon): Matcher => {
  const named = collectConcepts(pack)
  const readers = buildLabelReaders(pack, lexicon, named)
  const read = named.flatMap((concept, at) => signaturesOf(concept, at, readers))
  const slices = makeSlices(pack, named, read)
  const sayable: readonly Concept[] = [...named, ...slices.concepts]
  const more = buildSliceTable(pack, lexicon, sayable)
  const concepts = [...sayable, ...more.concepts]
  const refs = new Map(concepts.map(({ ref }, at) => [ref, at]))
  const keys = named.flatMap((one, concept) => one.labels.map(label => ({ concept, key: keyOf(label), isNamedByCode: isCode(one, label) })))
  const spans = named.flatMap((one, concept) => one.spans.map(label => [keyOf(label), concept] as const))
  const ambiguous = ambiguitiesOf(pack, readers)
  return {
    lexiconVersion: lexicon.version,
    identities: listIdentities(pack),
    weights: FIXED_WEIGHTS,
    concepts,
    places: refs,
    readers,
    exact: grouped([...keys.flatMap(({ key, concept, isNamedByCode }) => (isNamedByCode ? [] : [[key, concept] as const])), ...spans]),
    codes: grouped(named.flatMap((concept, at) => concept.labels.flatMap(label => (isCode(concept, label) ? [[label, at] as const] : [])))),
    index: buildLabelIndex(keys, [...read, ...slices.signatures, ...lexiconSignatures(lexicon, refs)], sayable.length),
    slices: more.table,
    clipped: clippedOf(named, readers),
    relatives: relativesOf(
      pack,
      refs,
      named.flatMap(({ ref }) => (ref.includes('#') ? [ref] : [])),
    ),
    contested: contestedOf(lexicon),
    ambiguous: new Map(ambiguous),
    actors: actorsOf(lexicon),
    ambiguousByTokens: grouped(ambiguous.map(([, one]) => [tokensKey(one.reading?.tokens ?? []), one])),
    ranges: new Map(byDate(lexicon.ranges).map(range => [range.ref, range])),
    tables: { units: buildUnits(pack), labels: buildUnitLabels(pack) },
    lists: listNames(pack),
    regionOf: regionsOf(pack),
    residentsOf: new Map(byDate(lexicon.sizes).map(({ center, residents }) => [center, residents])),
    understandings: new Map(),
    proposals: new Map(),
  }
}

/** The same matcher under other weights. What it understands of words does not depend on them, what it proposes does. */
export const weighBy = (matcher: Matcher, weights: WeightsInForce): Matcher => ({ ...matcher, weights, proposals: new Map() })
