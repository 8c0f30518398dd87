import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cloneDatabase } from '../support/database.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { hasPublishedSchemas, mappingSetValidator } from '../support/published-schemas.js'
import { readTurtle } from '../support/read-rdf.js'
import { readSssomFile, toMappingSet } from '../support/read-sssom.js'
import { seedMapping } from '../support/seed-mappings.js'

let hub: HubServer
let steward: string

const STRANGE = '=총콜\t"수"\n(호)|'

beforeAll(async () => {
  const database = await cloneDatabase({ withEdition: true })
  await database.setClock('2026-11-20T09:30:00+09:00')
  hub = await startHubServer({ database })
  steward = await hub.token('steward')
  const seed = (facts: Parameters<typeof seedMapping>[1]) => seedMapping(hub.hub, facts)
  await seed({ center: 'seoul', word: { label: STRANGE } })
  await seed({
    center: 'seoul',
    word: { label: '통화분', unit: '분' },
    target: 'measure:talk_seconds',
    conversion: { kind: 'linear', numerator: '60', denominator: '1', offset: '0', fromUnit: '분', toUnit: 'seconds' },
    effective: { from: '2026-07-01', to: '2026-10-01' },
    reviewers: ['person:other'],
  })
  await seed({
    center: 'seoul',
    word: { label: '총응대' },
    target: 'measure:calls_answered',
    author_type: 'system',
    author: 'job:reconcile',
    confidence: '0.97',
    rule_version: '1',
    justification: ['semapv:LexicalMatching', 'semapv:InstanceBasedMatching'],
  })
  await seed({ center: 'seoul', word: { label: '강제종료' }, target: 'measure:calls_flowed_out', negated: true })
  await seed({ center: 'seoul', word: { label: '소계' }, target: null })
  await seed({
    center: 'busan',
    word: { label: '전화', unit: '', kind: 'codelist', field: 'channel' },
    target: 'codelist:channel.voice',
    predicate: 'close',
  })
  await seed({ center: 'busan', word: { label: '제안' }, status: 'proposed' })
})
afterAll(async () => {
  await hub.close()
  await hub.database.drop()
})

