import type { Ambiguity, Matcher } from './build-matcher.js'
import { rationalText } from './matching/rational-text.js'
import { isItem } from './matching/concept.js'
import { decide, type Ranked } from './matching/decide.js'
import { evaluateCandidate, type Evaluated, type WordEvidence } from './matching/evaluate-candidate.js'
import { findCandidates, type Likeness } from './matching/find-candidates.js'
import { tokensKey } from './matching/label-index.js'
import { ANY_LIST } from './matching/label-readers.js'
import { readLabel, type Reading } from './matching/read-label.js'
import { readUnit, toBase } from './matching/read-unit.js'
import { divideRationals } from '../decimal.js'
import { ENOUGH_NIGHTS, readValues } from './matching/read-values.js'
import { feature, veto } from './matching/say.js'
import { admits, readKind, type WordKind } from './matching/word-kind.js'
import { evidenceHash } from './evidence-hash.js'
import {
  NO_MEMORY,
  type Candidate,
  type Conversion,
  type LocalWord,
  type MappingMemory,
  type Predicate,
  type Proposal,
} from './proposal.js'

/** Stands in every decision; rises with each change that may turn one. */
const RULE_VERSION = '1'

/** Candidates that are looked at closely, and those that are shown. */
const LOOKED_AT = 14
const SHOWN = 5

const EMPTY: Reading = {
  keys: [],
  tokens: [],
  soft: [],
  countsCalls: false,
  countsThings: false,
  countsPersons: false,
  residual: ['?'],
  isSure: false,
  isTotalRow: false,
  unit: null,
  keyboard: null,
}

const readingOf = (matcher: Matcher, { label }: LocalWord, kind: WordKind): Reading => {
  const reader =
    kind.kind === 'item'
      ? matcher.readers.itemsOf(kind.list)
      : kind.kind === 'dimension'
        ? matcher.readers.itemsOf(ANY_LIST)
        : matcher.readers.subjects
  return readLabel(label, reader) ?? EMPTY
}

/** Words that say nothing in the name of an item: 여권 민원 is 여권. */
const ITEM_FILLERS = new Set(['CONSULT', 'INQ', 'COMPLAINT'])

const asItemReading = (reading: Reading): Reading => {
  const tokens = reading.tokens.filter(token => !ITEM_FILLERS.has(token))
  return tokens.length === 0 || !tokens.some(token => token.includes('.')) ? reading : { ...reading, tokens }
}

const exactConcepts = (matcher: Matcher, reading: Reading, kind: WordKind, center: string): readonly number[] => {
  const found = [...new Set(reading.keys.flatMap(key => matcher.exact.get(key) ?? []))].filter(at =>
    admits(kind, matcher.concepts[at]?.family ?? ''),
  )
  const region = matcher.regionOf.get(center)
  const own = found.filter(at => region !== undefined && matcher.concepts[at]?.ref.startsWith(`codelist:district.${region}`) === true)
  return own.length > 0 ? own : found
}

/** The listed ambiguity of a label: by the label itself, or because it says the same in other words. */
const ambiguityOf = (matcher: Matcher, reading: Reading, exact: readonly number[]): Ambiguity | null => {
  for (const key of reading.keys) {
    const listed = matcher.ambiguous.get(key)
    if (listed !== undefined) return listed
  }
  if (exact.length > 0) return null
  const alike = matcher.ambiguousByTokens.get(tokensKey(reading.tokens)) ?? []
  return (
    alike.find(({ reading: listed, refs }) => listed !== null && reading.tokens.length > 0 && saysTheSame(reading, listed, refs)) ?? null
  )
}

const saysTheSame = (reading: Reading, listed: Reading, refs: readonly string[]): boolean => {
  if (listed.soft.includes('TOT') && !reading.soft.includes('TOT')) return false
  const isCounted = listed.countsCalls || listed.countsThings || listed.countsPersons
  if (isCounted) return listed.countsCalls === reading.countsCalls
  const families = new Set(refs.map(ref => ref.split(':')[0]))
  return families.size === 1 || !(reading.countsCalls || reading.countsThings)
}

const roughly = ({ isExact, isEqual, overlap, letters }: Likeness): number =>
  (isExact ? 3 : 0) + (isEqual ? 2 : 0) + Math.max(overlap, letters)

