import type { PeriodType } from '../../schema/domain/period.js'
import type { Tx } from '../transaction.js'
import { plainColumn } from './columns.js'
import type { KeyOfValue } from './held-rows.js'

/** A key whose value a word made, and the submission that it came with. */
export type WordValue = KeyOfValue & { readonly submissionNo: number }

/** A value that a word made and that stands, with what stood under its key before and did not come from that word: null where nothing did. */
export type FormerImage = {
  readonly measure_id: number
  readonly period_type: PeriodType
  readonly period_start: string
  readonly cell_id: number
  readonly submission_no: number
  readonly former: {
    readonly value: string | null
    readonly status_id: number
    readonly submission_no: number
    readonly row_index: number | null
    readonly is_retracted: boolean
    readonly is_provisional_mapping: boolean
    readonly parameters: Readonly<Record<string, string>> | null
    readonly confirmed_rules: readonly string[] | null
    readonly raw_value: string | null
    readonly raw_unit: string | null
    readonly unit_factor: string | null
    readonly label: string | null
    readonly mapping_versions: readonly number[] | null
  } | null
}

/**
 * Which of the values still stand as the submission brought them, and what each took the place of: the last image that neither this word made nor a
 * meaning that does not stand any more. The caller holds the lock of the center.
 */
export async function listStandingWithFormer(
  tx: Tx,
  centerId: number,
  wanted: { readonly values: readonly WordValue[]; readonly labels: readonly string[]; readonly sourceTerm: string },
): Promise<readonly FormerImage[]> {
  const { values } = wanted
  const starts = values.map(({ periodStart }) => periodStart).toSorted()
  return tx.sql<FormerImage[]>`
    with own as (
      select array(select no from term_mapping_versions where center_id = ${centerId} and source_term_id = ${wanted.sourceTerm}::uuid) as versions
    )
    select distinct o.measure_id, o.period_type, o.period_start, o.cell_id, o.submission_no, to_jsonb(f) as former
    from unnest(
      ${plainColumn(values.map(value => value.measureId))}::smallint[], ${plainColumn(values.map(value => value.periodStart))}::date[],
      ${plainColumn(values.map(value => value.periodType))}::period_type[], ${plainColumn(values.map(value => value.cellId))}::int[],
      ${plainColumn(values.map(value => value.submissionNo))}::bigint[]
    ) as k (measure_id, period_start, period_type, cell_id, submission_no)
    cross join own
    join observations o on o.center_id = ${centerId} and o.measure_id = k.measure_id and o.period_start = k.period_start
      and o.period_type = k.period_type and o.cell_id = k.cell_id and o.submission_no = k.submission_no and not o.is_retracted
    left join lateral (
      select i.value::text as value, i.status_id, i.submission_no, i.row_index, i.is_retracted, i.is_provisional_mapping, i.parameters, i.confirmed_rules,
        i.raw_value, i.raw_unit, i.unit_factor, i.label, i.mapping_versions
      from observation_history i
      where i.center_id = o.center_id and i.measure_id = o.measure_id and i.period_start = o.period_start and i.period_type = o.period_type
        and i.cell_id = o.cell_id and i.period_start between ${starts[0] ?? null}::date and ${starts.at(-1) ?? null}::date
        and (i.label is null or i.label <> all(${wanted.labels as string[]}::text[]))
        and (i.mapping_versions is null or not i.mapping_versions && own.versions and not exists (
          -- Read by another word whose meaning does not stand on that day any more.
          select from term_mapping_versions v
          where v.center_id = o.center_id and v.no = any(i.mapping_versions) and not exists (
            select from term_mapping_versions s
            where s.center_id = v.center_id and s.mapping_id = v.mapping_id and s.status = 'active' and s.superseded_at is null
              and s.effective @> i.period_start)))
      order by i.revision desc
      limit 1
    ) f on not f.is_retracted
    where o.period_start between ${starts[0] ?? null}::date and ${starts.at(-1) ?? null}::date`
}