const download = async (format: string, token: string): Promise<string> => {
  const response = await fetch(`${hub.url}/export/${format}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: '{}',
  })
  expect(response.status).toBe(200)
  return response.text()
}

const IMPORT = `mutation ($input: ImportMappingsInput!) { importMappings(input: $input) { __typename
  ... on MappingImport { rows proposed unchanged refused issues { code path sourceRow messageKo messageEn } }
  ... on Refused { issues { code path sourceRow } } } }`
const send = async (sssom: string, token = steward) => {
  const answer = await hub.graphql(IMPORT, { input: { sssom } }, token)
  return answer.data?.importMappings ?? answer.errors?.[0]?.extensions['code']
}

const CURIES = '#curie_map:\n#  hub120: "urn:hub120:concept:"\n'
const HEAD =
  'subject_label\tsubject_type\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification\tconfidence\thub120_center\thub120_unit\thub120_conversion\thub120_to_unit\thub120_source_field\thub120_effective_from\thub120_effective_before\n'
const row = (changes: Record<string, string> = {}): string => {
  const cells: Record<string, string> = {
    subject_label: '새 말',
    subject_type: 'rdfs literal',
    predicate_id: 'skos:exactMatch',
    object_id: 'hub120:measure:calls_offered',
    mapping_justification: 'semapv:ManualMappingCuration',
    hub120_center: 'daegu',
    ...changes,
  }
  return `${HEAD.trim()
    .split('\t')
    .map(name => cells[name] ?? '')
    .join('\t')}\n`
}
const fileOf = (...rows: readonly string[]): string => CURIES + HEAD + rows.join('')

describe('decisions about words as SSSOM', () => {
  it('go out with word, unit, conversion, days and reason; a strange word comes back byte for byte', async () => {
    const { metadata, rows } = readSssomFile(await download('sssom', steward))
    expect(metadata).toMatchObject({
      curie_map: { hub120: 'urn:hub120:concept:' },
      mapping_set_id: expect.stringMatching(/^urn:hub120:mappings:2026\.1:/),
    })
    const said = (label: string) => rows.find(({ subject_label }) => subject_label === label)
    expect(said(STRANGE)).toMatchObject({
      subject_type: 'rdfs literal',
      predicate_id: 'skos:exactMatch',
      object_id: 'hub120:measure:calls_offered',
      object_label: '인입호 · Calls offered',
      mapping_justification: 'semapv:ManualMappingCuration',
      hub120_center: 'seoul',
      hub120_unit: '건',
      hub120_conversion: '',
      hub120_effective_from: '2026-10-01',
      hub120_effective_before: '',
      hub120_status: 'active',
    })
    expect(said('통화분')).toMatchObject({
      mapping_justification: 'semapv:MappingReview',
      reviewer_label: 'person:other',
      hub120_conversion: 'raw*60/1+0',
      hub120_to_unit: 'seconds',
      hub120_effective_before: '2026-10-01',
    })
    expect(said('총응대')).toMatchObject({ mapping_justification: 'semapv:CompositeMatching', confidence: '0.97', mapping_tool: 'hub120' })
    expect(said('강제종료')).toMatchObject({ predicate_modifier: 'Not', object_id: 'hub120:measure:calls_flowed_out' })
    expect(said('소계')).toMatchObject({ object_id: 'sssom:NoTermFound', object_label: '' })
    expect(said('전화')).toMatchObject({
      predicate_id: 'skos:closeMatch',
      object_id: 'hub120:codelist:channel.voice',
      hub120_source_field: 'channel',
    })
    expect(said('제안')).toBeUndefined()
  })

  it.skipIf(!hasPublishedSchemas)('hold against the schema of SSSOM', async () => {
    const validate = mappingSetValidator()
    validate(toMappingSet(await download('sssom', steward)))
    expect(validate.errors).toBeNull()
    expect(validate(toMappingSet((await download('sssom', steward)).replaceAll('semapv:MappingReview', 'semapv:Guess')))).toBe(false)
  })

  it('are for those who may see the words: a center its own, a steward and an administrator all, others none', async () => {
    const centers = async (client: string) => [
      ...new Set(readSssomFile(await download('sssom', await hub.token(client))).rows.map(({ hub120_center }) => hub120_center)),
    ]
    expect(await centers('steward')).toEqual(['busan', 'seoul'])
    expect(await centers('admin')).toEqual(['busan', 'seoul'])
    expect(await centers('seoul-client')).toEqual(['seoul'])
    expect(await centers('daegu-client')).toEqual([])
    expect(await centers('analyst')).toEqual([])
  })

  it('stand in SKOS as matches of what holds today; exact only where a steward confirmed', async () => {
    const matches = readTurtle(await download('skos-turtle', steward)).flatMap(
      line => /(\w+Match)> <urn:hub120:concept:(.*)>$/.exec(line)?.slice(1).join(' ') ?? [],
    )
    expect(matches.toSorted()).toEqual([
      'closeMatch codelist:channel.voice',
      'closeMatch measure:calls_answered',
      'exactMatch measure:calls_offered',
    ])
    expect(readTurtle(await download('skos-turtle', await hub.token('analyst'))).filter(line => line.includes('Match>'))).toEqual([])
  })
})

describe('a mapping set that comes in', () => {
  /** What rows of a center are judged by. */
  const standing = async (center: string) =>
    hub.database.owner`
      select v.no from term_mapping_versions v join centers c on c.id = v.center_id
      where c.code = ${center} and v.superseded_at is null and v.status in ('active', 'provisional', 'suspended') order by 1`

  it('our own file again changes nothing', async () => {
    const file = await download('sssom', steward)
    expect(await send(file)).toMatchObject({ __typename: 'MappingImport', rows: 6, proposed: 0, unchanged: 6, refused: 0, issues: [] })
    expect(await download('sssom', steward)).toBe(file)
  })

  it('lands as proposals, whatever it says of itself, once, with an audit entry; nothing is in force by it', async () => {
    const before = await standing('daegu')
    const file = fileOf(
      row({ subject_label: '대구총콜', hub120_unit: '건' }),
      row({ subject_label: '대구통화', object_id: 'urn:hub120:concept:measure:talk_seconds', hub120_conversion: 'raw*060.0/1+0' }),
      row({ subject_label: '대구총콜', hub120_unit: '건' }),
    )
    expect(await send(file)).toMatchObject({ rows: 3, proposed: 2, unchanged: 1, refused: 0 })
    expect(await send(file)).toMatchObject({ rows: 3, proposed: 0, unchanged: 3 })
    expect([...(await standing('daegu'))]).toEqual([...before])
    const versions = await hub.database.owner`
      select t.raw_label, v.status, v.author, m.numerator::text as numerator from term_mapping_versions v
      join term_mappings m on m.center_id = v.center_id and m.id = v.mapping_id
      join source_terms t on t.center_id = v.center_id and t.id = v.source_term_id where t.raw_label like '대구%' order by 1`
    expect([...versions]).toEqual([
      { raw_label: '대구총콜', status: 'proposed', author: 'client:steward', numerator: null },
      { raw_label: '대구통화', status: 'proposed', author: 'client:steward', numerator: '60' },
    ])
    const entries = await hub.database
      .owner`select subject ->> 'proposed' as proposed from audit_entries where action = 'mappings.imported'`
    expect([...entries]).toEqual([{ proposed: '2' }])
  })

  it('what a steward refused is not proposed again by the same file, whatever its conversion and days', async () => {
    const talk = { object_id: 'hub120:measure:talk_seconds', hub120_conversion: 'raw*60/1+0', hub120_effective_from: '2026-07-01' }
    const file = fileOf(row({ subject_label: '대구 다시 통화', hub120_unit: '분', ...talk }))
    expect(await send(file)).toMatchObject({ proposed: 1 })
    const queue = await hub.graphql('{ termQueue(center: "daegu", status: PROPOSED) { nodes { id label version } } }', {}, steward)
    const word = queue.data.termQueue.nodes.find(({ label }: { label: string }) => label === '대구 다시 통화')
    const refusal = `mutation ($input: CurateTermInput!) { rejectCandidate(input: $input) { ... on TermDecided { version } } }`
    const input = { term: word.id, expectedVersion: word.version, target: 'measure:talk_seconds', reason: '아님' }
    expect((await hub.graphql(refusal, { input }, steward)).data.rejectCandidate).toEqual({ version: word.version + 1 })
    expect(await send(file)).toMatchObject({ rows: 1, proposed: 0, unchanged: 1 })
  })

  it.each([
    ['predicate_id', { predicate_id: 'owl:sameAs' }, 'SSSOM_CELL'],
    ['object_id', { object_id: 'hub120:measure:nothing' }, 'TERM_UNKNOWN'],
    ['object_id', { object_id: 'other:measure:calls_offered' }, 'TERM_UNKNOWN'],
    ['object_id', { object_id: 'hub120:codelist:channel' }, 'TERM_UNKNOWN'],
    ['object_id', { object_id: 'hub120:%E0%A4%A' }, 'TERM_UNKNOWN'],
    ['hub120_center', { hub120_center: 'atlantis' }, 'CENTER_UNKNOWN'],
    ['mapping_justification', { mapping_justification: '' }, 'SSSOM_CELL'],
    ['subject_label', { subject_label: ' ' }, 'SSSOM_CELL'],
    ['subject_label', { subject_label: '가'.repeat(201) }, 'SSSOM_CELL'],
    ['subject_label', { subject_label: '\u200b\u2060' }, 'SSSOM_CELL'],
    ['subject_type', { subject_type: 'owl class' }, 'SSSOM_CELL'],
    ['hub120_source_field', { object_id: 'sssom:NoTermFound', hub120_source_field: '없는 목록' }, 'SSSOM_CELL'],
    ['hub120_to_unit', { hub120_conversion: 'raw*60/1+0', hub120_to_unit: '초'.repeat(41) }, 'SSSOM_CELL'],
    ['confidence', { confidence: '1.5' }, 'SSSOM_CELL'],
    ['hub120_conversion', { hub120_conversion: 'raw*60/0+0' }, 'SSSOM_CELL'],
    ['hub120_conversion', { hub120_conversion: 'x => x * 60' }, 'SSSOM_CELL'],
    ['hub120_effective_from', { hub120_effective_from: '2026-02-29' }, 'SSSOM_CELL'],
    ['hub120_effective_before', { hub120_effective_from: '2026-07-01', hub120_effective_before: '2026-07-01' }, 'SSSOM_CELL'],
    ['predicate_modifier', { predicate_modifier: 'Maybe' }, 'SSSOM_CELL'],
    ['predicate_modifier', { predicate_modifier: 'Not', object_id: 'sssom:NoTermFound' }, 'SSSOM_CELL'],
  ])('a row is refused by its %s, with its line, and the others land: %j', async (column, changes, code) => {
    const label = `좋은 말 ${Math.abs(JSON.stringify(changes).length)} ${column}`
    const answer = await send(fileOf(row({ subject_label: label }), row({ subject_label: '나쁜 말', ...changes })))
    expect(answer).toMatchObject({ rows: 2, refused: 1 })
    expect(answer.issues).toEqual([
      { code, path: [column], sourceRow: 5, messageKo: expect.stringContaining('5행'), messageEn: expect.stringContaining('Line 5') },
    ])
  })

  it.each([
    ['subject_label', {}],
    ['hub120_unit', { subject_label: '새 말' }],
    ['hub120_to_unit', { subject_label: '새 말', hub120_conversion: 'raw*60/1+0' }],
  ])('H35: a %s that seems to name a person is refused and not repeated', async (column, others) => {
    const answer = await send(fileOf(row({ ...others, [column]: '홍길동 010-1234-5678' })))
    expect(answer).toMatchObject({ refused: 1, issues: [{ code: 'TEXT_NOT_ACCEPTED', path: [column], sourceRow: 4 }] })
    expect(JSON.stringify(answer)).not.toContain('1234')
    const kept = hub.database.owner`
      select from source_terms t left join term_mappings m on m.center_id = t.center_id and m.source_term_id = t.id
      where concat(t.raw_label, t.raw_unit, m.to_unit) like '%5678%'`
    expect(await kept).toHaveLength(0)
  })

  it.each([
    ['no header and no columns', '', null],
    ['another table', 'a\tb\n1\t2\n', null],
    ['a quotation mark that is not closed', `${CURIES}${HEAD}"x\t\n`, 4],
    ['a header that is no YAML', `#a: [\n${HEAD}${row()}`, null],
    ['a header that repeats itself', `#a: &a [1]\n#b: [*a, *a]\n${HEAD}${row()}`, null],
    ['1,001 rows', fileOf(row().repeat(1_001)), null],
  ])('%s is no mapping set', async (_title, file, line) => {
    const answer = await send(file)
    expect(answer).toMatchObject({ __typename: 'Refused', issues: [{ code: 'SSSOM_UNREADABLE', path: ['input', 'sssom'] }] })
    expect(answer.issues[0].sourceRow).toBe(line)
  })

  it('is for stewards alone', async () => {
    for (const client of ['seoul-client', 'analyst', 'admin'])
      expect(await send(fileOf(row()), await hub.token(client))).toMatchObject({ __typename: 'Refused', issues: [{ code: 'FORBIDDEN' }] })
  })
})
