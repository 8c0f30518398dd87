import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditOf } from '../support/administer.js'
import { cloneDatabase, type TestDatabase } from '../support/database.js'
import { define, defineWell, refusalsOf, versionOf } from '../support/definitions.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { storeTotals } from '../support/store-totals.js'

const LEVEL = 'answered_in_time'
const V1 = '100 * calls_answered_within_20s / (calls_offered - calls_abandoned_short)'
const V2 = '100 * calls_answered_within_20s / calls_offered'

let hub: HubServer
let database: TestDatabase

beforeAll(async () => {
  database = await cloneDatabase({ withEdition: true })
  await database.setClock('2026-11-21T10:00:00+09:00')
  hub = await startHubServer({ database })
  const values = { calls_answered_within_20s: 80, calls_offered: 100, calls_abandoned_short: 20 }
  await storeTotals(hub.database, await hub.hub.standards(), [
    { center: 'seoul', day: '2026-12-30', values },
    { center: 'seoul', day: '2026-12-31', values },
    { center: 'seoul', day: '2027-01-01', values },
    { center: 'daegu', day: '2027-01-01', values: { calls_answered_within_20s: 30, calls_offered: 40, calls_abandoned_short: 0 } },
    { center: 'busan', day: '2027-01-01', values: { calls_answered_within_20s: 30, calls_offered: 40 } },
  ])
})

afterAll(async () => {
  await hub.close()
  await database.drop()
})

const ask = async (query: string, client = 'analyst') => {
  const { data, errors } = await hub.graphql(query, {}, await hub.token(client))
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
  return data
}
const errorOf = async (query: string, client = 'analyst') => {
  const { errors } = await hub.graphql(query, {}, await hub.token(client))
  return errors?.[0]?.extensions['code']
}
const inForce = async (code: string) => {
  await expect.poll(async () => (await hub.hub.standards()).edition.code, { timeout: 5_000 }).toBe(code)
}
const figures = async (from: string, to: string, more = '') =>
  (
    await ask(`{ figures(input: { indicators: ["${LEVEL}"], centers: ["seoul"], from: "${from}", to: "${to}" ${more} }) { nodes {
      from to version value numerator denominator reason marks } } }`)
  ).figures.nodes
const editions = async () => (await ask('{ editions { code effectiveFrom isInForce contentHash } }')).editions as Record<string, unknown>[]
const impactOf = async (drafts: readonly string[], asked: string, first = 500) =>
  (
    await ask(
      `{ definitionImpact(input: { drafts: ${JSON.stringify(drafts)}, ${asked} }, first: ${first}) { base edition isRetroactive added hasNextPage endCursor
        counts { compared moved sameUnderOtherVersion unchanged withheld }
        nodes { code center from to difference absent before { version value reason from to } after { version value reason from to numerator denominator } } } }`,
      'admin',
    )
  ).definitionImpact

const CREATE = {
  group: 'voice_service',
  nameKo: '시간 안 응대 비율',
  nameEn: 'Answered in time',
  unit: 'percent',
  scale: 2,
  direction: 'HIGHER_BETTER',
  noteKo: '단기포기호를 뺀 인입호가 분모이다.',
  noteEn: 'Offered calls less short abandons are the denominator.',
}

describe('a new indicator', () => {
  it('is drafted, shown in the drafts, published as an edition of its own code, and audited; no figure moves by it', async () => {
    const first = versionOf(LEVEL, 'v1', { formula: V1, effectiveFrom: '2026-01-01', create: CREATE })
    const draft = await defineWell(hub, 'draftIndicatorVersion', first)
    expect(draft).toMatchObject({ kind: 'INDICATOR', code: LEVEL, version: 'v1', state: 'DRAFT', revision: 1, author: 'client:admin' })
    expect(await auditOf(hub, null)).toEqual({
      actor: 'client:admin',
      action: 'definition.drafted',
      subject: {
        draft: draft.id,
        revision: 1,
        kind: 'indicator',
        code: LEVEL,
        version: 'v1',
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown, // a matcher
      },
    })
    expect(await errorOf(`{ indicators(codes: ["${LEVEL}"]) { code } }`)).toBe('INDICATOR_UNKNOWN')
    expect(await impactOf([draft.id], 'from: "2026-12-01", to: "2027-01-31"')).toMatchObject({
      base: '2026.1',
      edition: '2026.1.01',
      isRetroactive: false,
      added: [LEVEL],
      counts: { compared: 0, moved: 0 },
      nodes: [],
    })
    const published = await defineWell(hub, 'publishDrafts', { drafts: [draft.id] })
    expect(published).toMatchObject({
      edition: '2026.1.01',
      base: '2026.1',
      effectiveFrom: '2026-11-21',
      drafts: [{ id: draft.id, state: 'PUBLISHED', revision: 2, edition: '2026.1.01' }],
    })
    expect(await auditOf(hub, null)).toMatchObject({
      actor: 'client:admin',
      action: 'edition.published',
      subject: { edition: '2026.1.01', base: '2026.1', drafts: [draft.id], contentHash: (await editions())[0]?.['contentHash'] },
    })
    expect(await editions()).toMatchObject([
      { code: '2026.1.01', effectiveFrom: '2026-11-21', isInForce: true },
      { code: '2026.1', effectiveFrom: '2026-07-01', isInForce: false },
    ])
    await inForce('2026.1.01')
    expect(await figures('2026-12-30', '2026-12-30')).toMatchObject([{ version: 'v1', value: '100.00', denominator: '80' }])
  })
})

