import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadEdition } from '../../db/edition/load-edition.js'
import { projectRoot } from '../../db/project-root.js'
import { auditOf } from '../support/administer.js'
import { cloneDatabase, type TestDatabase } from '../support/database.js'
import { define, defineWell, refusalsOf, versionOf } from '../support/definitions.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { storeTotals } from '../support/store-totals.js'

const BY_30 = '100 * calls_answered_within_30s / calls_offered'
const NOWHERE = '00000000-0000-4000-8000-000000000000'
const VIDEO = {
  code: 'contacts_video_handled',
  group: 'contacts',
  name_ko: '영상상담응대건수',
  name_en: 'Video contacts handled',
  unit: 'contacts',
  kind: 'flow_count',
  additivity: { over_time: 'sum', over_centers: 'sum', over_dimensions: 'sum' },
  frequency: 'daily',
  dimensions: ['hour'],
  definition_ko: '영상 통화로 상담사가 답한 접촉의 수.',
  definition_en: 'Contacts answered by a human agent over a video call.',
  provided_by: 'center',
  access: 'open',
  minimum: 0,
  integer: true,
}

let hub: HubServer
let database: TestDatabase

beforeAll(async () => {
  database = await cloneDatabase({ withEdition: true })
  await database.setClock('2026-11-21T10:00:00+09:00')
  hub = await startHubServer({ database })
  await storeTotals(database, await hub.hub.standards(), [
    { center: 'seoul', day: '2026-11-01', values: { calls_answered_within_20s: 80, calls_answered_within_30s: 90, calls_offered: 100 } },
    { center: 'seoul', day: '2026-11-02', values: { calls_answered_within_20s: 80, calls_answered_within_30s: 80, calls_offered: 100 } },
    { center: 'daegu', day: '2026-11-01', values: { calls_answered_within_20s: 30, calls_offered: 40 } },
  ])
})

afterAll(async () => {
  await hub.close()
  await database.drop()
})

const ask = async (query: string, client = 'admin') => {
  const { data, errors } = await hub.graphql(query, {}, await hub.token(client))
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
  return data
}
const errorOf = async (query: string, client = 'admin') => {
  const { data, errors } = await hub.graphql(query, {}, await hub.token(client))
  return [errors?.[0]?.extensions['code'], Object.values(data ?? {})]
}
const draftVersion = async (said: Record<string, unknown>) =>
  define(hub, 'draftIndicatorVersion', versionOf('service_level', 'v3', { formula: BY_30, ...said }))
const withdraw = async (draft: string) => defineWell(hub, 'withdrawDraft', { draft })
const draftsOf = async (more: string) =>
  (
    await ask(
      `{ definitionDrafts(${more}) { hasNextPage endCursor nodes { id code version state revision edition revisions { revision state author reason effectiveFrom } } } }`,
    )
  ).definitionDrafts
const lastEdition = async () => (await ask('{ editions { code } }')).editions[0].code as string

