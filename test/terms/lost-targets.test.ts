import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HubServer } from '../support/hub-server.js'
import { publishEdited } from '../support/next-edition.js'
import { actOn, askQueue, send, startStewards, wordOf, type Answer, type SentRow } from '../support/steward.js'
import { listRollups, revisionsOf, standing } from '../support/stored-rows.js'

const CLOSED =
  "      - {code: social, ko: 민간포털·SNS, en: Portal and social media, handled_by: human, note_ko: '네이버 등 민간 포털 문답, X 등.'}\n"
const SPLIT = `      - {code: social, ko: 민간포털·SNS, en: Portal and social media, handled_by: human, valid_to: '2026-11-04'}
      - {code: portal, ko: 민간포털, en: Portal, handled_by: human, valid_from: '2026-11-05'}
      - {code: sns, ko: 누리소통망, en: Social media, handled_by: human, valid_from: '2026-11-05'}
`
const LOST = '      - {code: tl, ko: 타갈로그어, en: Tagalog, iso_639_3: tgl}\n'

let hub: HubServer
beforeAll(async () => {
  hub = await startStewards()
})
afterAll(() => hub.close())

/** Contacts of one day each, counted under an item. */
const days = (dimension: string, item: string, first: number, values: readonly number[]): SentRow[] =>
  values.map((value, at) => ({
    measure: 'contacts_handled',
    value,
    unit: '건',
    periodStart: `2026-11-${String(first + at).padStart(2, '0')}`,
    dimensions: [{ dimension, item }],
  }))

const FIGURES = `query ($input: FiguresInput!) { figures(input: $input) { asOf nodes { from value } } }`
const figureOf = async (center: string, asOf: string | null = null) => {
  const input = { measures: ['contacts_handled'], centers: [center], from: '2026-11-01', to: '2026-11-18', by: 'MONTH', asOf }
  const { data, errors } = await hub.graphql(FIGURES, { input }, await hub.token('analyst'))
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
  return { asOf: data.figures.asOf as string, value: data.figures.nodes[0].value as string | null } // as the schema says
}

/** What a word means, said by as many stewards as it takes. */
const decide = async (word: readonly [string, string], said: Readonly<Record<string, unknown>>): Promise<Answer> => {
  const first = await actOn(hub, word, 'correctMapping', said)
  return first.needsReview === true ? actOn(hub, word, 'correctMapping', said, 'second') : first
}

/** The ledger takes one run of a job an instant, so each is a minute after the one before. */
let minute = 10
const passAMinute = () => hub.database.setClock(`2026-11-19T09:${minute++}:00+09:00`)

/** A job of the terms on demand, as a steward runs it; what it counted. */
const run = async (job: string, center: string): Promise<Answer> => {
  await passAMinute()
  const text = `mutation ($job: TermJobName!, $center: String!) { runTermJob(input: { job: $job, center: $center }) {
    ... on JobRun { outcome detail } ... on Refused { issues { code } } } }`
  const { data } = await hub.graphql(text, { job, center }, await hub.token('steward'))
  expect(data.runTermJob).toMatchObject({ outcome: 'done' })
  return JSON.parse(data.runTermJob.detail)
}

const conflictsOf = async (center: string, isOpen = true): Promise<readonly Answer[]> => {
  const text = `query ($center: String!, $isOpen: Boolean!) { termConflicts(center: $center, isOpen: $isOpen) { nodes { conflict terms state evidence } } }`
  const { data } = await hub.graphql(text, { center, isOpen }, await hub.token('steward'))
  return data.termConflicts.nodes
}