describe('scenario 7: definition v2 from 2027-01-01 leaves short abandons in', () => {
  let draft: { id: string }

  it('is compared with v1 in plain words, Korean and English', async () => {
    draft = await defineWell(hub, 'draftIndicatorVersion', versionOf(LEVEL, 'v2', { formula: V2, effectiveFrom: '2027-01-01' }))
    const { definitionDiff } = await ask(
      `{ definitionDiff(code: "${LEVEL}", from: "v1", draft: "${draft.id}") { from to changes { aspect ko: messageKo en: messageEn before after } } }`,
      'admin',
    )
    expect(definitionDiff).toEqual({
      from: 'v1',
      to: 'v2',
      changes: [
        {
          aspect: 'DENOMINATOR',
          ko: '분모에서 단기포기호를 더 이상 빼지 않습니다.',
          en: 'The denominator no longer subtracts short-abandoned calls.',
          before: 'calls offered minus short-abandoned calls',
          after: 'calls offered',
        },
        {
          aspect: 'DATES',
          ko: 'v1 적용 기간: 2026-01-01 ~. v2 적용 기간: 2027-01-01 ~.',
          en: 'v1 is in force from 2026-01-01 on, v2 from 2027-01-01 on.',
          before: '2026-01-01 ~',
          after: '2027-01-01 ~',
        },
        {
          aspect: 'REASON',
          ko: 'v2의 까닭: 협의체가 2026년 11월에 정했다.',
          en: 'Why v2: Decided by the council in November 2026.',
          before: 'Decided by the council in November 2026.',
          after: 'Decided by the council in November 2026.',
        },
      ],
    })
  })

  it('is previewed before it is published: what moves, by how much, for which centers; the rest is counted', async () => {
    const impact = await impactOf([draft.id], 'from: "2026-12-01", to: "2027-01-31", by: MONTH, centers: ["seoul", "daegu", "busan"]')
    expect({
      ...impact,
      nodes: impact.nodes.map(({ center, from, difference }: Record<string, unknown>) => [center, from, difference]),
    }).toEqual({
      base: '2026.1.01',
      edition: '2026.1.02',
      isRetroactive: false,
      added: [],
      hasNextPage: false,
      endCursor: expect.any(String) as unknown, // a matcher
      counts: { compared: 8, moved: 3, sameUnderOtherVersion: 1, unchanged: 4, withheld: 0 },
      nodes: [
        ['seoul', '2027-01-01', '-20.00'],
        ['busan', '2027-01-01', null],
        [null, '2027-01-01', '-13.89'],
      ],
    })
    expect(impact.nodes[0]).toMatchObject({
      code: LEVEL,
      to: '2027-01-31',
      before: [{ version: 'v1', value: '100.00' }],
      after: [{ version: 'v2', value: '80.00', numerator: '80', denominator: '100' }],
      absent: [],
    })
    // Busan sends no short abandons: v1 has no value for it, v2 does.
    expect(impact.nodes[1]).toMatchObject({ before: [{ version: 'v1', value: null }], after: [{ version: 'v2', value: '75.00' }] })
  })

  it('S23: gives v1 for 2026-12 once published, v2 from its day on, and a series across the date carries a BREAK', async () => {
    const before = await figures('2026-12-01', '2026-12-31')
    const { edition } = await defineWell(hub, 'publishDrafts', { drafts: [draft.id] })
    expect(edition).toBe('2026.1.02')
    await inForce('2026.1.02')
    expect(await figures('2026-12-01', '2026-12-31')).toEqual(before)
    expect(before).toMatchObject([{ version: 'v1', value: '100.00' }])
    expect(await figures('2026-12-31', '2027-01-01')).toMatchObject([
      { from: '2026-12-31', to: '2026-12-31', version: 'v1', value: '100.00', marks: expect.not.arrayContaining(['BREAK']) as unknown },
      { from: '2027-01-01', to: '2027-01-01', version: 'v2', value: '80.00', marks: expect.arrayContaining(['BREAK']) as unknown },
    ])
    const [{ versions }] = (
      await ask(`{ indicators(codes: ["${LEVEL}"]) { versions { version status effectiveFrom effectiveTo formula } } }`)
    ).indicators
    expect(versions).toEqual([
      { version: 'v1', status: 'SUPERSEDED', effectiveFrom: '2026-01-01', effectiveTo: '2026-12-31', formula: V1 },
      { version: 'v2', status: 'STANDARD', effectiveFrom: '2027-01-01', effectiveTo: null, formula: V2 },
    ])
  })

  it('the two published versions are compared for every caller', async () => {
    const { definitionDiff } = await ask(
      `{ definitionDiff(code: "${LEVEL}", from: "v2", to: "v1") { changes { ko: messageKo en: messageEn } } }`,
      'seoul-client',
    )
    expect(definitionDiff.changes[0]).toEqual({
      ko: '분모에서 단기포기호를 뺍니다.',
      en: 'The denominator now subtracts short-abandoned calls.',
    })
  })

  it('editing published v1 is refused with what would be accepted, and so is everything else that is published', async () => {
    const edit = await define(hub, 'draftIndicatorVersion', versionOf(LEVEL, 'v1', { formula: V2, effectiveFrom: '2026-01-01' }))
    expect(edit.issues).toEqual([
      {
        code: 'VERSION_IMMUTABLE',
        path: ['input', 'version'],
        messageKo: `지표 ${LEVEL}의 v1은(는) 공표되어 고칠 수 없습니다. 바꿀 내용은 새 버전으로 적으십시오(예: v3, 2026-11-22 이후 시행).`,
        messageEn: `Version v1 of ${LEVEL} is published and never changes; put the change into a new version (for example v3, from 2026-11-22 on).`,
        expected: 'a version that is not published yet, for example v3',
        got: 'v1',
      },
    ])
    const variant = { variant: 'threshold_30s', formula: V2, whyKo: '가', whyEn: 'a' }
    const others = versionOf('service_level', 'v2', { formula: V2, effectiveFrom: '2027-01-01', create: CREATE, variants: [variant] })
    expect(refusalsOf(await define(hub, 'draftIndicatorVersion', others))).toEqual([
      'VERSION_IMMUTABLE version',
      'VERSION_IMMUTABLE create',
      'VERSION_IMMUTABLE variants.0.variant',
    ])
    const started = versionOf('service_level', 'v3', { formula: V1, effectiveFrom: '2026-07-01' })
    expect(refusalsOf(await define(hub, 'draftIndicatorVersion', started))).toEqual(['VERSION_IMMUTABLE effectiveFrom'])
    const again = await define(hub, 'publishDrafts', { drafts: [draft.id] })
    expect(refusalsOf(again)).toEqual(['DRAFT_SETTLED drafts.0'])
  })

  it('is undone by publishing again what was: a version that has not begun is set aside, and stays to be asked for by name', async () => {
    const again = await defineWell(hub, 'draftIndicatorVersion', versionOf(LEVEL, 'v3', { formula: V1, effectiveFrom: '2027-01-01' }))
    const { edition } = await defineWell(hub, 'publishDrafts', { drafts: [again.id], reason: '의결 취소' })
    await inForce(edition)
    expect(await figures('2027-01-01', '2027-01-01')).toMatchObject([{ version: 'v3', value: '100.00' }])
    expect(await figures('2027-01-01', '2027-01-01', ', definition: { version: "v2" }')).toMatchObject([{ version: 'v2', value: '80.00' }])
    const { definitionDiff } = await ask(`{ definitionDiff(code: "${LEVEL}", from: "v1", to: "v3") { changes { aspect en: messageEn } } }`)
    expect(definitionDiff.changes[0]).toEqual({
      aspect: 'FORMULA',
      en: 'Both formulas give the same result; no figure changes by the formula.',
    })
  })
})
