import type { Day } from '../period.js'
import { isEffectiveOn, type SourceWord, type StandingMapping } from './mapping.js'
import { normalizeLabel } from './normalize-label.js'

/** What stands about a word on a day: the one decision what it means, and what it was said not to mean. */
export type WordChoice = { readonly decided: StandingMapping | null; readonly negated: readonly StandingMapping[] }

/** The decisions that stand about the words of one center, found by the word in compared form. */
export type CenterWords = {
  readonly isEmpty: boolean
  /** Decisions about the word for whatever days; empty where there are none. */
  listDecisions(word: SourceWord): readonly StandingMapping[]
  /** Days on which a decision about items begins or ends, in order: between two of them every item is read alike. */
  readonly itemDays: readonly Day[]
}

/** A word in the form in which words are compared: spellings with one key are one word. */
export const wordKey = ({ kind, field, label, unit }: SourceWord): string =>
  [kind, field, normalizeLabel(label), normalizeLabel(unit)].join('\u0000')

const NONE: readonly StandingMapping[] = []

export const indexMappings = (mappings: readonly StandingMapping[]): CenterWords => {
  const byWord = new Map<string, StandingMapping[]>()
  const itemDays = new Set<Day>()
  for (const mapping of mappings) {
    const key = wordKey(mapping.word)
    byWord.set(key, [...(byWord.get(key) ?? []), mapping])
    if (mapping.word.kind !== 'codelist') continue
    for (const day of [mapping.effective.from, mapping.effective.to]) if (day !== null) itemDays.add(day)
  }
  return {
    isEmpty: byWord.size === 0,
    listDecisions: word => byWord.get(wordKey(word)) ?? NONE,
    itemDays: [...itemDays].toSorted(),
  }
}

/** Which of the decisions hold on the day; null where none does. A row whose day cannot be read is read by none. */
export const chooseOn = (decisions: readonly StandingMapping[], day: Day | null): WordChoice | null => {
  if (decisions.length === 0 || day === null) return null
  const holding = decisions.filter(({ effective }) => isEffectiveOn(effective, day))
  if (holding.length === 0) return null
  return { decided: holding.find(({ isNegated }) => !isNegated) ?? null, negated: holding.filter(({ isNegated }) => isNegated) }
}
