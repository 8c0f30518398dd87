import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql'
import {
  AgreementConnection,
  CalendarConnection,
  EndpointConnection,
  MembershipConnection,
} from '../../schema/graphql/registry-connections.js'
import { RegistryChangeConnection, RegistryChangeResult, UndoRegistryChangeInput } from '../../schema/graphql/registry-change.js'
import { SetAgreementInput, SetCalendarInput, SetEndpointInput, SetMembershipInput } from '../../schema/graphql/registry-entries.js'
import type { Context } from '../context.js'
import { listRegistry, listRegistryChanges } from '../operations/list-registry.js'
import { setAgreement } from '../operations/set-agreement.js'
import { setCalendar } from '../operations/set-calendar.js'
import { setEndpoint } from '../operations/set-endpoint.js'
import { setMembership } from '../operations/set-membership.js'
import { undoRegistryChange } from '../operations/undo-registry-change.js'
import { RegistryPageArgs, toRegistryQuestion } from './registry-page-args.js'
import { toAgreementEntry, toCalendarEntry, toChangeResult, toEndpointEntry, toMembershipEntry, toRegistryChange } from './registry-view.js'
import { valueOrError } from './value-or-error.js'

@Resolver()
export class RegistryResolver {
  @Query(() => MembershipConnection, { nullable: true, description: 'Memberships, past and planned ones too. Needs hub:admin.' })
  async memberships(@Args(() => RegistryPageArgs) args: RegistryPageArgs, @Ctx() { hub, caller }: Context): Promise<MembershipConnection> {
    const page = valueOrError(await listRegistry(hub, caller, { ...toRegistryQuestion(args), table: 'memberships' }))
    return { ...page, nodes: page.nodes.map(toMembershipEntry) }
  }

  @Query(() => CalendarConnection, { nullable: true, description: 'Opening hours, past and planned ones too. Needs hub:admin.' })
  async calendars(@Args(() => RegistryPageArgs) args: RegistryPageArgs, @Ctx() { hub, caller }: Context): Promise<CalendarConnection> {
    const page = valueOrError(await listRegistry(hub, caller, { ...toRegistryQuestion(args), table: 'calendars' }))
    return { ...page, nodes: page.nodes.map(toCalendarEntry) }
  }

  @Query(() => AgreementConnection, { nullable: true, description: 'Agreements, past and planned ones too. Needs hub:admin.' })
  async agreements(@Args(() => RegistryPageArgs) args: RegistryPageArgs, @Ctx() { hub, caller }: Context): Promise<AgreementConnection> {
    const page = valueOrError(await listRegistry(hub, caller, { ...toRegistryQuestion(args), table: 'agreements' }))
    return { ...page, nodes: page.nodes.map(toAgreementEntry) }
  }

  @Query(() => EndpointConnection, {
    nullable: true,
    description: 'Where centers take their messages: of the own center with stats:write or playbooks:ack, of all with hub:admin.',
  })
  async endpoints(@Args(() => RegistryPageArgs) args: RegistryPageArgs, @Ctx() { hub, caller }: Context): Promise<EndpointConnection> {
    const page = valueOrError(await listRegistry(hub, caller, { ...toRegistryQuestion(args), table: 'endpoints' }))
    return { ...page, nodes: page.nodes.map(toEndpointEntry) }
  }

  @Query(() => RegistryChangeConnection, {
    nullable: true,
    description:
      'Everything that was ever changed in the registry, newest first: who, when, why, the former rows and the new. Needs hub:admin.',
  })
  async registryChanges(
    @Args(() => RegistryPageArgs) args: RegistryPageArgs,
    @Ctx() { hub, caller }: Context,
  ): Promise<RegistryChangeConnection> {
    const page = valueOrError(await listRegistryChanges(hub, caller, toRegistryQuestion(args)))
    const standards = await hub.standards()
    return { ...page, nodes: page.nodes.map(act => toRegistryChange(act, standards)) }
  }

  @Mutation(() => RegistryChangeResult, {
    description:
      'Says on which days a center is a member, in trial or in full. The days around keep what was said of them. Needs hub:admin.',
  })
  async setMembership(
    @Arg('input', () => SetMembershipInput, { description: 'The membership.' }) input: SetMembershipInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof RegistryChangeResult> {
    const { memberTo = null, ...said } = input
    return toChangeResult(hub, await setMembership(hub, caller, { ...said, memberTo }))
  }

  @Mutation(() => RegistryChangeResult, { description: 'Sets opening hours from a day on; earlier days keep theirs. Needs hub:admin.' })
  async setCalendar(
    @Arg('input', () => SetCalendarInput, { description: 'The hours.' }) input: SetCalendarInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof RegistryChangeResult> {
    const { validTo = null, weekdays = null, saturday = null, sunday = null, holidays = null, ...said } = input
    return toChangeResult(hub, await setCalendar(hub, caller, { ...said, validTo, weekdays, saturday, sunday, holidays }))
  }

  @Mutation(() => RegistryChangeResult, {
    description: 'Sets when figures of a measure set are due and when they lock, from a day on; earlier days keep theirs. Needs hub:admin.',
  })
  async setAgreement(
    @Arg('input', () => SetAgreementInput, { description: 'The agreement.' }) input: SetAgreementInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof RegistryChangeResult> {
    const { dueDays, dueTime, lockDays, lockTime, validTo = null, ...others } = input
    const deadlines = { due: { days: dueDays, time: dueTime }, lock: { days: lockDays, time: lockTime } }
    return toChangeResult(hub, await setAgreement(hub, caller, { ...others, ...deadlines, validTo }))
  }

  @Mutation(() => RegistryChangeResult, {
    description: 'Registers where a center takes its messages from an instant on. Nothing is sent by it. Needs hub:admin.',
  })
  async setEndpoint(
    @Arg('input', () => SetEndpointInput, { description: 'The endpoint.' }) input: SetEndpointInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof RegistryChangeResult> {
    const { validFrom = null, validTo = null, ...said } = input
    return toChangeResult(hub, await setEndpoint(hub, caller, { ...said, validFrom, validTo }))
  }

  @Mutation(() => RegistryChangeResult, {
    description: 'Takes an earlier change of the registry back, by a change that stands beside it in the log. Needs hub:admin.',
  })
  async undoRegistryChange(
    @Arg('input', () => UndoRegistryChangeInput, { description: 'Which change, and why.' }) input: UndoRegistryChangeInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof RegistryChangeResult> {
    return toChangeResult(hub, await undoRegistryChange(hub, caller, input))
  }
}