describe('a draft', () => {
  it('is edited by revisions that are all kept; an edit of what was edited since, and a second draft of the same, are refused', async () => {
    const draft = await draftVersion({ effectiveFrom: '2027-01-01' })
    expect(refusalsOf(await draftVersion({ effectiveFrom: '2027-02-01' }))).toEqual(['DRAFT_EXISTS draft'])
    const edited = await draftVersion({ draft: draft.id, revision: 1, effectiveFrom: '2027-02-01', reason: '시행일을 늦춤' })
    expect(edited).toMatchObject({ id: draft.id, revision: 2, effectiveFrom: '2027-02-01' })
    expect(refusalsOf(await draftVersion({ draft: draft.id, revision: 1, effectiveFrom: '2027-03-01' }))).toEqual([
      'CHANGED_SINCE revision',
    ])
    expect(
      refusalsOf(
        await define(
          hub,
          'draftIndicatorVersion',
          versionOf('response_rate', 'v2', { draft: draft.id, revision: 2, formula: BY_30, effectiveFrom: '2027-01-01' }),
        ),
      ),
    ).toEqual(['BAD_USER_INPUT draft'])
    await withdraw(draft.id)
    expect(await auditOf(hub, null)).toMatchObject({ action: 'definition.withdrawn', subject: { draft: draft.id, revision: 3 } })
    expect(refusalsOf(await draftVersion({ draft: draft.id, revision: 3, effectiveFrom: '2027-03-01' }))).toEqual(['DRAFT_SETTLED draft'])
    expect(refusalsOf(await define(hub, 'withdrawDraft', { draft: draft.id }))).toEqual(['DRAFT_SETTLED draft'])
    expect(refusalsOf(await define(hub, 'publishDrafts', { drafts: [draft.id] }))).toEqual(['DRAFT_SETTLED drafts.0'])
    const { nodes } = await draftsOf('code: "service_level", state: WITHDRAWN')
    expect(nodes).toEqual([
      {
        id: draft.id,
        code: 'service_level',
        version: 'v3',
        state: 'WITHDRAWN',
        revision: 3,
        edition: null,
        revisions: [
          { revision: 1, state: 'DRAFT', author: 'client:admin', reason: '협의체 의결', effectiveFrom: '2027-01-01' },
          { revision: 2, state: 'DRAFT', author: 'client:admin', reason: '시행일을 늦춤', effectiveFrom: '2027-02-01' },
          { revision: 3, state: 'WITHDRAWN', author: 'client:admin', reason: '협의체 의결', effectiveFrom: '2027-02-01' },
        ],
      },
    ])
  })

  it('is refused with every fault at once, each at its place in the input', async () => {
    const variant = { variant: 'other', formula: 'calls_ofered', whyKo: '가', whyEn: 'a' }
    const input = versionOf('service_level', 'v3', { formula: '100 * calls_answered /', effectiveFrom: '2027-01-01', variants: [variant] })
    const refused = await define(hub, 'draftIndicatorVersion', input)
    expect(refusalsOf(refused)).toEqual(['FORMULA_SYNTAX formula', 'EDITION_UNKNOWN_SYMBOL variants.0.formula'])
    expect(refused.issues.map(({ messageKo, messageEn }: Record<string, string>) => [messageKo, messageEn])).toEqual([
      [expect.stringMatching(/^formula: /), expect.stringMatching(/^formula: /)],
      [expect.stringMatching(/^variants\.0\.formula: /), expect.stringMatching(/^variants\.0\.formula: /)],
    ])
    expect(
      refusalsOf(await define(hub, 'draftIndicatorVersion', versionOf('no_such', 'v1', { formula: BY_30, effectiveFrom: '2027-01-01' }))),
    ).toEqual(['INDICATOR_UNKNOWN indicator'])
    expect(
      refusalsOf(await draftVersion({ effectiveFrom: '2027-01-01', version: '', whyKo: '010-1234-5678', reason: ' ', draft: 'x' })),
    ).toEqual(['BAD_USER_INPUT version', 'TEXT_NOT_ACCEPTED whyKo', 'REASON_REQUIRED reason', 'NOT_FOUND draft'])
    expect(refusalsOf(await draftVersion({ effectiveFrom: '2027-01-01', draft: NOWHERE, revision: 1 }))).toEqual(['NOT_FOUND draft'])
    expect(refusalsOf(await define(hub, 'draftMeasure', { definition: [], effectiveFrom: '2027-01-01' }))).toEqual([
      'EDITION_SHAPE definition.code',
    ])
    expect(
      refusalsOf(await define(hub, 'draftMeasure', { definition: { ...VIDEO, unit: 'apples', kind: 'x' }, effectiveFrom: '2027-01-01' })),
    ).toEqual(['EDITION_SHAPE definition.kind'])
  })

  it('H24: is nobody else’s to see: others are told that there is none', async () => {
    const draft = await draftVersion({ effectiveFrom: '2027-01-01' })
    const diff = `{ definitionDiff(code: "service_level", from: "v2", draft: "${draft.id}") { changes { en: messageEn } } }`
    expect((await ask(diff)).definitionDiff.changes[0].en).toBe(
      'The numerator is calls answered within 30 s instead of calls answered within 20 s.',
    )
    for (const client of ['seoul-client', 'analyst', 'steward', 'coordinator']) {
      expect(await errorOf(diff, client)).toEqual(['NOT_FOUND', [null]])
      expect(refusalsOf(await define(hub, 'publishDrafts', { drafts: [draft.id] }, client))).toEqual(['FORBIDDEN '])
    }
    await withdraw(draft.id)
  })

  it('is listed page by page, each once', async () => {
    const seen: string[] = []
    for (let after: string | null = null, more = true; more;) {
      const page = await draftsOf(`first: 1${after === null ? '' : `, after: "${after}"`}`)
      seen.push(...page.nodes.map(({ id }: { id: string }) => id))
      after = page.endCursor
      more = page.hasNextPage
    }
    const [{ n } = { n: 0 }] = await database.owner<{ n: number }[]>`select count(distinct id)::int as n from definition_drafts`
    expect([seen.length, new Set(seen).size, n > 1]).toEqual([n, n, true])
  })
})

