import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { explainFigure } from '../../api/operations/explain-figure.js'
import { queryFigures, type FiguresAnswer } from '../../api/operations/query-figures.js'
import { readObservationHistory } from '../../api/operations/read-observation-history.js'
import { resolveHeldRows } from '../../api/operations/resolve-held-rows.js'
import { placeHeldRows } from '../../jobs/place-held-rows.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { FigureQuestion } from '../../schema/domain/figures/figure-question.js'
import type { SubmittedRow } from '../../schema/domain/submissions/submission.js'
import { collectLog } from '../jobs/collect-log.js'
import { questionOf } from '../domain/figures/ask-figures.js'
import { rowsOf, startCenterHub, valueOf, type CenterHub } from '../support/center-hub.js'
import { startCurator, type Curator } from '../support/curate.js'
import { jobContext } from '../support/job-context.js'
import { publishEdited } from '../support/next-edition.js'
import { listHeld } from '../support/stored-rows.js'
import { dimensionsOf, rowOf } from '../support/submission-samples.js'

let center: CenterHub
let curator: Curator
let analyst: Caller
beforeAll(async () => {
  center = await startCenterHub()
  curator = await startCurator(center)
  analyst = await center.caller(null, 'stats:read')
})
afterAll(() => center.close())

const DAY = '2026-11-10'
const push = async (code: string, rows: readonly SubmittedRow[]) => valueOf(await center.submit(code, { rows }))
const row = (measure: string, value: number, items: Readonly<Record<string, string>> = {}) =>
  rowOf({ measure, unit: null, periodStart: DAY, value, dimensions: dimensionsOf(items) })
const heldRow = async (code: string) => (await listHeld(center.database.owner, code)).find(({ state }) => state === 'held')?.id ?? ''

type Asked = { readonly question: Partial<FigureQuestion>; readonly why: Caller | null }
/** What is answered, and why where one figure is asked for. */
async function answerTo({ question, why }: Asked, asOf: string | null) {
  const asked = questionOf({ from: DAY, to: DAY, ...question, asOf })
  const answer = valueOf(await queryFigures(center.hub, analyst, asked))
  return {
    ...answer,
    rows: why && valueOf(await explainFigure(center.hub, why, { question: { ...asked, asOf: answer.asOf }, first: 100, after: null })),
  }
}
/** Byte for byte; amounts are exact numbers, and by which standards codes are told is no part of an answer. */
const textOf = (told: object): string =>
  JSON.stringify(told, (key, value: unknown) => (key === 'standards' ? undefined : typeof value === 'bigint' ? `${value}n` : value))
const said = ({ figures }: FiguresAnswer) => figures.map(({ value, reason, heldVolume }) => [value ?? reason, heldVolume?.volume ?? null])

