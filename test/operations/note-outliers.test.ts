import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judgeContext } from '../../api/operations/judge-context.js'
import { noteOutliers } from '../../api/operations/note-outliers.js'
import { addDays } from '../../schema/domain/period.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import { judgeRows } from '../../schema/domain/submissions/judge-rows.js'
import type { JudgedRow, SubmittedRow } from '../../schema/domain/submissions/submission.js'
import { rowsOf, startCenterHub, type CenterHub } from '../support/center-hub.js'
import { storeTotals } from '../support/store-totals.js'
import { EMPTY_BATCH } from '../support/submission-samples.js'

const THURSDAY = '2026-11-19'
let center: CenterHub
let standards: Standards

beforeAll(async () => {
  center = await startCenterHub()
  await center.database.setClock('2026-11-20T02:10:00+09:00')
  standards = await center.hub.standards()
  const before = (weeks: number) => addDays(THURSDAY, -7 * weeks)
  const night = (code: string, day: string, offered: number) => ({
    center: code,
    day,
    values: { calls_offered: offered, talk_seconds: offered * 200, headcount_agents: 100 },
  })
  const fiveWeeks = (code: string, offered: number) => [1, 2, 3, 4, 5].map(week => night(code, before(week), offered + week))
  await storeTotals(center.database, standards, [...fiveWeeks('busan', 1000), ...fiveWeeks('daegu', 40_000)])
  // None of these enters the history of Busan: nine weeks ago, the day before, another definition, and a retracted value.
  await storeTotals(center.database, standards, [
    night('busan', before(9), 9000),
    night('busan', addDays(THURSDAY, -1), 9000),
    { ...night('busan', before(6), 9000), status: 'definition_differs' },
    night('busan', before(7), 9000),
  ])
  await storeTotals(center.database, standards, [
    { center: 'busan', day: before(7), values: { calls_offered: null, talk_seconds: null, headcount_agents: null } },
  ])
})

afterAll(() => center.close())

const judge = (rows: readonly SubmittedRow[], centerId: number) =>
  judgeRows({ ...EMPTY_BATCH, rows }, judgeContext({ standards, centerId, mappings: [], ranges: [], specialSpans: [] }, '2026-11-20')).rows

function note(code: string, rowsFor: (centerId: number) => readonly JudgedRow[]): Promise<readonly JudgedRow[]> {
  const centerId = standards.centerIds.get(code) ?? 0
  return center.database.db.transaction({ centerId, role: 'center' }, tx => noteOutliers(tx, { standards, centerId }, rowsFor(centerId)))
}
const notesOf = (rows: readonly JudgedRow[]) =>
  rows.flatMap(({ measure, issues }) => issues.filter(({ code }) => code === 'OUTLIER').map(({ expected }) => `${measure}: ${expected}`))

const TYPHOON = rowsOf({ calls_offered: 4000, talk_seconds: 800_000, headcount_agents: 400 })

describe('note-outliers', () => {
  it('exchange 13: a typhoon day at four times the volume is noted and stays good', async () => {
    const noted = await note('busan', id => judge(TYPHOON, id))
    expect(notesOf(noted)).toEqual(['calls_offered: median 1003 of 5 weeks', 'talk_seconds: median 200600 of 5 weeks'])
    expect(noted.map(({ verdict }) => verdict)).toEqual(['good', 'good', 'good'])
    const plain = judge(TYPHOON, standards.centerIds.get('busan') ?? 0)
    expect(noted.map(({ issues, ...row }) => ({ ...row, issues: issues.filter(({ code }) => code !== 'OUTLIER') }))).toEqual(plain)
  })

  it("judges each center by its own history: 4,000 calls are little for Daegu's 40,000, and nothing is known of Seoul", async () => {
    expect(notesOf(await note('daegu', id => judge(TYPHOON, id)))).toHaveLength(2)
    expect(notesOf(await note('daegu', id => judge(rowsOf({ calls_offered: 39_000 }), id)))).toEqual([])
    expect(notesOf(await note('seoul', id => judge(TYPHOON, id)))).toEqual([])
  })

  it('exchange 13: minds holidays: a holiday is not compared with working days, and is no history of them', async () => {
    const centerId = standards.centerIds.get('busan') ?? 0
    const noteWith = (...days: readonly string[]) => {
      const calendarExceptions = days.map(day => ({
        center: null,
        day,
        kind: 'holiday' as const,
        hours: null,
        nameKo: '임시공휴일',
        nameEn: 'Temporary holiday',
      }))
      const place = { standards: { ...standards, calendarExceptions }, centerId }
      const rows = judge(rowsOf({ calls_offered: 4000 }), centerId)
      return center.database.db.transaction({ centerId, role: 'center' }, async tx => notesOf(await noteOutliers(tx, place, rows)))
    }
    expect(await noteWith(THURSDAY)).toEqual([])
    expect(await noteWith(addDays(THURSDAY, -7))).toEqual(['calls_offered: median 1003.5 of 4 weeks'])
    expect(await noteWith(addDays(THURSDAY, -7), addDays(THURSDAY, -14))).toEqual([])
  })

  it('gives the rows back as they are when nothing is noted', async () => {
    const rows = judge(rowsOf({ calls_offered: 1010 }), standards.centerIds.get('busan') ?? 0)
    expect(await note('busan', () => rows)).toBe(rows)
  })

  it.each([
    [20_001, 41, 0],
    [20_001, 40, 1],
    [20_000, 41, 1],
  ])('%i rows in %i days: %i notes', async (count, days, notes) => {
    const [typhoon] = judge(TYPHOON.slice(0, 1), standards.centerIds.get('busan') ?? 0)
    if (typhoon?.period == null) throw new Error('The row was not read.')
    const { period } = typhoon
    const rows = Array.from({ length: count }, (_, index) =>
      index < days
        ? { ...typhoon, index, period: { ...period, start: addDays(THURSDAY, -index) } }
        : { ...typhoon, index, cell: `hour=${index}` },
    )
    const noted = await note('busan', () => rows)
    const firstNotes = noted.slice(0, 1).flatMap(({ issues }) => issues.filter(({ code }) => code === 'OUTLIER'))
    expect(firstNotes).toHaveLength(notes)
  })
})
