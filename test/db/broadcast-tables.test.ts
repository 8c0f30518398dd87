import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { submitPlaybook } from '../../api/operations/submit-playbook.js'
import type { TenantContext } from '../../db/transaction.js'
import type { Activation, Message, PlaybookVersion } from '../../schema/domain/playbooks/activation.js'
import { startBroadcastHub, STORM, type BroadcastHub } from '../support/broadcast-hub.js'
import { valueOf } from '../support/center-hub.js'

let site: BroadcastHub
let sent: { activation: Activation; message: Message }
let inReview: PlaybookVersion
beforeAll(async () => {
  site = await startBroadcastHub()
  await site.database.setClock(STORM)
  sent = await site.alert({ areas: ['11', '26'] })
  inReview = await site.draft(await site.open())
  valueOf(await submitPlaybook(site.hub, site.people.author, { version: inReview.id }))
})
afterAll(() => site.close())

/** What the table says to a statement: the constraint's name, or the SQL state. */
const saidTo = (work: PromiseLike<unknown>): Promise<string> =>
  Promise.resolve(work).then(
    () => 'went through',
    (error: { constraint_name?: string; code: string }) => error.constraint_name ?? error.code,
  )
const as = (role: TenantContext['role'], centerId: number | null, statement: string) =>
  saidTo(site.database.db.transaction({ centerId, role }, tx => tx.sql.unsafe(statement)))
const rowsAs = (role: TenantContext['role'], centerId: number | null, table: string) =>
  site.database.db.transaction({ centerId, role }, async tx => (await tx.sql.unsafe(`select from ${table}`)).length)

describe('the tables of a broadcast, whatever the code does', () => {
  it('take no approval of an author, a program, or another content', async () => {
    const { owner } = site.database
    const approve = (approver: string, hash = inReview.contentHash) =>
      saidTo(owner`
        insert into approvals (version_id, revision, content_hash, approver, agency, retyped_hazard, retyped_centers)
        values (${inReview.id}, 1, ${hash}, ${approver}, 'council', 'typhoon', 1)`)
    expect(await approve('person:author')).toBe('23001')
    expect(await approve('client:robot')).toBe('approvals_by_persons')
    expect(await approve('person:approver', 'f'.repeat(64))).toBe('23001')
    expect(await approve('person:approver')).toBe('went through')
    expect(await approve('person:approver')).toBe('approvals_once_a_person')
  })

  it('keep the content that was hashed, the order of messages and one head', async () => {
    const { owner } = site.database
    const { id } = sent.message
    expect(await saidTo(owner`update playbook_versions set content = content || ' ' where id = ${inReview.id}`)).toBe(
      'playbook_versions_content_is_hashed',
    )
    expect(await saidTo(owner`update messages set content = '{}' where id = ${id}`)).toBe('23001')
    expect(await saidTo(owner`update messages set expires_at = expires_at + interval '1 day' where id = ${id}`)).toBe('23001')
    expect(await saidTo(owner`delete from messages where id = ${id}`)).toBe('42501')
    const another = (seq: number) =>
      saidTo(owner`
        insert into messages select (jsonb_populate_record(m, jsonb_build_object(
          'id', ${`${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`}::text, 'seq', ${seq}::int, 'type', 'UPDATE', 'version_id', ${inReview.id}::text,
          'feed_no', 1000000, 'sent_at', m.sent_at + interval '1 minute'))).* from messages m where id = ${id}`)
    expect(await another(3)).toBe('23001')
    expect(await another(2)).toBe('messages_one_head')
  })

  it('let one copy be in flight for each endpoint', async () => {
    const { owner } = site.database
    const other = await site.alert({ areas: ['26'] })
    const claim = (messageId: string) =>
      saidTo(owner`
        update deliveries set state = 'IN_FLIGHT', lease_token = gen_random_uuid(), lease_until = hub_now(), leased_by = 'test'
        where message_id = ${messageId} and webhook_id like '%-busan'`)
    expect([await claim(sent.message.id), await claim(other.message.id)]).toEqual(['went through', 'deliveries_one_in_flight'])
  })

  it('are written by coordinators and jobs alone', async () => {
    for (const role of ['center', 'reader', 'steward', 'admin'] as const) {
      const centerId = role === 'center' ? 1 : null
      expect([
        role,
        await as(
          role,
          centerId,
          `insert into activations (id, status, hazard, areas, opened_by, opened_agency)
        values ('01ARZ3NDEKTSV4RRFFQ69G5FAV', 'ACTUAL', 'x', '{11}', 'a', 'b')`,
        ),
      ]).toEqual([role, '42501'])
      await as(role, centerId, `update messages set state = 'WITHDRAWN', ended_at = hub_now()`)
      await as(role, centerId, `update deliveries set state = 'CANCELED', ended_at = hub_now()`)
    }
    const { owner } = site.database
    expect(await owner`select from messages where state = 'WITHDRAWN'`).toHaveLength(0)
    expect(await owner`select from deliveries where state = 'CANCELED'`).toHaveLength(0)
    expect(await as('coordinator', null, `update messages set content = '{}'`)).toBe('42501')
    expect(await as('coordinator', null, `select hub_append_audit(1::smallint, 'a', 'b.c', '{}')`)).toBe('42501')
  })

  it('show a center its own copies and receipts, what went out to everybody, and nothing that is only planned', async () => {
    const busan = (await site.hub.standards()).centerIds.get('busan') ?? -1
    expect(await rowsAs('center', busan, 'receipts where center_id <> hub_center()')).toBe(0)
    expect(await rowsAs('center', busan, `receipts where message_id = '${sent.message.id}'`)).toBe(1)
    expect(await rowsAs('center', busan, `deliveries where message_id = '${sent.message.id}'`)).toBe(1)
    expect(await rowsAs('center', busan, `message_targets where message_id = '${sent.message.id}'`)).toBe(2)
    for (const role of ['center', 'reader', 'steward'] as const) {
      const centerId = role === 'center' ? busan : null
      expect(await rowsAs(role, centerId, `activations where state = 'PLANNED'`)).toBe(0)
      expect(await rowsAs(role, centerId, 'playbook_versions')).toBe(0)
      expect(await rowsAs(role, centerId, 'approvals')).toBe(0)
      expect(await rowsAs(role, centerId, 'messages')).toBeGreaterThan(0)
    }
    expect(await rowsAs('reader', null, 'endpoints')).toBe(0)
    expect(await rowsAs('coordinator', null, 'endpoints')).toBe(34)
    expect(await rowsAs('coordinator', null, 'held_rows')).toBe(0)
  })

  it('let a center answer for itself and for no other', async () => {
    const { centerIds } = await site.hub.standards()
    const [busan, seoul] = [centerIds.get('busan') ?? -1, centerIds.get('seoul') ?? -1]
    const answer = (center: number) =>
      `update receipts set state = 'RECEIVED', received_at = hub_now(), received_by = 'pull' where center_id = ${center}`
    await as('center', busan, answer(seoul))
    await as('center', busan, answer(busan))
    const states = await site.database.owner`
      select c.code, r.state from receipts r join centers c on c.id = r.center_id where message_id = ${sent.message.id} order by 1`
    expect(states).toEqual([
      { code: 'busan', state: 'RECEIVED' },
      { code: 'seoul', state: 'AWAITING' },
    ])
  })
})
