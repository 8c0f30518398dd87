import { afterAll, beforeAll, expect, it } from 'vitest'
import type { HubServer } from '../support/hub-server.js'
import { act, actOn, codesOf, preview, send, startStewards, wordOf, type Answer } from '../support/steward.js'

/** Signs that show nothing: a zero-width blank, a word joiner, a Hangul filler. */
const UNSEEN = '\u200b\u2060\u3164'

let hub: HubServer
beforeAll(async () => {
  hub = await startStewards()
})
afterAll(() => hub.close())

const ask = async (text: string, variables: Record<string, unknown>, client = 'steward'): Promise<Answer> => {
  const { data, errors } = await hub.graphql(text, variables, await hub.token(client))
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
  return data
}

it('a reason or flag of signs that show nothing is none', async () => {
  await send(hub, 'seoul', [{ measure: '전화', value: 1, unit: '건' }])
  const word = ['seoul', '전화'] as const
  expect(codesOf(await actOn(hub, word, 'flagTerm', { flag: UNSEEN }))).toEqual(['BAD_USER_INPUT'])
  expect(codesOf(await actOn(hub, word, 'correctMapping', { target: 'measure:calls_offered', reason: UNSEEN }))).toEqual(['BAD_USER_INPUT'])
  const text = `mutation ($reason: String!) { switchTermTier(input: { kind: subject, tier: T2, isOn: false, reason: $reason }) {
    ... on Refused { issues { code } } } }`
  expect(codesOf((await ask(text, { reason: UNSEEN })).switchTermTier)).toEqual(['REASON_REQUIRED'])
  expect(await actOn(hub, word, 'flagTerm', { flag: `확인${UNSEEN}` })).toMatchObject({ needsReview: false })
})

it('a target given with NO_MATCH is refused and not dropped', async () => {
  const word = ['seoul', '전화'] as const
  expect(codesOf(await actOn(hub, word, 'decideNoMatch', { target: 'measure:calls_offered' }))).toEqual(['MAPPING_INVALID'])
  const { id, version } = await wordOf(hub, ...word)
  expect(codesOf(await act(hub, 'decideNoMatch', { term: id, expectedVersion: version }))).toEqual([])
})

it('a receipt shows signs that cannot be seen by their numbers, and the row is kept byte for byte', async () => {
  const label = '우리\u202e만\u200b의 말'
  const { id } = await send(hub, 'busan', [{ measure: label, value: 1, unit: '\u2066건' }])
  const text = `{ heldRows { nodes { issues { messageKo messageEn got } } } }`
  const [{ issues }] = (await ask(text, {}, 'busan-client')).heldRows.nodes
  const said = issues.map(({ messageKo, messageEn, got }: Answer) => `${messageKo} ${messageEn} ${got}`).join('\n')
  expect(said).toContain('우리⟨U+202E⟩만⟨U+200B⟩의 말')
  expect(said).not.toMatch(/[\u200b\u202e\u2066]/)
  const [kept] = await hub.database.owner<{ label: string }[]>`
    select h.submitted ->> 'measure' as label from held_rows h join submissions s on s.center_id = h.center_id and s.no = h.submission_no
    where s.id = ${id}::uuid`
  expect(kept?.label).toBe(label)
  expect(Buffer.from((await wordOf(hub, 'busan', '우리⟨U+202E⟩만⟨U+200B⟩의 말')).rawLabel, 'base64').toString()).toBe(label)
})

it('a preview shows what each row would be read as, converted', async () => {
  const minutes = { measure: '통화길이합', value: '2.9', unit: '분' }
  await send(hub, 'daegu', [minutes])
  const { id, version } = await wordOf(hub, 'daegu', '통화길이합')
  const said = { term: id, expectedVersion: version, target: 'measure:talk_seconds', conversion: { numerator: '60' } }
  expect((await preview(hub, 'CORRECT', said)).rows).toEqual([
    { outcome: 'LANDED', periodStart: '2026-11-18', rawNumber: '2.9', measure: 'talk_seconds', value: '174', sourceRow: null },
  ])
})

it('a mapping set with a factor below 0 for a measure is refused, for a rate it is a proposal', async () => {
  const columns = ['subject_label', 'predicate_id', 'object_id', 'mapping_justification', 'hub120_center', 'hub120_conversion']
  const row = (label: string, object: string) =>
    [label, 'skos:exactMatch', `hub120:${object}`, 'semapv:ManualMappingCuration', 'seoul', 'raw*-1/1+100'].join('\t')
  const sssom = [
    '#curie_map:',
    '#  hub120: "urn:hub120:concept:"',
    columns.join('\t'),
    row('못 받은 콜', 'measure:calls_offered'),
    row('포기율', 'indicator:response_rate'),
  ].join('\n')
  const text = `mutation ($sssom: String!) { importMappings(input: { sssom: $sssom }) {
    ... on MappingImport { rows proposed refused issues { code path sourceRow } } ... on Refused { issues { code messageEn } } } }`
  expect((await ask(text, { sssom })).importMappings).toEqual({
    rows: 2,
    proposed: 1,
    refused: 1,
    issues: [{ code: 'SSSOM_CELL', path: ['hub120_conversion'], sourceRow: 4 }],
  })
})
