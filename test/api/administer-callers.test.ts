import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { administer, auditOf } from '../support/administer.js'

let hub: HubServer

beforeAll(async () => {
  hub = await startHubServer()
})

afterAll(() => hub.close())

const act = (mutation: string, input: Record<string, unknown>, client = 'admin') => administer(hub, { mutation, input, client })
const statusOf = async (client: string) => (await hub.graphql('{ viewer { subject scopes } }', {}, await hub.token(client))).status
const scopesOf = async (client: string) => (await hub.graphql('{ viewer { scopes } }', {}, await hub.token(client))).data?.viewer.scopes
const NEW = { kind: 'CLIENT', center: 'ulsan', scopes: ['stats:write'], displayName: '울산 통계 연계', reason: '새 연계 시스템' }

describe('registerCaller', () => {
  it('registers a caller, says who and why, and chains it on the center in the same transaction', async () => {
    const { result } = await act('registerCaller', { ...NEW, subject: 'ulsan-new' })
    expect(result).toMatchObject({
      actor: 'client:admin',
      action: 'caller.registered',
      center: 'ulsan',
      reason: '새 연계 시스템',
      undoes: null,
    })
    expect(result.rows).toEqual([
      {
        kind: 'CALLER',
        change: 'RECORDED',
        row: expect.objectContaining({ subject: 'ulsan-new', center: 'ulsan', scopes: ['stats:write'], valid_to: null }),
      },
    ])
    expect(await auditOf(hub, 'ulsan')).toMatchObject({
      actor: 'client:admin',
      action: 'caller.registered',
      subject: { change: result.id, rows: 1, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    })
  })

  it('tells all faults at once, in Korean and English, and keeps nothing', async () => {
    const before = await hub.database.owner`select count(*)::int as n from registry_acts`
    const { issues } = await act('registerCaller', {
      subject: 'has space',
      kind: 'PERSON',
      scopes: ['stats:write', 'stats:steal'],
      center: 'atlantis',
      displayName: ' ',
      validFrom: '2027-01-02T00:00:00+09:00',
      validTo: '2027-01-01T00:00:00+09:00',
      reason: '',
    })
    expect(issues.map(({ code, path }: { code: string; path: string[] }) => `${code} ${path[1]}`)).toEqual([
      'BAD_USER_INPUT subject',
      'BAD_USER_INPUT scopes',
      'BAD_USER_INPUT displayName',
      'BAD_USER_INPUT validTo',
      'CENTER_UNKNOWN center',
      'REASON_REQUIRED reason',
    ])
    for (const { messageKo, messageEn } of issues)
      expect([messageKo, messageEn]).toEqual([expect.stringMatching(/[가-힣]/), expect.stringMatching(/^[ -~]+$/)])
    expect([...(await hub.database.owner`select count(*)::int as n from registry_acts`)]).toEqual([...before])
  })

  it.each([
    ['a subject that is registered', { subject: 'busan-client', center: 'busan' }, 'ALREADY_REGISTERED'],
    ['a right over a center without a center', { subject: 'nowhere', center: null }, 'BAD_USER_INPUT'],
    ['access in the past', { subject: 'early', validFrom: '2020-01-01T00:00:00+09:00' }, 'BAD_USER_INPUT'],
    ['an end before now', { subject: 'late', validTo: '2020-01-01T00:00:00+09:00' }, 'BAD_USER_INPUT'],
    ['a reason that names a person', { subject: 'named', reason: '담당자 010-1234-5678' }, 'TEXT_NOT_ACCEPTED'],
  ])('refuses %s', async (_what, input, code) => {
    const { issues } = await act('registerCaller', { ...NEW, ...input })
    expect(issues.map((issue: { code: string }) => issue.code)).toEqual([code])
  })
})

describe('a registered caller', () => {
  it('gets other scopes from the next request on, and what held before stays in the log', async () => {
    const { result } = await act('changeCaller', { subject: 'steward', scopes: ['stats:read'], reason: '업무 변경' })
    expect(result.rows.map(({ change, row }: { change: string; row: { scopes: string[] } }) => [change, row.scopes])).toEqual([
      ['REMOVED', ['terms:curate']],
      ['RECORDED', ['terms:curate']],
      ['RECORDED', ['stats:read']],
    ])
    expect(await scopesOf('steward')).toEqual([])
    await act('undoRegistryChange', { change: result.id, reason: '되돌림' })
    expect(await scopesOf('steward')).toEqual(['terms:curate'])
  })

  it('is replaced by a new subject; the old one is let in for as long as was said, and no longer', async () => {
    const soon = new Date(Date.now() + 3_600_000).toISOString()
    const { result } = await act('rotateCaller', { subject: 'daegu-client', newSubject: 'daegu-2', oldValidUntil: soon, reason: '키 교체' })
    expect(result.center).toBe('daegu')
    expect(await statusOf('daegu-client')).toBe(200)
    const { data } = await hub.graphql(
      '{ callers(center: "daegu") { nodes { subject scopes validTo } hasNextPage } }',
      {},
      await hub.token('admin'),
    )
    expect(data.callers.nodes).toEqual([
      { subject: 'daegu-2', scopes: ['stats:write'], validTo: null },
      { subject: 'daegu-client', scopes: ['stats:write'], validTo: expect.any(String) },
    ])
    await act('rotateCaller', { subject: 'sejong-client', newSubject: 'sejong-2', reason: '키 유출' })
    expect(await statusOf('sejong-client')).toBe(401)
  })

  it('H26: is refused with the next request once revoked, with the token it already has', async () => {
    const token = await hub.token('jeju-client')
    const ask = async () => (await hub.graphql('{ viewer { subject } }', {}, token)).status
    expect(await ask()).toBe(200)
    const { result } = await act('revokeCaller', { subject: 'jeju-client', reason: '계약 종료' })
    expect(await ask()).toBe(401)
    await act('undoRegistryChange', { change: result.id, reason: '잘못 눌렀음' })
    expect(await ask()).toBe(200)
    const again = await act('undoRegistryChange', { change: result.id, reason: '두 번째' })
    expect(again.issues[0].code).toBe('CHANGED_SINCE')
  })

  it('loses access with everybody of its center when the center is off-boarded; what it handed in stays', async () => {
    expect([await statusOf('seoul-client'), await statusOf('busan-client')]).toEqual([200, 200])
    const { result } = await act('offboardCenter', { center: 'seoul', reason: '협의체 탈퇴' })
    expect(await statusOf('seoul-client')).toBe(401)
    expect(await statusOf('busan-client')).toBe(200)
    expect(result.rows.filter(({ change }: { change: string }) => change === 'REMOVED')).toHaveLength(2)
    expect((await auditOf(hub, 'seoul')).action).toBe('center.offboarded')
    expect((await act('offboardCenter', { center: 'seoul', reason: '다시' })).issues[0].code).toBe('NOT_FOUND')
  })

  it('cannot be ended, or lose hub:admin, when no other administrator is left', async () => {
    const codes = [
      (await act('revokeCaller', { subject: 'admin', reason: '실수' })).issues[0].code,
      (await act('changeCaller', { subject: 'admin', scopes: ['stats:read'], reason: '실수' })).issues[0].code,
      (await act('rotateCaller', { subject: 'admin', newSubject: 'admin-2', validFrom: '2100-01-01T00:00:00Z', reason: '실수' })).issues[0]
        .code,
    ]
    expect(codes).toEqual(['LAST_ADMINISTRATOR', 'LAST_ADMINISTRATOR', 'LAST_ADMINISTRATOR'])
    expect(await statusOf('admin')).toBe(200)
  })

  it.each(['changeCaller', 'rotateCaller', 'revokeCaller'])('%s refuses a subject that nobody registered', async mutation => {
    const more = mutation === 'changeCaller' ? { scopes: ['stats:read'] } : mutation === 'rotateCaller' ? { newSubject: 'x2' } : {}
    const { issues } = await act(mutation, { subject: 'nobody', reason: 'x', ...more })
    expect(issues[0].code).toBe('NOT_FOUND')
  })
})