describe('publishing', () => {
  it('refuses a definition of days that have begun unless that is meant, shows what it would move, and then moves it', async () => {
    const draft = await draftVersion({ effectiveFrom: '2026-11-02' })
    const impact = `{ definitionImpact(input: { drafts: ["${draft.id}"], from: "2026-11-01", to: "2026-11-02", by: DAY, centers: ["seoul", "daegu"] }) {
      isRetroactive counts { compared moved sameUnderOtherVersion unchanged withheld } nodes { center from difference absent before { value } after { value reason } } } }`
    expect((await ask(impact)).definitionImpact).toEqual({
      isRetroactive: true,
      counts: { compared: 6, moved: 0, sameUnderOtherVersion: 3, unchanged: 3, withheld: 0 },
      nodes: [],
    })
    expect(refusalsOf(await define(hub, 'publishDrafts', { drafts: [draft.id] }))).toEqual(['RETROACTIVE_DEFINITION drafts.0'])
    const earlier = await draftVersion({ draft: draft.id, revision: 1, effectiveFrom: '2026-11-01' })
    expect((await ask(impact)).definitionImpact).toEqual({
      isRetroactive: true,
      counts: { compared: 6, moved: 3, sameUnderOtherVersion: 3, unchanged: 0, withheld: 0 },
      nodes: [
        {
          center: 'seoul',
          from: '2026-11-01',
          difference: '10.00',
          absent: [],
          before: [{ value: '80.00' }],
          after: [{ value: '90.00', reason: null }],
        },
        {
          center: 'daegu',
          from: '2026-11-01',
          difference: null,
          absent: ['calls_answered_within_30s'],
          before: [{ value: '75.00' }],
          after: [{ value: null, reason: 'MISSING' }],
        },
        {
          center: null,
          from: '2026-11-01',
          difference: '11.43',
          absent: [],
          before: [{ value: '78.57' }],
          after: [{ value: '90.00', reason: null }],
        },
      ],
    })
    const published = await defineWell(hub, 'publishDrafts', { drafts: [draft.id], acknowledgeRetroactive: true, editionCode: '2026.1.05' })
    expect([earlier.revision, published.edition, published.drafts[0].revision]).toEqual([2, '2026.1.05', 3])
    const [indicator] = (await ask('{ edition { document } }')).edition.document.indicators.indicators.filter(
      ({ code }: { code: string }) => code === 'service_level',
    )
    expect(indicator.versions.map((one: Record<string, unknown>) => [one['version'], one['effective_from'], one['effective_to']])).toEqual([
      ['v1', '2024-01-01', '2026-06-30'],
      ['v2', '2026-07-01', '2026-10-31'],
      ['v3', '2026-11-01', null],
    ])
  })

  it('refuses a code that is taken or would sort before, a draft that is not there, one named twice, and no reason, at once', async () => {
    const draft = await defineWell(
      hub,
      'draftIndicatorVersion',
      versionOf('response_rate', 'v2', { formula: BY_30, effectiveFrom: '2027-01-01' }),
    )
    const publish = async (input: Record<string, unknown>) =>
      refusalsOf(await define(hub, 'publishDrafts', { drafts: [draft.id], ...input }))
    expect(await publish({ editionCode: '2026.1' })).toEqual(['EDITION_ALREADY_LOADED editionCode'])
    expect(await publish({ editionCode: '2026.1.01' })).toEqual(['BAD_USER_INPUT editionCode'])
    expect(await publish({ editionCode: 'a b' })).toEqual(['BAD_USER_INPUT editionCode'])
    expect(await publish({ drafts: [draft.id, NOWHERE] })).toEqual(['NOT_FOUND drafts.1'])
    expect(await publish({ drafts: [draft.id, draft.id, 'x'], reason: '' })).toEqual([
      'REASON_REQUIRED reason',
      'BAD_USER_INPUT drafts',
      'NOT_FOUND drafts.2',
    ])
    expect(await publish({ drafts: [] })).toEqual(['BAD_USER_INPUT drafts'])
    await withdraw(draft.id)
  })

  it('of one draft by two at once happens once', async () => {
    const draft = await defineWell(
      hub,
      'draftIndicatorVersion',
      versionOf('response_rate', 'v2', { formula: BY_30, effectiveFrom: '2027-01-01' }),
    )
    const both = await Promise.all([1, 2].map(() => define(hub, 'publishDrafts', { drafts: [draft.id] })))
    expect(both.map(answer => answer.edition ?? String(refusalsOf(answer))).toSorted((a: string, b: string) => (a < b ? -1 : 1))).toEqual([
      '2026.1.06',
      'DRAFT_SETTLED drafts.0',
    ])
  })

  it('G18: without its audit entry nothing is published', async () => {
    const draft = await defineWell(
      hub,
      'draftIndicatorVersion',
      versionOf('response_rate', 'v3', { formula: BY_30, effectiveFrom: '2027-02-01' }),
    )
    const before = await lastEdition()
    await database.owner`alter table audit_entries add constraint no_entries check (action <> 'edition.published') not valid`
    await expect(define(hub, 'publishDrafts', { drafts: [draft.id] })).rejects.toThrow('INTERNAL')
    await database.owner`alter table audit_entries drop constraint no_entries`
    expect([await lastEdition(), (await draftsOf('state: DRAFT')).nodes.map(({ id }: { id: string }) => id)]).toEqual([before, [draft.id]])
    await withdraw(draft.id)
  })
})

