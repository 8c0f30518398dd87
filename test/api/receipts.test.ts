import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openActivation, publish, type Broadcast } from '../support/broadcast.js'
import { forgeToken } from '../support/forge-token.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'

const DUTY = { 'duty-one': 'busan', 'duty-two': 'busan', 'duty-seoul': 'seoul' } as const
type Duty = keyof typeof DUTY

let hub: HubServer
beforeAll(async () => {
  hub = await startHubServer()
  for (const [subject, center] of Object.entries(DUTY))
    await hub.database.owner`
      insert into callers (subject, kind, center_id, scopes, display_name)
      values (${subject}, 'person', (select id from centers where code = ${center}), ${['playbooks:ack']}, ${subject})`
})
afterAll(() => hub.close())

const RECEIPT = 'broadcast seq state acknowledgedDesk appliedDesk desksBriefed desksTotal routingSet rejectReason isLate'

async function answer(who: Duty, act: 'acknowledge' | 'apply' | 'reject', input: Record<string, unknown>) {
  const claims = { sub: who, client_id: who, scope: 'playbooks:ack' }
  const query = `mutation ($input: ${act === 'acknowledge' ? 'Acknowledge' : act === 'apply' ? 'Apply' : 'Reject'}MessageInput!) {
    answer: ${act}Message(input: $input) { __typename
      ... on AnsweredBroadcast { isRepeated receipt { ${RECEIPT} } head { seq state } } ... on Refused { issues { code path } } } }`
  const { data, errors } = await hub.graphql(query, { input: { desk: '당직 1팀', ...input } }, await forgeToken(hub.issuer, { claims }))
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
  return data.answer
}

const storm = (options: Partial<Broadcast> = {}) => openActivation(hub.database.owner, options)

const timersOf = (messageId: string) => hub.database.owner<{ kind: string; outcome: string | null }[]>`
  select kind, outcome from timers where message_id = ${messageId} order by kind`

const addTimers = (activationId: string, messageId: string, kinds: readonly string[]) => hub.database.owner`
  insert into timers (activation_id, message_id, center_id, kind, due_at)
  select ${activationId}, ${messageId}, (select id from centers where code = 'busan'), kind, hub_now() + interval '1 hour'
  from unnest(${[...kinds]}::text[]) as kind`

const entriesOf = (messageId: string) => hub.database.owner<
  { actor: string; action: string; chain: string | null; repeated: boolean; late: boolean }[]
>`
  select e.actor, e.action, c.code as chain, (e.subject -> 'isRepeated')::boolean as repeated, (e.subject -> 'isLate')::boolean as late
  from audit_entries e left join centers c on c.id = e.chain
  where e.subject ->> 'message' = ${messageId} order by e.seq`

