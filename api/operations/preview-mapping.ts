import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Hub } from '../hub.js'
import type { Curation, CurationAct } from './curation.js'
import { actOrUndo, checkText } from './curation-refusals.js'
import { checkVersion, hashDecision, needsTwo, openDesk } from './curate-term.js'
import { decideHere, deciderOf, withTerm } from './decide-mapping.js'
import { mayNotCurate } from './mapping-refusals.js'
import { readPageSize } from './page-cursor.js'
import { planCuration } from './plan-curation.js'
import { requireGlossary } from './read-glossary.js'
import { tryDecision, type MappingPreview, type PreviewSize } from './try-decision.js'
import { withUndoing, type TermUndoing } from './undo-term-decision.js'

type CurationQuestion = PreviewSize & { readonly act: CurationAct; readonly said: Curation }
type UndoQuestion = PreviewSize & { readonly said: TermUndoing }

/** Either an act with what is said of the word, or an undo. */
export type PreviewQuestion = PreviewSize & {
  readonly act: CurationAct | null
  readonly said: Curation | null
  readonly undo: TermUndoing | null
}

/** What a decision about a word or its undo would do, before it is made. BAD_USER_INPUT where it is not said which, else refused as the decision would be. */
export async function previewDecision(
  hub: Hub,
  caller: Caller,
  { act, said, undo, ...size }: PreviewQuestion,
): Promise<Outcome<MappingPreview>> {
  if (!holdsAny(caller, 'terms:curate')) return refuse(mayNotCurate())
  const listed = readPageSize(size.first)
  if (!listed.ok) return listed
  if (undo !== null && act === null && said === null) return previewUndo(hub, caller, { ...size, said: undo })
  if (undo === null && act !== null && said !== null) return previewMapping(hub, caller, { ...size, act, said })
  return refuse(actOrUndo())
}

/**
 * What a steward's decision would do, before it is made. Which rows would land or wait again, and which figures of the center and of all centers together
 * would move. Its hash, given to the decision, holds it to the state that was seen. A decision that needs a second steward is shown as it would stand after
 * both. Refused as the decision would be.
 */
async function previewMapping(hub: Hub, caller: Caller, question: CurationQuestion): Promise<Outcome<MappingPreview>> {
  const faults = checkText(question.said.reason, 'reason')
  if (faults.length > 0) return refuse(...faults)
  const glossary = await requireGlossary(hub)
  const decider = deciderOf(caller)
  return withTerm(hub, decider, { sourceTerm: question.said.term, options: { isDryRun: true } }, async (work, term) => {
    const desk = await openDesk({ work, term, decider }, question, glossary)
    const against = await checkVersion(desk)
    if (!against.ok) return against
    const planned = planCuration(question.act, question.said, desk)
    if (!planned.ok) return planned
    const [input, hash, needsReview] = [planned.value, await hashDecision(desk, planned.value), needsTwo(desk, planned.value)]
    return tryDecision({
      work,
      term,
      hash,
      size: question,
      decide: async () => {
        const decided = await decideHere(hub, work, { decider, term, input })
        return decided.ok ? accept({ ...decided.value, needsReview }) : decided
      },
    })
  })
}

/**
 * The same of an undo: what would wait again, what would stand again, and which figures that moves. What would come back into published figures only when
 * another steward agrees (needsReview) does not move yet, as with the undo itself.
 */
async function previewUndo(hub: Hub, caller: Caller, { said, ...size }: UndoQuestion): Promise<Outcome<MappingPreview>> {
  return withUndoing(hub, { caller, said, options: { isDryRun: true } }, ({ work, term, hash, undo }) =>
    tryDecision({
      work,
      term,
      hash,
      size,
      decide: async () => {
        const undone = await undo()
        return undone.ok ? accept({ ...undone.value, needsReview: undone.value.asksAnother }) : undone
      },
    }),
  )
}
