import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { acknowledgeMessage } from '../../api/operations/acknowledge-message.js'
import { readActivationBoard } from '../../api/operations/read-activation-board.js'
import { setCalendarException } from '../../api/operations/set-calendar-exception.js'
import { withdrawPlaybook } from '../../api/operations/withdraw-playbook.js'
import { valueOf } from '../support/center-hub.js'
import { openLadderSite, type LadderSite } from '../support/ladder-site.js'

let site: LadderSite
beforeAll(async () => {
  site = await openLadderSite()
  for (const role of ['DUTY', 'MANAGER', 'COORDINATOR'] as const) await site.contact({ role, center: 'busan' })
}, 60_000)
afterAll(() => site.close())

/** A Saturday at 18:00, when Busan is closed, before a week without a public holiday; a fortnight later for each test. */
const SATURDAY = Date.parse('2027-06-12T18:00:00+09:00')
const FORTNIGHT_MS = 14 * 24 * 3600 * 1000
let fortnight = -1
const instant = (seconds: number) =>
  `${new Date(SATURDAY + fortnight * FORTNIGHT_MS + (seconds + 9 * 3600) * 1000).toISOString().slice(0, 19)}+09:00`

beforeEach(async () => {
  fortnight += 1
  site.begin(instant(0))
  const { owner } = site.database
  await owner`update timers set done_at = hub_now(), outcome = 'canceled' where done_at is null`
  await owner`update pages set dropped_at = hub_now(), dropped_why = 'canceled' where told_at is null and dropped_at is null`
  await site.at(-60)
  site.told()
})

it('관심 is owed within four hours of opening, and applied when the next shift begins: closed hours and days do not count, and the digest of the day says what is late', async () => {
  const administrator = await site.caller(null, 'hub:admin')
  const [mondayAt, DAY] = [(24 + 6) * 3600, 24 * 3600]
  const said = { center: 'busan', nameKo: '시험', nameEn: 'Test', reason: '시험' } as const
  const dayOf = (seconds: number) => instant(seconds).slice(0, 10)
  // Busan is open from 08:30 to 18:30 on working days; this Tuesday it is closed, and on Wednesday for an hour and a half alone.
  await site.at(-60)
  valueOf(await setCalendarException(site.hub, administrator, { ...said, day: dayOf(mondayAt + DAY), kind: 'closed', hours: null }))
  valueOf(
    await setCalendarException(site.hub, administrator, { ...said, day: dayOf(mondayAt + 2 * DAY), kind: 'hours', hours: '08:30-10:00' }),
  )
  await site.hub.freshStandards()
  const at = (days: number, hour: number) => site.at(mondayAt + days * DAY + hour * 3600)
  const iso = (days: number, time: string) => `${dayOf(mondayAt + days * DAY)}T${time}:00+09:00`
  await at(0, 17)
  const { activation, message } = await site.alert(
    { areas: ['26'] },
    { level: 'attention', expiresAt: instant(mondayAt + 7 * DAY + 16 * 3600) },
  )
  await at(0, 17.01)
  const dues = async () => {
    const { lines } = valueOf(await readActivationBoard(site.hub, site.people.author, { activation: activation.id, at: null }))
    const [line] = lines
    return [line?.acknowledgeBy, line?.applyBy]
  }
  // An hour and a half on Monday, as much on Wednesday, an hour on Thursday; the next shift is Friday's.
  expect(await dues()).toEqual([iso(3, '09:30'), iso(4, '08:30')])
  const digest = async (days: number, hour: number) => {
    const before = site.mail.mails.length
    await at(days, hour)
    const mails = site.mail.mails.slice(before)
    return mails
      .filter(({ to }) => to.startsWith('duty.busan'))
      .flatMap(({ text }) => text.split('\n').filter(line => line.startsWith('- ')))
  }
  expect(await digest(1, 9)).toEqual([])
  expect(await digest(2, 8.5)).toEqual([`- 태풍 1회차 / Typhoon, message 1: ${message.id}`])
  // Nobody is rung up when the four hours are over; the digest of the next day says so.
  expect([await digest(3, 8.5), await digest(3, 9.5)]).toEqual([[`- 태풍 1회차 / Typhoon, message 1: ${message.id}`], []])
  expect(await digest(4, 8.5)).toEqual([`- [기한 지남 overdue] 태풍 1회차 / Typhoon, message 1: ${message.id}`])
  await at(4, 9)
  valueOf(await acknowledgeMessage(site.hub, await site.caller('busan', 'playbooks:ack'), { message: message.id, desk: '당직' }))
  // Read after its shift had begun, and not applied: that is asked when the next one begins, after the weekend.
  expect([await digest(4, 12), await digest(6, 9)]).toEqual([[], []])
  expect(await digest(7, 8.5)).toEqual([
    `- 확인했으나 적용 전(applyMessage) not applied yet: 태풍 1회차 / Typhoon, message 1 (${message.id})`,
  ])
})

