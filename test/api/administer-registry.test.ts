import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RULES } from '../../api/auth/rules.js'
import { createHub } from '../../api/hub.js'
import type { Scope } from '../../schema/domain/centers/caller.js'
import { administer, auditOf } from '../support/administer.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'

let hub: HubServer

beforeAll(async () => {
  hub = await startHubServer()
})

afterAll(() => hub.close())

type Row = { change: string; row: Record<string, unknown> }
const act = (mutation: string, input: Record<string, unknown>, client = 'admin') =>
  administer(hub, { mutation, input: { reason: '협의체 의결', ...input }, client })
const ask = async (query: string, client = 'admin') => hub.graphql(query, {}, await hub.token(client))
const codesOf = ({ issues }: { issues: { code: string; path: string[] }[] }) => issues.map(({ code, path }) => `${code} ${path[1] ?? ''}`)
const rowsOf = ({ result }: { result: { rows: Row[] } }, ...columns: string[]) =>
  result.rows.map(({ change, row }) => [change, ...columns.map(name => row[name])])

const membershipsOf = async (center: string) =>
  (await ask(`{ memberships(center: "${center}") { nodes { memberFrom memberTo isTrial } } }`)).data.memberships.nodes.map(
    ({ memberFrom, memberTo, isTrial }: Record<string, unknown>) => [memberFrom, memberTo, isTrial],
  )

describe('setMembership', () => {
  it('S29: splits a membership into before, in trial and after; the change tells the former row and the new ones', async () => {
    const [[first]] = await membershipsOf('ulsan')
    const changed = await act('setMembership', { center: 'ulsan', memberFrom: '2026-11-01', memberTo: '2026-11-30', isTrial: true })
    expect(rowsOf(changed, 'member_from', 'member_to', 'is_trial')).toEqual([
      ['REMOVED', first, null, false],
      ['RECORDED', first, '2026-10-31', false],
      ['RECORDED', '2026-11-01', '2026-11-30', true],
      ['RECORDED', '2026-12-01', null, false],
    ])
    expect(await auditOf(hub, 'ulsan')).toMatchObject({ action: 'membership.set', actor: 'client:admin', subject: { rows: 4 } })
  })

  it('ends a membership by saying it again with a last day', async () => {
    const [[memberFrom]] = await membershipsOf('sejong')
    await act('setMembership', { center: 'sejong', memberFrom, memberTo: '2027-03-31', isTrial: false })
    expect(await membershipsOf('sejong')).toEqual([[memberFrom, '2027-03-31', false]])
  })

  it('refuses a span that runs into a later one, and dates out of order', async () => {
    const [[memberFrom]] = await membershipsOf('jeju')
    await act('setMembership', { center: 'jeju', memberFrom: '2027-01-01', memberTo: null, isTrial: true })
    expect(codesOf(await act('setMembership', { center: 'jeju', memberFrom: '2026-12-01', memberTo: null, isTrial: false }))).toEqual([
      'DATES_OVERLAP memberFrom',
    ])
    expect(await membershipsOf('jeju')).toEqual([
      [memberFrom, '2026-12-31', false],
      ['2027-01-01', null, true],
    ])
    expect(
      codesOf(await act('setMembership', { center: 'mars', memberFrom: '2026-12-01', memberTo: '2026-11-30', isTrial: false })),
    ).toEqual(['BAD_USER_INPUT memberTo', 'CENTER_UNKNOWN center'])
  })

  it('is seen by every process within two seconds', async () => {
    const { db, log, settings } = hub.hub
    const other = createHub({ db, log, settings })
    await other.standards()
    await act('setMembership', { center: 'gangwon', memberFrom: '2027-05-01', isTrial: true })
    await act('setCalendarException', { center: 'gangwon', day: '2027-05-04', kind: 'CLOSED', nameKo: '청사 이전', nameEn: 'Moving' })
    const seen = async () => {
      const { memberships, calendarExceptions } = await other.standards()
      return [memberships.some(one => one.center === 'gangwon' && one.isTrial), calendarExceptions.some(one => one.center === 'gangwon')]
    }
    await expect.poll(seen, { timeout: 2_600, interval: 100 }).toEqual([true, true])
  })

  it('exchange 14: decides over the very next push, and so does its undoing', async () => {
    const push = async (key: string) => {
      const text = `mutation ($input: SubmitStatisticsInput!) { submitStatistics(input: $input) {
        ... on SubmissionReceipt { counts { inserted rejected } rows(outcomes: [REJECTED]) { nodes { issues { code } } } } } }`
      const input = { idempotencyKey: key, rows: [{ measure: 'calls_offered', unit: 'calls', periodStart: '2026-06-16', value: 7 }] }
      return (await hub.graphql(text, { input }, await hub.token('chungbuk-client'))).data.submitStatistics
    }
    const [[memberFrom]] = await membershipsOf('chungbuk')
    const { result } = await act('setMembership', { center: 'chungbuk', memberFrom, memberTo: '2026-06-14', isTrial: false })
    expect(await push('after the end')).toEqual({
      counts: { inserted: 0, rejected: 1 },
      rows: { nodes: [{ issues: [{ code: 'NOT_A_MEMBER' }] }] },
    })
    await act('undoRegistryChange', { change: result.id })
    expect(await push('undone')).toMatchObject({ counts: { inserted: 1, rejected: 0 } })
  })
})

