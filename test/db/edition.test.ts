import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadEdition } from '../../db/edition/load-edition.js'
import { projectRoot } from '../../db/project-root.js'
import { requireEdition } from '../../db/queries/editions.js'
import { isOpenOn } from '../../schema/domain/centers/is-open.js'
import { membershipOn, regionOf } from '../../schema/domain/centers/membership-on.js'
import { cloneDatabase, type TestDatabase } from '../support/database.js'

const SOURCE = join(projectRoot, 'db', 'edition', '2026.1')
const TABLES = ['centers', 'regions', 'center_regions', 'memberships', 'calendars', 'agreements', 'measures', 'observation_statuses']

let database: TestDatabase
let copy: string
beforeAll(async () => {
  database = await cloneDatabase()
  copy = await mkdtemp(join(tmpdir(), 'hub120-edition-'))
  await cp(SOURCE, copy, { recursive: true })
})
afterAll(async () => {
  await database.drop()
  await rm(copy, { recursive: true })
})

const countRows = async () =>
  Object.fromEntries(
    await Promise.all(
      ['editions', ...TABLES].map(async table => {
        const [row] = await database.owner<{ rows: number }[]>`select count(*)::integer as rows from ${database.owner(table)}`
        return [table, row?.rows] as const
      }),
    ),
  )

async function changeCopy(file: string, from: string, to: string): Promise<void> {
  const text = await readFile(join(copy, file), 'utf8')
  await writeFile(join(copy, file), text.replaceAll(from, to))
}

describe('loading an edition', () => {
  it('before any is loaded, asking for it is a fault', async () => {
    await expect(database.db.query(requireEdition)).rejects.toThrow('No edition is loaded')
  })

  it('a pack with a mistake leaves nothing behind', async () => {
    await changeCopy('measures.yaml', 'unit: people', 'unit: peoples')
    const loaded = await loadEdition(database.owner, copy)
    await changeCopy('measures.yaml', 'unit: peoples', 'unit: people')
    expect(loaded.ok ? [] : [...new Set(loaded.issues.map(({ code }) => code))]).toEqual(['EDITION_UNKNOWN_REFERENCE'])
    expect(Object.values(await countRows()).every(rows => rows === 0)).toBe(true)
  })

  it('two loaders at the same moment publish it once, and a third finds it there', async () => {
    const first = await Promise.all([loadEdition(database.owner, SOURCE), loadEdition(database.owner, SOURCE)])
    expect(first.filter(loaded => loaded.ok && loaded.value.isNew)).toHaveLength(1)
    expect(first.every(loaded => loaded.ok)).toBe(true)
    const rows = await countRows()
    expect(await loadEdition(database.owner, SOURCE)).toEqual({ ok: true, value: { edition: '2026.1', isNew: false } })
    expect(await countRows()).toEqual(rows)
    expect(rows).toEqual({
      editions: 1,
      centers: 17,
      regions: 20,
      center_regions: 19,
      memberships: 17,
      calendars: 18,
      agreements: 68,
      measures: 134,
      observation_statuses: 15,
    })
  })

  it('another layout of the same content is the same edition; other content under its code is refused', async () => {
    const text = await readFile(join(copy, 'members.yaml'), 'utf8')
    await writeFile(join(copy, 'members.yaml'), `# a remark\n${text}`)
    expect(await loadEdition(database.owner, copy)).toEqual({ ok: true, value: { edition: '2026.1', isNew: false } })
    await changeCopy('measures.yaml', 'name_en: Calls answered\n', 'name_en: Calls picked up\n')
    const loaded = await loadEdition(database.owner, copy)
    expect(loaded.ok ? [] : loaded.issues.map(({ code, got }) => [code, got])).toEqual([['EDITION_ALREADY_LOADED', '2026.1']])
  })

  it('a later edition takes over from its day on and leaves the registry that is there', async () => {
    for (const file of ['codelists', 'measures', 'indicators', 'members', 'terms']) {
      await changeCopy(`${file}.yaml`, "edition: '2026.1'", "edition: '2027.1'")
      await changeCopy(`${file}.yaml`, "effective_from: '2026-07-01'   #", "effective_from: '2027-01-01'   #")
      await changeCopy(
        `${file}.yaml`,
        "status: draft_for_council\neffective_from: '2026-07-01'",
        "status: draft_for_council\neffective_from: '2027-01-01'",
      )
    }
    await changeCopy('measures.yaml', 'access: restricted', 'access: open')
    expect(await loadEdition(database.owner, copy)).toEqual({ ok: true, value: { edition: '2027.1', isNew: true } })
    expect(await countRows()).toMatchObject({ editions: 2, memberships: 17, measures: 134, agreements: 68 })
    await database.setClock('2026-12-31T23:59:00+09:00')
    expect((await database.db.query(requireEdition)).edition.code).toBe('2026.1')
    await database.setClock('2027-01-01T00:00:00+09:00')
    const standards = await database.db.query(requireEdition)
    expect(standards.edition.measures.get('calls_answered')?.nameEn).toBe('Calls picked up')
    await database.setClock('2026-11-20T02:10:00+09:00')
  })

  it('S24: an edition that opens a restricted measure does not open what is stored', async () => {
    const rows = await database.owner<{ access: string }[]>`
      select access from measures where code in ('malicious_contacts', 'eap_participants', 'reported:legal_action_rate')`
    expect(rows.map(({ access }) => access)).toEqual(['restricted', 'restricted', 'restricted'])
  })

  it.each(['update editions set status = status', 'delete from editions', 'truncate editions cascade'])(
    'a published edition refuses: %s',
    async statement => {
      await expect(database.owner.unsafe(statement)).rejects.toThrow('A published edition never changes')
    },
  )

  it.each(['editions', ...TABLES])('the application may read %s and not write it', async table => {
    await expect(database.db.query(sql => sql`delete from ${sql(table)}`)).rejects.toThrow('permission denied')
  })
})