it('after an hour without a mail server each contact gets one message of what it missed, the most critical first; what is over by then is closed with its reason', async () => {
  await site.at(0)
  const ids: string[] = []
  for (const [level, hours] of [
    ['serious', 5],
    ['serious', 5],
    ['caution', 1],
  ] as const)
    ids.push((await site.alert({ areas: ['26'] }, { level, expiresAt: instant(hours * 3600) })).message.id)
  const [held, answered, expired] = ids as [string, string, string] // three were sent
  await site.mail.kill()
  for (let seconds = 0; seconds <= 3600; seconds += 600) await site.at(seconds)
  valueOf(await acknowledgeMessage(site.hub, await site.caller('busan', 'playbooks:ack'), { message: answered, desk: '야간 당직' }))
  const { owner } = site.database
  const [before] = await owner<{ untold: number; attempts: number }[]>`
    select count(*)::int as untold, sum(attempts)::int as attempts from pages where message_id = ${held} and told_at is null`
  expect(before?.untold).toBeGreaterThan(15)
  // Each is tried by itself once, and then with the others of its party: a server that is away is not asked for every page again and again.
  expect(before?.attempts).toBeLessThan(45)

  await site.mail.start()
  const mails = site.mail.mails.length
  // No step of a ladder is due here: all that is told was missed.
  await site.at(3665, 3)
  expect(site.told().map(line => line.split(' < ')[0])).toEqual([
    'coordinator.council.actual.1',
    'duty.busan.actual.1',
    'manager.busan.actual.1',
  ])
  const told = site.mail.mails.slice(mails)
  const day = instant(0).slice(5, 10)
  const missed = told.find(({ to }) => to.startsWith('coordinator'))
  expect(missed?.subject).toBe('[120 허브] 심각 태풍 1회차, 61분째 · 놓친 알림 7건')
  expect(missed?.text.split('\n').filter(line => line.startsWith('- 부산'))).toEqual([
    `- 부산: 전화로 확인해야 합니다 (${day} 18:10)`,
    `- 부산: 센터가 발령을 확인하지 않습니다 (6번, ${day} 18:10~19:00)`,
  ])
  expect(told.map(({ text }) => ids.map(id => text.includes(id)))).toEqual([1, 2, 3].map(() => [true, false, false]))
  // At 주의 and below a page waits up to an hour for its next attempt, and is closed then.
  await site.at(7300)
  const stood = await owner`
    select message_id as id, coalesce(dropped_why, case when told_with is null then 'told' else 'toldWith' end) as came, count(*)::int as pages,
      bool_and(told_at is not null or dropped_at is not null) as "isSettled"
    from pages where message_id in ${owner(ids)} and at <= ${instant(3600)} group by 1, 2 order by array_position(${ids}::text[], message_id), 2`
  expect(stood.map(({ pages: _pages, ...row }) => row)).toEqual([
    { id: held, came: 'told', isSettled: true },
    { id: held, came: 'toldWith', isSettled: true },
    { id: answered, came: 'answered', isSettled: true },
    { id: expired, came: 'expired', isSettled: true },
  ])
  expect([stood[0]?.['pages'], (stood[0]?.['pages'] as number) + (stood[1]?.['pages'] as number)]).toEqual([3, before?.untold]) // counts
  const entries = await owner`
    select action, jsonb_array_length(subject->'pages') as pages from audit_entries where action in ('page.toldWith') and subject->>'told' is not null`
  expect(entries.length).toBe(3)
})

