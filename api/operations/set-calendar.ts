import { recordSpan } from '../../db/queries/registry.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Issue } from '../../schema/domain/issue.js'
import type { Outcome } from '../../schema/domain/outcome.js'
import type { Hub } from '../hub.js'
import { actOnRegistry, type RegistryAct } from './registry-act.js'
import { endsBeforeItBegins, inputFault } from './registry-refusals.js'

/** Opening hours of each kind of day as `08:30-18:30`; null is a day without service. */
type DayHours = {
  readonly weekdays: string | null
  readonly saturday: string | null
  readonly sunday: string | null
  readonly holidays: string | null
}

export type CalendarToSet = DayHours & {
  readonly center: string
  readonly validFrom: string
  readonly validTo: string | null
  readonly reason: string
}

const KINDS = ['weekdays', 'saturday', 'sunday', 'holidays'] as const
const HOURS = /^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/

/** Sets when a center is open from a day on; earlier days keep their hours, and days after `validTo` get back those they had. */
export const setCalendar = (hub: Hub, caller: Caller, input: CalendarToSet): Promise<Outcome<RegistryAct>> => {
  const { center, validFrom, validTo, reason } = input
  const faults = [
    ...KINDS.flatMap(kind => checkHours(kind, input[kind])),
    ...(validTo !== null && validTo < validFrom ? [endsBeforeItBegins('validTo', validFrom, validTo)] : []),
  ]
  return actOnRegistry(hub, caller, {
    request: { action: 'calendar.set', center, reason, faults },
    work: async ({ tx, centerId }) => {
      const hours = Object.fromEntries(KINDS.map(kind => [kind, input[kind]?.split('-') ?? null]))
      const row = { center_id: centerId, valid_from: validFrom, valid_to: validTo, ...hours }
      await recordSpan(tx, 'calendars', { key: { center_id: centerId }, row })
      return []
    },
  })
}

const checkHours = (kind: string, text: string | null): readonly Issue[] => {
  if (text === null) return []
  const [opens = '', closes = ''] = text.split('-')
  if (HOURS.test(text) && opens < closes) return []
  return [
    inputFault('BAD_USER_INPUT', kind, {
      ko: `운영 시간 "${text.slice(0, 20)}"을(를) 읽을 수 없습니다. 08:30-18:30처럼 적고, 쉬는 날은 비우십시오.`,
      en: `Hours "${text.slice(0, 20)}" do not read; write them like 08:30-18:30, and null for a day without service.`,
      expected: 'HH:MM-HH:MM, opening before closing, up to 24:00; or null',
      got: text.slice(0, 20),
    }),
  ]
}
