import { likeness } from './edit-distance.js'
import { toJamo } from './hangul-keys.js'
import { tokensKey, trigramsOf, type LabelIndex } from './label-index.js'
import type { Reading } from './read-label.js'

/** How a label and a standard are alike: by the whole label, by all parts of meaning, by some, or by letters alone. */
export type Likeness = {
  readonly concept: number
  readonly isExact: boolean
  /** All parts of meaning agree, and nothing of the label is unknown. */
  readonly isEqual: boolean
  /** They agree with a label of the edition, and not only with what a row of the lexicon says of the standard. */
  readonly isOwn: boolean
  /** Calls or persons are counted in both, or in neither. */
  readonly sameObject: boolean
  /** Share of meaning in common, from 0 to 1. */
  readonly overlap: number
  /** Likeness by letters, from 0 to 1; 0 where nobody looked. */
  readonly letters: number
  readonly missing: readonly string[]
  readonly extra: readonly string[]
}

/** Standards whose label it is, those that the edition lists for an ambiguous label, and which may be meant at all. */
export type KnownConcepts = {
  readonly exact: readonly number[]
  readonly listed: readonly number[]
  readonly admits: (concept: number) => boolean
  /** The column holds items of one codelist: hardly alike is then better than nothing. */
  readonly isList: boolean
}

type Rough = {
  readonly concept: number
  readonly signature: number
  readonly overlap: number
  readonly isEqual: boolean
  readonly isOwn: boolean
  readonly letters: number
}

const MOST_BY_LETTERS = 8
const LONGEST_BY_LETTERS = 90
/** Labels with less in common do not look alike; where hardly anything else is found, they are offered all the same. */
const ALIKE = 0.25
const HARDLY_ALIKE = 0.12
/** With fewer, a person has nothing to choose from. */
const FEWEST = 3
/** Candidates that are looked at closely. */
const LOOKED_AT = 8
/** With all of a label known and this much of its meaning found, its letters have nothing to add. */
const UNDERSTOOD = 0.35
const UNKNOWN_WORTH = 3
/** What is counted differs: the meaning agrees a little less. */
const OTHER_OBJECT = 0.96

/** What each signature shares with the label, from the tokens of the label alone. */
const sharedWorth = ({ tokens }: Reading, { byToken, worth }: LabelIndex): ReadonlyMap<number, number> => {
  const shared = new Map<number, number>()
  for (const token of tokens) {
    const value = worth.get(token) ?? UNKNOWN_WORTH
    for (const at of byToken.get(token) ?? []) shared.set(at, (shared.get(at) ?? 0) + value)
  }
  return shared
}

/** Standards that have parts of meaning in common with the label, each by the saying that has the most. */
export const byMeaning = (reading: Reading, index: LabelIndex): Map<number, Rough> => {
  const own = reading.tokens.reduce((sum, token) => sum + (index.worth.get(token) ?? UNKNOWN_WORTH), 0)
  const key = tokensKey(reading.tokens)
  const best = new Map<number, Rough>()
  for (const [at, shared] of sharedWorth(reading, index)) {
    const signature = index.signatures[at]
    if (signature === undefined) continue
    const sameObject = reading.countsCalls === signature.countsCalls && reading.countsPersons === signature.countsPersons
    const overlap = (shared / (own + (index.signatureWorth[at] ?? 0) - shared)) * (sameObject ? 1 : OTHER_OBJECT)
    const isEqual =
      overlap >= OTHER_OBJECT - 1e-9 && reading.residual.length === 0 && signature.isWhole && tokensKey(signature.tokens) === key
    const standing = best.get(signature.concept)
    const isBetter =
      standing === undefined || (isEqual && !standing.isEqual) || (isEqual === standing.isEqual && overlap > standing.overlap)
    const isOwn = (isEqual && signature.isOwn) || standing?.isOwn === true
    if (isBetter) best.set(signature.concept, { concept: signature.concept, signature: at, overlap, isEqual, isOwn, letters: 0 })
    else if (isOwn && !standing.isOwn) best.set(signature.concept, { ...standing, isOwn })
  }
  return best
}

type Near = { readonly at: number; readonly dice: number }

