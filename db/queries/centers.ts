import type postgres from 'postgres'
import type { Agreement, CalendarException, OpeningCalendar } from '../../schema/domain/centers/calendar.js'
import type { CenterRegion, Membership, Region } from '../../schema/domain/centers/center.js'
import type { RegisteredCenter } from '../../schema/domain/statistics/standards.js'

/** The registry as one JSON value: days as text, open ends null, centers by code. */
export type RegistryRow = {
  readonly centers: readonly RegisteredCenter[]
  readonly regions: readonly Region[]
  readonly centerRegions: readonly CenterRegion[]
  readonly memberships: readonly Membership[]
  readonly calendars: readonly OpeningCalendar[]
  readonly calendarExceptions: readonly CalendarException[]
  readonly agreements: readonly Agreement[]
}

/** Names of the registry's tables that are administered; their rows of an earlier time are told by their images. */
type Administered = 'memberships' | 'calendars' | 'calendar_exceptions' | 'agreements'

/** Rows of a table as they stand, or as they stood before a stamp of the council. */
const administered = (sql: postgres.ISql, table: Administered, before: string | null) =>
  before === null
    ? sql`${sql(table)}`
    : sql`(select (jsonb_populate_record(null::${sql(table)}, image)).* from hub_registry_before(${table}::text, ${before}::text::timestamptz) image) as ${sql(table)}`

/** Rows that only editions bring. */
const published = (sql: postgres.ISql, table: 'centers' | 'regions' | 'center_regions', before: string | null) =>
  before === null
    ? sql`${sql(table)}`
    : sql`(select * from ${sql(table)} where recorded_at < ${before}::text::timestamptz) as ${sql(table)}`

const listedCenters = (sql: postgres.ISql, before: string | null) => sql`
  select coalesce(json_agg(json_build_object(
    'id', id, 'code', code, 'nameKo', name_ko, 'nameEn', name_en,
    'callCenterNameKo', call_center_name_ko, 'phoneNumber', phone_number) order by id), '[]')
  from ${published(sql, 'centers', before)}`

const listedRegions = (sql: postgres.ISql, before: string | null) => sql`
  select coalesce(json_agg(json_build_object(
    'code', code, 'nameKo', name_ko, 'nameEn', name_en, 'iso', iso,
    'validFrom', valid_from, 'validTo', valid_to, 'successor', successor) order by code), '[]')
  from ${published(sql, 'regions', before)}`

const listedCenterRegions = (sql: postgres.ISql, before: string | null) => sql`
  select coalesce(json_agg(json_build_object(
    'center', code, 'region', region, 'validFrom', valid_from, 'validTo', valid_to) order by center_id, valid_from nulls first), '[]')
  from ${published(sql, 'center_regions', before)} join centers on id = center_id`

const listedMemberships = (sql: postgres.ISql, before: string | null) => sql`
  select coalesce(json_agg(json_build_object(
    'center', code, 'memberFrom', member_from, 'memberTo', member_to, 'isTrial', is_trial) order by center_id, member_from), '[]')
  from ${administered(sql, 'memberships', before)} join centers on id = center_id`

const listedCalendars = (sql: postgres.ISql, before: string | null) => sql`
  select coalesce(json_agg(json_build_object(
    'center', code, 'validFrom', valid_from, 'validTo', valid_to, 'weekdays', weekdays,
    'saturday', saturday, 'sunday', sunday, 'holidays', holidays) order by center_id, valid_from), '[]')
  from ${administered(sql, 'calendars', before)} join centers on id = center_id`

const listedCalendarExceptions = (sql: postgres.ISql, before: string | null) => sql`
  select coalesce(json_agg(json_build_object(
    'center', code, 'day', day, 'kind', kind, 'hours', hours, 'nameKo', calendar_exceptions.name_ko, 'nameEn', calendar_exceptions.name_en)
    order by center_id nulls first, day), '[]')
  from ${administered(sql, 'calendar_exceptions', before)} left join centers on id = center_id`

const listedAgreements = (sql: postgres.ISql, before: string | null) => sql`
  select coalesce(json_agg(json_build_object(
    'code', agreements.code, 'measureSet', measure_set, 'center', centers.code, 'validFrom', valid_from, 'validTo', valid_to,
    'mode', mode, 'strategy', strategy,
    'due', json_build_object('days', due_days, 'time', to_char(due_time, 'HH24:MI')),
    'lock', json_build_object('days', lock_days, 'time', to_char(lock_time, 'HH24:MI')),
    'holidayRule', holiday_rule) order by center_id, agreements.code, valid_from), '[]')
  from ${administered(sql, 'agreements', before)} join centers on id = center_id`

/**
 * An SQL expression of type json that holds a RegistryRow; for use inside another statement, so that one snapshot answers all of it.
 * `before` is a stamp of the council: the registry as it stood before it; null is now.
 */
export const registryJson = (sql: postgres.ISql, before: string | null) => sql`json_build_object(
  'centers', (${listedCenters(sql, before)}),
  'regions', (${listedRegions(sql, before)}),
  'centerRegions', (${listedCenterRegions(sql, before)}),
  'memberships', (${listedMemberships(sql, before)}),
  'calendars', (${listedCalendars(sql, before)}),
  'calendarExceptions', (${listedCalendarExceptions(sql, before)}),
  'agreements', (${listedAgreements(sql, before)}))`