/** Lines of the mapping set without its header, which names the instant. */
const exported = async (): Promise<readonly string[]> => {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${await hub.token('steward')}` }
  const response = await fetch(`${hub.url}/export/sssom`, { method: 'POST', headers, body: '{}' })
  expect(response.status).toBe(200)
  return (await response.text()).split('\n').filter(line => line !== '' && !line.startsWith('#'))
}

/** One submission row by row: facts, held, and what nobody could account for. */
const placesOf = async (submission: string) => {
  const [row] = await hub.database.owner<Answer[]>`
    select received, facts, held, voided, rejected, lost from submission_conservation where submission_id = ${submission}::uuid`
  return { ...row }
}

describe('terminology 15: a concept that was split or dropped', () => {
  const [incheon, daegu, busan] = [['incheon', '네이버톡톡'] as const, ['daegu', '필리핀말'] as const, ['busan', '문자방'] as const]
  let [sent, spoken]: [string, string] = ['', '']
  let before: Awaited<ReturnType<typeof figureOf>>
  let [was, lost]: [readonly string[], readonly string[]] = [[], []]

  it('takes the values of the days after its end out of the figures, and holds them; earlier days stay', async () => {
    sent = (await send(hub, 'incheon', days('channel', '네이버톡톡', 2, [1, 2, 4, 8, 16, 32, 64]))).id
    spoken = (await send(hub, 'daegu', days('language', '필리핀말', 8, [1, 2, 4, 8, 16]))).id
    await send(hub, 'busan', days('channel', '문자방', 2, [5, 6]))
    expect(await decide(incheon, { target: 'codelist:channel.social' })).toMatchObject({ landed: 7 })
    expect(await decide(daegu, { target: 'codelist:language.tl' })).toMatchObject({ landed: 5 })
    expect(await decide(busan, { target: 'codelist:channel.sms' })).toMatchObject({ landed: 2 })
    for (const center of ['incheon', 'daegu']) expect(await run('WATCH', center)).toMatchObject({ suspended: 0 })
    before = await figureOf('incheon')
    expect(before.value).toBe('127')
    was = await exported()
    await publishEdited(hub.database.owner, {
      code: '2026.2',
      effectiveFrom: '2026-11-10',
      edits: [
        { file: 'codelists', from: CLOSED, to: SPLIT },
        { file: 'codelists', from: LOST, to: '' },
      ],
    })
    await hub.hub.freshStandards()
    expect(await run('WATCH', 'incheon')).toMatchObject({ suspended: 1 })
    // What the new edition does not name at all ended where that began.
    expect(await run('WATCH', 'daegu')).toMatchObject({ suspended: 1 })
    expect(await run('WATCH', 'busan')).toMatchObject({ suspended: 0 })
    expect(await standing(hub.database.owner, 'incheon')).toEqual({
      'contacts_handled day 2026-11-02 channel=social': '1',
      'contacts_handled day 2026-11-03 channel=social': '2',
      'contacts_handled day 2026-11-04 channel=social': '4',
    })
    expect(await standing(hub.database.owner, 'daegu')).toEqual({
      'contacts_handled day 2026-11-08 language=tl': '1',
      'contacts_handled day 2026-11-09 language=tl': '2',
    })
    expect(Object.keys(await standing(hub.database.owner, 'busan'))).toHaveLength(2)
    expect(await listRollups(hub.database.owner, 'stored')).toEqual(await listRollups(hub.database.owner, 'rebuilt'))
  })

  it('is a recorded act: the figure told before stands as of then, and every row is conserved', async () => {
    expect((await figureOf('incheon')).value).toBe('7')
    expect((await figureOf('incheon', before.asOf)).value).toBe('127')
    expect(await revisionsOf(hub.database.owner, 'incheon', 'contacts_handled day 2026-11-05 channel=social')).toEqual([
      '1: 8 provisional',
      '2: retracted',
    ])
    expect(await placesOf(sent)).toEqual({ received: 7, facts: 3, held: 4, voided: 0, rejected: 0, lost: 0 })
    const shown = `query ($id: ID!) { submission(id: $id) { standing { received facts held voided rejected lost } } }`
    const asked = await hub.graphql(shown, { id: sent }, await hub.token('incheon-client'))
    expect(asked.data.submission.standing).toEqual(await placesOf(sent))
    expect(await placesOf(spoken)).toEqual({ received: 5, facts: 2, held: 3, voided: 0, rejected: 0, lost: 0 })
    expect(await run('CONSERVATION', 'incheon')).toMatchObject({ received: 7, facts: 3, held: 4, imbalances: [] })
  })

  it('is listed as an invalid target, suspended from its end on and pointed nowhere else, once however often one looks', async () => {
    const { id } = await wordOf(hub, ...incheon)
    const listed = await conflictsOf('incheon')
    expect(listed).toMatchObject([{ conflict: 'invalid_target', terms: [id], state: 'open' }])
    expect(JSON.parse(listed[0].evidence).words).toMatchObject([
      { target: 'codelist:channel.social', effective: { from: '2026-11-05', to: null } },
    ])
    const { nodes } = await askQueue(hub, 'steward', 'status: SUSPENDED')
    expect(nodes.map(({ center, label, rowsWaiting }: Answer) => `${center} ${label} ${rowsWaiting}`).toSorted()).toEqual([
      'daegu 필리핀말 3',
      'incheon 네이버톡톡 4',
    ])
    expect((await wordOf(hub, ...incheon)).mappings).toMatchObject([
      { target: 'codelist:channel.social', status: 'ACTIVE', from: null, to: '2026-11-04' },
      { target: 'codelist:channel.social', status: 'SUSPENDED', from: '2026-11-05', to: null },
    ])
    for (const center of ['incheon', 'daegu']) expect(await run('WATCH', center)).toMatchObject({ suspended: 0, added: 0 })
    expect(await run('RECONCILE', 'incheon')).toMatchObject({ accepted: 0, proposed: 0 })
  })

  it('holds what comes afterwards, of days since the end', async () => {
    const later = await send(hub, 'incheon', days('channel', '네이버톡톡', 9, [128]))
    expect(later.counts).toMatchObject({ inserted: 0, quarantined: 1 })
    expect((await wordOf(hub, ...incheon)).rowsWaiting).toBe(5)
  })

  it('diffs cleanly in the export: of the words concerned a line ends and one begins, every other line is as it was', async () => {
    lost = await exported()
    const gone = was.filter(line => !lost.includes(line))
    const come = lost.filter(line => !was.includes(line))
    expect(gone.map(line => line.split('\t')[0])).toEqual(['필리핀말', '네이버톡톡'])
    const column = (name: string) => lost[0]?.split('\t').indexOf(name) ?? -1
    const [from, to, status] = ['hub120_effective_from', 'hub120_effective_before', 'hub120_status'].map(column)
    const told = (line: string) => {
      const cells = line.split('\t')
      return [cells[0], cells[3], cells[from ?? -1], cells[to ?? -1], cells[status ?? -1]].join(' ')
    }
    expect(come.map(told)).toEqual([
      '필리핀말 hub120:codelist:language.tl  2026-11-10 active',
      '필리핀말 hub120:codelist:language.tl 2026-11-10  suspended',
      '네이버톡톡 hub120:codelist:channel.social  2026-11-05 active',
      '네이버톡톡 hub120:codelist:channel.social 2026-11-05  suspended',
    ])
  })

  it('replays under the first receipt when stewards say what the word means now', async () => {
    await passAMinute()
    const target = { target: 'codelist:channel.portal', from: '2026-11-05', reason: '포털로 나뉨' }
    expect(await decide(incheon, target)).toMatchObject({ landed: 5, stillHeld: 0 })
    expect((await figureOf('incheon')).value).toBe('255')
    expect((await figureOf('incheon', before.asOf)).value).toBe('127')
    expect(await standing(hub.database.owner, 'incheon')).toMatchObject({
      'contacts_handled day 2026-11-04 channel=social': '4',
      'contacts_handled day 2026-11-05 channel=portal': '8',
      'contacts_handled day 2026-11-09 channel=portal': '128',
    })
    expect(await placesOf(sent)).toEqual({ received: 7, facts: 7, held: 0, voided: 0, rejected: 0, lost: 0 })
    const [landed] = await hub.database.owner<Answer[]>`
      select s.id, s.received_at at time zone 'Asia/Seoul' < '2026-11-19 09:10' as is_first, o.recorded_at at time zone 'Asia/Seoul' > '2026-11-19 09:10' as is_now
      from observations o join submissions s on s.center_id = o.center_id and s.no = o.submission_no
      join dimension_cells c on c.id = o.cell_id
      where c.key = 'channel=portal' and o.period_start = '2026-11-05'`
    expect({ ...landed }).toEqual({ id: sent, is_first: true, is_now: true })
    await run('WATCH', 'incheon')
    expect(await conflictsOf('incheon')).toEqual([])
    expect(await conflictsOf('incheon', false)).toMatchObject([{ conflict: 'invalid_target', state: 'resolved' }])
  })
})
