import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { breakGlass, BREAK_GLASS_PHRASE, type GlassToBreak } from '../../api/operations/break-glass.js'
import { correctPlaybook } from '../../api/operations/correct-playbook.js'
import { decideRatification } from '../../api/operations/decide-ratification.js'
import { listBreakGlassUses, type UsesQuestion } from '../../api/operations/list-break-glass-uses.js'
import { expireDueMessages } from '../../api/operations/expire-due-messages.js'
import { readSigningKey } from '../../api/playbooks/signing-key.js'
import { sendWebhook } from '../../api/playbooks/send-webhook.js'
import { Secret } from '../../api/secret.js'
import { listen } from '../../db/listen.js'
import { listPublishedBroadcasts } from '../../db/queries/published-broadcasts.js'
import { createDeliverer } from '../../jobs/playbooks/deliverer.js'
import type { ActivationToOpen } from '../../api/operations/open-activation.js'
import type { PlaybookVersion } from '../../schema/domain/playbooks/activation.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { CORRECTION, startBroadcastHub, STORM, WORDS, type BroadcastHub } from '../support/broadcast-hub.js'
import { refusalOf, valueOf } from '../support/center-hub.js'
import { setReceiver } from '../support/broadcast.js'
import { TRIAL_RULES } from '../support/hostile-receiver.js'
import { openReceivers } from '../support/receivers.js'

let site: BroadcastHub
beforeAll(async () => {
  site = await startBroadcastHub()
})
beforeEach(async () => {
  await site.database.setClock(STORM)
  // What earlier tests sent alone was sent two days before.
  await site.database.owner`update ratifications set requested_at = requested_at - interval '2 days', ends_at = ends_at - interval '2 days'`
})
afterAll(() => site.close())

let keys = 0
const glass = (version: PlaybookVersion, input: Partial<GlassToBreak> = {}, by: Caller = site.people.commander) =>
  breakGlass(site.hub, by, {
    version: version.id,
    reason: '둑이 무너지고 있습니다',
    phrase: BREAK_GLASS_PHRASE.ko,
    retyped: { status: WORDS[version.status], hazard: '태풍', centers: 1 },
    idempotencyKey: `glass-${++keys}`,
    ...input,
  })
const serious = async () => site.draft(await site.open(), { level: 'serious' })
const decide = (message: string, isRatified: boolean, by: Caller = site.people.approver, key = `decide-${++keys}`) =>
  decideRatification(site.hub, by, { message, isRatified, reason: '상황실과 확인했습니다', idempotencyKey: key })

it('scenario 12: at 관심 and in a drill it is denied, at 심각 it is live at once, for two hours at most', async () => {
  for (const level of ['attention', 'caution'] as const) {
    expect(refusalOf(await glass(await site.draft(await site.open(), { level })))).toEqual(['BREAK_GLASS_NOT_ALLOWED'])
  }
  const drill = await site.draft(await site.open({ status: 'EXERCISE' }), { level: 'serious' })
  expect(refusalOf(await glass(drill))).toEqual(['BREAK_GLASS_NOT_ALLOWED'])
  const { message } = valueOf(await glass(await serious()))
  expect(message).toMatchObject({
    state: 'CURRENT',
    isBreakGlass: true,
    sentAt: STORM,
    expiresAt: '2026-11-21T20:00:00+09:00',
    publishedBy: 'person:commander',
  })
  expect(JSON.parse(message.content)).toMatchObject({ expiresAt: '2026-11-21T11:00:00.000Z' })
  expect(
    await site.database
      .owner`select due_at as due from timers where message_id = ${message.id} and kind = 'RATIFICATION_PAGE' order by due_at`,
  ).toEqual([18, 18, 18, 18].map((hour, i) => ({ due: `2026-11-21T${hour}:${['00', '10', '20', '30'][i]}:00+09:00` })))
})

