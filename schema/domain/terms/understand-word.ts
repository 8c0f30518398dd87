import { backOff } from './matching/back-off.js'
import { findCandidates, type Likeness } from './matching/find-candidates.js'
import { findSlices, sliceReading } from './matching/find-slices.js'
import { tokensKey } from './matching/label-index.js'
import { ANY_LIST } from './matching/label-readers.js'
import { readLabel, type Reading } from './matching/read-label.js'
import { remember } from './matching/remember.js'
import type { Ambiguity, Matcher, Understanding } from './matcher.js'
import { admits, readKind, type WordKind } from './matching/word-kind.js'
import type { LocalWord } from './proposal.js'

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
  words: [],
  said: [],
  unit: null,
  keyboard: null,
  isMended: false,
  isHeard: false,
  hidesSigns: false,
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
const ITEM_FILLERS = ['CONSULT', 'INQ', 'COMPLAINT', 'OCCUR', 'DIV']

/** In the column of a codelist, the words that name the column itself say nothing either: 119 이관 among the targets of transfers is 119. */
const LIST_FILLERS: Readonly<Record<string, readonly string[]>> = {
  transfer_target: ['TRANSFER', 'FWD', 'REFER', 'CON', 'CALL'],
  malicious_type: ['MAL', 'CALL'],
  hazard_type: ['HAZARD', 'OCCUR'],
  legal_action_type: ['LEGAL', 'ACTION'],
  employment_type: ['AGENT', 'STAFF', 'HEAD'],
  obs_status: ['SYSTEM'],
  topic: ['RECORD'],
  training_audience: ['TRAIN', 'PROT'],
  wait_band: ['WAIT', 'TIME', 'ANS', 'CALL', 'BAND'],
  service_line: ['LINE'],
  channel: ['CHANNEL'],
  language: ['FOREIGN'],
}

const asItemReading = (reading: Reading, { kind, list = '' }: { readonly kind: string; readonly list?: string }): Reading => {
  const fillers = new Set(kind === 'item' ? [...ITEM_FILLERS, ...(LIST_FILLERS[list] ?? [])] : ITEM_FILLERS)
  const tokens = reading.tokens.filter(token => !fillers.has(token))
  if (tokens.length === 0 || !tokens.some(token => token.includes('.'))) return reading
  const said = reading.said.filter(piece => piece.tokens.length === 0 || !piece.tokens.every(token => fillers.has(token)))
  return { ...reading, tokens, said, countsCalls: reading.countsCalls && !fillers.has('CALL') }
}

const SHORTEST_NAME = 3

/** Districts of the center's own region that people name without their last syllable (해운대, 영등포); two syllables are too often another place. */
const shortNames = (matcher: Matcher, reading: Reading, region: string | undefined): readonly number[] =>
  reading.keys
    .filter(key => region !== undefined && key.length >= SHORTEST_NAME)
    .flatMap(key => ['구', '군', '시'].flatMap(end => matcher.exact.get(key + end) ?? []))
    .filter(at => matcher.concepts[at]?.ref.startsWith(`codelist:district.${region}`) === true)

const LEAST_OF_A_PHRASE = 7

/** English labels in the plural where the edition has the singular (ACD calls), or the other way round; a single short word is no label. */
const inOtherNumber = ({ exact }: Matcher, key: string): readonly number[] =>
  key.length >= LEAST_OF_A_PHRASE && /^[a-z]+$/.test(key) ? (exact.get(key.endsWith('s') ? key.slice(0, -1) : `${key}s`) ?? []) : []

const exactConcepts = (
  matcher: Matcher,
  reading: Reading,
  { kind, word: { center, label } }: { readonly kind: WordKind; readonly word: LocalWord },
): readonly number[] => {
  const labelled = reading.keys.flatMap(key => matcher.exact.get(key) ?? inOtherNumber(matcher, key))
  const found = [...new Set([...labelled, ...(matcher.codes.get(label.trim()) ?? [])])].filter(at =>
    admits(kind, matcher.concepts[at]?.family ?? ''),
  )
  const region = matcher.regionOf.get(center)
  const short = found.length === 0 && kind.kind === 'item' && kind.list === 'district' ? shortNames(matcher, reading, region) : []
  if (short.length === 1) return short
  const own = found.filter(at => region !== undefined && matcher.concepts[at]?.ref.startsWith(`codelist:district.${region}`) === true)
  return own.length > 0 ? own : found
}

/** The listed ambiguity of a label: by the label itself, or because it says the same in other words. */
const ambiguityOf = (
  matcher: Matcher,
  reading: Reading,
  { exact, label }: { readonly exact: readonly number[]; readonly label: string },
): Ambiguity | null => {
  for (const key of reading.keys) {
    const listed = matcher.ambiguous.get(key)
    if (listed !== undefined) return listed
  }
  if (exact.length > 0) return null
  const behindActor = listedBehindActor(matcher, reading)
  if (behindActor !== null) return behindActor
  if (!label.includes('%') && isSaidPlainly(matcher, reading)) return null
  const alike = matcher.ambiguousByTokens.get(tokensKey(reading.tokens)) ?? []
  return (
    alike.find(({ reading: listed, refs }) => listed !== null && reading.tokens.length > 0 && saysTheSame(reading, listed, refs)) ?? null
  )
}

