import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findSourceTerm, listProfiles, listSpellings, listWaitingTerms, registerWords } from '../../db/queries/source-terms.js'
import { appendDecision, findDecision, listDecisionsOfTerm } from '../../db/queries/term-decisions.js'
import {
  appendRejection,
  appendVersions,
  endVersions,
  isRejected,
  liftRejections,
  readStandingMappings,
  listVersionsByNo,
  listVersionsOfTerm,
  requireMappingMark,
  type VersionToAppend,
} from '../../db/queries/term-mappings.js'
import { lockCenter } from '../../db/queries/submissions.js'
import type { TenantContext, Tx } from '../../db/transaction.js'
import { IDENTITY, isEffectiveOn } from '../../schema/domain/terms/mapping.js'
import { printFullReference } from '../../schema/domain/terms/parse-reference.js'
import { parseTarget } from '../../schema/domain/terms/parse-target.js'
import { profileValues } from '../../schema/domain/terms/profile-values.js'
import { cloneDatabase, type TestDatabase } from '../support/database.js'

let database: TestDatabase
let centerId: number
let sourceTerm: string
let words = 0
beforeAll(async () => {
  database = await cloneDatabase({ withEdition: true })
  const [row] = await database.owner<{ id: number }[]>`select id from centers where code = 'chungnam'`
  centerId = row?.id ?? 0
})
afterAll(() => database.drop())

const within = <T>(work: (tx: Tx) => Promise<T>, context: TenantContext = { centerId, role: 'steward' }): Promise<T> =>
  database.db.transaction(context, async tx => {
    if (context.centerId !== null) await lockCenter(tx, context.centerId)
    return work(tx)
  })

const wordOf = (label: string, normLabel = label) => ({
  word: { kind: 'subject' as const, field: 'measure', label, unit: '건' },
  normLabel,
  normUnit: '건',
  editionCandidates: ['measure:calls_offered'],
  valueCount: 3,
  firstDay: '2026-10-01',
  lastDay: '2026-10-02',
  profiles: [{ day: '2026-10-01', profile: profileValues([1, 0, 100]) }],
})

const register = async (...labels: readonly [string, string][]): Promise<readonly string[]> =>
  within(tx =>
    registerWords(
      tx,
      { centerId, submissionNo: null },
      labels.map(([label, norm]) => wordOf(label, norm)),
    ),
  )

const versionOf = (facts: Partial<VersionToAppend> = {}): VersionToAppend => ({
  target: 'measure:calls_offered',
  predicate: 'exact',
  negated: false,
  conversion: IDENTITY,
  status: 'active',
  effective: { from: '2026-10-01', to: null },
  justification: ['semapv:ManualMappingCuration'],
  confidence: '0.9',
  evidence: { seen: 3 },
  evidence_hash: 'a',
  rule_version: null,
  lexicon_version: null,
  glossary_version: '2026.1',
  weights_version: null,
  tier: null,
  author_type: 'steward',
  author: 'person:a',
  reviewers: [],
  supersedes: null,
  reason: null,
  ...facts,
})

const append = (...facts: Partial<VersionToAppend>[]): Promise<readonly number[]> =>
  within(tx => appendVersions(tx, { centerId, sourceTerm }, facts.map(versionOf)))

beforeEach(async () => {
  const label = `총인입콜${(words += 1)}`
  ;[sourceTerm = ''] = await register([label, label])
})

describe('a word of a center', () => {
  it('is one word in all spellings that compare equal, each kept byte for byte, with its days', async () => {
    const [nfc = '', ...others] = await register(['호 수', '호수'], ['호수'.normalize('NFD'), '호수'], ['호수\u00a0', '호수'])
    expect(others).toEqual([nfc, nfc])
    expect((await within(tx => listSpellings(tx, centerId, nfc))).map(({ raw_label }) => raw_label).toSorted()).toEqual(
      ['호 수', '호수'.normalize('NFD'), '호수\u00a0'].toSorted(),
    )
    expect(await within(tx => findSourceTerm(tx, nfc))).toMatchObject({ raw_label: '호 수', value_count: 9, norm_label: '호수' })
    expect(await within(tx => listProfiles(tx, centerId, { sourceTerm: nfc, limit: 5 }))).toMatchObject([
      { day: '2026-10-01', values_seen: 9, least: '0', greatest: '100' },
    ])
  })

  it('is read by its center, by stewards and by nobody else', async () => {
    const seen = (context: TenantContext) => database.db.transaction(context, tx => findSourceTerm(tx, sourceTerm))
    expect(await seen({ centerId, role: 'center' })).not.toBeNull()
    expect(await seen({ centerId: null, role: 'steward' })).not.toBeNull()
    expect(await seen({ centerId: centerId + 1, role: 'center' })).toBeNull()
    expect(await seen({ centerId: null, role: 'reader' })).toBeNull()
    expect(await within(tx => listWaitingTerms(tx, { centerId, offset: 0, limit: 5 }))).toEqual([])
  })
})