it('takes a person, a reason, the phrase and what is sent typed by hand, and a text that is complete', async () => {
  const version = await serious()
  expect(refusalOf(await glass(version, { reason: ' ' }))).toEqual(['REASON_REQUIRED'])
  expect(refusalOf(await glass(version, { phrase: '발령' }))).toEqual(['RETYPED_DIFFERS'])
  expect(refusalOf(await glass(version, { retyped: { status: WORDS.EXERCISE, hazard: '태풍', centers: 1 } }))).toEqual(['RETYPED_DIFFERS'])
  expect(refusalOf(await glass(version, {}, { ...site.people.commander, kind: 'client' }))).toEqual(['APPROVER_IS_PROGRAM'])
  const empty = await site.draft(await site.open(), { level: 'serious', values: {} })
  expect(new Set(refusalOf(await glass(empty)))).toEqual(new Set(['PLACEHOLDER_MISSING']))
})

it('scenario 12: a refusal sends the cancel in the same transaction, once', async () => {
  const { message } = valueOf(await glass(await serious()))
  const { owner } = site.database
  await owner`update deliveries set first_attempt_at = hub_now() where message_id = ${message.id}`
  const refused = valueOf(await decide(message.id, false, site.people.approver, 'refuse-1'))
  const cancel = refused.cancel?.message
  expect(cancel).toMatchObject({ type: 'CANCEL', purpose: 'RATIFICATION_REFUSED', seq: 2 })
  expect(refused.ratification).toMatchObject({ state: 'REFUSED', decidedBy: 'person:approver' })
  const [same] = await owner<{ one: boolean }[]>`
    select (select xmin::text from ratifications where message_id = ${message.id}) = (select xmin::text from messages where id = ${cancel?.id ?? ''}) as one`
  expect(same).toEqual({ one: true })
  expect(await owner`select state from deliveries where message_id = ${cancel?.id ?? ''}`).toEqual([{ state: 'PENDING' }])
  expect(valueOf(await decide(message.id, false, site.people.approver, 'refuse-1')).cancel).toMatchObject({ isReplayed: true })
  expect(refusalOf(await decide(message.id, true))).toEqual(['WRONG_STATE'])
})

it('scenario 12: after a refusal the cancel is at the receiver that had the message within 5 s', async () => {
  const secret = randomBytes(32)
  const receivers = await openReceivers(secret)
  await setReceiver(site.database.owner, { center: 'seoul', url: receivers.url('seoul') })
  const hands = createDeliverer(site.hub, {
    worker: 'w',
    contentKey: generateKeyPairSync('ed25519').privateKey,
    keys: async () => [readSigningKey(new Secret(`whsec_${secret.toString('base64')}`))!], // a key of the right form
    send: webhook => sendWebhook(webhook, TRIAL_RULES),
  })
  const listening = listen({ url: site.database.url, channel: 'hub120_deliveries', onNotify: () => hands.wake() })
  const came = (activation: string) => receivers.log.filter(({ activationId }) => activationId === activation)
  const { message } = valueOf(await glass(await serious()))
  await expect.poll(() => came(message.activationId).length, { timeout: 10_000 }).toBe(1)
  await hands.settled()
  await site.database.setClock('2026-11-21T18:03:00+09:00')
  const decidedAt = Date.now()
  valueOf(await decide(message.id, false))
  await expect.poll(() => came(message.activationId).length, { timeout: 10_000, interval: 10 }).toBe(2)
  const cancel = came(message.activationId)[1]
  expect([cancel?.seq, cancel?.isSigned]).toEqual([2, true])
  expect((cancel?.at ?? Infinity) - decidedAt).toBeLessThan(5_000)
  await listening.close()
  await hands.stop(1_000)
  await receivers.close()
})

