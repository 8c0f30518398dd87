import { findRow, recordSpan, removeRows } from '../../db/queries/registry.js'
import type { ExceptionKind } from '../../schema/domain/centers/calendar.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Issue } from '../../schema/domain/issue.js'
import type { Outcome } from '../../schema/domain/outcome.js'
import type { Hub } from '../hub.js'
import { checkHours } from './check-hours.js'
import { actOnRegistry, type RegistryAct } from './registry-act.js'
import { exceptionNotFound, inputFault } from './registry-refusals.js'
import { checkFreeText } from './text-refusals.js'

/** A day, of one center or, where `center` is null, of the whole council. */
type DayToChange = { readonly center: string | null; readonly day: string; readonly reason: string }

export type ExceptionToSet = DayToChange & {
  readonly kind: ExceptionKind
  /** `09:00-13:00`; for kind hours alone. */
  readonly hours: string | null
  readonly nameKo: string
  readonly nameEn: string
}

const LONGEST_NAME = 100

/** Says how a day goes otherwise than calendar and law have it; what was said of that day before, by the same act for the same center, gives way. */
export const setCalendarException = (hub: Hub, caller: Caller, input: ExceptionToSet): Promise<Outcome<RegistryAct>> => {
  const { center, day, kind, reason } = input
  const faults = [...checkKindAndHours(input), ...checkName('nameKo', input.nameKo), ...checkName('nameEn', input.nameEn)]
  return actOnRegistry(hub, caller, {
    request: { action: 'calendarException.set', center, reason, faults },
    work: async ({ tx, centerId }) => {
      const said = { kind, hours: input.hours?.split('-') ?? null, name_ko: input.nameKo.trim(), name_en: input.nameEn.trim() }
      await recordSpan(tx, 'calendar_exceptions', { key: { center_id: centerId }, row: { center_id: centerId, day, ...said } })
      return []
    },
  })
}

/** Takes back what was said of a day, so that calendar and law hold again; NOT_FOUND where nothing was. */
export const removeCalendarException = (hub: Hub, caller: Caller, { center, day, reason }: DayToChange): Promise<Outcome<RegistryAct>> =>
  actOnRegistry(hub, caller, {
    request: { action: 'calendarException.removed', center, reason, faults: [] },
    work: async ({ tx, centerId }) => {
      const row = await findRow(tx, 'calendar_exceptions', { center_id: centerId, day })
      if (row === null) return [exceptionNotFound(day)]
      await removeRows(tx, 'calendar_exceptions', [row])
      return []
    },
  })

const checkKindAndHours = ({ kind, hours }: ExceptionToSet): readonly Issue[] => {
  if ((kind === 'hours') === (hours !== null)) return checkHours('hours', hours)
  return [
    inputFault('BAD_USER_INPUT', 'hours', {
      ko: '운영 시간은 kind가 HOURS일 때만, 그때는 반드시 적습니다.',
      en: 'Hours belong to kind HOURS, and to no other.',
      expected: 'HH:MM-HH:MM with kind HOURS; null with every other',
      got: hours?.slice(0, 20) ?? 'null',
    }),
  ]
}

const checkName = (field: string, text: string): readonly Issue[] => {
  const { length } = text.trim()
  if (length > 0 && length <= LONGEST_NAME) return checkFreeText(text, ['input', field])
  return [
    inputFault('BAD_USER_INPUT', field, {
      ko: `이름은 1자에서 ${LONGEST_NAME}자까지 적습니다.`,
      en: `A name has 1 to ${LONGEST_NAME} characters.`,
      expected: `1..${LONGEST_NAME} characters`,
      got: `${length} characters`,
    }),
  ]
}
