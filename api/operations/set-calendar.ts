import { recordSpan } from '../../db/queries/registry.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Outcome } from '../../schema/domain/outcome.js'
import type { Hub } from '../hub.js'
import { checkHours } from './check-hours.js'
import { actOnRegistry, type RegistryAct } from './registry-act.js'
import { endsBeforeItBegins } from './registry-refusals.js'

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