describe('S25: what a held row stood for', () => {
  it('is told as it was read then: a row whose word was decided, and that goes on waiting for its item, was of no measure before', async () => {
    const seoul = await center.caller('seoul')
    const asked: readonly Asked[] = [
      { question: { measures: ['contacts_handled'], centers: ['seoul'] }, why: seoul },
      { question: { measures: ['contacts_handled'], centers: ['seoul'], dimensions: ['channel'] }, why: null },
      { question: { measures: ['contacts_handled'], centers: ['seoul', 'busan'], isByCenter: false }, why: seoul },
      { question: { measures: ['contacts_handled'], filters: [{ dimension: 'channel', items: ['sms'] }], centers: ['seoul'] }, why: seoul },
    ]
    const taken: { readonly one: Asked; readonly told: Awaited<ReturnType<typeof answerTo>> }[] = []
    const take = async () => {
      const now = await Promise.all(asked.map(async one => ({ one, told: await answerTo(one, null) })))
      taken.push(...now)
      return now.map(({ told }) => said(told))
    }
    await push('busan', [row('contacts_handled', 70)])
    await push('seoul', [
      row('contacts_handled', 100, { channel: 'voice', language: 'ko' }),
      row('처음보는말', 40, { channel: '삐삐', language: '화성어' }),
    ])
    expect((await take())[0]).toEqual([['100', null]])
    await curator.map(await curator.termOf('seoul', '처음보는말'), { target: 'measure:contacts_handled' })
    expect(await listHeld(center.database.owner, 'seoul')).toMatchObject([{ state: 'held', codes: 'CODE_UNKNOWN' }])
    const second = await take()
    await curator.map(await curator.termOf('seoul', '삐삐'), { target: 'codelist:channel.sms' })
    const third = await take()
    expect([second[0], third[0]]).toEqual([[['HELD', '40']], [['HELD', '40']]])
    const resolution = { heldRow: await heldRow('seoul'), action: 'WITHDRAW', value: undefined, reason: null } as const
    valueOf(await resolveHeldRows(center.hub, seoul, [resolution]))
    expect((await take())[0]).toEqual([['100', null]])
    for (const { one, told } of taken) expect(textOf(await answerTo(one, told.asOf))).toBe(textOf(told))
  })

  it('what share waits is told by what the edition of then said that the word may mean', async () => {
    const question = { question: { measures: ['calls_answered'], centers: ['daegu'] }, why: null }
    await push('daegu', [row('calls_answered', 70)])
    await push('daegu', [row('응대건수', 30)])
    const told = await answerTo(question, null)
    expect(said(told)).toEqual([['70', '30']])
    const from = "candidates: ['measure:contacts_handled', 'measure:calls_answered']"
    const edits = [{ file: 'terms' as const, from, to: "candidates: ['measure:contacts_handled', 'measure:inquiries_recorded']" }]
    await publishEdited(center.database.owner, { code: '2026.9', effectiveFrom: '2026-11-01', edits })
    await center.hub.freshStandards()
    await push('daegu', [row('응대건수', 31)])
    expect(said(await answerTo(question, null))).toEqual([['70', null]])
    expect(textOf(await answerTo(question, told.asOf))).toBe(textOf(told))
  })

  it('a hold rule that was confirmed later is not in the history of its value as of before', async () => {
    const caller = await center.caller('incheon')
    const key = { center: 'incheon', measure: 'talk_seconds', periodType: 'day' as const, periodStart: DAY, dimensions: [] }
    const read = async (asOf: string | null) =>
      valueOf(await readObservationHistory(center.hub, caller, { key, asOf, first: 10, after: null }))?.nodes
    await push('incheon', rowsOf({ talk_seconds: 100, calls_offered: 70, calls_answered: 5 }, { periodStart: DAY }))
    const { asOf } = await answerTo({ question: { measures: ['talk_seconds'], centers: ['incheon'] }, why: null }, null)
    const before = await read(asOf)
    // 60 answered calls in 100 seconds: the rule doubts the seconds, which stand, and holds the row that came.
    await push('incheon', rowsOf({ calls_answered: 60 }, { periodStart: DAY }))
    const confirmed = { heldRow: await heldRow('incheon'), action: 'CONFIRM', value: undefined, reason: '확인함' } as const
    valueOf(await resolveHeldRows(center.hub, caller, [confirmed]))
    const rules = async (at: string | null) => (await read(at))?.map(({ revision, confirmed_rules: known }) => [revision, known])
    expect(await rules(null)).toEqual([[1, ['talk_seconds.p1']]])
    expect(await rules(asOf)).toEqual([[1, null]])
    expect(await read(asOf)).toEqual(before)
  })
})

describe('a row that a former program held without a place in its table', () => {
  it('S3, S17: gets it from the job once; as of before the sums are as they were told, and the row goes on waiting', async () => {
    const context = jobContext(center.database.db, collectLog().log)
    const asked = { question: { measures: ['contacts_handled'], centers: ['ulsan'] }, why: await center.caller('ulsan') }
    await push('ulsan', [
      row('contacts_handled', 100, { channel: 'voice' }),
      row('contacts_handled', 40, { channel: '삐삐' }),
      row('모르는말', 5),
    ])
    // As programs before decision 55 held it.
    await center.database.owner.begin(async sql => {
      await sql`set local session_replication_role = replica`
      await sql`update held_rows set cell_id = null, is_placed = false where center_id = (select id from centers where code = 'ulsan')`
    })
    const before = await answerTo(asked, null)
    expect(said(before)).toEqual([['100', '40']])
    expect(await placeHeldRows(context)).toEqual({ outcome: 'done', detail: { rows: 1, placed: 1 } })
    expect(said(await answerTo(asked, null))).toEqual([['HELD', '40']])
    expect(textOf(await answerTo(asked, before.asOf))).toBe(textOf(before))
    expect((await listHeld(center.database.owner, 'ulsan')).map(({ state, codes }) => `${state} ${codes}`)).toEqual([
      'held CODE_UNKNOWN',
      'held WORD_UNKNOWN',
    ])
    expect(await placeHeldRows(context)).toEqual({ outcome: 'done', detail: { rows: 0, placed: 0 } })
    // Its center says the table again under the right code, and the row is let go as one that was held today (decision 55).
    await push('ulsan', [row('contacts_handled', 100, { channel: 'voice' }), row('contacts_handled', 40, { channel: 'sms' })])
    expect(said(await answerTo(asked, null))).toEqual([['140', null]])
  })
})