const rank = (evaluated: readonly Evaluated[]): readonly Ranked[] => {
  const sorted = evaluated.toSorted((a, b) => b.odds - a.odds)
  const weights = sorted.map(({ odds }) => Math.exp(Math.min(20, odds)))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return sorted.map((one, i) => {
    const weight = weights[i] ?? 0
    const score = (weight / (1 + weight)) * (weight / total)
    return { ...one, score: Math.round(1000 * Math.min(0.995, score)) / 1000 }
  })
}

/** The one meaning of an ambiguous word that unit and enough nights leave, where the others are of the same family and do not fit. */
const narrow = (ambiguity: Ambiguity | null, ranked: readonly Ranked[]): string | null => {
  if (ambiguity === null) return null
  const listed = ranked.filter(({ concept }) => ambiguity.refs.includes(concept.ref))
  if (listed.length < 2 || listed.length !== ambiguity.refs.length || new Set(listed.map(({ concept }) => concept.family)).size > 1)
    return null
  const fitting = listed.filter(
    ({ values, unit }) => values.kind === 'plausible' && values.isEnough && (unit === 'same' || unit === 'converted'),
  )
  const [only] = fitting
  const others = listed.filter(one => one !== only)
  return fitting.length === 1 && only !== undefined && others.every(({ values }) => values.kind === 'implausible' && values.why === 'range')
    ? only.concept.ref
    : null
}

const conversionOf = (best: Ranked | undefined, { unit, values, tables }: WordEvidence): Conversion | null => {
  if (best === undefined || best.concept.unit === null) return null
  if (best.concept.dimension === 'time' && values !== null && values.clock !== null) return { format: values.clock }
  if (unit.kind !== 'named') return null
  if (unit.unit.clock !== null && best.unit === 'converted') return { format: unit.unit.clock }
  if (best.unit === 'converted')
    return { factor: rationalText(best.factor), offset: '0', from: unit.unit.unit ?? unit.unit.label, to: best.concept.unit }
  if (best.betterUnit === null) return null
  const factor = divideRationals(toBase(best.betterUnit, tables), toBase(best.concept.unit, tables))
  return { factor: rationalText(factor), offset: '0', from: best.betterUnit, to: best.concept.unit }
}

const predicateOf = ({ concept, likeness }: Ranked): Predicate => {
  if (likeness.extra.some(token => /^W\d+$/.test(token)) || likeness.missing.some(token => /^W\d+$/.test(token))) return 'close'
  if (likeness.isExact || likeness.isEqual) return concept.ref.includes('#') ? 'close' : 'exact'
  if (likeness.overlap === 0) return 'related'
  return likeness.missing.length === 0 ? 'narrow' : likeness.extra.length === 0 ? 'broad' : 'related'
}

const betterUnitFeature = ({ betterUnit }: Ranked, { tables }: WordEvidence) => {
  const unit = betterUnit === null ? undefined : tables.units.get(betterUnit)
  return unit === undefined
    ? []
    : [feature('looks-like-unit', 0, [`값이 ${unit.nameKo} 단위처럼 보입니다.`, `The values look like ${unit.nameEn}.`])]
}

const toCandidate = (evidence: WordEvidence, memory: MappingMemory, one: Ranked): Candidate => {
  const twin = memory.twins.find(({ ref }) => ref === one.concept.ref)
  const twins =
    twin === undefined
      ? []
      : [
          feature('twins', 0.3, [
            `다른 센터 ${twin.centers}곳이 같은 말을 이렇게 씁니다.`,
            `${twin.centers} other centers map the same word so.`,
          ]),
        ]
  return {
    ref: one.concept.ref,
    score: one.score,
    features: [...one.features, ...betterUnitFeature(one, evidence), ...twins],
    vetoes: one.vetoes,
    predicate: predicateOf(one),
  }
}

