import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { acknowledgeMessage } from '../../api/operations/acknowledge-message.js'
import { breakGlass, BREAK_GLASS_PHRASE } from '../../api/operations/break-glass.js'
import { closeActivation } from '../../api/operations/close-activation.js'
import { completeActivations } from '../../api/operations/complete-activations.js'
import { correctPlaybook } from '../../api/operations/correct-playbook.js'
import { expireDueMessages } from '../../api/operations/expire-due-messages.js'
import { previewBroadcast } from '../../api/operations/preview-broadcast.js'
import { readActivationBoard } from '../../api/operations/read-activation-board.js'
import { rejectMessage } from '../../api/operations/reject-message.js'
import { takeOutDeparted } from '../../api/operations/take-out-departed.js'
import { withdrawPlaybook } from '../../api/operations/withdraw-playbook.js'
import { listBeats } from '../../jobs/playbooks/list-beats.js'
import { CORRECTION, startBroadcastHub, STORM, WORDS, type BroadcastHub } from '../support/broadcast-hub.js'
import { refusalOf, valueOf } from '../support/center-hub.js'

let site: BroadcastHub
beforeAll(async () => {
  site = await startBroadcastHub()
})
afterAll(() => site.close())
beforeEach(() => site.database.setClock(STORM))

const at = (time: string) => site.database.setClock(`2026-11-${time}:00+09:00`)
const messagesOf = async (activation: string) => [
  ...(await site.database.owner`
    select seq, type, purpose, state, published_by as by from messages where activation_id = ${activation} order by seq`),
]
const stateOf = async (activation: string) => {
  const [row] = await site.database.owner<
    { state: string; closed_by: string | null; closed_without: number[] | null }[]
  >`select state, closed_by, closed_without from activations where id = ${activation}`
  return row
}
const acknowledge = async (center: string, message: string) =>
  valueOf(await acknowledgeMessage(site.hub, await site.caller(center, 'playbooks:ack'), { message, desk: '당직 1팀' }))
const withdraw = async (activation: string) =>
  valueOf(
    await withdrawPlaybook(site.hub, site.people.sender, {
      activation,
      purpose: 'ISSUED_IN_ERROR',
      reason: '잘못 보냈습니다',
      values: {},
      idempotencyKey: `withdraw ${activation}`,
    }),
  ).message

