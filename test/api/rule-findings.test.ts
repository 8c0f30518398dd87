import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RULES } from '../../api/auth/rules.js'
import { listRuleFindings } from '../../api/operations/list-rule-findings.js'
import { checkClosedPeriods } from '../../jobs/check-closed-periods.js'
import type { Caller, Scope } from '../../schema/domain/centers/caller.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { storeTotals } from '../support/store-totals.js'

const QUERY = `query ($first: Int! = 100, $after: String, $includeCleared: Boolean! = false) {
  ruleFindings(first: $first, after: $after, includeCleared: $includeCleared) {
    nodes { id center rule check periodStart periodEnd days left right imbalance messageKo messageEn foundAt clearedAt }
    endCursor hasNextPage
  }
}`
let hub: HubServer

beforeAll(async () => {
  hub = await startHubServer()
  const standards = await hub.hub.standards()
  const contacts = (center: string, day: string, handled: number) => ({
    center,
    day,
    values: { contacts_handled: handled, contacts_offered: 100 },
  })
  const judge = () => checkClosedPeriods({ ...hub.hub, signal: new AbortController().signal })
  await hub.database.setClock('2026-11-16T07:10:00+09:00')
  await storeTotals(hub.database, standards, [contacts('seoul', '2026-10-26', 140), contacts('busan', '2026-11-09', 120)])
  await judge()
  await hub.database.setClock('2026-11-17T07:10:00+09:00')
  await storeTotals(hub.database, standards, [contacts('seoul', '2026-10-26', 100), contacts('seoul', '2026-11-02', 131)])
  await judge()
  // The callers were registered at the true time and are not valid before it.
  await hub.database.setClock(null)
})

afterAll(() => hub.close())

const ask = async (client: string, variables: Record<string, unknown> = {}) => hub.graphql(QUERY, variables, await hub.token(client))
const placesOf = ({ data }: Awaited<ReturnType<typeof ask>>) =>
  data.ruleFindings.nodes.map(({ center, periodStart }: { center: string; periodStart: string }) => `${center} ${periodStart}`)

describe('ruleFindings', () => {
  it('S27: gives a center its findings with rule, period, both sides and what to do', async () => {
    const { data, errors } = await ask('busan-client')
    expect(errors).toBeUndefined()
    expect(data.ruleFindings).toEqual({
      nodes: [
        {
          id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          center: 'busan',
          rule: 'contacts_offered.c1',
          check: 'contacts_handled <= contacts_offered',
          periodStart: '2026-11-09',
          periodEnd: '2026-11-15',
          days: 1,
          left: '120',
          right: '100',
          imbalance: '20',
          messageKo: expect.stringContaining('규칙 contacts_offered.c1(contacts_handled <= contacts_offered)에 맞지 않습니다'),
          messageEn: expect.stringContaining('left side 120, right side 100, imbalance 20.'),
          foundAt: '2026-11-16T07:10:00+09:00',
          clearedAt: null,
        },
      ],
      endCursor: expect.any(String),
      hasNextPage: false,
    })
  })

  it('gives what stands, and what no longer does when asked', async () => {
    expect(placesOf(await ask('seoul-client'))).toEqual(['seoul 2026-11-02'])
    const all = await ask('seoul-client', { includeCleared: true })
    expect(all.data.ruleFindings.nodes.map((finding: { clearedAt: string | null }) => finding.clearedAt)).toEqual([
      null,
      '2026-11-17T07:10:00+09:00',
    ])
  })

  it('gives an administrator those of all centers, newest first, page by page', async () => {
    const first = await ask('admin', { first: 2, includeCleared: true })
    expect([placesOf(first), first.data.ruleFindings.hasNextPage]).toEqual([['seoul 2026-11-02', expect.any(String)], true])
    const { endCursor: after } = first.data.ruleFindings
    const second = await ask('admin', { first: 2, includeCleared: true, after })
    expect([...placesOf(first), ...placesOf(second)]).toHaveLength(3)
    expect(new Set([...placesOf(first), ...placesOf(second)])).toEqual(
      new Set(['busan 2026-11-09', 'seoul 2026-10-26', 'seoul 2026-11-02']),
    )
    expect(second.data.ruleFindings.hasNextPage).toBe(false)
  })

  it('gives other centers and members nothing', async () => {
    expect((await ask('daegu-client', { includeCleared: true })).data.ruleFindings.nodes).toEqual([])
    for (const client of ['analyst', 'steward', 'coordinator']) {
      const { data, errors } = await ask(client)
      expect([data.ruleFindings, errors?.[0]?.extensions['code']]).toEqual([null, 'FORBIDDEN'])
    }
  })

  it('is open to the duty officer of a center, for that center', async () => {
    const center = (await hub.hub.standards()).centers.get('busan') ?? null
    const officer: Caller = { subject: 'officer', kind: 'person', center, scopes: new Set<Scope>(['playbooks:ack']) }
    expect(RULES['Query.ruleFindings']?.(officer)).toBe(true)
    const page = await listRuleFindings(hub.hub, officer, { includeCleared: true, first: 100, after: null })
    expect(page.ok && page.value.nodes.map(({ centerId }) => centerId)).toEqual([center?.id])
  })

  it.each([
    ['a cursor edited by hand', { after: 'x' }, 'INVALID_CURSOR'],
    ['a cursor of another list', { after: Buffer.from('["2026",1]').toString('base64url') }, 'INVALID_CURSOR'],
    ['a page of none', { first: 0 }, 'BAD_USER_INPUT'],
    ['a page of 501', { first: 501 }, 'BAD_USER_INPUT'],
  ])('refuses %s', async (_what, variables, code) => {
    const { data, errors } = await ask('busan-client', variables)
    expect([data.ruleFindings, errors?.[0]?.extensions['code']]).toEqual([null, code])
  })
})
