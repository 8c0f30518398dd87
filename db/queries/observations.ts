import type { PeriodType } from '../../schema/domain/period.js'
import type { Tx } from '../transaction.js'
import { plainColumn } from './columns.js'

/**
 * What stands of one measure and period, in columns of equal length, each a text of items joined by commas: a night has 7,200 values in six of these,
 * and as rows they cost the hub as much as all its rules. Parameters and confirmed rules, which few values have, are by the number of their cell.
 */
export type StoredColumns = {
  readonly measure_id: number
  readonly period_type: PeriodType
  readonly period_start: string
  readonly cell_ids: string
  /** Decimal texts; empty where there is no number. */
  readonly numbers: string
  readonly status_ids: string
  readonly revisions: string
  readonly submissions: string
  /** `t` for a value that was taken back, else `f`. */
  readonly retracted: string
  readonly parameters: Record<string, Record<string, string>> | null
  readonly confirmed: Record<string, string[]> | null
}

/** A value to be stored. `value` null with a status that carries a missing reason, or with `isRetracted`. */
export type ObservationToStore = {
  /** Whether a row stands under the key already, a retracted one included. */
  readonly isKnown: boolean
  readonly measureId: number
  readonly periodType: PeriodType
  readonly periodStart: string
  readonly cellId: number
  readonly value: string | null
  readonly statusId: number
  readonly submissionNo: number
  /** The row of the submission that brought it, from 0; null where none did: a value that a replaced scope takes back. */
  readonly rowIndex: number | null
  readonly isRetracted: boolean
  readonly isProvisionalMapping: boolean
  readonly parameters: Readonly<Record<string, string>> | null
  readonly confirmedRules: readonly string[] | null
  readonly rawValue: string | null
  readonly rawUnit: string | null
  readonly unitFactor: string | null
  readonly label: string | null
  /** Numbers of the versions of mappings that the value was read by; empty where none was needed. */
  readonly mappingVersions: readonly number[]
}

export type PeriodKey = { readonly type: PeriodType; readonly start: string }

/**
 * What stands at a center for the measures and periods named, retracted values marked as such.
 * An index scan per measure and month; the caller holds the lock of the center.
 */
export async function listCurrentValues(
  tx: Tx,
  centerId: number,
  wanted: { readonly measureIds: readonly number[]; readonly periods: readonly PeriodKey[] },
): Promise<readonly StoredColumns[]> {
  const starts = wanted.periods.map(period => period.start)
  const types = wanted.periods.map(period => period.type)
  return tx.sql<StoredColumns[]>`
    select o.measure_id, o.period_type, o.period_start,
           string_agg(o.cell_id::text, ',') as cell_ids,
           string_agg(coalesce(o.value::text, ''), ',') as numbers,
           string_agg(o.status_id::text, ',') as status_ids,
           string_agg(o.revision::text, ',') as revisions,
           string_agg(o.submission_no::text, ',') as submissions,
           string_agg(case when o.is_retracted then 't' else 'f' end, ',') as retracted,
           jsonb_object_agg(o.cell_id, o.parameters) filter (where o.parameters is not null) as parameters,
           jsonb_object_agg(o.cell_id, to_jsonb(o.confirmed_rules)) filter (where o.confirmed_rules is not null) as confirmed
    from observations o
    where o.center_id = ${centerId}
      and o.measure_id = any(${plainColumn(wanted.measureIds)}::smallint[])
      and o.period_start = any(${plainColumn([...new Set(starts)])}::date[])
      and (o.period_start, o.period_type) in (
        select * from unnest(${plainColumn(starts)}::date[], ${plainColumn(types)}::period_type[]))
    group by o.measure_id, o.period_type, o.period_start`
}

/** Columns that nearly every row of a nightly batch leaves at their default. */
const isPlain = (row: ObservationToStore): boolean =>
  !row.isRetracted &&
  !row.isProvisionalMapping &&
  row.parameters === null &&
  row.confirmedRules === null &&
  row.rawValue === null &&
  row.rawUnit === null &&
  row.unitFactor === null &&
  row.label === null &&
  row.mappingVersions.length === 0

/** First and last period start of rows, of which there is at least one. */
export const spanOf = (rows: readonly { readonly periodStart: string }[]): { readonly first: string; readonly last: string } => {
  const starts = rows.map(row => row.periodStart)
  return { first: starts.reduce((a, b) => (a < b ? a : b)), last: starts.reduce((a, b) => (a > b ? a : b)) }
}

/**
 * Stores the values: new keys as revision 1, known ones as the next revision, whose former image the table's own trigger appends to the history.
 * The caller says which keys are known, under the lock of the center: asking with ON CONFLICT doubles the cost of a night of new rows. So does
 * the clock when it is asked row by row, and a column that is empty throughout. Partitions for the periods are made first where they lack.
 */
