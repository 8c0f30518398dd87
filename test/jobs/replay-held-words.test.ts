import { afterAll, beforeAll, expect, it } from 'vitest'
import { replayHeldWords } from '../../jobs/replay-held-words.js'
import { addDays } from '../../schema/domain/period.js'
import { startCenterHub, valueOf, type CenterHub } from '../support/center-hub.js'
import { startCurator, type Curator } from '../support/curate.js'
import { seriesOf } from '../support/submission-samples.js'

let center: CenterHub
let curator: Curator
beforeAll(async () => {
  center = await startCenterHub()
  curator = await startCurator(center)
})
afterAll(() => center.close())

const HOURS = Array.from({ length: 24 }, (_, hour) => `${hour}`.padStart(2, '0'))
/** 10,080 values: more than one transaction judges again. */
const DAYS = Array.from({ length: 420 }, (_, n) => addDays('2024-07-01', n))

const replayed = async () => {
  const [row] = await center.database.owner`select rows_due, rows_done, finished_at is not null as is_finished from term_replays`
  return row
}
const runJob = () => replayHeldWords({ ...center.hub, signal: new AbortController().signal })

it('a replay of more rows than one transaction takes goes on in the job, says how far it is, and lands every row once', async () => {
  const cells = DAYS.flatMap(day => HOURS.map(hour => ({ day, hour })))
  const series = seriesOf({
    measure: '시간대콜',
    unit: '건',
    periodStart: null,
    axes: ['periodStart', 'hour'],
    items: [cells.map(({ day }) => day), cells.map(({ hour }) => hour)],
    values: cells.map((_, n) => n % 100),
  })
  expect(valueOf(await center.submit('ulsan', { series: [series] })).stored.record.counts).toMatchObject({ quarantined: cells.length })
  const decided = await curator.map(await curator.termOf('ulsan', '시간대콜'))
  expect(decided).toMatchObject({ landed: 10_000, toCome: cells.length - 10_000 })
  expect(await replayed()).toEqual({ rows_due: cells.length, rows_done: 10_000, is_finished: false })
  expect(await runJob()).toMatchObject({
    outcome: 'done',
    detail: { rows: { [String((await center.caller('ulsan')).center?.id)]: cells.length - 10_000 } },
  })
  expect(await replayed()).toEqual({ rows_due: cells.length, rows_done: cells.length, is_finished: true })
  expect(await runJob()).toEqual({ outcome: 'done', detail: { rows: {} } })
  const [kept] = await center.database.owner`select facts, held, voided, rejected, lost from submission_conservation`
  expect(kept).toEqual({ facts: cells.length, held: 0, voided: 0, rejected: 0, lost: 0 })
  const [stored] = await center.database.owner`select count(*)::int as n, max(revision) as revision from observations`
  expect(stored).toEqual({ n: cells.length, revision: 1 })

  // What is stopped waits at once and whole: nothing of it is read a second time, in this transaction or by the job.
  const stopped = await curator.suspend(await curator.termOf('ulsan', '시간대콜'))
  expect(stopped).toMatchObject({ heldAgain: cells.length, stillHeld: cells.length, toCome: 0 })
  expect(await runJob()).toEqual({ outcome: 'done', detail: { rows: {} } })
  const [waiting] = await center.database.owner`select facts, held, voided, rejected, lost from submission_conservation`
  expect(waiting).toEqual({ facts: 0, held: cells.length, voided: 0, rejected: 0, lost: 0 })
}, 110_000)
