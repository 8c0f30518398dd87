import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { projectRoot } from '../../db/project-root.js'
import { compose } from '../support/compose.js'
import { startGateway, type Gateway } from '../support/gateway.mjs'
import { openStream } from '../support/open-stream.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { MEMBER_SDL, startMemberSubgraph, type MemberSubgraph } from '../support/member-subgraph.js'

const SECRET = 'a-credential-of-the-gateway-for-tests'

let hub: HubServer
let member: MemberSubgraph
let gateway: Gateway
let busanReceipt: string

beforeAll(async () => {
  hub = await startHubServer({ environment: 'production', gatewaySecret: SECRET })
  busanReceipt = await submitAsBusan()
  const shiftOf = (id: string, code: string, receipt: string | null) => ({
    id,
    startsAt: '2026-11-20T09:00:00+09:00',
    center: { code },
    term: { ref: 'measure:calls_offered' },
    receipt: receipt === null ? null : { id: receipt },
  })
  member = await startMemberSubgraph([shiftOf('1', 'seoul', null), shiftOf('2', 'busan', busanReceipt), shiftOf('3', 'seoul', null)])
  gateway = await startGateway(
    compose([
      { name: 'hub', sdl: readFileSync(join(projectRoot, 'schema', 'hub.graphql'), 'utf8'), url: `${hub.url}/graphql` },
      { name: 'shifts', sdl: MEMBER_SDL, url: member.url },
    ]),
    SECRET,
  )
})

afterAll(async () => {
  await gateway.close()
  await member.close()
  await hub.close()
})

async function submitAsBusan(): Promise<string> {
  const { data } = await hub.graphql(
    `mutation S($input: SubmitStatisticsInput!) { submitStatistics(input: $input) { ... on SubmissionReceipt { id } } }`,
    {
      input: {
        idempotencyKey: 'through-the-gateway',
        rows: [{ measure: 'calls_offered', unit: 'calls', periodStart: '2026-11-19', value: 10 }],
      },
    },
    await hub.token('busan-client'),
  )
  return data.submitStatistics.id
}

const asClient = async (client: string, query: string) => gateway.ask(query, await hub.token(client))

describe('a query across two subgraphs through a gateway', () => {
  it('leads from shifts of a member to centers and terms of the hub', async () => {
    const answer = await asClient('analyst', '{ shifts { id center { nameKo memberships { isTrial } } term { nameKo } } }')
    const seoul = { nameKo: '서울', memberships: [{ isTrial: false }] }
    const term = { nameKo: '인입호' }
    expect(answer).toMatchObject({
      status: 200,
      errors: undefined,
      data: {
        shifts: [
          { id: '1', center: seoul, term },
          { id: '2', center: { ...seoul, nameKo: '부산' }, term },
          { id: '3', center: seoul, term },
        ],
      },
    })
  })

  it('leads from centers of the hub to shifts of a member, as often as there are centers', async () => {
    const { data } = (await asClient('analyst', '{ centers { code shifts { id } } }')) as {
      data: { centers: { code: string; shifts: unknown }[] }
    } // in the shape asked
    expect(data.centers.find(({ code }) => code === 'seoul')).toEqual({ code: 'seoul', shifts: [{ id: '1' }, { id: '3' }] })
    expect(data.centers.find(({ code }) => code === 'jeju')).toEqual({ code: 'jeju', shifts: [] })
  })

  it('H13: a receipt that a member points to is read by its own center only, whatever the member says', async () => {
    const query = '{ shifts { id receipt { id counts { received } } } }'
    const read = async (client: string) => {
      const { data, errors } = (await asClient(client, query)) as { data: { shifts: { id: string; receipt: unknown }[] }; errors?: unknown } // in the shape asked
      return { receipt: data.shifts.find(({ id }) => id === '2')?.receipt, errors }
    }
    expect(await read('busan-client')).toEqual({ receipt: { id: busanReceipt, counts: { received: 1 } }, errors: undefined })
    for (const client of ['seoul-client', 'analyst', 'coordinator']) {
      expect(await read(client)).toEqual({ receipt: null, errors: [expect.objectContaining({ path: ['shifts', 1, 'receipt', 'counts'] })] })
    }
  })

  it('the token of the caller holds in the hub: what it may not do there it may not do here', async () => {
    const { data, errors } = await asClient('analyst', '{ heldRows { nodes { id } } shifts { id } }')
    expect(data).toMatchObject({ heldRows: null, shifts: [{ id: '1' }, { id: '2' }, { id: '3' }] })
    expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['FORBIDDEN'])
  })

  it.each([
    ['H12', '{ _service { sdl } }'],
    ['H13', '{ _entities(representations: [{ __typename: "SubmissionReceipt", id: "1" }]) { __typename } }'],
  ])('%s: the gateway itself has no such field and answers 400', async (_number, query) => {
    const { status, data } = await asClient('admin', query)
    expect([status, data]).toEqual([400, undefined])
  })

  it('without a good token the hub gives the gateway nothing', async () => {
    const { data } = await gateway.ask('{ centers { code } }', 'no-token')
    expect(data).toBeNull()
  })

  it('members never see the credential of the gateway', () => {
    expect(member.requests.length).toBeGreaterThan(0)
    expect(JSON.stringify(member.requests)).not.toContain(SECRET)
  })
})

it('a subscription of the hub comes through a gateway that was written by others', async () => {
  const stream = await openStream(gateway.url, { token: await hub.token('busan-client') })
  expect(await stream.next()).toEqual({ event: 'next', data: { data: { emergencyNudge: { cursor: null } } } })
  stream.close()
})
