import { setImmediate } from 'node:timers/promises'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { eachFigure } from '../../schema/domain/figures/answer-figures.js'
import { describeDefinitions, type DefinitionNotes } from '../../schema/domain/figures/describe-definitions.js'
import type { Figure } from '../../schema/domain/figures/figure.js'
import type { FigureQuestion } from '../../schema/domain/figures/figure-question.js'
import { startTally, type FiguresSummary } from '../../schema/domain/figures/summarize-figures.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import type { Hub } from '../hub.js'
import {
  answerFrom,
  FIGURES_LIMIT,
  ownCenterOf,
  planQuestion,
  recipeOf,
  takeNextTurn,
  takeTurn,
  tooMany,
  type AnswerHead,
  type Prepared,
} from './query-figures.js'

/** The figures of a question as they are written to a file: what they mean and rest on is known before the first of them. */
export type FiguresExport = AnswerHead &
  DefinitionNotes & {
    readonly question: FigureQuestion
    readonly summary: FiguresSummary
    /** Names of places and items, and the letters of statuses. */
    readonly standards: Pick<Standards, 'centers' | 'regions' | 'edition'>
    /** All figures, some hundred at a time, made while they are taken; each call begins anew and gives the same. */
    readonly batches: () => AsyncGenerator<readonly Figure[], void, undefined>
  }

/** Figures made before others get their turn, and held at once while a file is written. */
const BATCH = 500

const takeBatch = (figures: Iterator<Figure>): readonly Figure[] => {
  const batch: Figure[] = []
  while (batch.length < BATCH) {
    const next = figures.next()
    if (next.done === true) break
    batch.push(next.value)
  }
  return batch
}

/**
 * The figures of a large question are made in turns of a batch each, and no turn is held while somebody reads: who downloads slowly keeps
 * nobody's question waiting. Throws the reason of the hub's signal as soon as nobody wants them any more.
 */
async function* makeBatches(hub: Hub, caller: Caller, prepared: Prepared): AsyncGenerator<readonly Figure[], void, undefined> {
  const { plan, standards, facts } = prepared
  const figures = eachFigure(plan, standards, facts)
  for (;;) {
    hub.gone?.throwIfAborted()
    const batch = await takeNextTurn(hub, caller, { planned: prepared, make: () => takeBatch(figures) })
    if (batch.length > 0) yield batch
    if (batch.length < BATCH) return
    await setImmediate()
  }
}

/**
 * The figures of a question for a file, from one snapshot, under the same rules as `visitFigures`: who sees restricted figures is decided by the
 * same plan. They are made twice, first to sum up what they rest on. Refused with every fault of the question at once (S28).
 */
export async function exportFigures(
  hub: Hub,
  caller: Caller,
  { question }: { readonly question: FigureQuestion },
): Promise<Outcome<FiguresExport>> {
  const ownCenter = ownCenterOf(caller)
  const recipe = recipeOf(question)
  const planned = await planQuestion(hub, caller, recipe)
  if (!planned.ok) return planned
  const answer = () =>
    answerFrom(hub, caller, { recipe, ownCenter, planned: planned.value }, (_tx, facts) => Promise.resolve(accept(facts)))
  const prepared = await takeTurn(hub, caller, { planned: planned.value, answer })
  if (!prepared.ok) return prepared
  const { plan, standards, asOf } = prepared.value
  const batches = () => makeBatches(hub, caller, prepared.value)
  const tally = startTally()
  let count = 0
  for await (const batch of batches()) {
    count += batch.length
    if (count > FIGURES_LIMIT) return refuse(tooMany())
    batch.forEach(tally.add)
  }
  return accept({
    edition: standards.edition.code,
    asOf,
    ...describeDefinitions(plan, standards.edition),
    question: plan.question,
    summary: tally.summary(),
    standards,
    batches,
  })
}