describe('P9: expiry', () => {
  /** The council's library, with a template that asks for its all-clear. */
  beforeAll(async () => {
    await site.database.owner`
      insert into playbook_libraries (code, status, content_hash, loaded_at, document)
      select '2026.1-clear', status, ${'c'.repeat(64)}, loaded_at + interval '1 second',
        jsonb_set(jsonb_set(document, '{edition}', '"2026.1-clear"'), '{templates}', (
          select jsonb_agg(case t ->> 'code' when 'pb_typhoon' then t || '{"all_clear_on_expiry": true}' else t end)
          from jsonb_array_elements(document -> 'templates') t))
      from playbook_libraries where code = '2026.1'`
  })

  it('sends the all-clear that was approved with the head, as an update with a seq and an id of its own, once, and then nothing more', async () => {
    const { activation, message } = await site.alert({ areas: ['11', '26'] })
    expect(JSON.parse(message.content)).toMatchObject({ allClearOnExpiry: true })
    await at('21T23:00')
    expect(await expireDueMessages(site.hub)).toContain(message.id)
    expect(await expireDueMessages(site.hub)).toEqual([])
    expect(await messagesOf(activation.id)).toEqual([
      { seq: 1, type: 'ALERT', purpose: 'INFORM', state: 'EXPIRED', by: 'person:sender' },
      { seq: 2, type: 'UPDATE', purpose: 'ALL_CLEAR', state: 'CURRENT', by: 'job:expire-messages' },
    ])
    const { owner } = site.database
    const [sent] = await owner<{ content: string; refers_to: string[]; copies: number; kinds: string[] }[]>`
      select content, refers_to, (select count(*)::int from deliveries d where d.message_id = m.id and d.state = 'PENDING') as copies,
        (select array_agg(distinct kind order by kind) from timers t where t.message_id = m.id) as kinds
      from messages m where activation_id = ${activation.id} and seq = 2`
    expect(sent).toMatchObject({
      refers_to: [message.id],
      copies: 2,
      kinds: ['CLOSED_CENTER', 'LADDER_COORDINATOR', 'LADDER_DUTY', 'LADDER_MANAGER', 'LADDER_PHONE', 'OTHER_CHANNEL', 'UNDELIVERED'],
    })
    expect(JSON.parse(sent?.content ?? '')).toMatchObject({
      lead: { ko: expect.arrayContaining(['한강 낮은 곳 태풍 경계 단계가 11월 21일 오후 11시에 끝났습니다.']) as string[] },
      cap: { responseType: ['AllClear'] },
    })
    expect(await stateOf(activation.id)).toMatchObject({ state: 'ACTIVE' })
    // A correction draws the whole text anew: nobody brings the alert back on one word.
    const correction = { activation: activation.id, values: CORRECTION, takeOut: [], idempotencyKey: 'after-the-end' }
    expect(refusalOf(await correctPlaybook(site.hub, site.people.author, correction))).toEqual(['WRONG_STATE'])
    await at('22T23:00')
    await expireDueMessages(site.hub)
    expect(await messagesOf(activation.id)).toHaveLength(2)
    expect(await stateOf(activation.id)).toMatchObject({ state: 'CLOSING' })
  })

  it('sends none for a drill that is over, nor for what one commander sent and nobody ratified', async () => {
    const drill = await site.open({
      status: 'EXERCISE',
      exercise: { id: 'EX-9', participants: ['daejeon'], endsAt: '2026-11-21T23:00:00+09:00' },
      areas: ['30'],
    })
    await site.send(await site.approve(await site.draft(drill), 1))
    const alone = await site.open({ areas: ['31'] })
    const version = await site.draft(alone, { expiresAt: '2026-11-21T19:00:00+09:00' })
    valueOf(
      await breakGlass(site.hub, site.people.commander, {
        version: version.id,
        reason: '해일이 5분 뒤에 옵니다',
        phrase: BREAK_GLASS_PHRASE.ko,
        retyped: { status: WORDS.ACTUAL, hazard: '태풍', centers: 1 },
        idempotencyKey: 'alone',
      }),
    )
    await at('21T23:00')
    await expireDueMessages(site.hub)
    expect([await messagesOf(drill.id), await messagesOf(alone.id)]).toMatchObject([[{ state: 'EXPIRED' }], [{ state: 'EXPIRED' }]])
    expect(await site.database.owner`select from pages where kind = 'ALL_CLEAR_UNSENT'`).toHaveLength(0)
  })

  it('that could not send it ends the head all the same, and coordinators are told', async () => {
    const { activation, message } = await site.alert({ areas: ['51'] })
    const { owner } = site.database
    await owner`update memberships set member_to = hub_today() - 1 where center_id = (select id from centers where code = 'gangwon')`
    await at('21T23:00')
    await expireDueMessages(site.hub)
    await owner`update memberships set member_to = null where center_id = (select id from centers where code = 'gangwon')`
    expect(await messagesOf(activation.id)).toMatchObject([{ seq: 1, state: 'EXPIRED' }])
    expect(await owner`select detail from pages where kind = 'ALL_CLEAR_UNSENT' and subject = ${message.id}`).toEqual([
      { detail: { codes: ['NO_TARGETS'] } },
    ])
  })

  it('is announced to coordinators at four fifths of the life, once, where the message still holds', async () => {
    const { message } = await site.alert({ areas: ['28'] })
    const { activation: over } = await site.alert({ areas: ['27'] })
    await withdraw(over.id)
    const fire = listBeats(site.hub, { sending: null, deliverer: null }).find(({ name }) => name === 'fire-timers')
    const pages = () => site.database.owner`
      select subject, detail from pages where kind = 'EXPIRING' and (message_id = ${message.id} or activation_id = ${over.id})`
    await at('21T21:59')
    await fire?.run()
    expect([...(await pages())]).toEqual([])
    await at('21T22:00')
    await fire?.run()
    await fire?.run()
    expect([...(await pages())]).toEqual([
      { subject: message.id, detail: { seq: 1, level: 'alert', expiresAt: '2026-11-21T23:00:00+09:00' } },
    ])
  })
})