describe('a version of a meaning', () => {
  it('stands from its recording until it is ended, once', async () => {
    const before = await within(tx => requireMappingMark(tx, centerId))
    const [no = 0] = await append({
      conversion: { kind: 'linear', numerator: '60', denominator: '1', offset: '0', fromUnit: null, toUnit: 'seconds' },
    })
    expect(await within(tx => requireMappingMark(tx, centerId))).toBe(no)
    expect(no).toBeGreaterThan(before)
    const standing = (await within(tx => readStandingMappings(tx, centerId))).mappings.find(mapping => mapping.no === no)
    expect(standing).toMatchObject({ target: 'measure:calls_offered', effective: { from: '2026-10-01', to: null }, isReviewed: true })
    expect(standing?.conversion).toEqual({
      kind: 'linear',
      numerator: '60',
      denominator: '1',
      offset: '0',
      fromUnit: null,
      toUnit: 'seconds',
    })
    await within(tx => endVersions(tx, centerId, [no]))
    expect(await within(tx => listVersionsOfTerm(tx, centerId, { sourceTerm, isStanding: true }))).toEqual([])
    expect(await within(tx => listVersionsByNo(tx, centerId, [no]))).toMatchObject([{ no, version: 1, superseded_at: expect.any(String) }])
    await expect(within(tx => endVersions(tx, centerId, [no]))).rejects.toThrow('1 versions were to be ended and 0 stood')
    await expect(database.owner`update term_mapping_versions set superseded_at = null where no = ${no}`).rejects.toThrow('once and for all')
  })

  it('numbers the versions of one meaning, and another conversion is another meaning', async () => {
    const nos = await append(
      { effective: { from: '2026-01-01', to: '2026-02-01' } },
      { effective: { from: '2026-02-01', to: '2026-03-01' } },
      { effective: { from: '2026-03-01', to: null }, conversion: { kind: 'clock', format: '분초', toUnit: 'seconds' } },
    )
    const versions = await within(tx => listVersionsByNo(tx, centerId, nos))
    expect(versions.map(({ version }) => version)).toEqual([1, 2, 1])
    expect(new Set(versions.map(({ mapping_id }) => mapping_id)).size).toBe(2)
  })

  it.each([
    ['two meanings on one day', [{}, { target: 'measure:calls_answered', effective: { from: '2026-12-01', to: null } }], 'one_meaning'],
    ['a meaning and a suspended one', [{}, { status: 'suspended' as const }], 'one_meaning'],
    ['no day at all', [{ effective: { from: '2026-10-01', to: '2026-10-01' } }], 'effective_not_empty'],
    ['a target that no reference names', [{ target: 'offered' }], 'target_shape'],
    ['not, of nothing', [{ negated: true, target: null }], 'negated_has_target'],
    ['more than certainty', [{ confidence: '1.1' }], 'confidence_is_share'],
    [
      'a factor of nothing',
      [{ conversion: { kind: 'linear' as const, numerator: '0', denominator: '1', offset: '0', fromUnit: null, toUnit: null } }],
      'conversion_shape',
    ],
  ])('is refused by name: %s', async (_, facts, constraint) => {
    await expect(append(...facts)).rejects.toThrow(constraint)
  })

  it('may stand beside others that decide nothing for values: proposals, refusals, and what a word does not mean', async () => {
    const nos = await append(
      {},
      { status: 'proposed', target: 'measure:calls_answered' },
      { negated: true, target: 'measure:calls_answered' },
    )
    expect(nos).toHaveLength(3)
  })
})

describe('what was refused, and what was decided', () => {
  it('remembers a refused pair on its evidence until it is lifted', async () => {
    const pair = { sourceTerm, target: 'measure:calls_answered', evidenceHash: 'a' }
    await within(tx => appendRejection(tx, centerId, { ...pair, actor: 'person:a', reason: null }))
    expect(await within(tx => isRejected(tx, centerId, pair))).toBe(true)
    expect(await within(tx => isRejected(tx, centerId, { ...pair, evidenceHash: 'b' }))).toBe(false)
    await within(tx => liftRejections(tx, centerId, pair))
    expect(await within(tx => isRejected(tx, centerId, pair))).toBe(false)
  })

  it('keeps a log in order, of which an entry is undone once', async () => {
    const entry = { sourceTerm, made: [1, 2], ended: [], actor: 'person:a', reason: null, detail: {} }
    const { no, id } = await within(tx => appendDecision(tx, centerId, { ...entry, action: 'decide', undoes: null }))
    const undo = () => within(tx => appendDecision(tx, centerId, { ...entry, action: 'undo', undoes: no }))
    const undone = await undo()
    expect(await within(tx => findDecision(tx, id))).toMatchObject({ no, made: [1, 2], ended: [], undone_by: undone.no })
    expect(
      (await within(tx => listDecisionsOfTerm(tx, centerId, { sourceTerm, beforeNo: null, limit: 9 }))).map(({ action }) => action),
    ).toEqual(['undo', 'decide'])
    await expect(undo()).rejects.toThrow('term_decisions_undone_once')
  })
})

describe('a target', () => {
  it.each([
    'measure:calls_offered',
    'measure:legal_actions@legal_action_type=police_complaint',
    'indicator:service_level#threshold_15s',
    'codelist:channel.voice',
  ])('%s reads back as it was written', text => {
    const target = parseTarget(text)
    expect(target === null ? null : printFullReference(target)).toBe(text)
  })

  it.each(['calls_offered', 'measure:a#b', 'indicator:a@b=c', 'measure:a@b', 'codelist:channel', 'measure:a b', ''])('%s is none', text => {
    expect(parseTarget(text)).toBeNull()
  })

  it('is meant from its first day to the day before the last', () => {
    const effective = { from: '2026-07-01', to: '2026-08-01' }
    expect(['2026-06-30', '2026-07-01', '2026-07-31', '2026-08-01'].map(day => isEffectiveOn(effective, day))).toEqual([
      false,
      true,
      true,
      false,
    ])
    expect(isEffectiveOn({ from: null, to: null }, '2026-07-01')).toBe(true)
  })
})