describe('a measure', () => {
  it('is drafted with the indicator that needs it, published together with it, and can carry values from then on', async () => {
    const measure = await defineWell(hub, 'draftMeasure', { definition: VIDEO, effectiveFrom: '2026-12-01' })
    const share = versionOf('video_share', 'v1', {
      formula: '100 * contacts_video_handled / contacts_handled',
      effectiveFrom: '2026-12-01',
      create: {
        group: 'contacts',
        nameKo: '영상상담비중',
        nameEn: 'Video share',
        unit: 'percent',
        scale: 1,
        direction: 'CONTEXT',
        noteKo: '가',
        noteEn: 'a',
      },
    })
    const indicator = await defineWell(hub, 'draftIndicatorVersion', share)
    expect(refusalsOf(await define(hub, 'publishDrafts', { drafts: [indicator.id] }))).toEqual([
      expect.stringMatching(/^EDITION_UNKNOWN_SYMBOL drafts\.indicators\.yaml\.indicators\.\d+\.versions\.0\.formula$/),
    ])
    const { edition } = await defineWell(hub, 'publishDrafts', { drafts: [indicator.id, measure.id] })
    await expect.poll(async () => (await hub.hub.standards()).edition.code, { timeout: 5_000 }).toBe(edition)
    await storeTotals(database, await hub.hub.standards(), [
      { center: 'seoul', day: '2026-12-01', values: { contacts_video_handled: 5, contacts_handled: 100 } },
    ])
    const { figures } = await ask(
      '{ figures(input: { indicators: ["video_share"], centers: ["seoul"], from: "2026-12-01", to: "2026-12-01" }) { edition nodes { value } } }',
    )
    expect(figures).toEqual({ edition, nodes: [{ value: '5.0' }] })
  })

  it.each(['login_seconds', 'malicious_contacts'])(
    'that is published, %s, is taken from the document of its edition and handed back with other words',
    async code => {
      const { edition } = await ask('{ edition { document } }')
      const read = edition.document.measures.measures.find((one: { code: string }) => one.code === code)
      expect(read).toMatchObject({ frequency: 'day', minimum: '0' })
      const rule = { id: `${code}.new`, check: `${code} <= contacts_offered * 1000000`, severity: 'warning' }
      const definition = { ...read, name_en: `Other words of ${code}`, constraints: [...read.constraints, rule] }
      const draft = await defineWell(hub, 'draftMeasure', { definition, effectiveFrom: '2027-01-01' })
      const { definitionDiff } = await ask(
        `{ definitionDiff(code: "${code}", from: "${await lastEdition()}", draft: "${draft.id}") { changes { en: messageEn } } }`,
      )
      expect(definitionDiff.changes.map(({ en }: { en: string }) => en)).toEqual([
        `The English name changes: ${read.name_en} → Other words of ${code}.`,
        `The rule ${rule.id} changes: none → ${rule.check} (warning, 2027-01-01).`,
      ])
      await defineWell(hub, 'publishDrafts', { drafts: [draft.id] })
    },
  )

  it('that is published never changes what it measures; its words may, and the difference is told between editions', async () => {
    const before = await lastEdition()
    const otherwise = { ...VIDEO, unit: 'calls', frequency: 'monthly', dimensions: [], effective_from: '2026-12-01' }
    expect(refusalsOf(await define(hub, 'draftMeasure', { definition: otherwise, effectiveFrom: '2027-01-01' }))).toEqual([
      'VERSION_IMMUTABLE definition.unit',
      'VERSION_IMMUTABLE definition.frequency',
      'VERSION_IMMUTABLE definition.dimensions',
    ])
    const rule = { id: 'contacts_video_handled.c1', check: 'contacts_video_handled <= contacts_handled', severity: 'warning' }
    const early = { ...VIDEO, constraints: [{ ...rule, effective_from: '2026-12-01' }] }
    expect(refusalsOf(await define(hub, 'draftMeasure', { definition: early, effectiveFrom: '2027-01-01' }))).toEqual([
      'VERSION_IMMUTABLE definition.constraints.contacts_video_handled.c1',
    ])
    const words = { ...VIDEO, name_en: 'Video calls handled', dimensions: ['hour', 'language'], constraints: [rule] }
    const draft = await defineWell(hub, 'draftMeasure', { definition: words, effectiveFrom: '2027-01-01' })
    const { edition } = await defineWell(hub, 'publishDrafts', { drafts: [draft.id] })
    const { definitionDiff } = await ask(
      `{ definitionDiff(code: "contacts_video_handled", from: "${before}", to: "${edition}") { changes { ko: messageKo en: messageEn } } }`,
      'analyst',
    )
    expect(definitionDiff.changes).toEqual([
      {
        ko: '영어 이름이 바뀝니다: Video contacts handled → Video calls handled.',
        en: 'The English name changes: Video contacts handled → Video calls handled.',
      },
      { ko: '차원 language이(가) 더해집니다.', en: 'The dimension language is added.' },
      {
        ko: '규칙 contacts_video_handled.c1이(가) 바뀝니다: 없음 → contacts_video_handled <= contacts_handled (warning, 2027-01-01).',
        en: 'The rule contacts_video_handled.c1 changes: none → contacts_video_handled <= contacts_handled (warning, 2027-01-01).',
      },
    ])
  })
})

