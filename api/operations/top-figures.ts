import type { Caller } from '../../schema/domain/centers/caller.js'
import type { FigureQuestion } from '../../schema/domain/figures/figure-question.js'
import { planRanking } from '../../schema/domain/figures/plan-ranking.js'
import { rankFigures, type Rank, type Ranking } from '../../schema/domain/figures/rank-figures.js'
import { accept, type Outcome } from '../../schema/domain/outcome.js'
import type { Hub } from '../hub.js'
import { visitAnswer, type AnswerHead } from './query-figures.js'

/** The first of an order of centers or items, and all the others as one figure, from one snapshot. */
export async function topFigures(
  hub: Hub,
  caller: Caller,
  { question, rank }: { readonly question: FigureQuestion; readonly rank: Rank },
): Promise<Outcome<AnswerHead & Ranking>> {
  const rankings: Ranking[] = []
  const head = await visitAnswer(hub, caller, {
    question,
    plan: standards => planRanking(question, rank, standards),
    each: (plan, standards, facts) => [rankFigures(plan, standards, facts, rank)],
    take: ranking => void rankings.push(ranking),
  })
  if (!head.ok) return head
  const [ranking] = rankings
  if (ranking === undefined) throw new Error('A question that was answered has one order.')
  return accept({ ...head.value, ...ranking })
}
