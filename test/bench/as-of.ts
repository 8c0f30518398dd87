import type postgres from 'postgres'
import { askColumns, questionBody, requireEqual, type Columns } from './ask-figures.js'
import { atMost, median, percentile, timed } from './bench.js'
import { responseRate } from './query.js'
import type { Span } from './facts-plan.js'
import { sumRollups } from './sum-rollups.js'
import type { YearBench } from './year.js'

/** Days whose values were revised since, one in ten of them, and how long ago the question looks back. */
const REVISED_DAYS = 60
const DAYS_AGO = 30

/** The work of `query` as it was known 30 days ago, against the same question over what stands. */
export const asOf: YearBench = async (year, { isQuick, say }) => {
  const { hub } = year
  const requests = isQuick ? 60 : 200
  const [known] = await hub.owner<{ at: string }[]>`select hub_now() - make_interval(days => ${DAYS_AGO}::int) as at`
  const at = known?.at ?? ''
  const revised = await reviseTail(hub.owner, year)
  say(`asof: ${revised} values of the last ${REVISED_DAYS} days revised`)
  const [nowBody, pastBody] = [questionBody(responseRate(year)), questionBody({ ...responseRate(year), asOf: at })]
  const token = await hub.analystToken()
  // A month of which nothing was known has a figure with a reason and no parts.
  const partsPast = partsOf(await askColumns(hub.url, pastBody, token)).filter(text => !text.endsWith(' null null'))
  requireEqual('The hub and values with their history', partsPast, await listPartsAsOf(hub.owner, { ...year, at }))
  const seconds: Record<'past' | 'now', number[]> = { past: [], now: [] }
  for (let request = 0; request < requests; request++) {
    seconds.past.push(await timed(() => askColumns(hub.url, pastBody, token)))
    seconds.now.push(await timed(() => askColumns(hub.url, nowBody, token)))
  }
  const [pastP95, nowP95] = [percentile(seconds.past, 0.95), percentile(seconds.now, 0.95)]
  say(`asof: ${requests} requests, p95 ${(pastP95 * 1_000).toFixed(1)} ms as of ${at}, ${(nowP95 * 1_000).toFixed(1)} ms now`)
  return {
    lines: [atMost(`asof, p95 ${DAYS_AGO} days ago, times that of the same question now`, pastP95 / nowP95, 2)],
    raw: { requests, at, revised, pastP95, nowP95, pastMedian: median(seconds.past), nowMedian: median(seconds.now) },
  }
}

const partsOf = ({ center, from, to, numerator, denominator }: Columns): readonly string[] =>
  center.map((one, i) => `${one} ${from[i]} ${to[i]} ${numerator[i]} ${denominator[i]}`).toSorted()

/** Revises every tenth cell of the last days by real updates, so that the triggers leave the former images, and sums the roll-ups again. */
async function reviseTail(owner: postgres.Sql, { to }: Span): Promise<number> {
  const days = await owner<{ day: string }[]>`
    select d.day::date::text as day
    from generate_series(${to}::text::date - ${REVISED_DAYS - 1}::int, ${to}::text::date, interval '1 day') as d (day)`
  let revised = 0
  for (const { day } of days) {
    revised += await owner.begin(async sql => {
      await sql`set local synchronous_commit = off`
      await sql`
        insert into submissions (center_id, idempotency_key, content_hash, mode, strategy, status, edition, submitted_by,
          received, inserted, revised, unchanged, retracted, quarantined, rejected, implied_retractions, outcomes, issues)
        select center_id, ${`bench-revision-${day}`}, content_hash, mode, strategy, status, edition, submitted_by,
          0, 0, 0, 0, 0, 0, 0, 0, '', '[]'
        from submissions
        where idempotency_key = ${`bench-${day}`}`
      const changed = await sql`
        with revision as materialized (
          select center_id, no, hub_record(center_id) as stamp
          from (select center_id, no from submissions where idempotency_key = ${`bench-revision-${day}`} order by center_id offset 0) s
        )
        update observations o set value = o.value + 1, revision = o.revision + 1, submission_no = r.no, recorded_at = r.stamp
        from revision r
        where o.center_id = r.center_id and o.period_start = ${day}::text::date and (o.cell_id + o.measure_id) % 10 = 0`
      await sumRollups(sql, { from: day, to: day })
      return changed.count
    })
  }
  await owner`vacuum (analyze) observations, observation_history, observation_rollups, observation_rollup_history`
  return revised
}

/** Center, span, answered and offered by center and month as they stood at an instant, summed from the values and their history. */
async function listPartsAsOf(owner: postgres.Sql, { from, to, at }: Span & { readonly at: string }): Promise<readonly string[]> {
  const rows = await owner<{ text: string }[]>`
    with images as (
      select center_id, measure_id, period_start, value from observations where recorded_at <= ${at} and not is_retracted
      union all
      select center_id, measure_id, period_start, value from observation_history
      where recorded_at <= ${at} and superseded_at > ${at} and not is_retracted
    ), months as (
      select i.center_id, date_trunc('month', i.period_start::timestamp)::date as month,
        sum(i.value) filter (where m.code = 'calls_answered') as answered, sum(i.value) filter (where m.code = 'calls_offered') as offered
      from images i
      join measures m on m.id = i.measure_id and m.code in ('calls_answered', 'calls_offered')
      where i.period_start between ${from}::text::date and ${to}::text::date
      group by i.center_id, month
    )
    select concat_ws(' ', c.code, greatest(s.month, ${from}::text::date), least((s.month + interval '1 month - 1 day')::date, ${to}::text::date),
      s.answered, s.offered) as text
    from months s
    join centers c on c.id = s.center_id`
  return rows.map(({ text }) => text).toSorted()
}