it('is ratified by another person, of another agency at 심각, and goes on as any other', async () => {
  const { message } = valueOf(await glass(await serious()))
  expect(refusalOf(await decide(message.id, true, { ...site.people.commander, scopes: new Set(['playbooks:approve'] as const) }))).toEqual([
    'APPROVER_IS_AUTHOR',
    'APPROVAL_MISSING',
  ])
  expect(refusalOf(await decide(message.id, true, { ...site.people.author, scopes: new Set(['playbooks:approve'] as const) }))).toContain(
    'APPROVER_IS_AUTHOR',
  )
  const colleague = { ...site.people.commander, subject: 'colleague' }
  expect(refusalOf(await decide(message.id, true, colleague))).toEqual(['APPROVAL_MISSING'])
  expect(valueOf(await decide(message.id, true)).ratification.state).toBe('RATIFIED')
  expect(
    await site.database.owner`select distinct outcome from timers where message_id = ${message.id} and kind = 'RATIFICATION_PAGE'`,
  ).toEqual([{ outcome: 'decided' }])
})

it('scenario 12: silence ends it at two hours, and nothing sent alone makes that longer', async () => {
  const activation = await site.open()
  const { message } = valueOf(await glass(await site.draft(activation, { level: 'serious' })))
  await site.database.setClock('2026-11-21T19:59:59+09:00')
  expect(await expireDueMessages(site.hub)).not.toContain(message.id)
  const longer = await site.draft(activation, { level: 'serious' })
  expect(refusalOf(await glass(longer))).toEqual(['BREAK_GLASS_NOT_ALLOWED'])
  await site.database.setClock('2026-11-21T20:00:00+09:00')
  expect(await expireDueMessages(site.hub)).toContain(message.id)
  expect(await site.database.owner`select state from ratifications where message_id = ${message.id}`).toEqual([{ state: 'LAPSED' }])
})

it('the two hours are those of a hazard at a center: another activation makes them no longer, and brings nothing back that was refused', async () => {
  let expiresAt = '2026-11-21T23:00:00+09:00'
  const another = async (input: Partial<ActivationToOpen> = {}) =>
    site.draft(await site.open({ hazard: '괴현상', ...input }), { level: 'serious', expiresAt })
  const alone = async (version: PlaybookVersion) =>
    glass(version, { retyped: { status: WORDS.ACTUAL, hazard: '괴현상', centers: version.areas.length } })
  const { message } = valueOf(await alone(await another()))
  await site.database.setClock('2026-11-21T19:30:00+09:00')
  expect(valueOf(await alone(await another())).message.expiresAt).toBe('2026-11-21T20:00:00+09:00')
  expect(valueOf(await alone(await another({ areas: ['26'] }))).message.expiresAt).toBe('2026-11-21T21:30:00+09:00')
  valueOf(await decide(message.id, false))
  expect(refusalOf(await alone(await another({ areas: ['26', '11'] })))).toEqual(['BREAK_GLASS_NOT_ALLOWED'])
  await site.database.setClock('2026-11-21T21:30:00+09:00')
  // Its time is over, whether or not a job has looked.
  expect(refusalOf(await alone(await another({ areas: ['26'] })))).toEqual(['BREAK_GLASS_NOT_ALLOWED'])
  // A day later it is another emergency.
  await site.database.setClock('2026-11-22T19:30:01+09:00')
  expiresAt = '2026-11-22T21:00:00+09:00'
  valueOf(await alone(await another({ areas: ['26'] })))
})

it('a correction of it is no approval: it says what it waits for, and a refusal cancels it all the same', async () => {
  const { message } = valueOf(await glass(await serious()))
  const correction = { activation: message.activationId, values: CORRECTION, takeOut: [], idempotencyKey: 'correct-alone' }
  const corrected = valueOf(await correctPlaybook(site.hub, site.people.author, correction)).message
  const [published] = await site.database.db.transaction({ centerId: null, role: 'jobs' }, tx =>
    listPublishedBroadcasts(tx, [corrected.id]),
  )
  expect(published?.ratification).toBe('PENDING')
  const asks = await site.database
    .owner`select from timers where message_id = ${message.id} and kind = 'RATIFICATION_PAGE' and done_at is null`
  expect(asks).toHaveLength(4)
  const { cancel, ratification } = valueOf(await decide(message.id, false))
  expect([cancel?.message.type, cancel?.message.purpose, ratification.state]).toEqual(['CANCEL', 'RATIFICATION_REFUSED', 'REFUSED'])
  expect(await site.database.owner`select state from messages where id = ${corrected.id}`).toEqual([{ state: 'WITHDRAWN' }])
})

