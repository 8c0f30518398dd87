import { requireAsOf } from '../../db/queries/figures.js'
import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import { answerFigures } from '../../schema/domain/figures/answer-figures.js'
import type { Figure } from '../../schema/domain/figures/figure.js'
import type { FigureQuestion } from '../../schema/domain/figures/figure-question.js'
import { figureUnits } from '../../schema/domain/figures/figure-units.js'
import { planFigures } from '../../schema/domain/figures/plan-figures.js'
import { accept, type Outcome } from '../../schema/domain/outcome.js'
import { tenantContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { fetchCells } from './fetch-cells.js'

/** All figures of a question, with the edition they rest on and the instant of the answer. */
export type FiguresAnswer = { readonly figures: readonly Figure[]; readonly edition: string; readonly asOf: string }

/** The center whose restricted figures the caller may see: that of a center's client or duty officer (S24). */
const ownCenterOf = (caller: Caller): string | null =>
  holdsAny(caller, 'stats:write', 'playbooks:ack') ? (caller.center?.code ?? null) : null

/**
 * Answers a question for figures from one snapshot. Refused with every fault of the question at once (S28).
 * Open figures are for every role; who sees restricted ones is decided here, by the plan, and again by row security.
 */
export async function queryFigures(hub: Hub, caller: Caller, question: FigureQuestion): Promise<Outcome<FiguresAnswer>> {
  const standards = await hub.standards()
  const plan = planFigures(question, standards)
  if (!plan.ok) return plan
  const ownCenter = ownCenterOf(caller)
  const centers = [...new Set(figureUnits(standards, question).flatMap(unit => unit.centers))]
  const { asOf, today, ...cells } = await hub.db.transaction(
    tenantContextOf(caller),
    async tx => ({ ...(await requireAsOf(tx)), ...(await fetchCells(tx, plan.value, { standards, centers, ownCenter })) }),
    { isolation: 'repeatable read', isReadOnly: true },
  )
  const figures = answerFigures(plan.value, standards, { ...cells, today, viewerCenter: ownCenter })
  return accept({ figures, edition: standards.edition.code, asOf })
}