/** Labels of what may be meant that share trigrams with the text, the most alike first. */
const nearLabels = (jamo: string, index: LabelIndex, { admits, isList }: KnownConcepts): readonly Near[] => {
  const least = isList ? HARDLY_ALIKE : ALIKE
  const trigrams = trigramsOf(jamo)
  const shared = new Map<number, number>()
  for (const trigram of trigrams) for (const at of index.byTrigram.get(trigram) ?? []) shared.set(at, (shared.get(at) ?? 0) + 1)
  const near: Near[] = []
  for (const [at, count] of shared) {
    const label = index.labels[at]
    const dice = (2 * count) / (trigrams.size + (label?.trigrams ?? 0))
    if (dice > least && label !== undefined && admits(label.concept)) near.push({ at, dice })
  }
  return near.toSorted((a, b) => b.dice - a.dice)
}

/** How alike the text and the labels are, letter by letter. */
const byLetters = (jamo: string, index: LabelIndex, near: readonly Near[]): ReadonlyMap<number, number> => {
  const found = new Map<number, number>()
  for (const { at, dice } of near) {
    const label = index.labels[at]
    if (label === undefined) continue
    found.set(label.concept, Math.max((likeness(jamo, label.jamo) + dice) / 2, found.get(label.concept) ?? 0))
  }
  return found
}

/** The likeness with what is missing from the label, and what it says besides. */
export const complete = (
  rough: Rough,
  reading: Reading,
  { index, known }: { readonly index: LabelIndex; readonly known: KnownConcepts },
): Likeness => {
  const signature = index.signatures[rough.signature]
  const isExact = known.exact.includes(rough.concept)
  if (signature === undefined) return { ...rough, isExact, sameObject: false, missing: [], extra: [] }
  return {
    ...rough,
    isExact,
    sameObject: reading.countsCalls === signature.countsCalls && reading.countsPersons === signature.countsPersons,
    missing: signature.tokens.filter(token => !reading.tokens.includes(token)),
    extra: reading.tokens.filter(token => !signature.tokens.includes(token)),
  }
}

/** What a label may mean, best first: standards whose label it is, that say the same or partly the same, or that look alike. */
export const findCandidates = (reading: Reading, index: LabelIndex, known: KnownConcepts): readonly Likeness[] => {
  const found = byMeaning(reading, index)
  const none = (concept: number, overlap: number): Rough => ({ concept, signature: -1, overlap, isEqual: false, isOwn: false, letters: 0 })
  for (const concept of known.listed) found.set(concept, found.get(concept) ?? none(concept, 0.5))
  for (const concept of known.exact) found.set(concept, found.get(concept) ?? none(concept, 1))
  const isSettled = known.exact.length > 0 || [...found.values()].some(({ isEqual }) => isEqual)
  const isUnderstood = reading.residual.length === 0 && [...found.values()].some(({ overlap }) => overlap >= UNDERSTOOD)
  const isFew = (): boolean => known.isList && [...found.keys()].filter(known.admits).length < FEWEST
  const isLookedFor = !isSettled && !isUnderstood
  const jamo = isLookedFor || isFew() ? toJamo(reading.keys.at(-1) ?? '').slice(0, LONGEST_BY_LETTERS) : ''
  const near = jamo === '' ? [] : nearLabels(jamo, index, known)
  if (isLookedFor)
    for (const [concept, letters] of byLetters(jamo, index, near.filter(({ dice }) => dice > ALIKE).slice(0, MOST_BY_LETTERS)))
      found.set(concept, { ...(found.get(concept) ?? none(concept, 0)), letters })
  const weigh = ({ concept, isEqual, overlap, letters }: Rough): number =>
    (known.exact.includes(concept) || known.listed.includes(concept) ? 3 : 0) + (isEqual ? 2 : 0) + Math.max(overlap, letters)
  const admitted = [...found.values()].filter(({ concept }) => known.admits(concept))
  if (admitted.length < FEWEST && known.isList) {
    const others = near.filter(({ at }) => !found.has(index.labels[at]?.concept ?? -1))
    for (const [concept, letters] of byLetters(jamo, index, others.slice(0, FEWEST))) admitted.push({ ...none(concept, 0), letters })
  }
  return admitted
    .toSorted((a, b) => weigh(b) - weigh(a))
    .slice(0, LOOKED_AT)
    .map(rough => complete(rough, reading, { index, known }))
}