describe('a center answers a message', () => {
  it('scenario 5: acknowledged by two people at once and by a retry, there is one acknowledgment; both are in the audit, and the second is told of the first', async () => {
    const { messageId } = await publish(hub.database.owner, await storm())
    const both = await Promise.all([
      answer('duty-one', 'acknowledge', { broadcast: messageId, desk: '당직 1팀' }),
      answer('duty-two', 'acknowledge', { broadcast: messageId, desk: '당직 2팀' }),
    ])
    const again = await answer('duty-two', 'acknowledge', { broadcast: messageId, desk: '당직 2팀' })
    const first = both.find(({ isRepeated }) => !isRepeated)
    expect(both.filter(({ isRepeated }) => isRepeated)).toHaveLength(1)
    for (const { receipt } of [...both, again]) expect(receipt).toEqual(first.receipt)
    expect(again).toMatchObject({ isRepeated: true, head: { seq: 1, state: 'ACKNOWLEDGED' } })
    const entries = await entriesOf(messageId)
    expect(entries.map(({ action, chain, repeated }) => [action, chain, repeated])).toEqual([
      ['receipt.acknowledged', 'busan', false],
      ['receipt.acknowledged', 'busan', true],
      ['receipt.acknowledged', 'busan', true],
    ])
    expect(new Set(entries.map(({ actor }) => actor))).toEqual(new Set(['person:duty-one', 'person:duty-two']))
  })

  it('scenario 5: an acknowledgment of message 1 after message 2 went out is kept as late, message 2 waits still, and its timers run on', async () => {
    const storming = await storm()
    const one = await publish(hub.database.owner, storming)
    const two = await publish(hub.database.owner, storming)
    await addTimers(storming.activationId, two.messageId, ['LADDER_DUTY', 'APPLY_DUE'])
    expect(await answer('duty-one', 'acknowledge', { broadcast: one.messageId })).toMatchObject({
      isRepeated: false,
      receipt: { seq: 1, state: 'ACKNOWLEDGED', isLate: true },
      head: { seq: 2, state: 'AWAITING' },
    })
    expect(await timersOf(two.messageId)).toEqual([
      { kind: 'APPLY_DUE', outcome: null },
      { kind: 'LADDER_DUTY', outcome: null },
    ])
    expect(await entriesOf(one.messageId)).toMatchObject([{ late: true }])
  })

  it('scenario 15: an acknowledgment that comes when the message has expired is kept as late', async () => {
    const { messageId } = await publish(hub.database.owner, await storm(), { lifeSeconds: 1 })
    await hub.database
      .owner`select pg_sleep(greatest(0, extract(epoch from expires_at - clock_timestamp())) + 0.05) from messages where id = ${messageId}`
    expect(await answer('duty-one', 'acknowledge', { broadcast: messageId })).toMatchObject({
      receipt: { state: 'ACKNOWLEDGED', isLate: true },
      head: { seq: 1, state: 'ACKNOWLEDGED' },
    })
  })

  it('acknowledged, the ladder ends and the question whether it is applied does not; applied, both have', async () => {
    const storming = await storm()
    const { messageId } = await publish(hub.database.owner, storming)
    await addTimers(storming.activationId, messageId, ['LADDER_DUTY', 'LADDER_PHONE', 'APPLY_DUE'])
    const done = { broadcast: messageId, desksBriefed: 5, desksTotal: 12, routingSet: false }
    expect(await answer('duty-one', 'apply', done)).toMatchObject({ issues: [{ code: 'WRONG_STATE' }] })
    await answer('duty-one', 'acknowledge', { broadcast: messageId })
    expect(await timersOf(messageId)).toEqual([
      { kind: 'APPLY_DUE', outcome: null },
      { kind: 'LADDER_DUTY', outcome: 'answered' },
      { kind: 'LADDER_PHONE', outcome: 'answered' },
    ])
    const applied = await answer('duty-one', 'apply', done)
    expect(applied).toMatchObject({ isRepeated: false, receipt: { state: 'APPLIED', desksBriefed: 5, desksTotal: 12, routingSet: false } })
    const more = await answer('duty-two', 'apply', { ...done, desksBriefed: 12, routingSet: true, desk: '당직 2팀' })
    const kept = { ...applied.receipt, desksBriefed: 12, routingSet: true }
    expect(more).toMatchObject({ isRepeated: true, receipt: kept })
    const back = await answer('duty-one', 'apply', { ...done, desksBriefed: 1 })
    expect([back.isRepeated, back.receipt]).toEqual([true, kept])
    expect(await answer('duty-one', 'reject', { broadcast: messageId, reason: '늦었습니다' })).toMatchObject({
      issues: [{ code: 'WRONG_STATE' }],
    })
    expect((await timersOf(messageId)).every(({ outcome }) => outcome === 'answered')).toBe(true)
  })

  it('rejected, coordinators are told once with the reason; a person may take it on still', async () => {
    const { messageId } = await publish(hub.database.owner, await storm())
    const rejecting = { broadcast: messageId, reason: '그 대기열이 우리 센터에 없습니다' }
    expect(await answer('duty-one', 'reject', rejecting)).toMatchObject({ isRepeated: false, receipt: { state: 'REJECTED' } })
    expect(await answer('duty-two', 'reject', { ...rejecting, reason: '다른 까닭' })).toMatchObject({
      isRepeated: true,
      receipt: { rejectReason: rejecting.reason },
    })
    const pages = await hub.database.owner`select kind, detail from pages where message_id = ${messageId}`
    expect([...pages]).toEqual([{ kind: 'REJECTED', detail: { reason: rejecting.reason } }])
    expect(await answer('duty-one', 'acknowledge', { broadcast: messageId })).toMatchObject({ receipt: { state: 'ACKNOWLEDGED' } })
  })

  it.each([
    ['no desk', 'acknowledge', { desk: ' ' }, 'DESK_REQUIRED'],
    ['a desk of 81 characters', 'acknowledge', { desk: '가'.repeat(81) }, 'DESK_REQUIRED'],
    ["a person's number for a desk", 'acknowledge', { desk: '홍길동 010-1234-5678' }, 'TEXT_NOT_ACCEPTED'],
    ['more desks than there are', 'apply', { desksBriefed: 3, desksTotal: 2, routingSet: true }, 'DESKS_IMPOSSIBLE'],
    ['a routing that is not set', 'apply', { desksBriefed: 1, desksTotal: 2, routingSet: false, routing: 'ARS 1번' }, 'BAD_USER_INPUT'],
    ['a routing without words', 'apply', { desksBriefed: 1, desksTotal: 2, routingSet: true, routing: ' ' }, 'BAD_USER_INPUT'],
    ['no desk that was told', 'apply', { desksBriefed: 0, desksTotal: 2, routingSet: true }, 'DESKS_IMPOSSIBLE'],
    ['no reason', 'reject', { reason: ' ' }, 'REASON_REQUIRED'],
    ['a message that is none', 'acknowledge', { broadcast: 'TST-nothing' }, 'NOT_FOUND'],
  ] as const)('%s is refused, and nothing is kept', async (_what, act, input, code) => {
    const { messageId } = await publish(hub.database.owner, await storm())
    expect(await answer('duty-one', act, { broadcast: messageId, ...input })).toMatchObject({ __typename: 'Refused', issues: [{ code }] })
    expect(await entriesOf(messageId)).toEqual([])
  })

  it('one center neither answers for another nor learns whether it was asked', async () => {
    const { messageId } = await publish(hub.database.owner, await storm({ centers: ['busan'] }))
    expect(await answer('duty-seoul', 'acknowledge', { broadcast: messageId })).toMatchObject({ issues: [{ code: 'NOT_FOUND' }] })
    const [row] = await hub.database.owner<{ state: string }[]>`select state from receipts where message_id = ${messageId}`
    expect(row?.state).toBe('AWAITING')
  })
})