describe('setCalendar', () => {
  it('sets hours from a day on, and the hours before come back after the last one', async () => {
    const changed = await act('setCalendar', {
      center: 'busan',
      validFrom: '2027-02-01',
      validTo: '2027-02-28',
      weekdays: '07:00-22:00',
      saturday: '09:00-24:00',
    })
    expect(rowsOf(changed, 'valid_from', 'valid_to', 'weekdays').slice(2)).toEqual([
      ['RECORDED', '2027-02-01', '2027-02-28', ['07:00', '22:00']],
      ['RECORDED', '2027-03-01', null, changed.result.rows[0].row.weekdays],
    ])
    const { data } = await ask('{ calendars(center: "busan") { nodes { validFrom weekdays saturday sunday } } }')
    expect(data.calendars.nodes[1]).toEqual({ validFrom: '2027-02-01', weekdays: '07:00-22:00', saturday: '09:00-24:00', sunday: null })
  })

  it('refuses hours that do not read, all at once', async () => {
    const hours = { weekdays: '18:00-09:00', saturday: '9-18', sunday: '25:00-26:00' }
    expect(codesOf(await act('setCalendar', { center: 'busan', validFrom: '2027-06-01', ...hours }))).toEqual([
      'BAD_USER_INPUT weekdays',
      'BAD_USER_INPUT saturday',
      'BAD_USER_INPUT sunday',
    ])
  })
})

describe('setCalendarException', () => {
  it('says of one day what calendar and law do not', async () => {
    const named = { nameKo: '청사 이전', nameEn: 'Moving' }
    const changed = await act('setCalendarException', { center: 'busan', day: '2027-03-04', kind: 'CLOSED', ...named })
    expect(rowsOf(changed, 'day', 'kind', 'hours', 'name_ko')).toEqual([['RECORDED', '2027-03-04', 'closed', null, '청사 이전']])
    expect(await auditOf(hub, 'busan')).toMatchObject({ action: 'calendarException.set', subject: { rows: 1 } })
  })
})

describe('setAgreement', () => {
  const first = async (center: string) =>
    (await ask(`{ agreements(center: "${center}", first: 1) { nodes { code measureSet validFrom dueDays dueTime lockDays lockTime } } }`))
      .data.agreements.nodes[0]

  it('sets deadlines from a day on; the agreement before ends the day before', async () => {
    const { code, measureSet, validFrom } = await first('daejeon')
    const deadlines = { dueDays: 2, dueTime: '09:00', lockDays: 5, lockTime: '18:00' }
    const changed = await act('setAgreement', { center: 'daejeon', code: `${code}-2`, measureSet, validFrom: '2027-01-01', ...deadlines })
    expect(rowsOf(changed, 'valid_from', 'valid_to', 'due_days', 'mode').slice(1)).toEqual([
      ['RECORDED', validFrom, '2026-12-31', expect.any(Number), expect.any(String)],
      ['RECORDED', '2027-01-01', null, 2, 'PARTIAL'],
    ])
    await act('undoRegistryChange', { change: changed.result.id })
    expect(await first('daejeon')).toMatchObject({ code, measureSet, validFrom })
  })

  it('refuses all faults at once', async () => {
    const deadlines = { dueDays: 400, dueTime: '24:00', lockDays: 1, lockTime: '18:00' }
    const input = { center: 'daejeon', code: 'a b', measureSet: 'moon', validFrom: '2027-01-01', validTo: '2026-01-01', ...deadlines }
    expect(codesOf(await act('setAgreement', input))).toEqual([
      'BAD_USER_INPUT code',
      'BAD_USER_INPUT validTo',
      'BAD_USER_INPUT due',
      'BAD_USER_INPUT lock',
      'SCOPE_UNKNOWN measureSet',
    ])
  })
})

