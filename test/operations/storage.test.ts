import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { queryFigures } from '../../api/operations/query-figures.js'
import type { TenantContext, Tx } from '../../db/transaction.js'
import { questionOf } from '../domain/figures/ask-figures.js'
import { rowsOf, startCenterHub, valueOf, type CenterHub } from '../support/center-hub.js'
import { countTables, listRollups, standing } from '../support/stored-rows.js'
import { rowOf } from '../support/submission-samples.js'

const hubs: CenterHub[] = []
let center: CenterHub
beforeEach(async () => {
  center = await startCenterHub()
  hubs.push(center)
})
afterAll(() => Promise.all(hubs.map(hub => hub.close())))

/** As the program connects, on behalf of a center. */
const as = async <T>(code: string | null, work: (tx: Tx) => Promise<T>, role: TenantContext['role'] = 'center'): Promise<T> => {
  const caller = await center.caller(code)
  return center.hub.db.transaction({ centerId: caller.center?.id ?? null, role }, work)
}

const countAs = async (code: string | null, table: string, role: TenantContext['role'] = 'center'): Promise<number> =>
  as(code, async tx => (await tx.sql<{ count: number }[]>`select count(*) from ${tx.sql(table)}`)[0]?.count ?? -1, role)

const partitions = async () =>
  (
    await center.database.owner<{ name: string }[]>`
    select c.relname as name from pg_class c where c.relispartition and c.relkind = 'r' order by 1`
  ).map(({ name }) => name)

const TENANT_TABLES = [
  'source_terms',
  'source_term_spellings',
  'source_term_sightings',
  'term_profiles',
  'held_row_resolutions',
  'held_rows',
  'observation_history',
  'observation_rollups',
  'observations',
  'rejected_rows',
].concat(['submission_bodies', 'submissions'])

describe('history', () => {
  beforeEach(async () => {
    for (const value of [5, 6]) valueOf(await center.submit('busan', { rows: rowsOf({ calls_offered: value }) }))
  })

  it.each([
    ['updated', (tx: Tx) => tx.sql`update observation_history set value = 0`, 'permission denied'],
    ['deleted', (tx: Tx) => tx.sql`delete from observation_history`, 'permission denied'],
    [
      'written past its trigger',
      (tx: Tx) => tx.sql`insert into observation_history select * from observation_history`,
      'row-level security',
    ],
    [
      'written past the parent',
      (tx: Tx) => tx.sql`insert into observation_history_2026_11 select * from observation_history`,
      'permission denied',
    ],
  ])('is not to be %s by the program', async (_what, change, message) => {
    await expect(as('busan', async tx => void (await change(tx)))).rejects.toThrow(message)
  })

  it.each(['observation_history', 'submissions', 'submission_bodies', 'rejected_rows', 'held_row_resolutions'])(
    'is append-only even for the owner of the tables: %s',
    async table => {
      const { owner } = center.database
      await expect(owner`update ${owner(table)} set center_id = center_id`).rejects.toThrow('append-only')
      await expect(owner`delete from ${owner(table)}`).rejects.toThrow('append-only')
      await expect(owner`truncate ${owner(table)} cascade`).rejects.toThrow('append-only')
    },
  )
})

describe('a value that stands', () => {
  it.each([
    ['without a revision', (tx: Tx) => tx.sql`update observations set value = 99`],
    ['two revisions on', (tx: Tx) => tx.sql`update observations set value = 99, revision = revision + 2`],
    ['to another submission', (tx: Tx) => tx.sql`update observations set submission_no = submission_no + 1`],
    ['to another key', (tx: Tx) => tx.sql`update observations set period_type = 'month'`],
  ])('S34: is not to be changed %s', async (_what, change) => {
    valueOf(await center.submit('busan', { rows: rowsOf({ calls_offered: 5 }) }))
    await expect(as('busan', async tx => void (await change(tx)))).rejects.toThrow('next revision')
  })
})

