import { Arg, Args, ArgsType, Ctx, Field, ID, Int, Mutation, Query, Resolver } from 'type-graphql'
import type { Outcome } from '../../schema/domain/outcome.js'
import type { DrillPlan as DomainPlan } from '../../schema/domain/playbooks/drill.js'
import { DrillConnection, DrillPlanConnection, DrillPlanResult, DrillResult, DrillStartResult } from '../../schema/graphql/drill.js'
import {
  ApproveDrillPlanInput,
  CloseDrillPlanInput,
  DrillActInput,
  EditDrillPlanInput,
  PlanDrillInput,
} from '../../schema/graphql/drill-input.js'
import { DrillReport } from '../../schema/graphql/drill-report.js'
import type { Context } from '../context.js'
import { abortDrill } from '../operations/abort-drill.js'
import { approveDrillPlan } from '../operations/approve-drill-plan.js'
import { listDrillPlans, listDrills, readDrillPlan } from '../operations/list-drills.js'
import { closeDrillPlan, editDrillPlan, planDrill } from '../operations/plan-drill.js'
import { readDrillReport } from '../operations/read-drill-report.js'
import { revealDrillStart } from '../operations/reveal-drill-start.js'
import { toDrill, toDrillPlan, toDrillReport, toDrillToPlan } from './drill-view.js'
import { valueOrError, valueOrRefused } from './value-or-error.js'

@ArgsType()
class DrillsArgs {
  @Field(() => Int, { defaultValue: 20, description: 'How many a page, 1 to 500.' })
  first: number

  @Field(() => String, { nullable: true, description: 'Cursor of the page before.' })
  after?: string | null
}

@Resolver()
export class DrillResolver {
  @Query(() => DrillPlanConnection, { nullable: true, description: 'Drill plans, the newest first. For coordinators and administrators.' })
  async drillPlans(@Args(() => DrillsArgs) { first, after }: DrillsArgs, @Ctx() { hub, caller }: Context): Promise<DrillPlanConnection> {
    const { nodes, ...page } = valueOrError(await listDrillPlans(hub, caller, { first, after: after ?? null }))
    const standards = await hub.standards()
    return { ...page, nodes: nodes.map(plan => toDrillPlan(plan, standards)) }
  }

  @Query(() => DrillConnection, {
    nullable: true,
    description:
      'Drills, the newest first. A center sees its own: an announced one from its approval on, an unannounced one once it has begun.',
  })
  async drills(@Args(() => DrillsArgs) { first, after }: DrillsArgs, @Ctx() { hub, caller }: Context): Promise<DrillConnection> {
    const { nodes, ...page } = valueOrError(await listDrills(hub, caller, { first, after: after ?? null }))
    const standards = await hub.standards()
    return { ...page, nodes: nodes.map(drill => toDrill(drill, standards)) }
  }

  @Query(() => DrillReport, {
    nullable: true,
    description:
      'How centers did in a drill, against its targets. A center sees itself and the medians; coordinators and administrators see all.',
  })
  async drillReport(
    @Arg('drill', () => ID, { description: 'Id of the drill, of its plan (the last one that began) or of its activation.' }) drill: string,
    @Ctx() { hub, caller }: Context,
  ): Promise<DrillReport> {
    return toDrillReport(valueOrError(await readDrillReport(hub, caller, drill)), await hub.standards())
  }

  @Mutation(() => DrillPlanResult, {
    description:
      'Plans a drill from a scenario; nothing begins by it. Needs playbooks:author or playbooks:break-glass, and a sign-in of the last minutes.',
  })
  async planDrill(
    @Arg('input', () => PlanDrillInput, { description: 'The drill.' }) input: PlanDrillInput,
    @Ctx() context: Context,
  ): Promise<typeof DrillPlanResult> {
    return toResult(context, await planDrill(context.hub, context.caller, toDrillToPlan(input)))
  }

  @Mutation(() => DrillPlanResult, {
    description:
      'The next revision of a drill plan, whole; its approvals are void. Needs playbooks:author or playbooks:break-glass, and a sign-in of the last minutes.',
  })
  async editDrillPlan(
    @Arg('input', () => EditDrillPlanInput, { description: 'The drill.' }) input: EditDrillPlanInput,
    @Ctx() context: Context,
  ): Promise<typeof DrillPlanResult> {
    return toResult(context, await editDrillPlan(context.hub, context.caller, { ...toDrillToPlan(input), plan: input.plan }))
  }

  @Mutation(() => DrillPlanResult, {
    description: 'One person approves a drill with all that happens in it; not one who wrote it. Needs playbooks:approve.',
  })
  async approveDrillPlan(
    @Arg('input', () => ApproveDrillPlanInput, { description: 'What was read, and what is typed again.' }) input: ApproveDrillPlanInput,
    @Ctx() context: Context,
  ): Promise<typeof DrillPlanResult> {
    return toResult(context, await approveDrillPlan(context.hub, context.caller, input))
  }

  @Mutation(() => DrillPlanResult, {
    description: 'Ends a drill plan, on one word: no further drill of it begins. Needs any of the coordinators’ scopes.',
  })
  async closeDrillPlan(
    @Arg('input', () => CloseDrillPlanInput, { description: 'Which, and why.' }) input: CloseDrillPlanInput,
    @Ctx() context: Context,
  ): Promise<typeof DrillPlanResult> {
    return toResult(context, await closeDrillPlan(context.hub, context.caller, input))
  }

  @Mutation(() => DrillResult, {
    description:
      'Stops a drill, on one word: a cancel goes wherever anything of it was sent. For persons with any of the coordinators’ scopes.',
  })
  async abortDrill(
    @Arg('input', () => DrillActInput, { description: 'Which, and why.' }) input: DrillActInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof DrillResult> {
    const aborted = await abortDrill(hub, caller, input)
    return aborted.ok ? toDrill(aborted.value, await hub.standards()) : { issues: aborted.issues }
  }

  @Mutation(() => DrillStartResult, {
    description:
      'Tells when a drill begins, also an unannounced one, and keeps who was told. Nobody of a center that takes part is. Needs any of the coordinators’ scopes.',
  })
  async revealDrillStart(
    @Arg('input', () => DrillActInput, { description: 'Which, and why.' }) input: DrillActInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof DrillStartResult> {
    return valueOrRefused(await revealDrillStart(hub, caller, input))
  }
}

async function toResult({ hub, caller }: Context, outcome: Outcome<DomainPlan>): Promise<typeof DrillPlanResult> {
  if (!outcome.ok) return { issues: outcome.issues }
  return toDrillPlan(await readDrillPlan(hub, caller, outcome.value), await hub.standards())
}