describe('setEndpoint', () => {
  const good = { center: 'busan', kind: 'ACTUAL', url: 'https://hooks.busan.go.kr/hub120', secretRef: 'busan/actual' }
  const endpointsOf = async (client: string) =>
    (await ask('{ endpoints { nodes { center kind url secretRef validTo } } }', client)).data?.endpoints?.nodes

  it('registers an address for each kind; a new one takes over and the old one is kept for its time', async () => {
    await act('setEndpoint', good)
    await act('setEndpoint', { ...good, kind: 'DRILL', url: 'https://drill.busan.go.kr/', secretRef: 'busan/drill' })
    await act('setEndpoint', { ...good, url: 'https://hooks2.busan.go.kr/hub120' })
    expect(
      (await endpointsOf('busan-client')).map(({ kind, url, validTo }: Record<string, unknown>) => [kind, url, validTo === null]),
    ).toEqual([
      ['ACTUAL', good.url, false],
      ['ACTUAL', 'https://hooks2.busan.go.kr/hub120', true],
      ['DRILL', 'https://drill.busan.go.kr/', true],
    ])
    expect(await endpointsOf('seoul-client')).toEqual([])
    expect(await endpointsOf('admin')).toHaveLength(3)
    expect((await ask('{ endpoints(center: "busan") { nodes { url } } }', 'seoul-client')).errors?.[0]?.extensions['code']).toBe(
      'CENTER_UNKNOWN',
    )
  })

  it('scenario 6: a drill shares neither address nor secret with the real thing, at whatever center', async () => {
    const drill = { center: 'daegu', kind: 'DRILL', url: 'https://drill.daegu.go.kr/', secretRef: 'daegu/drill' }
    const refused = async (input: Record<string, unknown>) => codesOf(await act('setEndpoint', input))
    expect(await refused({ ...drill, secretRef: 'busan/actual' })).toEqual(['ALREADY_REGISTERED secretRef'])
    expect(await refused({ ...drill, url: 'https://hooks2.busan.go.kr/hub120' })).toEqual(['ALREADY_REGISTERED url'])
  })

  it.each([
    ['http://hooks.busan.go.kr/', 'url'],
    ['https://user:word@hooks.busan.go.kr/', 'url'],
    ['https://127.0.0.1/', 'url'],
    ['https://[::1]/', 'url'],
    ['https://db.internal/', 'url'],
    ['https://hooks.busan.go.kr/#x', 'url'],
  ])('refuses the address %s', async (url, field) => {
    expect(codesOf(await act('setEndpoint', { ...good, url }))).toEqual([`BAD_USER_INPUT ${field}`])
  })

  it('refuses what looks like the secret itself, and does not repeat it', async () => {
    const refused = await act('setEndpoint', { ...good, secretRef: 'whsec_c2VjcmV0' })
    expect([codesOf(refused), JSON.stringify(refused.issues).includes('c2VjcmV0')]).toEqual([['BAD_USER_INPUT secretRef'], false])
  })
})

describe('undoRegistryChange', () => {
  it('brings the former rows back by a later entry, and refuses once they were changed again', async () => {
    const before = await membershipsOf('gyeongbuk')
    const first = await act('setMembership', { center: 'gyeongbuk', memberFrom: '2027-01-01', isTrial: true })
    const second = await act('setMembership', { center: 'gyeongbuk', memberFrom: '2027-02-01', isTrial: false })
    expect(codesOf(await act('undoRegistryChange', { change: first.result.id }))).toEqual(['CHANGED_SINCE change'])
    await act('undoRegistryChange', { change: second.result.id })
    const undone = await act('undoRegistryChange', { change: first.result.id, reason: '의결 취소' })
    expect(undone.result).toMatchObject({
      undoes: first.result.id,
      action: 'registryChange.undone',
      center: 'gyeongbuk',
      reason: '의결 취소',
    })
    expect(await membershipsOf('gyeongbuk')).toEqual(before)
    expect((await auditOf(hub, 'gyeongbuk')).subject).toMatchObject({ undoes: first.result.id })
    const { data } = await ask('{ registryChanges(center: "gyeongbuk", first: 4) { nodes { action undoes } } }')
    expect(data.registryChanges.nodes.map(({ undoes }: { undoes: string | null }) => undoes)).toEqual([
      first.result.id,
      second.result.id,
      null,
      null,
    ])
  })

  it('refuses changes that do not exist, and what came with the set-up', async () => {
    const [setUp] = await hub.database.owner<{ id: string }[]>`select id from registry_acts where action = 'registry.setUp' limit 1`
    expect(codesOf(await act('undoRegistryChange', { change: 'x' }))).toEqual(['NOT_FOUND change'])
    expect(codesOf(await act('undoRegistryChange', { change: '00000000-0000-4000-8000-000000000000' }))).toEqual(['NOT_FOUND change'])
    expect(codesOf(await act('undoRegistryChange', { change: setUp?.id }))).toEqual(['BAD_USER_INPUT change'])
  })
})