/** An ambiguous label with nothing but a word for somebody before it stays ambiguous. */
const listedBehindActor = ({ ambiguous, actors }: Matcher, { keys }: Reading): Ambiguity | null => {
  for (const key of keys)
    for (const [listed, one] of ambiguous) if (key.endsWith(listed) && actors.has(key.slice(0, -listed.length))) return one
  return null
}

/** 포기콜 비율 says what the synonym 포기호율 says: an edition that knows it as a plain name of one thing does not doubt it in other letters. A percent sign may be the unit of a count. */
const isSaidPlainly = ({ index, concepts }: Matcher, { tokens, countsCalls, isSure, residual }: Reading): boolean => {
  if (!countsCalls || !isSure || residual.length > 0) return false
  const plain = (index.byTokens.get(tokensKey(tokens)) ?? []).flatMap(at => index.signatures[at] ?? [])
  const meant = new Set(plain.filter(one => one.countsCalls && one.isWhole).map(({ concept }) => concept))
  const [only] = meant
  return meant.size === 1 && only !== undefined && concepts[only]?.family === 'indicator'
}

const saysTheSame = (reading: Reading, listed: Reading, refs: readonly string[]): boolean => {
  if (listed.soft.includes('TOT')) return reading.soft.includes('TOT') || reading.soft.includes('ALL')
  const isCounted = listed.countsCalls || listed.countsThings || listed.countsPersons
  if (isCounted) return listed.countsCalls === reading.countsCalls
  const families = new Set(refs.map(ref => ref.split(':')[0]))
  return families.size === 1 || !(reading.countsCalls || reading.countsThings)
}

const isItemKind = ({ kind }: WordKind): boolean => kind === 'item' || kind === 'dimension'

const slicesOf = (matcher: Matcher, reading: Reading, center: string): readonly Likeness[] => {
  const region = matcher.regionOf.get(center)
  const placesOf = (piece: string): readonly string[] =>
    (matcher.exact.get(piece) ?? []).flatMap(at => {
      const concept = matcher.concepts[at]
      return concept !== undefined && concept.region !== null && concept.region === region ? [concept.ref.slice('codelist:'.length)] : []
    })
  return findSlices(sliceReading(reading, matcher.slices, placesOf), matcher.index, matcher.slices)
}

const eachOnce = (likenesses: readonly Likeness[]): readonly Likeness[] => {
  const seen = new Set<number>()
  return likenesses.filter(({ concept }) => !seen.has(concept) && seen.add(concept))
}

/** With fewer candidates a person has nothing to choose from: what those there are is taken for is offered, too. */
const FEWEST = 3

const withRelatives = (
  { relatives }: Matcher,
  likenesses: readonly Likeness[],
  isMeant: (concept: number) => boolean,
): readonly Likeness[] => {
  if (likenesses.length >= FEWEST || likenesses.length === 0) return likenesses
  const more = likenesses.flatMap(({ concept }) => relatives.get(concept) ?? []).filter(isMeant)
  const none = { isExact: false, isEqual: false, isOwn: false, sameObject: false, overlap: 0, letters: 0, missing: [], extra: [] }
  return eachOnce([...likenesses, ...more.map(concept => ({ concept, ...none }))]).slice(0, FEWEST)
}

const understand = (matcher: Matcher, word: LocalWord): Understanding => {
  const kind = readKind(word.kind, matcher.lists)
  const reading = readingOf(matcher, word, kind)
  const exact = exactConcepts(matcher, reading, { kind, word })
  const ambiguity = isItemKind(kind) ? null : ambiguityOf(matcher, reading, { exact, label: word.label })
  const asItem = isItemKind(kind) ? asItemReading(reading, kind) : reading
  const listed = (ambiguity?.refs ?? []).flatMap(ref => matcher.places.get(ref) ?? [])
  const isMeant = (concept: number): boolean => admits(kind, matcher.concepts[concept]?.family ?? '')
  const likenesses = findCandidates(asItem, matcher.index, { exact, listed, admits: isMeant, isList: isItemKind(kind) })
  const isSettled = likenesses.some(({ isExact, isEqual }) => isExact || isEqual)
  const slices = isItemKind(kind) || isSettled ? [] : slicesOf(matcher, reading, word.center)
  const vague = isSettled ? [] : backOff(matcher, reading, { kind, label: word.label }).filter(({ concept }) => isMeant(concept))
  return { kind, reading, asItem, ambiguity, likenesses: withRelatives(matcher, eachOnce([...vague, ...likenesses, ...slices]), isMeant) }
}

/** The word as understood; worked out once for each label, kind and center. */
export const understandWord = (matcher: Matcher, word: LocalWord): Understanding =>
  remember(matcher.understandings, `${word.center}\n${word.kind}\n${word.label}`, () => understand(matcher, word))
