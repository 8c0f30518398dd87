import type { Caller } from '../../schema/domain/centers/caller.js'
import { eachComparison, type FigureComparison } from '../../schema/domain/figures/compare-figures.js'
import type { DefinitionChoice, FigureQuestion } from '../../schema/domain/figures/figure-question.js'
import { planComparison } from '../../schema/domain/figures/plan-figures.js'
import { accept, type Outcome } from '../../schema/domain/outcome.js'
import type { Hub } from '../hub.js'
import { pageAnswer, type AnswerPage, type AskedPage } from './page-figures.js'
import { visitAnswer } from './query-figures.js'

/** The same figures under two definitions; null stands for the standard of each day. */
export type Comparison = {
  readonly question: FigureQuestion
  readonly left: DefinitionChoice | null
  readonly right: DefinitionChoice | null
}

/** A page of figures under two definitions side by side, both from one snapshot. Refused as figures are (S28). */
export async function compareFigures(
  hub: Hub,
  caller: Caller,
  { question, left, right, ...page }: Comparison & AskedPage,
): Promise<Outcome<AnswerPage<FigureComparison>>> {
  const answer = async () => {
    const items: FigureComparison[] = []
    const head = await visitAnswer(hub, caller, {
      question,
      plan: standards => planComparison(question, { left, right }, standards),
      each: eachComparison,
      take: item => void items.push(item),
    })
    return head.ok ? accept({ ...head.value, items }) : head
  }
  return pageAnswer(page, answer, comparison => comparison.left)
}