export async function storeObservations(tx: Tx, centerId: number, rows: readonly ObservationToStore[]): Promise<void> {
  const { first, last } = spanOf(rows)
  await tx.sql`select hub_ensure_partitions(${first}::date, ${last}::date) where not hub_has_partitions(${first}::date, ${last}::date)`
  const news = rows.filter(row => !row.isKnown)
  const plain = news.filter(isPlain)
  const rich = news.filter(row => !isPlain(row))
  const known = rows.filter(row => row.isKnown)
  if (plain.length > 0) await insertPlain(tx, centerId, plain)
  if (rich.length > 0) await insertRich(tx, centerId, rich)
  if (known.length > 0) await reviseKnown(tx, centerId, known)
}

const keyColumns = (rows: readonly ObservationToStore[]) =>
  [
    plainColumn(rows.map(row => row.measureId)),
    plainColumn(rows.map(row => row.periodStart)),
    plainColumn(rows.map(row => row.periodType)),
    plainColumn(rows.map(row => row.cellId)),
    plainColumn(rows.map(row => row.value)),
    plainColumn(rows.map(row => row.statusId)),
    plainColumn(rows.map(row => row.submissionNo)),
    plainColumn(rows.map(row => row.rowIndex)),
  ] as const

const richColumns = (rows: readonly ObservationToStore[]) =>
  [
    plainColumn(rows.map(row => row.isRetracted)),
    plainColumn(rows.map(row => row.isProvisionalMapping)),
    rows.map(row => (row.parameters === null ? null : JSON.stringify(row.parameters))),
    rows.map(row => row.confirmedRules?.join(' ') ?? null),
    rows.map(row => row.rawValue),
    rows.map(row => row.rawUnit),
    rows.map(row => row.unitFactor),
    rows.map(row => row.label),
    rows.map(row => (row.mappingVersions.length === 0 ? null : row.mappingVersions.join(' '))),
  ] as const

/** Whether the rows differ in measure, cell and value alone, as those of one night do. */
export const isOfOnePeriod = ([first, ...others]: readonly ObservationToStore[]): boolean =>
  first !== undefined &&
  others.every(
    row =>
      row.periodStart === first.periodStart &&
      row.periodType === first.periodType &&
      row.statusId === first.statusId &&
      row.submissionNo === first.submissionNo,
  )

/** What is the same for all rows is said once: eight columns cost an eighth more than four. */
async function insertPlain(tx: Tx, centerId: number, rows: readonly ObservationToStore[]): Promise<void> {
  const [first] = rows
  if (first !== undefined && isOfOnePeriod(rows)) {
    await tx.sql`
      insert into observations (center_id, recorded_at, period_start, period_type, status_id, submission_no, measure_id, cell_id, value, row_index)
      select ${centerId}, (select hub_record(${centerId}::smallint)), ${first.periodStart}::date, ${first.periodType}::period_type, ${first.statusId}::smallint,
        ${first.submissionNo}::bigint, n.*
      from unnest(
        ${plainColumn(rows.map(row => row.measureId))}::smallint[], ${plainColumn(rows.map(row => row.cellId))}::int[],
        ${plainColumn(rows.map(row => row.value))}::numeric[], ${plainColumn(rows.map(row => row.rowIndex))}::int[]) as n`
    return
  }
  const [measures, starts, types, cells, values, statuses, submissions, indexes] = keyColumns(rows)
  await tx.sql`
    insert into observations (center_id, recorded_at, measure_id, period_start, period_type, cell_id, value, status_id, submission_no, row_index)
    select ${centerId}, (select hub_record(${centerId}::smallint)), n.*
    from unnest(${measures}::smallint[], ${starts}::date[], ${types}::period_type[], ${cells}::int[], ${values}::numeric[],
      ${statuses}::smallint[], ${submissions}::bigint[], ${indexes}::int[]) as n`
}

