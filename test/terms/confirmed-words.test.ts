import { afterAll, beforeAll, expect, it } from 'vitest'
import { decideAs } from '../../api/operations/decide-mapping.js'
import { undoAs } from '../../api/operations/undo-decision.js'
import { decisionOf, STEWARD } from '../support/curate.js'
import type { HubServer } from '../support/hub-server.js'
import { actOn, type Answer, send, startStewards, wordOf } from '../support/steward.js'

let hub: HubServer
beforeAll(async () => {
  hub = await startStewards()
})
afterAll(() => hub.close())

const WORD = ['gyeonggi', '전화'] as const
const DAY = '2026-11-10'
const at = (hour: number): string => `2026-11-19T${hour}:00:00+09:00`

const ask = async (text: string, input: Readonly<Record<string, unknown>>, client: string): Promise<Answer> => {
  const { data, errors } = await hub.graphql(text, { input }, await hub.token(client))
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
  return data
}
const WHY = `query ($input: FiguresInput!) { explainFigure(input: $input) { figure { value } nodes { value revision isProvisionalMapping } } }`
const why = async (asOf: string | null, client = 'analyst'): Promise<Answer> =>
  (await ask(WHY, { measures: ['calls_offered'], centers: [WORD[0]], from: DAY, to: DAY, asOf }, client)).explainFigure
const HISTORY = `query ($input: ObservationHistoryInput!) { observationHistory(input: $input) { nodes { revision isRetracted isProvisionalMapping } } }`
const history = async (asOf: string | null): Promise<Answer> => {
  const key = { center: WORD[0], measure: 'calls_offered', periodType: 'DAY', periodStart: DAY, asOf }
  return (await ask(HISTORY, key, `${WORD[0]}-client`)).observationHistory.nodes
}
const OBSERVATIONS = `query ($input: ObservationsInput!) { observations(input: $input) { nodes { isProvisionalMapping } } }`
const observed = async (): Promise<Answer> =>
  (await ask(OBSERVATIONS, { measures: ['calls_offered'], centers: [WORD[0]], from: DAY, to: DAY }, 'analyst')).observations.nodes

it('S34: a confirmation makes no revision, and values are provisional until its instant and not from it on, as of any instant', async () => {
  await send(hub, WORD[0], [{ measure: WORD[1], value: 9, unit: '건', periodStart: DAY }])
  const { id } = await wordOf(hub, ...WORD)
  const robot = { actor: 'job:reconcile-terms', authorType: 'system', role: 'jobs' } as const
  expect(await decideAs(hub.hub, robot, decisionOf(id, { tier: 'T1' }))).toMatchObject({ ok: true, value: { landed: 1 } })
  const provisional = { figure: { value: '9' }, nodes: [{ value: '9', revision: 1, isProvisionalMapping: true }] }
  const confirmed = { figure: { value: '9' }, nodes: [{ value: '9', revision: 1, isProvisionalMapping: false }] }
  expect(await why(null)).toEqual(provisional)
  expect(await observed()).toEqual([{ isProvisionalMapping: true }])

  await hub.database.setClock(at(11))
  expect(await actOn(hub, WORD, 'confirmProvisional', {})).toMatchObject({ heldAgain: 0, landed: 0 })
  expect(await history(null)).toEqual([{ revision: 1, isRetracted: false, isProvisionalMapping: false }])
  expect([await why(null), await why(null, `${WORD[0]}-client`), await observed()]).toEqual([
    confirmed,
    confirmed,
    [{ isProvisionalMapping: false }],
  ])
  expect([await why(at(10)), await history(at(10))]).toEqual([
    provisional,
    [{ revision: 1, isRetracted: false, isProvisionalMapping: true }],
  ])

  await hub.database.setClock(at(13))
  const [last] = await hub.database.owner<{ id: string }[]>`select id from term_decisions order by recorded_at desc, no desc limit 1`
  expect(await undoAs(hub.hub, STEWARD, { decision: last?.id ?? '', reason: null })).toMatchObject({ ok: true, value: { heldAgain: 0 } })
  await hub.database.setClock(at(14))
  expect([await why(at(10)), await why(at(12)), await why(null)]).toEqual([provisional, confirmed, provisional])

  expect(await actOn(hub, WORD, 'confirmProvisional', {})).toMatchObject({ landed: 0 })
  await hub.database.setClock(at(15))
  expect(await why(null)).toEqual(confirmed)
  expect(await undoAs(hub.hub, STEWARD, { decision: last?.id ?? '', reason: null })).toMatchObject({ ok: false })
})

it('S34: what was taken back was provisional as long as it stood, if nobody had confirmed it by then', async () => {
  const word = ['jeju', '전화'] as const
  await send(hub, word[0], [{ measure: word[1], value: 4, unit: '건', periodStart: DAY }])
  const { id } = await wordOf(hub, ...word)
  const robot = { actor: 'job:reconcile-terms', authorType: 'system', role: 'jobs' } as const
  await decideAs(hub.hub, robot, decisionOf(id, { tier: 'T1' }))
  await decideAs(hub.hub, STEWARD, decisionOf(id, { target: 'measure:calls_answered' }))
  const key = { center: word[0], measure: 'calls_offered', periodType: 'DAY', periodStart: DAY }
  expect((await ask(HISTORY, key, `${word[0]}-client`)).observationHistory.nodes).toEqual([
    { revision: 1, isRetracted: false, isProvisionalMapping: true },
    { revision: 2, isRetracted: true, isProvisionalMapping: false },
  ])
})