describe('closing', () => {
  it('an activation that has ended closes by itself when every center has acknowledged the end, and not before', async () => {
    const { activation, message } = await site.alert({ areas: ['11', '26'] })
    await acknowledge('seoul', message.id)
    await acknowledge('busan', message.id)
    expect(await completeActivations(site.hub)).toEqual([])
    const cancel = await withdraw(activation.id)
    await acknowledge('seoul', cancel.id)
    // Of an earlier message: the end is what counts.
    await acknowledge('busan', message.id)
    expect(await completeActivations(site.hub)).toEqual([])
    await acknowledge('busan', cancel.id)
    expect(await Promise.all([completeActivations(site.hub), completeActivations(site.hub)])).toEqual(
      expect.arrayContaining([[activation.id], []]),
    )
    expect(await stateOf(activation.id)).toEqual({ state: 'CLOSED', closed_by: 'job:complete-activations', closed_without: [] })
    const { owner } = site.database
    expect(
      await owner`select actor from audit_entries where action = 'activation.completed' and subject ->> 'activation' = ${activation.id}`,
    ).toEqual([{ actor: 'job:complete-activations' }])
  })

  it('where a center rejects the end or is silent, a person closes it by name, with a reason and the list', async () => {
    const { activation } = await site.alert({ areas: ['11', '26', '28'] })
    const cancel = await withdraw(activation.id)
    await acknowledge('seoul', cancel.id)
    const busan = await site.caller('busan', 'playbooks:ack')
    valueOf(await rejectMessage(site.hub, busan, { message: cancel.id, desk: '당직 1팀', reason: '아직 물이 찹니다' }))
    expect(await completeActivations(site.hub)).toEqual([])
    const close = (reason: string) => closeActivation(site.hub, site.people.sender, { activation: activation.id, reason })
    expect(refusalOf(await close(' '))).toEqual(['REASON_REQUIRED'])
    const closed = valueOf(await close('인천은 전화로 확인했습니다'))
    const incheon = (await site.hub.standards()).centerIds.get('incheon')
    expect(closed).toMatchObject({ state: 'CLOSED', closedBy: 'person:sender', closedWithout: [incheon] })
    expect(refusalOf(await close('한 번 더'))).toEqual(['WRONG_STATE'])
  })
})

