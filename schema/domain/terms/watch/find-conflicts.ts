import { groupBy } from '../../group-by.js'
import type { Effective, MappingPredicate } from '../mapping.js'

/** What the values of a word looked like, in the unit they came in, as decimal text. */
export type SeenValues = { readonly nights: number; readonly p5: string; readonly median: string; readonly p95: string }

/** A word of a center and what it stands for, by a decision that stands. `target` null says that it means nothing the edition has. */
export type DecidedWord = {
  readonly center: string
  readonly term: string
  readonly kind: string
  readonly label: string
  readonly normLabel: string
  readonly unit: string
  readonly target: string | null
  readonly predicate: MappingPredicate
  readonly effective: Effective
  readonly values: SeenValues | null
}

/** How words contradict each other. */
export type ConflictKind = 'homonym_across' | 'homonym_within' | 'synonym_clash' | 'invalid_target'

/** Words that contradict each other, with what each is taken for. `subject` is the same every night while the contradiction is. */
export type Conflict = {
  readonly conflict: ConflictKind
  /** The center it is within; null between centers. */
  readonly center: string | null
  readonly subject: string
  readonly words: readonly DecidedWord[]
}

/** Whether what a target names is there on all of the days. */
export type KnowsTarget = (target: string, days: Effective) => boolean

const startsBefore = (from: string | null, to: string | null): boolean => from === null || to === null || from < to

const overlap = (a: Effective, b: Effective): boolean => startsBefore(a.from, b.to) && startsBefore(b.from, a.to)

/** Words of the group that overlap another of it in time and differ from it in `aspect`. */
const differing = (words: readonly DecidedWord[], aspect: (word: DecidedWord) => string | null): readonly DecidedWord[] =>
  words.filter(one => words.some(other => other !== one && aspect(other) !== aspect(one) && overlap(one.effective, other.effective)))

const sayWhat = (word: DecidedWord): string => `${word.kind}:${word.normLabel}`

/** One word for two things at different centers: each is right at home, and a report must not add them up by name. */
const homonymsAcross = (words: readonly DecidedWord[]): readonly Conflict[] =>
  [...groupBy(words, sayWhat)].flatMap(([subject, group]) => {
    const between = group.filter(one =>
      group.some(other => other.center !== one.center && other.target !== one.target && overlap(one.effective, other.effective)),
    )
    return between.length === 0 ? [] : [{ conflict: 'homonym_across' as const, center: null, subject, words: between }]
  })

/** One word for two things at one center, told apart by its unit or its column alone. */
const homonymsWithin = (words: readonly DecidedWord[]): readonly Conflict[] =>
  [...groupBy(words, word => `${word.center} ${sayWhat(word)}`)].flatMap(([, group]) => {
    const [first] = group
    const found = differing(group, word => word.target)
    return first === undefined || found.length === 0
      ? []
      : [{ conflict: 'homonym_within' as const, center: first.center, subject: sayWhat(first), words: found }]
  })

/** Two words of one center for one thing on the same days: the later row would revise the earlier one, night after night. */
const synonymClashes = (words: readonly DecidedWord[]): readonly Conflict[] => {
  const exact = words.filter(word => word.predicate === 'exact' && word.target !== null && word.kind === 'subject')
  return [...groupBy(exact, word => `${word.center} ${word.target}`)].flatMap(([, group]) => {
    const [first] = group
    const found = differing(group, word => word.term)
    return first === undefined || found.length === 0
      ? []
      : [{ conflict: 'synonym_clash' as const, center: first.center, subject: `${first.target}`, words: found }]
  })
}

/** Words whose target the edition does not have any more: nobody points them elsewhere but a person. */
const invalidTargets = (words: readonly DecidedWord[], isKnown: KnowsTarget): readonly Conflict[] =>
  words
    .filter(({ target, effective }) => target !== null && !isKnown(target, effective))
    .map(word => ({ conflict: 'invalid_target' as const, center: word.center, subject: `${word.term} ${word.target}`, words: [word] }))

/**
 * Every contradiction among words that were decided (terminology.md §3, §6 scenarios 9 and 15), in a fixed order. `isKnown` says whether
 * what a target names is there on the days of the meaning.
 */
export const findConflicts = (words: readonly DecidedWord[], isKnown: KnowsTarget): readonly Conflict[] => {
  const meaning = words.filter(({ target }) => target !== null)
  return [...homonymsAcross(meaning), ...homonymsWithin(meaning), ...synonymClashes(meaning), ...invalidTargets(meaning, isKnown)]
}
