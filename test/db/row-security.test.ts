import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inspectCatalog } from '../support/catalog.js'
import { cloneDatabase, type TestDatabase } from '../support/database.js'

let database: TestDatabase

beforeAll(async () => {
  database = await cloneDatabase({ withEdition: true })
  await database.owner`select hub_ensure_partitions('2026-11-01', '2026-12-31')`
})

afterAll(() => database.drop())

/** Defects after a change that is undone again. */
async function defectsAfter(change: string): Promise<readonly string[]> {
  const undone = new Error('undone')
  let defects: readonly string[] = []
  await database.owner
    .begin(async sql => {
      await sql.unsafe(change)
      ;({ defects } = await inspectCatalog(sql))
      throw undone
    })
    .catch((error: unknown) => {
      if (error !== undone) throw error
    })
  return defects
}

describe('G03: the catalog', () => {
  it('shows that every table of centers forces row security, with policies, keys and rights as they were decided', async () => {
    const { tenantTables, defects } = await inspectCatalog(database.owner)
    expect(defects).toEqual([])
    expect(tenantTables).toEqual(
      expect.arrayContaining(['audit_entries', 'held_rows', 'observations', 'observation_history', 'observation_rollups', 'submissions']),
    )
  })

  it.each([
    ['alter table submissions no force row level security', 'submissions: rows of centers without forced row security'],
    ['alter table observations disable row level security', 'observations: rows of centers without forced row security'],
    ['create table secrets (center_id smallint primary key)', 'secrets: rows of centers without forced row security'],
    ['create table notes (id int); grant insert on notes to hub120_app', 'notes: written by the application without forced row security'],
    ['create unique index leak on submissions (idempotency_key)', 'submissions: key leak leads with idempotency_key, not with the center'],
    ['create unique index leak on held_rows (lower(settled_by))', 'held_rows: key leak leads with an expression, not with the center'],
    ['create policy all_rows on held_rows for select to hub120_app using (true)', 'held_rows: policy all_rows shows every row'],
    ['create policy anybody on held_rows using (center_id = 1)', 'held_rows: a policy for everybody'],
    ['grant delete on submissions to hub120_app', 'submissions: the application may SID, expected SI'],
    ['grant update (value) on observations to hub120_app', 'observations: the application may SIU U(value), expected SIU'],
    ['grant select on centers to public', 'centers: SELECT for everybody'],
    ['create view all_rows as select * from submissions', 'all_rows: a view that runs as its owner'],
    ['grant select on observations_2026_11 to hub120_app', 'observations_2026_11: a partition that is reached without its parent'],
    ['alter default privileges grant select on tables to hub120_app', 'default privileges in every schema'],
    ['alter role hub120_app bypassrls', 'hub120_app: bypassrls'],
    ['alter table regions owner to hub120_app', 'hub120_app: owns 1 things'],
    ['grant pg_read_all_data to hub120_app', 'hub120_app: member of another role'],
    ['alter function hub_held_keys set search_path = pg_catalog, public', 'hub_held_keys: search_path is pg_catalog, public'],
    ['alter function hub_now security definer', 'hub_now: runs as the owner, unexpectedly'],
    ['grant execute on function hub_append_audit to public', 'hub_append_audit: everybody may call it'],
  ])('shows the hole that this would make: %s', async (change, defect) => {
    expect(await defectsAfter(change)).toContain(defect)
  })
})

describe('a function that runs as the owner', () => {
  it('reads no table that the session put before the real one', async () => {
    const stood = database.db.transaction({ centerId: 1, role: 'center' }, async tx => {
      await tx.sql.unsafe(
        `create function pg_temp.seize() returns boolean language plpgsql as $$ begin raise exception 'ran as %', current_user; end $$`,
      )
      await tx.sql.unsafe(`create temporary view held_rows as
        select 1::smallint as center_id, 1::smallint as measure_id, 'day'::public.period_type as period_type, date '2026-11-19' as period_start,
          1 as cell_id, 'held'::text as state where pg_temp.seize()`)
      return tx.sql`select * from hub_held_keys(array[1]::smallint[], array[1]::smallint[], '2026-11-01', '2026-11-30')`
    })
    expect(await stood).toHaveLength(0)
  })
})