describe('a difference', () => {
  it.each([
    ['code: "service_level", from: "v1", to: "v9"', 'VERSION_UNKNOWN'],
    ['code: "calls_offered", from: "2026.1", to: "v2"', 'MEASURE_UNKNOWN'],
    ['code: "nothing", from: "2026.1", to: "2026.1"', 'MEASURE_UNKNOWN'],
    ['code: "service_level", from: "v1"', 'BAD_USER_INPUT'],
    [`code: "service_level", from: "v1", to: "v2", draft: "${NOWHERE}"`, 'BAD_USER_INPUT'],
    [`code: "service_level", from: "v1", draft: "${NOWHERE}"`, 'NOT_FOUND'],
  ])('of %s is refused with %s', async (asked, code) => {
    expect(await errorOf(`{ definitionDiff(${asked}) { changes { en: messageEn } } }`)).toEqual([code, [null]])
  })
})

describe('an edition that is loaded for a later day', () => {
  it('is what the next publication is made from, and begins no earlier', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hub120-planned-'))
    try {
      await cp(join(projectRoot, 'db', 'edition', '2026.1'), folder, { recursive: true })
      for (const file of ['codelists', 'measures', 'indicators', 'members', 'terms']) {
        const path = join(folder, `${file}.yaml`)
        const text = (await readFile(path, 'utf8')).replace("edition: '2026.1'", "edition: '2027.1'")
        await writeFile(path, text.replace(/^effective_from: '2026-07-01'/m, "effective_from: '2027-06-01'"))
      }
      const other = await cloneDatabase({ withEdition: true })
      await other.setClock('2026-11-21T10:00:00+09:00')
      const server = await startHubServer({ database: other })
      try {
        expect(await loadEdition(other.owner, folder)).toMatchObject({ ok: true })
        const early = versionOf('response_rate', 'v2', { formula: BY_30, effectiveFrom: '2027-01-01' })
        expect(refusalsOf(await define(server, 'draftIndicatorVersion', early))).toEqual(['EDITION_DATES effectiveFrom'])
        const draft = await defineWell(server, 'draftIndicatorVersion', { ...early, effectiveFrom: '2027-06-01' })
        expect(await defineWell(server, 'publishDrafts', { drafts: [draft.id] })).toMatchObject({
          edition: '2027.1.01',
          base: '2027.1',
          effectiveFrom: '2027-06-01',
        })
      } finally {
        await server.close()
        await other.drop()
      }
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
