import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql'
import { describeFinding } from '../../schema/domain/statistics/describe-finding.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import { RuleFinding, RuleFindingConnection } from '../../schema/graphql/rule-finding.js'
import type { Context } from '../context.js'
import { listRuleFindings, type ListedFinding } from '../operations/list-rule-findings.js'
import { valueOrError } from './value-or-error.js'

@Resolver(() => RuleFinding)
export class RuleFindingResolver {
  @Query(() => RuleFindingConnection, {
    nullable: true,
    description:
      'What rules over closed days, weeks and quarters found at the center of the caller, newest first; at all centers for an administrator. Judged every morning. Needs stats:write, playbooks:ack or hub:admin.',
  })
  async ruleFindings(
    @Ctx() { hub, caller }: Context,
    @Arg('first', () => Int, { defaultValue: 100, description: 'Findings a page, 1 to 500.' }) first: number,
    @Arg('includeCleared', () => Boolean, { defaultValue: false, description: 'Also those that no longer stand.' }) includeCleared: boolean,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the page before.' }) after?: string | null,
  ): Promise<RuleFindingConnection> {
    const page = valueOrError(await listRuleFindings(hub, caller, { includeCleared, first, after: after ?? null }))
    const standards = await hub.standards()
    return { ...page, nodes: page.nodes.map(finding => toRuleFinding(finding, standards)) }
  }
}

function toRuleFinding(finding: ListedFinding, { centerCodes }: Standards): RuleFinding {
  const { id, centerId, rule, checkText, start, end, days, left, right, imbalance, foundAt, clearedAt } = finding
  return {
    id,
    center: centerCodes.get(centerId) ?? '',
    rule,
    check: checkText,
    periodStart: start,
    periodEnd: end,
    days,
    left,
    right,
    imbalance,
    ...describeFinding(finding),
    foundAt,
    clearedAt,
  }
}