describe('the standards that are served', () => {
  it('name numbers for every code, reported rates and their variants included', async () => {
    const { edition, measureIds, measureCodes, statusIds, statusCodes, centerIds, centers } = await database.db.query(requireEdition)
    for (const code of edition.measures.keys()) expect(measureCodes.get(measureIds.get(code) ?? 0)).toBe(code)
    for (const code of edition.statuses.keys()) expect(statusCodes.get(statusIds.get(code) ?? 0)).toBe(code)
    expect([measureIds.has('reported:response_rate'), measureIds.has('reported:response_rate:attempts_based')]).toEqual([true, true])
    expect(centers.get('busan')).toEqual({
      id: centerIds.get('busan'),
      code: 'busan',
      nameKo: '부산',
      nameEn: 'Busan',
      callCenterNameKo: '120바로콜센터',
      phoneNumber: '051-120',
    })
  })

  it('S24: reported rates of restricted indicators are restricted', async () => {
    const rows = await database.owner<{ access: string }[]>`
      select distinct access from measures where code like 'reported:malicious_contact_rate%'`
    expect(rows.map(({ access }) => access)).toEqual(['restricted'])
  })

  it('S33: Gwangju and Jeonnam report for the united city from 2026-07-01', async () => {
    const { centerRegions, regions } = await database.db.query(requireEdition)
    expect(
      ['2026-06-30', '2026-07-01'].map(day => [regionOf(centerRegions, 'gwangju', day), regionOf(centerRegions, 'jeonnam', day)]),
    ).toEqual([
      ['29', '46'],
      ['12', '12'],
    ])
    expect(regions.get('29')).toMatchObject({ validTo: '2026-06-30', successor: '12' })
  })

  it('calendars, memberships and agreements come with their days', async () => {
    const { calendars, calendarExceptions, memberships, agreements } = await database.db.query(requireEdition)
    const isOpen = (day: string) => isOpenOn({ calendars, calendarExceptions }, 'busan', day)
    expect(['2026-11-19', '2026-11-21', '2026-12-25'].map(isOpen)).toEqual([true, false, false])
    expect([membershipOn(memberships, 'busan', '2024-11-19'), membershipOn(memberships, 'busan', '2024-11-20')?.isTrial]).toEqual([
      null,
      false,
    ])
    expect(agreements.find(({ code, center }) => code === 'monthly' && center === 'busan')).toEqual({
      code: 'monthly',
      measureSet: 'monthly',
      center: 'busan',
      validFrom: '2026-07-01',
      validTo: null,
      mode: 'PARTIAL',
      strategy: 'MERGE',
      due: { days: 10, time: '18:00' },
      lock: { days: 45, time: '00:00' },
      holidayRule: 'next_business_day',
    })
  })
})

describe('the database keeps the registry sound', () => {
  it.each([
    ['memberships_do_not_overlap', `insert into memberships (center_id, member_from) values (1, '2026-01-01')`],
    ['memberships_dates_in_order', `insert into memberships (center_id, member_from, member_to) values (1, '2020-01-02', '2020-01-01')`],
    ['memberships_center_fk', `insert into memberships (center_id, member_from) values (99, '2026-01-01')`],
    ['center_regions_do_not_overlap', `insert into center_regions (center_id, region) values (1, '26')`],
    ['calendars_do_not_overlap', `insert into calendars (center_id, valid_from) values (1, '2026-01-01')`],
    ['calendars_hours_are_pairs', `insert into calendars (center_id, valid_from, weekdays) values (1, '2026-01-01', '{09:00}')`],
    [
      'agreements_do_not_overlap',
      `insert into agreements select 'other', center_id, measure_set, valid_from, valid_to, mode, strategy, due_days, due_time, lock_days, lock_time, holiday_rule from agreements limit 1`,
    ],
    ['regions_end_with_successor', `insert into regions (code, name_ko, name_en, successor) values ('99', '가', 'A', '11')`],
    [
      'regions_dates_in_order',
      `insert into regions (code, name_ko, name_en, valid_from, valid_to) values ('99', '가', 'A', '2026-01-02', '2026-01-01')`,
    ],
    [
      'measures_code_unique',
      `insert into measures (code, kind, access, provided_by) values ('calls_offered', 'measure', 'open', 'center')`,
    ],
    [
      'measures_code_tells_kind',
      `insert into measures (code, kind, access, provided_by) values ('reported:x', 'measure', 'open', 'center')`,
    ],
    ['observation_statuses_say_what_they_carry', `insert into observation_statuses (code, has_value) values ('odd', true)`],
    ['centers_code_unique', `insert into centers (code, name_ko, name_en) values ('busan', '부산', 'Busan')`],
    [
      'editions_hash_is_sha256',
      `insert into editions (code, status, effective_from, content_hash, document) values ('x', 'x', '2026-01-01', 'x', '{}')`,
    ],
  ])('%s', async (constraint, statement) => {
    await expect(database.owner.unsafe(statement)).rejects.toMatchObject({ constraint_name: constraint })
  })
})
