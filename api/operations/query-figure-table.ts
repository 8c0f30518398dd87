import type { Caller } from '../../schema/domain/centers/caller.js'
import { eachFigure } from '../../schema/domain/figures/answer-figures.js'
import type { FigureQuestion } from '../../schema/domain/figures/figure-question.js'
import { openTable, type FigureTable, type TableSides } from '../../schema/domain/figures/figure-table.js'
import { planFigures } from '../../schema/domain/figures/plan-figures.js'
import { tableIssues } from '../../schema/domain/figures/validate-table.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Hub } from '../hub.js'
import { visitAnswer, type AnswerHead } from './query-figures.js'

/** The figures of a question laid out as a table. Refused with every fault of the question and of its sides at once. */
export async function queryFigureTable(
  hub: Hub,
  caller: Caller,
  { question, ...sides }: TableSides & { readonly question: FigureQuestion },
): Promise<Outcome<AnswerHead & FigureTable>> {
  const placed = openTable(sides)
  const head = await visitAnswer(hub, caller, {
    question,
    plan: standards => {
      const planned = planFigures(question, standards)
      const issues = [...tableIssues(question, sides), ...(planned.ok ? [] : planned.issues)]
      return issues.length > 0 ? refuse(...issues) : planned
    },
    each: (plan, standards, facts) => eachFigure(plan, standards, facts, { isSideBySide: true }),
    take: (figure, standards) => placed.add(figure, standards),
  })
  return head.ok ? accept({ ...head.value, ...placed.finish() }) : head
}