const evidenceLines = ({ kind, unit, values, reading }: WordEvidence, shown: readonly Ranked[]): readonly string[] => [
  `kind=${kind.kind === 'item' ? kind.list : kind.kind}`,
  `unit=${unit.kind === 'named' ? unit.unit.label : unit.kind}`,
  `meaning=${tokensKey(reading.tokens)}`,
  `values=${values === null ? 'none' : `10^${values.median > 0 ? Math.round(Math.log10(values.median)) : 0}${values.isInteger ? ' whole' : ''}${values.nights < ENOUGH_NIGHTS ? ' few' : ''}`}`,
  ...shown
    .map(
      ({ concept, features, vetoes }) =>
        `${concept.ref}: ${[...features.map(one => one.feature), ...vetoes.map(one => one.veto)].join(' ')}`,
    )
    .toSorted(),
]

const withTwins = (one: Evaluated, { twins }: MappingMemory): Evaluated => {
  const twin = twins.find(({ ref }) => ref === one.concept.ref)
  return twin === undefined ? one : { ...one, odds: one.odds + (twin.byStewards > 0 ? 0.6 : 0.3) }
}

const withRejections = (ranked: readonly Ranked[], hash: string, { rejected }: MappingMemory): readonly Ranked[] => {
  const isRejected = ({ concept }: Ranked): boolean => rejected.some(({ ref, evidenceHash: was }) => ref === concept.ref && was === hash)
  if (!ranked.some(isRejected)) return ranked
  const refused = veto('rejected', ['같은 근거로 이미 거절되었습니다.', 'It was refused before on the same evidence.'])
  return ranked
    .map(one => (isRejected(one) ? { ...one, score: Math.min(one.score, 0.05), vetoes: [...one.vetoes, refused] } : one))
    .toSorted((a, b) => b.score - a.score)
}

/** What the word may mean, and whether it may be mapped without asking anybody (terminology.md §2). Never throws, whatever the word holds. */
export const proposeMapping = (matcher: Matcher, word: LocalWord, memory: MappingMemory = NO_MEMORY): Proposal => {
  const kind = readKind(word.kind, matcher.lists)
  const reading = readingOf(matcher, word, kind)
  const exact = exactConcepts(matcher, reading, kind, word.center)
  const ambiguity = kind.kind === 'item' || kind.kind === 'dimension' ? null : ambiguityOf(matcher, reading, exact)
  const values = readValues(word.values)
  const unit = readUnit(word.unit, reading.unit, matcher.tables, values)
  const evidence: WordEvidence = {
    reading,
    kind,
    unit,
    values,
    tables: matcher.tables,
    ranges: matcher.ranges,
    ambiguous: ambiguity?.refs ?? null,
  }
  const asItems = kind.kind === 'item' || kind.kind === 'dimension' ? asItemReading(reading) : reading
  const listed = (ambiguity?.refs ?? []).map(ref => matcher.concepts.findIndex(concept => concept.ref === ref)).filter(at => at >= 0)
  const found = findCandidates(asItems, matcher.index, { exact, listed }).filter(({ concept }) =>
    admits(kind, matcher.concepts[concept]?.family ?? ''),
  )
  const evaluated = found
    .toSorted((a, b) => roughly(b) - roughly(a))
    .slice(0, LOOKED_AT)
    .flatMap(likeness => {
      const concept = matcher.concepts[likeness.concept]
      return concept === undefined
        ? []
        : [withTwins(evaluateCandidate({ ...evidence, reading: isItem(concept) ? asItems : reading }, concept, likeness), memory)]
    })
  const plain = rank(evaluated).slice(0, SHOWN)
  const lines = evidenceLines(evidence, plain)
  const ranked = withRejections(plain, evidenceHash(word, { evidence: lines }), memory)
  const rule = ambiguity === null ? null : ([ambiguity.ruleKo, ambiguity.ruleEn] as const)
  const decision = decide({ evidence: { ...evidence, reading: asItems }, ranked, memory, rule, narrowed: narrow(ambiguity, ranked) })
  const best = decision.tier === 'T0' ? ranked.find(({ concept }) => concept.ref === memory.approved?.ref) : ranked[0]
  return {
    ...decision,
    candidates: ranked.map(one => toCandidate(evidence, memory, one)),
    conversion:
      decision.decision === 'none' ? null : ((decision.tier === 'T0' ? memory.approved?.conversion : null) ?? conversionOf(best, evidence)),
    isProvisional: decision.decision === 'accept' && values !== null && values.nights < ENOUGH_NIGHTS,
    evidence: lines,
    ruleVersion: RULE_VERSION,
    lexiconVersion: matcher.lexiconVersion,
  }
}
