import type { ContactEntry } from '../../schema/graphql/contacts.js'
import type { Audience, ContactChannel } from '../../schema/domain/playbooks/page.js'
import type { CalendarExceptionEntry } from '../../schema/graphql/calendar-exceptions.js'
import type { RegisteredCaller } from '../../schema/graphql/registered-caller.js'
import type { AgreementEntry, CalendarEntry, EndpointEntry, MembershipEntry } from '../../schema/graphql/registry-entries.js'
import type { RegistryChange } from '../../schema/graphql/registry-change.js'
import type { ExceptionKind } from '../../schema/domain/centers/calendar.js'
import type { Outcome } from '../../schema/domain/outcome.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import type { Refused } from '../../schema/graphql/refused.js'
import type { Hub } from '../hub.js'
import type { ListedRow } from '../operations/list-registry.js'
import type { RegistryAct } from '../operations/registry-act.js'

// Rows come as their tables have them: the casts below name the types of the columns (db/migrations 0001, 0004, 0008, 0014, 0037).

type Columns = Readonly<Record<string, string | number | boolean | readonly string[] | null>>
const columnsOf = ({ row }: ListedRow) => row as Columns
const text = (columns: Columns, name: string) => columns[name] as string
const textOrNull = (columns: Columns, name: string) => columns[name] as string | null
const count = (columns: Columns, name: string) => columns[name] as number
/** `08:30:00` as `08:30`. */
const time = (columns: Columns, name: string) => text(columns, name).slice(0, 5)
const hours = (columns: Columns, name: string) => (columns[name] as readonly string[] | null)?.join('-') ?? null

export function toRegisteredCaller(listed: ListedRow): RegisteredCaller {
  const row = columnsOf(listed)
  return {
    subject: text(row, 'subject'),
    kind: row['kind'] === 'client' ? 'client' : 'person',
    center: listed.center,
    scopes: row['scopes'] as readonly string[],
    displayName: text(row, 'display_name'),
    validFrom: text(row, 'valid_from'),
    validTo: textOrNull(row, 'valid_to'),
  }
}

export function toMembershipEntry(listed: ListedRow): MembershipEntry {
  const row = columnsOf(listed)
  return {
    center: listed.center ?? '',
    memberFrom: text(row, 'member_from'),
    memberTo: textOrNull(row, 'member_to'),
    isTrial: row['is_trial'] === true,
  }
}

export function toCalendarEntry(listed: ListedRow): CalendarEntry {
  const row = columnsOf(listed)
  return {
    center: listed.center ?? '',
    validFrom: text(row, 'valid_from'),
    validTo: textOrNull(row, 'valid_to'),
    weekdays: hours(row, 'weekdays'),
    saturday: hours(row, 'saturday'),
    sunday: hours(row, 'sunday'),
    holidays: hours(row, 'holidays'),
  }
}

export function toCalendarExceptionEntry(listed: ListedRow): CalendarExceptionEntry {
  const row = columnsOf(listed)
  return {
    center: listed.center,
    day: text(row, 'day'),
    kind: row['kind'] as ExceptionKind,
    hours: hours(row, 'hours'),
    nameKo: text(row, 'name_ko'),
    nameEn: text(row, 'name_en'),
  }
}

export function toAgreementEntry(listed: ListedRow): AgreementEntry {
  const row = columnsOf(listed)
  return {
    center: listed.center ?? '',
    code: text(row, 'code'),
    measureSet: text(row, 'measure_set'),
    validFrom: text(row, 'valid_from'),
    validTo: textOrNull(row, 'valid_to'),
    mode: row['mode'] === 'ATOMIC' ? 'ATOMIC' : 'PARTIAL',
    strategy: row['strategy'] === 'REPLACE_SCOPE' ? 'REPLACE_SCOPE' : 'MERGE',
    dueDays: count(row, 'due_days'),
    dueTime: time(row, 'due_time'),
    lockDays: count(row, 'lock_days'),
    lockTime: time(row, 'lock_time'),
    holidayRule: row['holiday_rule'] === 'none' ? 'none' : 'next_business_day',
  }
}

export function toEndpointEntry(listed: ListedRow): EndpointEntry {
  const row = columnsOf(listed)
  return {
    id: text(row, 'id'),
    center: listed.center ?? '',
    kind: row['kind'] === 'DRILL' ? 'DRILL' : 'ACTUAL',
    url: text(row, 'url'),
    secretRef: text(row, 'secret_ref'),
    validFrom: text(row, 'valid_from'),
    validTo: textOrNull(row, 'valid_to'),
  }
}

export function toContactEntry(listed: ListedRow): ContactEntry {
  const row = columnsOf(listed)
  return {
    center: listed.center,
    role: row['role'] as Audience,
    kind: row['kind'] === 'DRILL' ? 'DRILL' : 'ACTUAL',
    place: count(row, 'place'),
    channel: row['channel'] as ContactChannel,
    address: text(row, 'address'),
    desk: text(row, 'desk'),
    validFrom: text(row, 'valid_from'),
    validTo: textOrNull(row, 'valid_to'),
  }
}

export function toRegistryChange(act: RegistryAct, { centerCodes }: Standards): RegistryChange {
  const codeOf = (id: unknown) => (typeof id === 'number' ? (centerCodes.get(id) ?? null) : null)
  return {
    id: act.id,
    at: act.at,
    actor: act.actor,
    action: act.action,
    center: codeOf(act.centerId),
    reason: act.reason,
    undoes: act.undoes,
    rows: act.changes.map(({ table, change, image: { center_id: center, ...columns } }) => ({
      kind: table,
      change,
      row: { center: codeOf(center), ...columns },
    })),
  }
}

/** The answer of every mutation of administration. */
export async function toChangeResult(hub: Hub, outcome: Outcome<RegistryAct>): Promise<RegistryChange | Refused> {
  return outcome.ok ? toRegistryChange(outcome.value, await hub.standards()) : { issues: outcome.issues }
}
