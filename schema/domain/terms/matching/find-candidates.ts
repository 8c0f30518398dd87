import type { Signature } from './concept.js'
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
  /** Calls are counted in both, or in neither. */
  readonly sameObject: boolean
  /** Share of meaning in common, from 0 to 1. */
  readonly overlap: number
  /** Likeness by letters, from 0 to 1; 0 where nobody looked. */
  readonly letters: number
  readonly missing: readonly string[]
  readonly extra: readonly string[]
}

const NONE = { isExact: false, isEqual: false, sameObject: false, overlap: 0, letters: 0, missing: [], extra: [] }
const MOST_BY_LETTERS = 8
/** With all of a label known and this much of its meaning found, its letters have nothing to add. */
const UNDERSTOOD = 0.35

const sumWorth = (tokens: readonly string[], { worth }: LabelIndex, unknown: number): number =>
  tokens.reduce((sum, token) => sum + (worth.get(token) ?? unknown), 0)

const sameCounts = (reading: Reading, signature: Signature): boolean =>
  reading.countsCalls === signature.countsCalls && reading.countsPersons === signature.countsPersons

const compare = (reading: Reading, signature: Signature, index: LabelIndex): Likeness => {
  const extra = reading.tokens.filter(token => !signature.tokens.includes(token))
  const missing = signature.tokens.filter(token => !reading.tokens.includes(token))
  const common = reading.tokens.filter(token => signature.tokens.includes(token))
  const shared = sumWorth(common, index, 3)
  const all = shared + sumWorth(extra, index, 3) + sumWorth(missing, index, 3)
  const sameObject = sameCounts(reading, signature)
  const overlap = all === 0 ? 0 : (shared / all) * (sameObject ? 1 : 0.96)
  const isEqual = extra.length + missing.length === 0 && reading.residual.length === 0 && signature.isWhole
  return { ...NONE, concept: signature.concept, isEqual, sameObject, overlap, missing, extra }
}

const isBetter = (a: Likeness, b: Likeness | undefined): boolean =>
  b === undefined || Number(a.isEqual) - Number(b.isEqual) > 0 || (a.isEqual === b.isEqual && a.overlap > b.overlap)

const byMeaning = (reading: Reading, index: LabelIndex): ReadonlyMap<number, Likeness> => {
  const best = new Map<number, Likeness>()
  const seen = new Set<number>()
  const equal = index.byTokens.get(tokensKey(reading.tokens)) ?? []
  const isSettled = equal.length > 0 && reading.residual.length === 0
  const near = reading.tokens
    .toSorted((a, b) => (index.worth.get(b) ?? 0) - (index.worth.get(a) ?? 0))
    .flatMap(token => index.byToken.get(token) ?? [])
  for (const at of isSettled ? [...equal, ...near] : near) {
    if (seen.has(at)) continue
    seen.add(at)
    const signature = index.signatures[at]
    if (signature === undefined) continue
    const likeness = compare(reading, signature, index)
    if (isBetter(likeness, best.get(likeness.concept))) best.set(likeness.concept, likeness)
  }
  return best
}

/** Labels that share the most trigrams, then measured letter by letter. */
const byLetters = (keys: readonly string[], index: LabelIndex): ReadonlyMap<number, number> => {
  const found = new Map<number, number>()
  for (const key of keys.slice(-1)) {
    const jamo = toJamo(key).slice(0, 90)
    const trigrams = trigramsOf(jamo)
    const shared = new Map<number, number>()
    for (const trigram of trigrams) for (const at of index.byTrigram.get(trigram) ?? []) shared.set(at, (shared.get(at) ?? 0) + 1)
    const dice = [...shared].map(([at, count]) => ({ at, dice: (2 * count) / (trigrams.size + (index.labels[at]?.trigrams ?? 0)) }))
    const top = dice
      .filter(one => one.dice > 0.25)
      .toSorted((a, b) => b.dice - a.dice)
      .slice(0, MOST_BY_LETTERS)
    for (const { at, dice: share } of top) {
      const label = index.labels[at]
      if (label === undefined) continue
      const alike = (likeness(jamo, label.jamo) + share) / 2
      found.set(label.concept, Math.max(alike, found.get(label.concept) ?? 0))
    }
  }
  return found
}

/** Standards whose label it is, and those that the edition lists for an ambiguous label. */
type Known = { readonly exact: readonly number[]; readonly listed: readonly number[] }

/** What a label may mean: standards whose label it is, that say the same or partly the same, or that look alike. */
export const findCandidates = (reading: Reading, index: LabelIndex, known: Known): readonly Likeness[] => {
  const meaning = new Map(byMeaning(reading, index))
  for (const concept of known.listed) meaning.set(concept, meaning.get(concept) ?? { ...NONE, concept, overlap: 0.5 })
  for (const concept of known.exact) meaning.set(concept, { ...(meaning.get(concept) ?? { ...NONE, concept, overlap: 1 }), isExact: true })
  const isSettled = [...meaning.values()].some(({ isExact, isEqual }) => isExact || isEqual)
  const isUnderstood = reading.residual.length === 0 && [...meaning.values()].some(({ overlap }) => overlap >= UNDERSTOOD)
  if (!isSettled && !isUnderstood)
    for (const [concept, letters] of byLetters(reading.keys, index))
      meaning.set(concept, { ...(meaning.get(concept) ?? { ...NONE, concept }), letters })
  return [...meaning.values()]
}