describe('tenant tables', () => {
  it('force row security, with policies, wherever a row belongs to a center and is not in the registry that all may read', async () => {
    const registry = ['agreements', 'calendar_exceptions', 'calendars', 'callers', 'center_regions', 'memberships']
    const rows = await center.database.owner<{ name: string; isForced: boolean; policies: string }[]>`
      select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as "isForced",
             (select string_agg(distinct p.polcmd::text, '' order by p.polcmd::text) from pg_policy p where p.polrelid = c.oid) as policies
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'center_id'
      where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace
      order by 1`
    const tenant = rows.filter(({ name }) => !registry.includes(name))
    expect(tenant.map(({ name }) => name)).toEqual(expect.arrayContaining(TENANT_TABLES))
    expect(tenant.filter(({ isForced, policies }) => !isForced || !/[r*]/.test(policies) || !/[a*]/.test(policies))).toEqual([])
  })

  it('have every table in which a submission leaves a row', async () => {
    const before = await countTables(center.database.owner)
    valueOf(await center.submit('busan', { rows: [...rowsOf({ calls_offered: 5, talk_seconds: 'x' }), rowOf({ measure: '이상한말' })] }))
    const after = await countTables(center.database.owner)
    const grown = Object.keys(after).filter(name => after[name] !== before[name])
    expect(grown).toEqual(
      [
        'audit_entries',
        'recordings',
        ...TENANT_TABLES.filter(name => name !== 'held_row_resolutions' && name !== 'observation_history'),
      ].toSorted(),
    )
  })

  it('give nobody a way past the parent: partitions carry no grant and force row security themselves', async () => {
    valueOf(await center.submit('busan', { rows: rowsOf({ calls_offered: 5 }) }))
    const open = await center.database.owner`
      select c.relname from pg_class c where c.relispartition and c.relkind = 'r'
        and (c.relforcerowsecurity is not true or has_table_privilege('hub120_app', c.oid, 'select, insert, update, delete'))`
    expect(open).toEqual([])
  })

  it('show a center no row of another but open figures, and nobody without a role anything', async () => {
    const restricted = rowOf({ measure: 'malicious_contacts', value: 3, unit: null })
    valueOf(
      await center.submit('busan', {
        rows: [...rowsOf({ calls_offered: 5, talk_seconds: 'x' }), rowOf({ measure: '이상한말' }), restricted],
      }),
    )
    for (const table of ['submissions', 'submission_bodies', 'held_rows', 'rejected_rows']) {
      expect([table, await countAs('seoul', table), await countAs('busan', table)]).toEqual([table, 0, 1])
    }
    expect([await countAs('seoul', 'observations'), await countAs('busan', 'observations')]).toEqual([1, 2])
    expect([await countAs('seoul', 'observation_rollups'), await countAs('busan', 'observation_rollups')]).toEqual([1, 2])
    expect(await center.hub.db.query(async sql => (await sql`select count(*) from observations`)[0])).toEqual({ count: 0 })
  })

  it('take no row in the name of another center', async () => {
    const { center: seoul } = await center.caller('seoul')
    valueOf(await center.submit('busan', { rows: rowsOf({ calls_offered: 5 }) }))
    const forge = as('busan', tx => tx.sql`update observations set center_id = ${seoul?.id ?? 0}`)
    await expect(forge).rejects.toThrow('row-level security')
    const blind = await as('seoul', tx => tx.sql`update observations set value = 0`)
    expect(blind.count).toBe(0)
    expect(await standing(center.database.owner, 'busan')).toEqual({ 'calls_offered day 2026-11-19': '5' })
  })
})