describe('the registry', () => {
  it('is listed page by page, each entry once', async () => {
    const seen: string[] = []
    for (let after: string | null = null, more = true; more;) {
      const text: string = `{ callers(first: 7${after === null ? '' : `, after: "${after}"`}) { nodes { subject } endCursor hasNextPage } }`
      const { callers } = (await ask(text)).data
      seen.push(...callers.nodes.map(({ subject }: { subject: string }) => subject))
      after = callers.endCursor
      more = callers.hasNextPage
    }
    const [{ n } = { n: 0 }] = await hub.database.owner<{ n: number }[]>`select count(*)::int as n from callers`
    expect([seen.length, new Set(seen).size]).toEqual([n, n])
  })

  const MUTATIONS = Object.keys(RULES).filter(name =>
    /^Mutation\.(set[A-Z]|remove|undoRegistry|register|change|rotate|revokeCaller|offboard)/.test(name),
  )
  const QUERIES = ['callers', 'memberships', 'calendars', 'calendarExceptions', 'agreements', 'registryChanges']

  it.each([...MUTATIONS, ...QUERIES.map(name => `Query.${name}`)])('%s is for hub:admin alone', name => {
    const scopes: Scope[] = ['stats:write', 'stats:read', 'terms:curate', 'playbooks:author', 'playbooks:approve', 'playbooks:broadcast']
    const others = new Set<Scope>([...scopes, 'playbooks:break-glass', 'playbooks:ack'])
    const caller = { subject: 'x', kind: 'client', center: { code: 'seoul', id: 1 } } as const
    expect([RULES[name]?.({ ...caller, scopes: others }), RULES[name]?.({ ...caller, scopes: new Set(['hub:admin']) })]).toEqual([
      false,
      true,
    ])
  })

  it.each(['seoul-client', 'analyst', 'steward', 'coordinator'])(
    'H24: %s changes nothing and sees nothing of it, and the try is audited',
    async client => {
      const refused = await act('setMembership', { center: 'seoul', memberFrom: '2027-01-01', isTrial: true }, client)
      expect(codesOf(refused)).toEqual(['FORBIDDEN '])
      const chain = client === 'seoul-client' ? 'seoul' : null
      expect(await auditOf(hub, chain)).toMatchObject({ action: 'access.denied', subject: { field: 'Mutation.setMembership' } })
      for (const name of QUERIES) {
        const { data, errors } = await ask(`{ ${name} { hasNextPage } }`, client)
        expect([data[name], errors?.[0]?.extensions['code']]).toEqual([null, 'FORBIDDEN'])
      }
      expect(await membershipsOf('seoul')).toHaveLength(1)
    },
  )

  it.each(['callers', 'memberships', 'calendars', 'calendar_exceptions', 'agreements', 'endpoints'])(
    'G03: %s is written by the application for an administrator only, and only under an act',
    async table => {
      const { db } = hub.database
      const remove = (role: 'center' | 'reader' | 'steward' | 'jobs' | 'admin') =>
        db.transaction({ centerId: 1, role }, tx => tx.sql`delete from ${tx.sql(table)} where center_id = 2`)
      for (const role of ['center', 'reader', 'steward', 'jobs'] as const)
        await expect(remove(role)).rejects.toMatchObject({ code: '42501' })
      await expect(remove('admin')).rejects.toMatchObject({ code: '42501' })
      const update = db.transaction({ centerId: null, role: 'admin' }, tx => tx.sql`update ${tx.sql(table)} set center_id = 3`)
      await expect(update).rejects.toMatchObject({ code: '42501' })
    },
  )

  it.each(['registry_acts', 'registry_changes'])('%s is append-only, for the owner too', async table => {
    const { owner } = hub.database
    await expect(owner`delete from ${owner(table)}`).rejects.toMatchObject({ code: '42501' })
    await expect(owner`truncate ${owner(table)} cascade`).rejects.toMatchObject({ code: '42501' })
  })

  it('G18: an act whose audit entry cannot be written changes nothing', async () => {
    const before = await membershipsOf('daegu')
    await hub.database.owner`alter table audit_entries add constraint no_entries check (action <> 'membership.set') not valid`
    await expect(act('setMembership', { center: 'daegu', memberFrom: '2027-01-01', isTrial: true })).rejects.toThrow('INTERNAL')
    await hub.database.owner`alter table audit_entries drop constraint no_entries`
    expect(await membershipsOf('daegu')).toEqual(before)
  })
})
