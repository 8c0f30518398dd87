import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openActivation, publish, type Broadcast } from '../support/broadcast.js'
import { forgeToken } from '../support/forge-token.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { registerRoles } from '../support/register-roles.js'
import { ROLES, type Role } from '../support/role-table.js'
import { capFaults, hasXmllint } from '../support/xmllint.js'

let hub: HubServer
beforeAll(async () => {
  hub = await startHubServer()
  await registerRoles(hub.database.owner)
})
afterAll(() => hub.close())

const tokenOf = (role: Role) =>
  forgeToken(hub.issuer, { claims: { sub: `role-${role}`, client_id: `role-${role}`, scope: ROLES[role].scopes.join(' ') } })

const FEED = `query ($after: String, $isForAll: Boolean) { emergencyFeed(after: $after, isForAll: $isForAll) { endCursor hasNextPage
  nodes { broadcast seq state type part message messageHash receipt { state receivedBy } changes { part ko en } } } }`

async function pull(role: Role, variables: { after?: string | null; isForAll?: boolean } = {}) {
  const { data, errors } = await hub.graphql(FEED, { isForAll: false, ...variables }, await tokenOf(role))
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
  return data.emergencyFeed
}

/** What is there already is before the cursor. */
let after: string | null
beforeEach(async () => {
  after = (await pull('administrator')).endCursor
})

const storm = (options: Partial<Broadcast> = {}) => openActivation(hub.database.owner, options)
const content = (headline: string) =>
  JSON.stringify({
    format: 'hub120-broadcast/1',
    areas: ['26'],
    cap: { category: 'Met', urgency: 'Immediate', severity: 'Extreme', certainty: 'Observed', responseType: ['Shelter'] },
    headline: { ko: headline, en: headline },
    script: { ko: [headline], en: [] },
  })

describe('emergencyFeed', () => {
  it('gives a center what was sent to it, which is received by that, once and in the audit; others only look', async () => {
    const ours = await publish(hub.database.owner, await storm({ centers: ['busan'] }))
    const theirs = await publish(hub.database.owner, await storm({ centers: ['seoul'] }))
    expect((await pull('author', { after })).nodes.map(({ broadcast }: { broadcast: string }) => broadcast)).toEqual([
      ours.messageId,
      theirs.messageId,
    ])
    const states = () => hub.database.owner<{ state: string }[]>`
      select state from receipts where message_id in (${ours.messageId}, ${theirs.messageId}) order by center_id`
    expect([...(await states())].map(({ state }) => state)).toEqual(['AWAITING', 'AWAITING'])

    const { nodes } = await pull('client', { after })
    expect(nodes).toMatchObject([
      { broadcast: ours.messageId, part: 'TARGET', receipt: { state: 'RECEIVED', receivedBy: 'pull' }, changes: null },
    ])
    expect(createHash('sha256').update(nodes[0].message).digest('hex')).toBe(nodes[0].messageHash)
    await pull('dutyOfficer', { after })
    const entries = await hub.database.owner`
      select actor, subject from audit_entries where action = 'receipt.received' and subject -> 'messages' ? ${ours.messageId}`
    expect([...entries]).toEqual([{ actor: 'person:role-client', subject: { messages: [ours.messageId], by: 'pull' } }])

    const all = await pull('client', { after, isForAll: true })
    expect(all.nodes.slice(1)).toMatchObject([
      { broadcast: theirs.messageId, part: null, receipt: null, message: expect.any(String) as string },
    ])
  })

  it('misses nothing that commits late: while a publication is under way, later ones wait for it, and the cursor stays before both', async () => {
    const [first, second] = [await storm(), await storm()]
    const { owner } = hub.database
    let open = () => {}
    const gate = new Promise<void>(resolve => (open = resolve))
    let hold = () => {}
    const held = new Promise<void>(resolve => (hold = resolve))
    const slow = owner.begin(async tx => {
      await tx`select hub_next_feed_no()`
      hold()
      await gate
    })
    await held
    const late = publish(owner, first)
    const later = publish(owner, second)
    await sleep(200)
    const between = await pull('client', { after })
    expect([between.nodes, between.endCursor]).toEqual([[], after])
    open()
    await slow
    const sent = [(await late).messageId, (await later).messageId]
    const { nodes } = await pull('client', { after: between.endCursor })
    expect(new Set(nodes.map(({ broadcast }: { broadcast: string }) => broadcast))).toEqual(new Set(sent))
  })

  it('says what changed since the message that the center acknowledged, not since one it only received', async () => {
    const storming = await storm()
    const { owner } = hub.database
    const one = await publish(owner, storming, { content: content('잠수교 통제') })
    await pull('dutyOfficer', { after })
    await owner`
      update receipts set state = 'ACKNOWLEDGED', acknowledged_at = hub_now(), acknowledged_by = 'person:one', acknowledged_desk = '당직'
      where message_id = ${one.messageId}`
    await publish(owner, storming, { content: content('반포대교 통제') })
    await pull('dutyOfficer', { after })
    await publish(owner, storming, { content: content('한강대교 통제') })
    const { nodes } = await pull('dutyOfficer', { after })
    expect(nodes.map(({ seq, state }: { seq: number; state: string }) => [seq, state])).toEqual([
      [1, 'SUPERSEDED'],
      [2, 'SUPERSEDED'],
      [3, 'CURRENT'],
    ])
    expect(nodes[2].changes).toContainEqual({
      part: 'headline',
      ko: '제목이 바뀌었습니다: 한강대교 통제',
      en: 'The headline changed: 한강대교 통제',
    })
    const script = nodes[2].changes.find(({ part }: { part: string }) => part === 'section:first_answer_script')
    expect(script.ko).toContain('“잠수교 통제”')
  })

  it('scenario 7: what was canceled before it ever reached a center is there as canceled, without its text', async () => {
    const storming = await storm()
    await publish(hub.database.owner, storming)
    await publish(hub.database.owner, storming, { type: 'CANCEL' })
    const { nodes } = await pull('client', { after })
    expect(nodes).toMatchObject([
      { seq: 1, state: 'WITHDRAWN', message: null, messageHash: null, receipt: { state: 'AWAITING' } },
      { seq: 2, type: 'CANCEL', state: 'CURRENT', receipt: { state: 'RECEIVED' } },
    ])
  })

  it.each(['x', ...['[-1]', '["1"]', '[1e300]', '[9007199254740991]'].map(place => Buffer.from(place).toString('base64url'))])(
    'refuses a cursor that is none, or that this feed has not come to: %s',
    async cursor => {
      const { errors } = await hub.graphql(FEED, { after: cursor, isForAll: false }, await tokenOf('client'))
      expect(errors?.[0]?.extensions['code']).toBe('INVALID_CURSOR')
    },
  )
})

