import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql'
import {
  CalendarExceptionConnection,
  Holiday,
  HolidayCalendar,
  RemoveCalendarExceptionInput,
  SetCalendarExceptionInput,
} from '../../schema/graphql/calendar-exceptions.js'
import { RegistryChangeResult } from '../../schema/graphql/registry-change.js'
import { LocalDate } from '../../schema/graphql/scalars/local-date.js'
import type { Context } from '../context.js'
import { listHolidaysOfCouncil, readHolidayCalendar } from '../operations/list-holidays.js'
import { listRegistry } from '../operations/list-registry.js'
import { removeCalendarException, setCalendarException } from '../operations/set-calendar-exception.js'
import { RegistryPageArgs, toRegistryQuestion } from './registry-page-args.js'
import { toCalendarExceptionEntry, toChangeResult } from './registry-view.js'
import { valueOrError } from './value-or-error.js'

@Resolver()
export class CalendarExceptionResolver {
  @Query(() => [Holiday], {
    nullable: true,
    description:
      'Korean public holidays with their substitute days, as the hub counts them: by law from 2024 to 2030, and as declared since. Other years are refused (HOLIDAYS_UNKNOWN): `holidayCalendar` answers them.',
  })
  async holidays(
    @Arg('from', () => LocalDate, { description: 'First day.' }) from: string,
    @Arg('to', () => LocalDate, { description: 'Last day, itself included. Up to ten years.' }) to: string,
    @Ctx() { hub }: Context,
  ): Promise<readonly Holiday[]> {
    return valueOrError(await listHolidaysOfCouncil(hub, { from, to }))
  }

  @Query(() => HolidayCalendar, {
    nullable: true,
    description:
      'The same for any years, with the last day for which the law is known and a warning where the list reaches beyond it. For every role.',
  })
  async holidayCalendar(
    @Arg('from', () => LocalDate, { description: 'First day.' }) from: string,
    @Arg('to', () => LocalDate, { description: 'Last day, itself included. Up to ten years.' }) to: string,
    @Ctx() { hub }: Context,
  ): Promise<HolidayCalendar> {
    return valueOrError(await readHolidayCalendar(hub, { from, to }))
  }

  @Query(() => CalendarExceptionConnection, {
    nullable: true,
    description:
      "Days that go otherwise than calendar and law have it. A center lists its own; without one the council's come first. Needs hub:admin.",
  })
  async calendarExceptions(
    @Args(() => RegistryPageArgs) args: RegistryPageArgs,
    @Ctx() { hub, caller }: Context,
  ): Promise<CalendarExceptionConnection> {
    const page = valueOrError(await listRegistry(hub, caller, { ...toRegistryQuestion(args), table: 'calendar_exceptions' }))
    return { ...page, nodes: page.nodes.map(toCalendarExceptionEntry) }
  }

  @Mutation(() => RegistryChangeResult, {
    description: 'Says how one day goes at a center or in the whole council: closed, other hours, a holiday or none. Needs hub:admin.',
  })
  async setCalendarException(
    @Arg('input', () => SetCalendarExceptionInput, { description: 'The day.' }) input: SetCalendarExceptionInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof RegistryChangeResult> {
    const { center = null, hours = null, ...said } = input
    return toChangeResult(hub, await setCalendarException(hub, caller, { ...said, center, hours }))
  }

  @Mutation(() => RegistryChangeResult, { description: 'Takes back what was said of one day. Needs hub:admin.' })
  async removeCalendarException(
    @Arg('input', () => RemoveCalendarExceptionInput, { description: 'The day.' }) input: RemoveCalendarExceptionInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof RegistryChangeResult> {
    const { center = null, ...said } = input
    return toChangeResult(hub, await removeCalendarException(hub, caller, { ...said, center }))
  }
}
