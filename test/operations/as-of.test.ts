import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freezeBaselines } from '../../api/operations/freeze-baselines.js'
import { queryFigures, type FiguresAnswer } from '../../api/operations/query-figures.js'
import { resolveHeldRows } from '../../api/operations/resolve-held-rows.js'
import { setCalendarException } from '../../api/operations/set-calendar-exception.js'
import { setCalendar } from '../../api/operations/set-calendar.js'
import { setMembership } from '../../api/operations/set-membership.js'
import { lockCenter } from '../../db/queries/submissions.js'
import { storeObservations } from '../../db/queries/observations.js'
import { refreshRollups } from '../../db/queries/rollups.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { FigureQuestion } from '../../schema/domain/figures/figure-question.js'
import { addDays } from '../../schema/domain/period.js'
import { questionOf } from '../domain/figures/ask-figures.js'
import { refusalOf, rowsOf, startCenterHub, valueOf, type CenterHub } from '../support/center-hub.js'
import { startCurator } from '../support/curate.js'
import { CORE } from '../support/nights.js'
import { publishEdited } from '../support/next-edition.js'
import { dimensionsOf } from '../support/submission-samples.js'

let center: CenterHub
let analyst: Caller
let administrator: Caller
beforeAll(async () => {
  center = await startCenterHub()
  analyst = await center.caller(null, 'stats:read')
  administrator = await center.caller(null, 'hub:admin')
})
afterAll(() => center.close())

const answerTo = async (asked: Partial<FigureQuestion>): Promise<FiguresAnswer> =>
  valueOf(await queryFigures(center.hub, analyst, questionOf(asked)))

const on = (periodStart: string) => ({ periodStart })
const push = async (code: string, day: string, values: Parameters<typeof rowsOf>[0], items: Readonly<Record<string, string>> = {}) =>
  valueOf(await center.submit(code, { edition: '2026.1', rows: rowsOf(values, { ...on(day), dimensions: dimensionsOf(items) }) }))

/** The answer, and the same question as of the instant it stated, word for word. */
async function expectAgain(asked: Partial<FigureQuestion>, first: FiguresAnswer): Promise<void> {
  const again = await answerTo({ ...asked, asOf: first.asOf })
  expect(JSON.stringify(again)).toBe(JSON.stringify(first))
}

const october = {
  indicators: ['response_rate'],
  measures: ['calls_offered', 'calls_answered'],
  centers: ['seoul'],
  from: '2026-10-01',
  to: '2026-10-31',
} as const