describe('the feed over HTTP', () => {
  const get = async (path: string, role: Role) =>
    fetch(`${hub.url}${path}`, { headers: { authorization: `Bearer ${await tokenOf(role)}` } })

  it('scenario 7: headlines hold nothing that was taken back before it came: the cancel tells of it, and every document linked is given', async () => {
    const storming = await storm()
    const { messageId: gone } = await publish(hub.database.owner, storming)
    const { messageId: cancel } = await publish(hub.database.owner, storming, { type: 'CANCEL' })
    const linked = async () => (await (await get('/feed/atom', 'client')).text()).match(/\/feed\/cap\/[A-Z0-9-]+/g)?.map(String) ?? []
    // It is sent a second after the first.
    await expect.poll(linked, { timeout: 20_000 }).toContain(`/feed/cap/${cancel}`)
    const links = await linked()
    expect(links).not.toContain(`/feed/cap/${gone}`)
    for (const link of links.slice(0, 3)) expect((await get(link, 'client')).status).toBe(200)
  })

  it('scenario 8: Atom and CAP say when in Korean time, never Z, wherever the process thinks it is', async () => {
    const zone = process.env['TZ']
    process.env['TZ'] = 'America/New_York'
    await hub.database.setClock('2026-12-31T23:59:59+09:00')
    try {
      const { messageId } = await publish(hub.database.owner, await storm())
      const atom = await get('/feed/atom', 'client')
      expect(atom.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8')
      const feed = await atom.text()
      expect(feed).toContain(`<id>urn:hub120:message:${messageId}</id>`)
      expect(feed).toContain('<updated>2026-12-31T23:59:59+09:00</updated>')
      expect(feed).not.toMatch(/\dZ</)
      expect(await stateOf(messageId)).toBe('AWAITING')

      const capUrl = new RegExp(`href="${hub.url}(/feed/cap/${messageId})"`).exec(feed)?.[1] ?? ''
      const cap = await (await get(capUrl, 'client')).text()
      expect(cap).toContain('<sent>2026-12-31T23:59:59+09:00</sent>')
      expect(cap).not.toMatch(/\dZ</)
      expect(hasXmllint ? capFaults(cap) : '').toBe('')
      expect(await stateOf(messageId)).toBe('RECEIVED')
    } finally {
      await hub.database.setClock(null)
      if (zone === undefined) delete process.env['TZ']
      else process.env['TZ'] = zone
    }
  })

  it('is closed without a token, and to whoever may not ask emergencyFeed, who is in the audit', async () => {
    expect((await fetch(`${hub.url}/feed/atom`)).status).toBe(401)
    expect((await get('/feed/atom', 'analyst')).status).toBe(404)
    for (const id of ['nothing', '%00', '..%2f']) {
      expect([(await get(`/feed/cap/${id}`, 'client')).status, (await get(`/feed/message/${id}`, 'client')).status]).toEqual([404, 404])
    }
    const denied = await hub.database.owner`
      select actor from audit_entries where action = 'access.denied' and subject ->> 'field' = 'Query.emergencyFeed'`
    expect([...denied]).toEqual([{ actor: 'person:role-analyst' }])
  })

  async function stateOf(messageId: string) {
    const [row] = await hub.database.owner<{ state: string }[]>`
      select state from receipts r join centers c on c.id = r.center_id where message_id = ${messageId} and c.code = 'busan'`
    return row?.state
  }
})