it('nobody decides what has ended by itself, whether or not a job has looked', async () => {
  const { message } = valueOf(await glass(await site.draft(await site.open(), { level: 'serious', areas: ['27'] })))
  await site.database.setClock('2026-11-21T20:00:00+09:00')
  expect(refusalOf(await decide(message.id, true))).toEqual(['WRONG_STATE'])
  expect(refusalOf(await decide(message.id, false))).toEqual(['WRONG_STATE'])
})

it('what an approved update has replaced is refused without a cancel', async () => {
  const activation = await site.open()
  const { message } = valueOf(await glass(await site.draft(activation)))
  const update = await site.send(await site.approve(await site.draft(activation), 1))
  expect(valueOf(await decide(message.id, false))).toMatchObject({ cancel: null, ratification: { state: 'REFUSED' } })
  expect(await site.database.owner`select state from messages where id = ${update.id}`).toEqual([{ state: 'CURRENT' }])
})

it('every use of a month is in its report: who sent what to whom and why, who decided, and how soon', async () => {
  const { owner, setClock } = site.database
  const shown = async (question: Partial<UsesQuestion> = {}) =>
    valueOf(await listBreakGlassUses(site.hub, site.people.approver, { month: '2026-11', first: 500, after: null, ...question }))
  const ratified = valueOf(await glass(await serious())).message.id
  await setClock('2026-11-21T18:05:00+09:00')
  valueOf(await decide(ratified, true))
  await owner`update ratifications set requested_at = requested_at - interval '1 day', ends_at = ends_at - interval '1 day' where message_id = ${ratified}`
  const refused = valueOf(await glass(await serious(), { reason: '제방이 넘칩니다' })).message.id
  valueOf(await decide(refused, false))
  const found = (await shown()).nodes.filter(({ messageId }) => [ratified, refused].includes(messageId))
  expect(found).toMatchObject([
    { messageId: refused, reason: '제방이 넘칩니다', state: 'REFUSED', secondsToDecision: 0, endedAt: expect.any(String) as string },
    {
      messageId: ratified,
      hazard: 'typhoon',
      level: 'serious',
      commander: 'person:commander',
      state: 'RATIFIED',
      decisionReason: '상황실과 확인했습니다',
    },
  ])
  expect(found[1]?.centerIds).toHaveLength(1)
  // Page by page it is the same, and a month begins at midnight in Seoul.
  const all = (await shown()).nodes
  const first = await shown({ first: 1 })
  expect([...first.nodes, ...(await shown({ after: first.endCursor })).nodes]).toEqual(all)
  await owner`update ratifications set requested_at = '2026-11-01T00:00:00+09:00', ends_at = '2026-11-01T02:00:00+09:00' where message_id = ${refused}`
  await owner`update ratifications set requested_at = '2026-10-31T23:59:59+09:00', ends_at = '2026-11-01T01:00:00+09:00' where message_id = ${ratified}`
  expect((await shown()).nodes.at(-1)?.messageId).toBe(refused)
  expect((await shown({ month: '2026-10' })).nodes.map(({ messageId }) => messageId)).toEqual([ratified])
  const wrong = await listBreakGlassUses(site.hub, site.people.approver, { month: '2026-13', first: 0, after: 'x' })
  expect(refusalOf(wrong)).toEqual(['BAD_USER_INPUT', 'INVALID_CURSOR', 'PERIOD_UNREADABLE'])
})
