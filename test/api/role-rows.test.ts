import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forgeToken } from '../support/forge-token.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { registerRoles } from '../support/register-roles.js'
import { ROLES, type Role } from '../support/role-table.js'
import { submitOneOfEach, type CenterRows } from '../support/two-centers.js'

let hub: HubServer
let busan: CenterRows
let seoul: CenterRows

beforeAll(async () => {
  hub = await startHubServer()
  await registerRoles(hub.database.owner)
  busan = await submitOneOfEach(hub, 'busan')
  seoul = await submitOneOfEach(hub, 'seoul')
})

afterAll(() => hub.close())

async function as(role: Role, query: string) {
  const claims = { sub: `role-${role}`, client_id: `role-${role}`, scope: ROLES[role].scopes.join(' ') }
  return hub.graphql(query, {}, await forgeToken(hub.issuer, { claims }))
}

type Row = Record<string, unknown>
const nodesOf = async (role: Role, field: string, selection: string): Promise<Row[] | null> => {
  const name = /^\w+/.exec(field)?.[0] ?? ''
  return ((await as(role, `{ ${field} { nodes { ${selection} } } }`)).data[name]?.nodes as Row[] | undefined) ?? null
}

const RANGE = 'from: "2026-11-01", to: "2026-11-30"'
const observationsOf = async (role: Role, input = '') =>
  (await nodesOf(role, `observations(input: { ${RANGE} ${input} })`, 'center measure value submission'))?.map(
    ({ center, measure, value, submission }) =>
      `${String(center)} ${String(measure)} ${String(value)} ${submission === null ? 'no receipt' : 'receipt'}`,
  )

describe('rows in quarantine', () => {
  const heldOf = async (role: Role) => (await nodesOf(role, 'heldRows', 'id'))?.map(({ id }) => id).toSorted()

  it.each(['client', 'dutyOfficer'] as const)('are read by the %s of their own center, and of no other', async role => {
    expect(await heldOf(role)).toEqual([busan.wordRow, busan.futureRow].toSorted())
    expect(await nodesOf(role, 'heldRows', 'center submission')).toEqual(
      [1, 2].map(() => ({ center: 'busan', submission: busan.submission })),
    )
  })

  it('are read by a steward where they wait for a word, with their values, of all centers; not their receipts, and no others', async () => {
    expect(await heldOf('steward')).toEqual([busan.wordRow, seoul.wordRow].toSorted())
    const rows = await nodesOf('steward', 'heldRows', 'center submission submitted issues { code }')
    expect(rows?.map(({ center, submission, submitted }) => ({ center, submission, submitted }))).toEqual(
      ['busan', 'seoul'].map(center => ({
        center,
        submission: null,
        submitted: expect.objectContaining({ measure: `${center}만의 말`, value: 77 }) as unknown, // a matcher
      })),
    )
    expect(await hub.database.db.transaction({ centerId: null, role: 'steward' }, tx => tx.sql`select from submissions`)).toHaveLength(0)
    expect(await hub.database.db.transaction({ centerId: null, role: 'steward' }, tx => tx.sql`select from held_rows`)).toHaveLength(2)
    expect(await hub.database.db.transaction({ centerId: null, role: 'reader' }, tx => tx.sql`select from held_rows`)).toHaveLength(0)
  })

  it('are read by an administrator, all of them', async () => {
    expect(await heldOf('administrator')).toEqual([busan.wordRow, busan.futureRow, seoul.wordRow, seoul.futureRow].toSorted())
  })

  it.each(['analyst', 'author', 'nobody'] as const)('are not for the %s', async role => expect(await heldOf(role)).toBeUndefined())
})

describe('receipts', () => {
  const read = async (role: Role, id: string) =>
    (await as(role, `{ submission(id: "${id}") { id rows { nodes { index outcome submitted } } } }`)).data.submission as {
      rows: { nodes: { outcome: string }[] }
    } | null

  it.each(['client', 'dutyOfficer'] as const)('are read by the %s of their own center with their rows, and of no other', async role => {
    expect((await nodesOf(role, 'submissions', 'id'))?.map(({ id }) => id)).toEqual([busan.submission])
    expect((await read(role, busan.submission))?.rows.nodes.map(({ outcome }) => outcome)).toEqual([
      'INSERTED',
      'INSERTED',
      'QUARANTINED',
      'QUARANTINED',
      'REJECTED',
    ])
    expect(await read(role, seoul.submission)).toBeNull()
  })

  it('are read by an administrator of all centers, and by nobody else', async () => {
    expect(await nodesOf('administrator', 'submissions', 'id')).toHaveLength(2)
    expect((await read('administrator', seoul.submission))?.rows.nodes).toHaveLength(5)
    for (const role of ['analyst', 'steward', 'author', 'nobody'] as const)
      expect([role, await read(role, busan.submission)]).toEqual([role, null])
  })
})

describe('values', () => {
  const OWN = ['busan calls_offered 1548 receipt', 'busan malicious_contacts 3 receipt']

  it.each(['client', 'dutyOfficer'] as const)('are read by the %s of the own center, restricted ones too', async role => {
    expect((await observationsOf(role))?.toSorted()).toEqual(OWN)
  })

  it('are read by an analyst of all centers where their measure is open, without receipts', async () => {
    expect(await observationsOf('analyst')).toEqual(['seoul calls_offered 1548 no receipt', 'busan calls_offered 1548 no receipt'])
    expect(await observationsOf('analyst', ', measures: ["malicious_contacts"]')).toEqual([])
  })

  it('are read by an administrator of all centers where their measure is open; restricted ones wait for protected releases', async () => {
    expect(await observationsOf('administrator')).toEqual(['seoul calls_offered 1548 receipt', 'busan calls_offered 1548 receipt'])
  })

  it('of another center are refused by name, and the question is one audit entry', async () => {
    const denials = async () => (await hub.database.owner`select from audit_entries where action = 'access.denied'`).length
    const before = await denials()
    const { data, errors } = await as('dutyOfficer', `{ observations(input: { ${RANGE}, centers: ["seoul"] }) { nodes { value } } }`)
    expect([data.observations, errors?.map(({ extensions }) => extensions['code'])]).toEqual([null, ['FORBIDDEN']])
    expect((await denials()) - before).toBe(1)
  })

  it('enter open figures for every role but nobody, and restricted figures are withheld from all but their own center', async () => {
    const figures = `{ figures(input: { measures: ["calls_offered", "malicious_contacts"], centers: ["busan"], from: "2026-11-19", to: "2026-11-19" }) {
      nodes { code value reason } } }`
    for (const role of ['client', 'dutyOfficer', 'analyst', 'steward', 'author', 'administrator', 'nobody'] as const) {
      const nodes = ((await as(role, figures)).data.figures?.nodes ?? []) as { code: string; value: string | null; reason: string | null }[]
      const expected = ['client', 'dutyOfficer'].includes(role) ? ['1548', '3'] : role === 'nobody' ? [] : ['1548', 'WITHHELD']
      expect([role, nodes.map(({ value, reason }) => value ?? reason)]).toEqual([role, expected])
    }
  })
})