describe('P8: a center whose membership ends', () => {
  it('is out of the emergency from the next message on: what waits stops, nobody asks it, and the board says why', async () => {
    const { activation, message } = await site.alert({ areas: ['11', '26'] })
    const { owner } = site.database
    await owner`update memberships set member_to = hub_today() - 1 where center_id = (select id from centers where code = 'busan')`
    expect(await takeOutDeparted(site.hub)).toContain(activation.id)
    expect(await takeOutDeparted(site.hub)).toEqual([])
    const rows = await owner`
      select c.code, d.state, d.last_error as why,
        (select count(*) from timers t where t.message_id = d.message_id and t.center_id = d.center_id and t.done_at is null) > 0 as is_asked
      from deliveries d join centers c on c.id = d.center_id where d.message_id = ${message.id} order by c.code`
    expect([...rows]).toEqual([
      { code: 'busan', state: 'CANCELED', why: 'membershipEnded', is_asked: false },
      { code: 'seoul', state: 'PENDING', why: null, is_asked: true },
    ])
    await at('21T18:10')
    const board = valueOf(await readActivationBoard(site.hub, site.people.author, { activation: activation.id, at: null }))
    expect(board.lines.map(({ leftBecause, waitingSeconds }) => ({ leftBecause, waitingSeconds }))).toEqual([
      { leftBecause: null, waitingSeconds: 600 },
      { leftBecause: 'membershipEnded', waitingSeconds: null },
    ])
    const cancel = await withdraw(activation.id)
    await owner`update memberships set member_to = null where center_id = (select id from centers where code = 'busan')`
    expect(await owner`select c.code from message_targets t join centers c on c.id = t.center_id where message_id = ${cancel.id}`).toEqual([
      { code: 'seoul' },
    ])
  })

  it('one emergency that cannot be settled holds up no other, neither there nor where they close', async () => {
    const { owner } = site.database
    const [poisoned, sound] = [await site.alert({ areas: ['11', '26'] }), await site.alert({ areas: ['11', '26'] })]
    await owner.unsafe(`
      create function poison() returns trigger language plpgsql as $$ begin raise exception 'poisoned'; end $$;
      create trigger poisoned before update on message_targets for each row when (old.message_id = '${poisoned.message.id}') execute function poison();
      create trigger poisoned before update on activations for each row when (new.id = '${poisoned.activation.id}' and new.state = 'CLOSED') execute function poison()`)
    await owner`update memberships set member_to = hub_today() - 1 where center_id = (select id from centers where code = 'busan')`
    await expect(takeOutDeparted(site.hub)).rejects.toThrow(`${poisoned.activation.id}: poisoned`)
    await owner`update memberships set member_to = null where center_id = (select id from centers where code = 'busan')`
    const left =
      await owner`select message_id as id from message_targets where ended_by = 'membershipEnded' and message_id = any (${[poisoned.message.id, sound.message.id]})`
    expect([...left]).toEqual([{ id: sound.message.id }])
    for (const { activation } of [poisoned, sound]) {
      const cancel = await withdraw(activation.id)
      await acknowledge('seoul', cancel.id)
      if (activation === poisoned.activation) await acknowledge('busan', cancel.id)
    }
    await expect(completeActivations(site.hub)).rejects.toThrow(`${poisoned.activation.id}: poisoned`)
    expect([await stateOf(poisoned.activation.id), await stateOf(sound.activation.id)]).toMatchObject([
      { state: 'CLOSING' },
      { state: 'CLOSED' },
    ])
    await owner.unsafe('drop function poison() cascade')
  })

  it('is no target of a cancel either, where it left a moment before and no job has looked yet', async () => {
    const { activation } = await site.alert({ areas: ['11', '26'] })
    const { owner } = site.database
    await owner`update memberships set member_to = hub_today() - 1 where center_id = (select id from centers where code = 'busan')`
    const cancel = await withdraw(activation.id)
    await owner`update memberships set member_to = null where center_id = (select id from centers where code = 'busan')`
    expect(await owner`select c.code from message_targets t join centers c on c.id = t.center_id where message_id = ${cancel.id}`).toEqual([
      { code: 'seoul' },
    ])
  })
})

describe('scenario 6: the real thing comes first', () => {
  it('a drill of a hazard does not begin at a center for which the real one holds, and may again when it is over', async () => {
    const { activation: real } = await site.alert({ areas: ['26'], hazard: 'strong_wind' })
    const drill = await site.open({ status: 'EXERCISE', hazard: 'strong_wind', areas: ['11', '26'] })
    const version = await site.draft(drill)
    const targets = async () => {
      const { centerCodes } = await site.hub.standards()
      const { targets: found, leftOut } = valueOf(await previewBroadcast(site.hub, site.people.author, version.id))
      return [found.map(({ centerId }) => centerCodes.get(centerId)), leftOut.map(id => centerCodes.get(id))]
    }
    expect(await targets()).toEqual([['seoul'], ['busan']])
    await withdraw(real.id)
    expect(await targets()).toEqual([['seoul', 'busan'], []])
  })
})
