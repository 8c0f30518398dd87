import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { schedulePlaybook } from '../../api/operations/schedule-playbook.js'
import { publishDuePlaybooks } from '../../api/operations/publish-due-playbooks.js'
import { createHub } from '../../api/hub.js'
import { connect } from '../../db/connect.js'
import { remindReviews } from '../../jobs/playbooks/remind-reviews.js'
import { startBroadcastHub, STORM, type BroadcastHub } from '../support/broadcast-hub.js'
import { valueOf } from '../support/center-hub.js'
import { jobContext } from '../support/job-context.js'
import { copyScheduled } from '../support/scheduled-texts.js'

let site: BroadcastHub
const zone = process.env['TZ']

beforeAll(async () => {
  site = await startBroadcastHub()
  await site.database.setClock(STORM)
})

afterEach(() => {
  vi.useRealTimers()
  if (zone === undefined) delete process.env['TZ']
  else process.env['TZ'] = zone
})

afterAll(() => site.close())

async function scheduled(publishAt: string, expiresAt: string) {
  const version = await site.approve(await site.draft(await site.open(), { expiresAt }), 1)
  return valueOf(await schedulePlaybook(site.hub, site.people.sender, { version: version.id, publishAt }))
}

it.each([
  ['UTC', 10],
  ['America/New_York', -10],
])(
  'scenario 8: in the zone %s with a clock %d minutes off, a text for 23:59:59 goes out once, by the time of the database',
  async (tz, minutes) => {
    await site.database.setClock('2026-12-31T23:00:00+09:00')
    const version = await scheduled('2026-12-31T23:59:59+09:00', '2027-01-01T06:00:00+09:00')
    process.env['TZ'] = tz
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-12-31T23:59:59+09:00') + minutes * 60_000 })
    await site.database.setClock('2026-12-31T23:59:58.999+09:00')
    expect(await publishDuePlaybooks(site.hub)).toEqual([])
    await site.database.setClock('2026-12-31T23:59:59+09:00')
    expect(await publishDuePlaybooks(site.hub)).toEqual([{ version: version.id, became: 'published' }])
    expect(await publishDuePlaybooks(site.hub)).toEqual([])
    const [message] = await site.database.owner<{ sent: string }[]>`select sent_at as sent from messages where version_id = ${version.id}`
    expect(message).toEqual({ sent: '2026-12-31T23:59:59+09:00' })
  },
)

it('scenario 9: three replicas and twenty-one texts due in the same second: twenty-one messages, each with one copy for its center', async () => {
  const { owner, url } = site.database
  await site.database.setClock(STORM)
  const version = await scheduled('2026-11-21T18:30:00+09:00', '2026-11-21T23:00:00+09:00')
  await copyScheduled(owner, { versionId: version.id, from: 0, count: 20, publishAt: '2026-11-21T18:30:00+09:00' })
  const [due] = await owner<{ n: number }[]>`select count(*)::int as n from playbook_versions where state = 'SCHEDULED'`
  expect(due!.n).toBe(21)
  await site.database.setClock('2026-11-21T18:30:00+09:00')
  const dbs = [1, 2, 3].map(() => connect({ url, max: 3 }))
  const hubs = dbs.map(db => createHub({ db, log: site.hub.log, settings: site.hub.settings }))
  const outcomes = (await Promise.all(hubs.map(hub => publishDuePlaybooks(hub)))).flat()
  await Promise.all(dbs.map(db => db.close()))
  expect(outcomes.filter(({ became }) => became !== null).length).toBe(due!.n)
  const [sent] = await owner`
    select count(*)::int as messages, count(distinct m.activation_id)::int as activations, count(d.id)::int as copies
    from messages m left join deliveries d on d.message_id = m.id where m.sent_at = '2026-11-21T18:30:00+09:00'`
  expect(sent).toEqual({ messages: due!.n, activations: due!.n, copies: due!.n })
})

it('playbooks are recalled thirty days before their review, once more after it, and not again', async () => {
  await site.database.setClock('2027-01-25T09:00:00+09:00')
  const context = jobContext(site.database.db, site.hub.log)
  const first = await remindReviews(context)
  expect(first.detail).toEqual({ soon: 2, past: 3 })
  expect((await remindReviews(context)).detail).toEqual({ soon: 0, past: 0 })
  await site.database.setClock('2027-02-21T09:00:00+09:00')
  expect((await remindReviews(context)).detail).toEqual({ soon: 0, past: 2 })
  const [page] = await site.database.owner`select count(*)::int as n from pages where kind = 'REVIEW_DUE'`
  expect(page).toEqual({ n: 7 })
})
