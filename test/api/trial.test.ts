import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { administer } from '../support/administer.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'

let hub: HubServer

const DAYS = { from: '2026-11-16', to: '2026-11-17' }
const SUBMIT = `mutation ($input: SubmitStatisticsInput!) { submitStatistics(input: $input) {
  ... on SubmissionReceipt { status counts { received inserted } } ... on Refused { issues { code } } } }`
const FIGURES = `query ($input: FiguresInput!) { figures(input: $input) {
  nodes { code center region value reason coverage { centersIn centersExpected cellsIn cellsExpected extra } } } }`

const submit = async (center: string, day: string, [handled, offered]: readonly [number, number]) => {
  const rows = [
    { measure: 'contacts_handled', value: handled },
    { measure: 'contacts_offered', value: offered },
  ].map(row => ({ ...row, periodStart: day, periodType: 'day' }))
  const input = { idempotencyKey: `${center}-${day}`, edition: '2026.1', rows }
  const { data, errors } = await hub.graphql(SUBMIT, { input }, await hub.token(`${center}-client`))
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
  return data.submitStatistics
}
const figuresOf = async (client: string, input: object) => {
  const asked = { measures: ['contacts_handled'], ...DAYS, ...input }
  const { data, errors } = await hub.graphql(FIGURES, { input: asked }, await hub.token(client))
  return { nodes: data?.figures?.nodes, refusal: errors?.[0] }
}

beforeAll(async () => {
  hub = await startHubServer()
})

afterAll(() => hub.close())

describe('a center in trial', () => {
  it('S29: gets full receipts for what it pushes', async () => {
    const { result } = await administer(hub, {
      mutation: 'setMembership',
      input: { center: 'busan', memberFrom: '2026-11-17', memberTo: '2026-12-31', isTrial: true, reason: '시험 참여' },
    })
    if (result.issues !== undefined) throw new Error(JSON.stringify(result.issues))
    expect((await hub.hub.freshStandards()).memberships.some(one => one.isTrial)).toBe(true)
    await submit('seoul', '2026-11-16', [900, 1000])
    await submit('seoul', '2026-11-17', [910, 1000])
    await submit('busan', '2026-11-16', [400, 500])
    expect(await submit('busan', '2026-11-17', [450, 500])).toEqual({ status: 'ACCEPTED', counts: { received: 2, inserted: 2 } })
  })

  it('S29: touches no figure on its trial days, its own included, and coverage does not expect it', async () => {
    const together = { centers: ['seoul', 'busan'], groupByCenter: false, by: 'DAY' }
    for (const client of ['analyst', 'seoul-client', 'busan-client', 'admin']) {
      const { nodes } = await figuresOf(client, together)
      expect(nodes.map(({ value, coverage }: { value: string; coverage: object }) => [value, coverage])).toEqual([
        ['1300', { centersIn: 2, centersExpected: 2, cellsIn: 2, cellsExpected: 2, extra: 0 }],
        ['910', { centersIn: 1, centersExpected: 1, cellsIn: 1, cellsExpected: 1, extra: 0 }],
      ])
    }
    const { nodes } = await figuresOf('busan-client', { centers: ['busan'], by: 'DAY' })
    expect(nodes.map(({ value, reason }: { value: string | null; reason: string | null }) => [value, reason])).toEqual([
      ['400', null],
      [null, 'NOT_A_MEMBER'],
    ])
  })

  it('S29: leaves the figure of its region, and of all members, without it', async () => {
    const { data } = await hub.graphql('{ centers { code regions { code validTo } } }', {}, await hub.token('analyst'))
    const busan = data.centers.find(({ code }: { code: string }) => code === 'busan')
    const trialDay = { from: '2026-11-17', to: '2026-11-17' }
    const region = await figuresOf('analyst', { regions: [busan.regions[0].code], ...trialDay })
    expect(region.nodes.map(({ value }: { value: string | null }) => value)).toEqual([null])
    const all = await figuresOf('analyst', { groupByCenter: false, ...trialDay })
    expect(all.nodes[0]).toMatchObject({ value: '910', coverage: { centersIn: 1, centersExpected: 16 } })
  })

  it('S29: sees its own figures in a preview', async () => {
    const { nodes } = await figuresOf('busan-client', { centers: ['busan'], by: 'DAY', preview: true })
    expect(nodes.map(({ value, coverage }: { value: string; coverage: { cellsIn: number } }) => [value, coverage.cellsIn])).toEqual([
      ['400', 1],
      ['450', 1],
    ])
  })

  it.each([
    ['another center', 'seoul-client', { centers: ['busan'] }],
    ['more than one center', 'busan-client', { centers: ['busan', 'seoul'] }],
    ['nobody by name', 'busan-client', {}],
    ['a region', 'busan-client', { centers: ['busan'], regions: ['26'] }],
    ['a caller without a center', 'analyst', { centers: ['busan'] }],
    ['an administrator', 'admin', { centers: ['busan'] }],
  ])('S29: a preview of %s is refused', async (_what, client, input) => {
    const { nodes, refusal } = await figuresOf(client, { ...input, preview: true })
    expect([nodes, refusal?.extensions['code'], refusal?.message]).toEqual([
      undefined,
      'BAD_USER_INPUT',
      expect.stringContaining('자기 센터'),
    ])
  })

  it('S29: its days count once an administrator says that they do', async () => {
    const input = { center: 'busan', memberFrom: '2026-11-17', memberTo: '2026-12-31', isTrial: false, reason: '정식 참여' }
    await administer(hub, { mutation: 'setMembership', input })
    const value = async () => (await figuresOf('analyst', { centers: ['busan'], from: '2026-11-17', to: '2026-11-17' })).nodes[0].value
    await expect.poll(value, { timeout: 3_000 }).toBe('450')
  })
})