async function insertRich(tx: Tx, centerId: number, rows: readonly ObservationToStore[]): Promise<void> {
  const [measures, starts, types, cells, values, statuses, submissions, indexes] = keyColumns(rows)
  const [retracted, provisional, parameters, rules, rawValues, rawUnits, factors, labels, mappings] = richColumns(rows)
  await tx.sql`
    insert into observations (center_id, recorded_at, measure_id, period_start, period_type, cell_id, value, status_id, submission_no, row_index,
      is_retracted, is_provisional_mapping, parameters, confirmed_rules, raw_value, raw_unit, unit_factor, label, mapping_versions)
    select ${centerId}, (select hub_record(${centerId}::smallint)), n.measure_id, n.period_start, n.period_type, n.cell_id, n.value, n.status_id, n.submission_no,
      n.row_index, n.is_retracted, n.is_provisional, n.parameters::jsonb, string_to_array(n.rules, ' '), n.raw_value, n.raw_unit, n.unit_factor, n.label,
      string_to_array(n.mappings, ' ')::bigint[]
    from unnest(${measures}::smallint[], ${starts}::date[], ${types}::period_type[], ${cells}::int[], ${values}::numeric[],
      ${statuses}::smallint[], ${submissions}::bigint[], ${indexes}::int[], ${retracted}::boolean[], ${provisional}::boolean[], ${parameters}::text[],
      ${rules}::text[], ${rawValues}::text[], ${rawUnits}::text[], ${factors}::text[], ${labels}::text[], ${mappings}::text[]
    ) as n (measure_id, period_start, period_type, cell_id, value, status_id, submission_no, row_index, is_retracted, is_provisional, parameters, rules,
      raw_value, raw_unit, unit_factor, label, mappings)`
}

async function reviseKnown(tx: Tx, centerId: number, rows: readonly ObservationToStore[]): Promise<void> {
  const [measures, starts, types, cells, values, statuses, submissions, indexes] = keyColumns(rows)
  const [retracted, provisional, parameters, rules, rawValues, rawUnits, factors, labels, mappings] = richColumns(rows)
  const { first, last } = spanOf(rows)
  const revised = await tx.sql`
    update observations o set
      value = n.value, status_id = n.status_id, revision = o.revision + 1, submission_no = n.submission_no, row_index = n.row_index, recorded_at = (select hub_record(${centerId}::smallint)),
      is_retracted = n.is_retracted, is_provisional_mapping = n.is_provisional, parameters = n.parameters::jsonb,
      confirmed_rules = string_to_array(n.rules, ' '), raw_value = n.raw_value, raw_unit = n.raw_unit, unit_factor = n.unit_factor, label = n.label,
      mapping_versions = string_to_array(n.mappings, ' ')::bigint[]
    from unnest(${measures}::smallint[], ${starts}::date[], ${types}::period_type[], ${cells}::int[], ${values}::numeric[],
      ${statuses}::smallint[], ${submissions}::bigint[], ${indexes}::int[], ${retracted}::boolean[], ${provisional}::boolean[], ${parameters}::text[],
      ${rules}::text[], ${rawValues}::text[], ${rawUnits}::text[], ${factors}::text[], ${labels}::text[], ${mappings}::text[]
    ) as n (measure_id, period_start, period_type, cell_id, value, status_id, submission_no, row_index, is_retracted, is_provisional, parameters, rules,
      raw_value, raw_unit, unit_factor, label, mappings)
    where o.center_id = ${centerId} and o.measure_id = n.measure_id and o.period_start = n.period_start and o.period_type = n.period_type
      and o.cell_id = n.cell_id
      and o.period_start between ${first}::date and ${last}::date`
  if (revised.count !== rows.length) throw new Error(`${rows.length} values were to be revised and ${revised.count} stood.`)
}

/** A hold rule that somebody confirmed for the value that stands under a key (S11). */
export type Confirmation = {
  readonly measureId: number
  readonly periodType: PeriodType
  readonly periodStart: string
  readonly cellId: number
  readonly rule: string
}

/** Remembers confirmations with the values they are about; where none stands there is nothing to remember. Makes no revision (S34). */
export async function rememberConfirmations(tx: Tx, centerId: number, confirmations: readonly Confirmation[]): Promise<void> {
  await tx.sql`
    update observations o set confirmed_rules = array(select distinct unnest(coalesce(o.confirmed_rules, '{}') || c.rules) order by 1)
    from (
      select measure_id, period_start, period_type, cell_id, array_agg(rule) as rules
      from unnest(
        ${plainColumn(confirmations.map(({ measureId }) => measureId))}::smallint[],
        ${plainColumn(confirmations.map(({ periodStart }) => periodStart))}::date[],
        ${plainColumn(confirmations.map(({ periodType }) => periodType))}::period_type[],
        ${plainColumn(confirmations.map(({ cellId }) => cellId))}::int[],
        ${confirmations.map(({ rule }) => rule)}::text[]
      ) as u (measure_id, period_start, period_type, cell_id, rule)
      group by measure_id, period_start, period_type, cell_id
    ) c
    where o.center_id = ${centerId} and o.measure_id = c.measure_id and o.period_start = c.period_start and o.period_type = c.period_type
      and o.cell_id = c.cell_id and not o.is_retracted and not coalesce(o.confirmed_rules, '{}') @> c.rules`
}