describe('S25: recorded time', () => {
  it('exchange 11: a figure of October asked as of a day before its revision is the old one, and now it is the new one', async () => {
    await center.database.setClock('2026-11-05T09:00:00+09:00')
    for (const day of ['2026-10-11', '2026-10-12']) await push('seoul', day, { calls_offered: 100, calls_answered: 90 })
    const report = await answerTo(october)
    await center.database.setClock('2026-11-09T10:00:00+09:00')
    await push('seoul', '2026-10-12', { calls_answered: 95 })
    const between = await answerTo({ ...october, asOf: '2026-11-06T00:00:00+09:00' })
    expect(between.figures[0]).toMatchObject({ value: '90.00', numerator: '180', denominator: '200' })
    expect(between.figures).toEqual(report.figures)
    expect((await answerTo(october)).figures[0]).toMatchObject({ value: '92.50', numerator: '185', denominator: '200' })
    await expectAgain(october, report)
    await center.database.setClock(null)
  })

  it('a transaction that began before an answer and commits after it is not in that answer, nor in the same question asked later', async () => {
    const question = { measures: ['calls_offered'], centers: ['daegu'], from: '2026-10-20', to: '2026-10-20' }
    const seoul = await center.caller('daegu')
    const standards = await center.hub.standards()
    const { no } = valueOf(await center.submit('daegu', { edition: '2026.1', rows: rowsOf({ calls_offered: 7 }, on('2026-10-21')) })).stored
    const row = {
      isKnown: false,
      measureId: standards.measureIds.get('calls_offered') ?? 0,
      periodType: 'day' as const,
      periodStart: '2026-10-20',
      cellId: 1,
      value: '10',
      statusId: standards.statusIds.get('provisional') ?? 0,
      submissionNo: no,
      rowIndex: 0,
      isRetracted: false,
      isProvisionalMapping: false,
      parameters: null,
      confirmedRules: null,
      rawValue: null,
      rawUnit: null,
      unitFactor: null,
      label: null,
      mappingVersions: [],
    }
    const during = await center.database.db.transaction({ centerId: seoul.center?.id ?? 0, role: 'center' }, async tx => {
      await lockCenter(tx, seoul.center?.id ?? 0)
      await storeObservations(tx, seoul.center?.id ?? 0, [row])
      await refreshRollups(tx, seoul.center?.id ?? 0, [row])
      return answerTo(question)
    })
    expect(during.figures[0]).toMatchObject({ value: null, reason: 'MISSING' })
    expect((await answerTo(question)).figures[0]).toMatchObject({ value: '10' })
    await expectAgain(question, during)
  })

  it('what is held, resolved, retracted, broken down, closed and joined is rewound together', async () => {
    const questions: readonly Partial<FigureQuestion>[] = [
      { ...october, centers: ['busan'] },
      { ...october, centers: ['busan'], by: 'day', from: '2026-10-05', to: '2026-10-12' },
      { measures: ['calls_offered'], centers: ['busan'], dimensions: ['hour'], from: '2026-10-05', to: '2026-10-12' },
      { measures: ['calls_offered'], isByCenter: false, from: '2026-10-05', to: '2026-10-12' },
    ]
    const taken: { readonly question: Partial<FigureQuestion>; readonly answer: FiguresAnswer }[] = []
    const take = async () => {
      for (const question of questions) taken.push({ question, answer: await answerTo(question) })
    }
    await take()
    await push('busan', '2026-10-05', { calls_offered: 50, calls_answered: 40 })
    await take()
    await push('busan', '2026-10-05', { calls_offered: 20 }, { hour: '09' })
    await push('busan', '2026-10-05', { calls_offered: 30 }, { hour: '10' })
    await take()
    await push('busan', '2026-10-06', { calls_offered: 10, calls_answered: 20 }) // held: more answered than offered
    await take()
    const busan = await center.caller('busan')
    const held = await center.database.owner<{ id: string }[]>`select id from held_rows where state = 'held' order by row_index`
    valueOf(
      await resolveHeldRows(center.hub, busan, [
        { heldRow: held[0]?.id ?? '', action: 'CORRECT', value: '25', reason: 'a digit was lost' },
      ]),
    )
    await take()
    valueOf(
      await center.submit('busan', {
        edition: '2026.1',
        strategy: 'RETRACT',
        reason: 'counted twice',
        rows: rowsOf({ calls_offered: null }, on('2026-10-05')),
      }),
    )
    await take()
    const hours = { weekdays: null, saturday: null, sunday: null, holidays: null }
    valueOf(
      await setCalendar(center.hub, administrator, {
        center: 'busan',
        validFrom: '2026-10-01',
        validTo: null,
        ...hours,
        reason: 'new hours',
      }),
    )
    await take()
    valueOf(
      await setMembership(center.hub, administrator, {
        center: 'busan',
        memberFrom: '2026-10-06',
        memberTo: null,
        isTrial: true,
        reason: 'on trial',
      }),
    )
    await take()
    const texts = new Set(taken.filter((_, place) => place % questions.length === 1).map(({ answer }) => JSON.stringify(answer.figures)))
    expect(texts.size).toBe(7) // the steps did change what is answered
    for (const { question, answer } of taken) await expectAgain(question, answer)
  })

  it('answers given while centers push, revise and retract at once are the same when asked again', async () => {
    const codes = ['gwangju', 'daejeon', 'ulsan', 'jeju']
    const question = { measures: ['calls_offered'], centers: codes, from: '2026-09-01', to: '2026-09-03', by: 'day' as const }
    const taken: FiguresAnswer[] = []
    let isOver = false
    const asking = [0, 1].map(async () => {
      while (!isOver) taken.push(await answerTo(question))
    })
    await Promise.all(
      codes.map(async code => {
        for (let round = 1; round <= 12; round++) {
          const day = `2026-09-0${(round % 3) + 1}`
          if (round % 5 === 0) {
            valueOf(
              await center.submit(code, {
                edition: '2026.1',
                strategy: 'RETRACT',
                reason: 'again',
                rows: rowsOf({ calls_offered: null }, on(day)),
              }),
            )
          } else await push(code, day, { calls_offered: round * 10 })
        }
      }),
    )
    isOver = true
    await Promise.all(asking)
    expect(new Set(taken.map(({ figures }) => JSON.stringify(figures))).size).toBeGreaterThan(2)
    for (const first of taken) await expectAgain(question, first)
  })

  it('words that are decided by days, suspended and taken back, what lands and waits by them, other definitions, closed days and baselines are rewound together', async () => {
    const code = 'gyeonggi'
    const curator = await startCurator(center)
    const span = { centers: [code], from: '2026-10-05', to: '2026-10-08' }
    const questions: readonly Partial<FigureQuestion>[] = [
      { ...span, measures: ['contacts_handled'], by: 'day' },
      { ...span, measures: ['contacts_handled', 'inquiries_recorded'], centers: [code, 'jeonnam'], isByCenter: false },
      { ...span, measures: ['contacts_handled'], dimensions: ['channel'] },
      { ...span, measures: ['contacts_handled'], dimensions: ['language'] },
      { ...span, indicators: ['surge_ratio'], measures: ['baseline_contacts_4w'] },
    ]
    const taken: { readonly question: Partial<FigureQuestion>; readonly answer: FiguresAnswer }[] = []
    const told: string[] = []
    const after = async (act: Promise<unknown>) => {
      await act
      for (const question of questions) taken.push({ question, answer: await answerTo(question) })
      told.push(JSON.stringify(taken.slice(-questions.length).map(({ answer }) => answer.figures)))
    }
    const days = ['2026-10-05', '2026-10-06', '2026-10-07']
    for (const day of days) {
      await push('jeonnam', day, { contacts_handled: 70 })
      await push(code, day, { 우리말: 20 }, { channel: 'voice' })
    }
    await after(push(code, '2026-10-07', { 우리말: 30 }, { channel: '삐삐', language: '화성어' }))
    const word = await curator.termOf(code, '우리말')
    const from = (day: string) => ({ effective: { from: day, to: null } })
    await after(curator.map(word, { target: 'measure:contacts_handled', ...from('2026-10-06') }))
    const second = await curator.map(word, { target: 'measure:inquiries_recorded', ...from('2026-10-07') })
    await after(Promise.resolve(second))
    await after(curator.undo(second.decision))
    await after(curator.map(await curator.termOf(code, '삐삐'), { target: 'codelist:channel.sms' }))
    await after(curator.map(await curator.termOf(code, '화성어'), { target: 'codelist:language.en' }))
    await after(curator.suspend(word))
    await after(
      center.submit(code, {
        edition: '2026.1',
        rows: rowsOf({ contacts_handled: 9 }, { ...on('2026-10-06'), status: 'definition_differs' }),
      }),
    )
    const closed = { center: code, day: '2026-10-08', kind: 'closed', hours: null, nameKo: '임시', nameEn: 'Declared' } as const
    await after(setCalendarException(center.hub, administrator, { ...closed, reason: '지방 축제' }))
    const nights = [4, 3, 2, 1, 0].map(weeks => addDays('2026-10-07', -7 * weeks))
    for (const day of nights) await push(code, day, { ...CORE, contacts_offered: 100 })
    await after(freezeBaselines(center.hub, (await center.hub.standards()).centerIds.get(code) ?? 0))
    await after(push(code, '2026-10-07', { contacts_offered: 160 }))
    // Every step did change what is answered.
    expect(told.flatMap((text, step) => (text === told[step - 1] ? [step] : []))).toEqual([])
    for (const { question, answer } of taken) await expectAgain(question, answer)
  })

  it('an answer in the first second of an edition is made under it, as the same question asked later is', async () => {
    await publishEdited(center.database.owner, { code: '2027.1', effectiveFrom: '2027-01-01', edits: [] })
    await center.database.setClock('2026-12-31T23:59:59+09:00')
    await center.hub.freshStandards()
    const question = { measures: ['calls_offered'], centers: ['seoul'], from: '2026-10-20', to: '2026-10-20' }
    const before = await answerTo(question)
    await center.database.setClock('2027-01-01T00:00:00+09:00')
    const first = await answerTo(question)
    expect([before.edition, first.edition]).toEqual(['2026.1', '2027.1'])
    await expectAgain(question, before)
    await expectAgain(question, first)
    await center.database.setClock(null)
  })

  it('refuses an instant that has not come, and one before any edition was loaded', async () => {
    const answer = (asOf: string) => queryFigures(center.hub, analyst, questionOf({ measures: ['calls_offered'], asOf }))
    const ask = async (asOf: string) => refusalOf(await answer(asOf))
    expect(await ask('2099-01-01T00:00:00+09:00')).toEqual(['AS_OF_IN_FUTURE'])
    expect(await ask('2001-01-01T00:00:00+09:00')).toEqual(['AS_OF_TOO_EARLY'])
    const refused = await answer('2001-01-01T00:00:00+09:00')
    const [issue] = refused.ok ? [] : refused.issues
    const earliest = /^an instant from (\S+) on$/.exec(issue?.expected ?? '')?.[1] ?? ''
    expect([issue?.messageKo, issue?.messageEn]).toEqual([expect.stringContaining(earliest), expect.stringContaining(earliest)])
    expect(await ask(earliest)).toEqual([])
    const [justBefore] = await center.database.owner<{ instant: string }[]>`
      select to_char(${earliest}::text::timestamptz - interval '1 microsecond', 'YYYY-MM-DD"T"HH24:MI:SS.USTZH:TZM') as instant`
    expect(await ask(justBefore?.instant ?? '')).toEqual(['AS_OF_TOO_EARLY'])
  })
})