describe('months', () => {
  it('are made when the first value of one comes, older and newer', async () => {
    valueOf(await center.submit('busan', { rows: rowsOf({ calls_offered: 5 }, { periodStart: '2025-03-31' }) }))
    await center.database.setClock('2031-02-01T02:00:00+09:00')
    const { stored } = valueOf(await center.submit('busan', { rows: rowsOf({ calls_offered: 6 }, { periodStart: '2031-01-31' }) }))
    expect(stored.record).toMatchObject({ counts: { inserted: 1 }, receivedAt: '2031-02-01T02:00:00+09:00' })
    expect(await partitions()).toEqual(
      expect.arrayContaining(['observations_2025_03', 'observation_history_2031_01', 'observations_2031_01']),
    )
    expect(await listRollups(center.database.owner, 'stored')).toEqual(await listRollups(center.database.owner, 'rebuilt'))
  })

  it('S15: a dry run makes none', async () => {
    const before = await partitions()
    valueOf(await center.submit('busan', { rows: rowsOf({ calls_offered: 5 }, { periodStart: '2025-03-31' }) }, { isDryRun: true }))
    expect(await partitions()).toEqual(before)
  })

  it('can be detached, kept and attached again: totals answer all the time, and every value is there afterwards', async () => {
    const { owner } = center.database
    valueOf(await center.submit('busan', { rows: rowsOf({ calls_offered: 5 }, { periodStart: '2025-03-31' }) }))
    const analyst = await center.caller(null, 'stats:read')
    const asked = questionOf({ measures: ['calls_offered'], centers: ['busan'], from: '2025-03-31', to: '2025-03-31' })
    const figures = async () => valueOf(await queryFigures(center.hub, analyst, asked)).figures
    const [before, values] = [await figures(), await standing(owner, 'busan')]
    for (const table of ['observations', 'observation_history'])
      await owner.unsafe(`alter table ${table} detach partition ${table}_2025_03 concurrently`)
    expect(await standing(owner, 'busan')).toEqual({})
    expect(await figures()).toEqual(before)
    for (const table of ['observations', 'observation_history'])
      await owner.unsafe(`alter table ${table} attach partition ${table}_2025_03 for values from ('2025-03-01') to ('2025-04-01')`)
    expect(await standing(owner, 'busan')).toEqual(values)
    expect(await figures()).toEqual(before)
  })

  it('are made by two centers at once without either failing', async () => {
    const both = await Promise.all(
      ['busan', 'seoul', 'daegu'].map(code => center.submit(code, { rows: rowsOf({ calls_offered: 5 }, { periodStart: '2025-07-01' }) })),
    )
    expect(both.map(answer => valueOf(answer).stored.record.counts.inserted)).toEqual([1, 1, 1])
  })
})

describe('audit', () => {
  it('is written in the same transaction: without its entry nothing is stored', async () => {
    const { owner } = center.database
    await owner`revoke execute on function hub_append_audit(smallint, text, text, jsonb) from hub120_app`
    const before = await countTables(owner)
    await expect(center.submit('busan', { rows: rowsOf({ calls_offered: 5 }) }, { idempotencyKey: 'night' })).rejects.toThrow(
      'permission denied',
    )
    expect(await countTables(owner)).toEqual(before)
    await owner`grant execute on function hub_append_audit(smallint, text, text, jsonb) to hub120_app`
    expect(valueOf(await center.submit('busan', { rows: rowsOf({ calls_offered: 5 }) }, { idempotencyKey: 'night' })).isReplayed).toBe(
      false,
    )
  })

  it('holds ids, hashes and counts, and nothing that was said', async () => {
    valueOf(await center.submit('busan', { rows: [rowOf({ measure: '비밀스러운말', value: 987_654 })] }))
    const [entry] = await center.database.owner`select action, actor, subject::text as subject from audit_entries`
    expect(entry).toMatchObject({ action: 'submission.refused', actor: 'client:busan-client' })
    // A random id and a hash may hold any three digits.
    const said = String(entry?.['subject']).replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}/g, '')
    expect(said).not.toMatch(/비밀|987/)
  })
})