it('what has no answer to wait for is not tried for ever: it ends with its message, its activation or after a week, and says why', async () => {
  await site.at(0)
  const { activation, message } = await site.alert({ areas: ['26'] }, { level: 'alert', expiresAt: instant(2 * 3600) })
  const { owner } = site.database
  await site.at(0)
  site.told()
  await site.mail.kill()
  const kinds = ['EXPIRING', 'REJECTED', 'NO_CONTACT', 'SUSPECT', 'REVIEW_DUE', 'LADDER_MANAGER'] as const
  await owner`
    insert into pages (kind, subject, activation_id, message_id, center_id, endpoint_id)
    select kind, 'bounded ' || kind || ${message.id}, case when kind = 'NO_CONTACT' then ${activation.id} end,
      case when kind in ('EXPIRING', 'REJECTED', 'LADDER_MANAGER') then ${message.id} end,
      -- of a center that was asked nothing
      case when kind = 'LADDER_MANAGER' then 1 when kind = 'SUSPECT' then e.center_id end, case when kind = 'SUSPECT' then e.id end
    from unnest(${[...kinds]}::text[]) as kind, (
      select e.id, e.center_id from endpoints e join centers c on c.id = e.center_id where c.code = 'seoul' and e.kind = 'ACTUAL' and e.valid_to is null) e`
  const closed = async () =>
    Object.fromEntries(
      (
        await owner<
          { kind: string; why: string | null }[]
        >`select kind, dropped_why as why from pages where subject like 'bounded %' || ${message.id}`
      ).map(({ kind, why }) => [kind, why]),
    )
  await site.at(60)
  const standing = { EXPIRING: null, REJECTED: null, NO_CONTACT: null, SUSPECT: 'recovered', REVIEW_DUE: null, LADDER_MANAGER: 'canceled' }
  expect(await closed()).toEqual(standing)
  await site.at(2 * 3600)
  await site.at(2 * 3600 + 120)
  expect(await closed()).toEqual({ ...standing, EXPIRING: 'expired', REJECTED: 'expired' })
  await owner`update activations set state = 'CLOSED', closed_at = hub_now(), closed_by = 'person:author' where id = ${activation.id}`
  await site.at(3 * 3600)
  expect((await closed())['NO_CONTACT']).toBe('closed')
  await site.at(7 * 24 * 3600 - 60)
  expect((await closed())['REVIEW_DUE']).toBeNull()
  await site.at(7 * 24 * 3600 + 4000)
  expect((await closed())['REVIEW_DUE']).toBe('tooOld')
  await site.mail.start()
  await site.at(7 * 24 * 3600 + 8000)
  expect(site.told()).toEqual([])
  // Written while no process had a channel at all, and tried by nobody.
  await owner`
    insert into pages (kind, subject, at) select 'REVIEW_DUE', 'untried ' || n, hub_now() - interval '1 hour' from generate_series(1, 3) n`
  await site.at(7 * 24 * 3600 + 8060)
  expect(site.told()).toEqual(['coordinator.council.actual.1 < [120 허브] 놓친 알림 3건'])
  // One that cannot be told keeps none back that would have been told with it.
  const [first] = await owner<{ id: number }[]>`
    insert into pages (kind, subject, at) select 'REVIEW_DUE', 'beside ' || n, hub_now() - interval '1 hour' from generate_series(1, 3) n returning id`
  await owner.unsafe(`
    create function refuse_attempt() returns trigger language plpgsql as $$ begin raise exception 'no attempt'; end $$;
    create trigger refused before insert on page_attempts for each row when (new.page_id = ${(first?.id ?? 0) + 2}) execute function refuse_attempt()`)
  await site.at(7 * 24 * 3600 + 8120)
  expect(site.told().length).toBe(2)
  await owner.unsafe('drop function refuse_attempt() cascade')
})

it('whoever is woken for an ending reads that it is one, and no level; and what to type', async () => {
  await site.at(0)
  const { message } = await site.alert({ areas: ['26'] }, { level: 'serious', expiresAt: instant(5 * 3600) })
  await site.at(5)
  const slip = { purpose: 'ISSUED_IN_ERROR', reason: '잘못 나감', values: {}, idempotencyKey: `back-${message.id}` } as const
  const { activationId } = message
  valueOf(
    await withdrawPlaybook(
      site.hub,
      { ...(await site.caller(null, 'playbooks:author')), kind: 'person' },
      { activation: activationId, ...slip },
    ),
  )
  const before = site.mail.mails.length
  await site.at(10)
  const [woken] = site.mail.mails.slice(before).filter(({ to }) => to.startsWith('duty.busan'))
  expect(woken?.subject).toMatch(/^\[120 허브\] \[취소, 잘못 나감\] 태풍 2회차, 0분째 · 부산: /)
  expect(`${woken?.subject ?? ''}${woken?.text ?? ''}`).not.toMatch(/심각|Serious/)
  expect(woken?.text).toContain('hub120 inbox list')
})
