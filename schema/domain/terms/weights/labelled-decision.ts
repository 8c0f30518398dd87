import { weightKindOf, type WeightKind } from './weight-set.js'

/** A candidate as it was shown to a person: what its features were worth under the fixed weights, and the score that those gave it. */
export type ShownCandidate = {
  readonly ref: string
  readonly fixedScore: number
  readonly isVetoed: boolean
  readonly features: readonly { readonly feature: string; readonly value: number }[]
}

/** What a person decided about a word, with what was shown then. `target` null: nothing of the edition. */
export type DecisionOfPerson = {
  readonly id: string
  readonly word: string
  readonly action: string
  readonly target: string | null
  readonly candidates: readonly ShownCandidate[]
}

/** One candidate that a person judged, among those that were shown with it. */
export type LabelledDecision = {
  readonly id: string
  readonly kind: WeightKind
  readonly place: number
  readonly candidates: readonly ShownCandidate[]
  readonly isRight: boolean
}

const AGREES: ReadonlySet<string> = new Set(['approve', 'confirm', 'agree'])
const REFUSES: ReadonlySet<string> = new Set(['reject', 'disagree', 'undo'])

/** Which candidate the act judges, and how; null where it judges none that was shown. */
const judge = ({ action, target, candidates }: DecisionOfPerson): { readonly place: number; readonly isRight: boolean } | null => {
  const place = candidates.findIndex(({ ref }) => ref === target)
  if (AGREES.has(action)) return place < 0 ? null : { place, isRight: true }
  if (REFUSES.has(action)) return place < 0 ? null : { place, isRight: false }
  if (action !== 'correct' && action !== 'noMatch') return null
  // What was offered first is what was set right; given to the same target, only its days or its conversion were.
  return candidates.length === 0 ? null : { place: 0, isRight: place === 0 }
}

/**
 * What decisions of people teach, oldest first as they come: approved is right for that candidate, refused or corrected is wrong for the one that was shown. Of several
 * decisions about one word and candidate the last counts, at its place.
 */
export const labelDecisions = (decisions: readonly DecisionOfPerson[]): readonly LabelledDecision[] => {
  const last = new Map<string, LabelledDecision>()
  for (const decision of decisions) {
    const judged = judge(decision)
    const ref = judged === null ? undefined : decision.candidates[judged.place]?.ref
    if (judged === null || ref === undefined) continue
    const key = `${decision.word} ${ref}`
    last.delete(key)
    last.set(key, { id: decision.id, kind: weightKindOf(ref), candidates: decision.candidates, ...judged })
  }
  return [...last.values()]
}
