import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HubServer } from '../support/hub-server.js'
import { actOn, preview, send, startStewards, wordOf, type SentRow } from '../support/steward.js'
import { standing } from '../support/stored-rows.js'

let hub: HubServer
beforeAll(async () => {
  hub = await startStewards()
})
afterAll(() => hub.close())

const byChannel = (item: string, values: readonly number[]): SentRow[] =>
  values.map((value, at) => ({
    measure: 'contacts_handled',
    value,
    unit: '건',
    periodStart: `2026-11-${String(2 + at).padStart(2, '0')}`,
    dimensions: [{ dimension: 'channel', item }],
  }))

const figureOf = async (center: string, measure: string): Promise<string | null> => {
  const text = `query ($input: FiguresInput!) { figures(input: $input) { nodes { value } } }`
  const input = { measures: [measure], centers: [center], from: '2026-11-01', to: '2026-11-18' }
  const { data, errors } = await hub.graphql(text, { input }, await hub.token('analyst'))
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
  return data.figures.nodes[0].value
}

describe('a word for an item', () => {
  const word = ['gwangju', '우리누리방'] as const
  const target = { target: 'codelist:channel.sms' }

  it('takes two stewards where a published figure is summed from the table of its items', async () => {
    await send(hub, 'gwangju', byChannel('우리누리방', [3, 4, 5]))
    const { id, version } = await wordOf(hub, ...word)
    const shown = await preview(hub, 'CORRECT', { term: id, expectedVersion: version, ...target })
    expect(shown).toMatchObject({ needsReview: true, landed: 3 })
    expect(await actOn(hub, word, 'correctMapping', target)).toMatchObject({ needsReview: true, landed: 0 })
    expect(await figureOf('gwangju', 'contacts_handled')).toBeNull()
    expect(await actOn(hub, word, 'correctMapping', target)).toMatchObject({ issues: [{ code: 'SECOND_STEWARD_REQUIRED' }] })
    expect(await actOn(hub, word, 'correctMapping', target, 'second')).toMatchObject({ needsReview: false, landed: 3 })
    expect(await figureOf('gwangju', 'contacts_handled')).toBe('12')
  })

  it('comes back by two as well when what stopped it is undone', async () => {
    const refused = await actOn(hub, word, 'rejectCandidate', target)
    expect(refused).toMatchObject({ heldAgain: 3, needsReview: false })
    const undone = await actOn(hub, word, 'undoTermDecision', { decision: refused.decision, term: undefined })
    expect(undone).toMatchObject({ landed: 0, needsReview: true })
    expect(await actOn(hub, word, 'reviewMapping', { agrees: true }, 'second')).toMatchObject({ landed: 3, needsReview: false })
  })

  it('S5: is another definition where it is only close, and stays out of standard figures', async () => {
    await send(hub, 'ulsan', byChannel('우리누리방', [3, 4]))
    const said = { ...target, predicate: 'CLOSE' }
    await actOn(hub, ['ulsan', '우리누리방'], 'correctMapping', said)
    expect(await actOn(hub, ['ulsan', '우리누리방'], 'correctMapping', said, 'second')).toMatchObject({ landed: 2 })
    const rows = await hub.database.owner`
      select distinct s.code from observations o join observation_statuses s on s.id = o.status_id join centers c on c.id = o.center_id where c.code = 'ulsan'`
    expect([...rows]).toEqual([{ code: 'definition_differs' }])
    expect(await figureOf('ulsan', 'contacts_handled')).toBeNull()
  })
})

describe('a word that only comes close to a measure of published figures', () => {
  it('takes two stewards: its value takes the place of the one that stands, which leaves the figure', async () => {
    const on = { unit: '건', periodStart: '2026-11-02' }
    await send(hub, 'incheon', [{ measure: 'calls_offered', value: 1_500, ...on }])
    await send(hub, 'incheon', [{ measure: '총걸려온말', value: 1_700, ...on }])
    const said = { target: 'measure:calls_offered', predicate: 'CLOSE' }
    expect(await actOn(hub, ['incheon', '총걸려온말'], 'correctMapping', said)).toMatchObject({ needsReview: true, landed: 0 })
    expect(await figureOf('incheon', 'calls_offered')).toBe('1500')
    expect(await actOn(hub, ['incheon', '총걸려온말'], 'correctMapping', said, 'second')).toMatchObject({ landed: 1 })
    expect(await figureOf('incheon', 'calls_offered')).toBeNull()
    expect(await standing(hub.database.owner, 'incheon')).toEqual({ 'calls_offered day 2026-11-02': '1700' })
  })
})
