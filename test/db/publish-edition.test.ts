import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../support/database.js'
import { defineWell, versionOf } from '../support/definitions.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'

const BY_30 = '100 * calls_answered_within_30s / calls_offered'
const NOWHERE = '00000000-0000-4000-8000-000000000000'

let hub: HubServer
let database: TestDatabase

beforeAll(async () => {
  database = await cloneDatabase({ withEdition: true })
  await database.setClock('2026-11-21T10:00:00+09:00')
  hub = await startHubServer({ database })
  // The header of every file is then that of a publication.
  const rate = versionOf('service_level', 'v3', { formula: BY_30, effectiveFrom: '2027-01-01' })
  const { id } = await defineWell(hub, 'draftIndicatorVersion', rate)
  await defineWell(hub, 'publishDrafts', { drafts: [id] })
})

afterAll(async () => {
  await hub.close()
  await database.drop()
})

/** A document as it lies in the table. */
// oxlint-disable-next-line typescript/no-explicit-any -- what is tampered with has no shape
type Stored = Record<'codelists' | 'measures' | 'indicators' | 'members' | 'terms', any>

describe('hub_publish_edition', () => {
  type Tampering = { readonly drafts?: readonly string[]; readonly hash?: string; readonly base?: string; readonly subjects?: object[] }

  /** Publishes with raw SQL as the role of the application: the latest document under a new code, changed. */
  const publish = (role: 'admin' | 'reader' | 'center', change: (document: Stored) => unknown, tampering: Tampering = {}) =>
    database.db.transaction({ centerId: null, role }, async tx => {
      const [base] = await tx.sql<
        { document: Stored; hash: string }[]
      >`select document, content_hash as hash from editions order by effective_from desc, code desc limit 1`
      if (base === undefined) throw new Error('No edition is loaded.')
      const { document } = base
      for (const file of Object.values(document)) file.edition = '2026.1.77'
      change(document)
      const subjects =
        tampering.subjects ??
        document.measures.measures.map((one: Record<string, string>) => ({
          code: one['code'],
          kind: 'measure',
          access: one['access'],
          provided_by: one['provided_by']?.replace('centre', 'center'),
        }))
      await tx.sql`select hub_publish_edition(${JSON.stringify(document)}::text::jsonb, ${tampering.hash ?? 'a'.repeat(64)},
        ${tampering.base ?? base.hash}, ${JSON.stringify(subjects)}::text::jsonb, ${[...(tampering.drafts ?? [NOWHERE])]}::text[]::uuid[], 'client:x', '왜')`
    })
  const nothing = () => undefined

  it('publishes for an administrator alone, from drafts alone, after the latest edition alone', async () => {
    await expect(publish('reader', nothing)).rejects.toMatchObject({ code: '42501' })
    await expect(publish('center', nothing)).rejects.toMatchObject({ code: '42501' })
    await expect(publish('admin', nothing)).rejects.toThrow('published from drafts')
    await expect(publish('admin', nothing, { base: 'b'.repeat(64) })).rejects.toThrow('not the latest any more')
    await expect(publish('admin', document => (document.measures.edition = '2026.1.01'))).rejects.toThrow('does not come after')
    await expect(publish('admin', document => (document.measures.effective_from = '2026-11-20'))).rejects.toThrow('does not come after')
    await expect(publish('admin', document => (document.terms.edition = '2026.1.78'))).rejects.toThrow('several editions')
    const [known] = await database.owner<{ hash: string }[]>`select content_hash as hash from editions limit 1`
    await expect(publish('admin', nothing, { hash: known?.hash ?? '' })).rejects.toThrow('published already')
  })

  const measureOf = (document: Stored, code: string) => document.measures.measures.find((one: { code: string }) => one.code === code)
  const indicatorOf = (document: Stored, code: string) => document.indicators.indicators.find((one: { code: string }) => one.code === code)

  it.each<[string, (document: Stored) => unknown, string]>([
    ['a term gone', document => document.terms.terms.pop(), 'leaves terms'],
    ['a member gone', document => document.members.members.pop(), 'leaves members'],
    ['a codelist changed', document => (document.codelists.codelists[0].code = 'x'), 'leaves codelists'],
    ['a file of its own', document => Object.assign(document, { more: {} }), 'beside its files'],
    [
      'the names of parameters changed',
      document => (document.measures.conventions.declared_parameters.fte_hours_per_week = ['calls_offered.x']),
      'leaves measures',
    ],
    ['a measure gone', document => document.measures.measures.pop(), 'never changes'],
    ['a measure twice', document => document.measures.measures.push(document.measures.measures[0]), 'two measures'],
    ['a unit', document => (measureOf(document, 'calls_offered').unit = 'contacts'), 'never changes: measure calls_offered'],
    [
      'a restricted measure opened',
      document => (measureOf(document, 'malicious_contacts').access = 'open'),
      'never changes: measure malicious',
    ],
    [
      'an open one closed',
      document => (measureOf(document, 'calls_offered').access = 'restricted'),
      'never changes: measure calls_offered',
    ],
    ['a limit taken away', document => delete measureOf(document, 'csat_score_sum').min_n, 'never changes: measure csat_score_sum'],
    ['a limit lowered', document => (measureOf(document, 'csat_score_sum').min_n.value = 1), 'never changes: measure csat_score_sum'],
    [
      'a parameter',
      document => (measureOf(document, 'calls_abandoned_short').parameters.threshold_seconds = 9),
      'never changes: measure calls_ab',
    ],
    [
      'how it adds up',
      document => (measureOf(document, 'calls_offered').additivity.over_time = 'max'),
      'never changes: measure calls_offered',
    ],
    [
      'its first day',
      document => (measureOf(document, 'calls_offered').effective_from = '2025-01-01'),
      'never changes: measure calls_offered',
    ],
    ['who provides it', document => (measureOf(document, 'period_days').provided_by = 'center'), 'never changes: measure period_days'],
    ['its least value', document => (measureOf(document, 'calls_offered').minimum = -1), 'never changes: measure calls_offered'],
    ['a dimension lost', document => measureOf(document, 'calls_offered').dimensions.pop(), 'never changes: measure calls_offered'],
    ['a rule lost', document => measureOf(document, 'calls_answered').constraints.pop(), 'never changes: measure calls_answered'],
    [
      'a rule eased',
      document => (measureOf(document, 'calls_answered').constraints[0].severity = 'warning'),
      'never changes: measure calls_ans',
    ],
    [
      'a dimension that an indicator filters by',
      document => measureOf(document, 'headcount_agents').dimensions.push('training_audience'),
      'never changes: measure headcount_agents',
    ],
    [
      'a rule for days before it was drafted',
      document => measureOf(document, 'calls_offered').constraints.push({ id: 'x', check: 'calls_offered = 0', severity: 'error' }),
      'in none of the drafts',
    ],
    ['a key nobody knows', document => (measureOf(document, 'calls_offered').more = 1), 'never changes: measure calls_offered'],
    ['words that no draft says', document => (measureOf(document, 'calls_offered').name_ko = '딴 이름'), 'in none of the drafts'],
    [
      'a measure that no draft says',
      document => document.measures.measures.push({ ...document.measures.measures[0], code: 'contacts_x' }),
      'in none of the drafts',
    ],
    ['an indicator gone', document => document.indicators.indicators.pop(), 'never changes'],
    [
      'a formula',
      document => (indicatorOf(document, 'response_rate').versions[0].formula = 'calls_offered'),
      'never changes: indicator response',
    ],
    [
      'a first day',
      document => (indicatorOf(document, 'response_rate').versions[0].effective_from = '2025-01-01'),
      'never changes: indicator resp',
    ],
    [
      'a status',
      document => (indicatorOf(document, 'response_rate').versions[0].status = 'draft'),
      'never changes: indicator response_rate',
    ],
    ['decimals', document => (indicatorOf(document, 'response_rate').scale = 0), 'never changes: indicator response_rate'],
    [
      'a scope',
      document => (indicatorOf(document, 'response_rate').scope = { channel: 'phone' }),
      'never changes: indicator response_rate',
    ],
    [
      'a variant',
      document => (indicatorOf(document, 'response_rate').variants[0].formula = 'calls_offered'),
      'never changes: indicator response',
    ],
    ['a variant gone', document => indicatorOf(document, 'response_rate').variants.pop(), 'never changes: indicator response_rate'],
    [
      'an indicator that no draft says',
      document => document.indicators.indicators.push({ ...indicatorOf(document, 'response_rate'), code: 'other_rate' }),
      'in none of the drafts',
    ],
  ])('refuses %s, written as the role of the application with raw SQL', async (_what, change, refusal) => {
    await expect(publish('admin', change)).rejects.toThrow(refusal)
  })

  it('refuses beside what a draft says whatever it does not say', async () => {
    const rate = await defineWell(
      hub,
      'draftIndicatorVersion',
      versionOf('response_rate', 'v9', { formula: BY_30, effectiveFrom: '2027-05-01' }),
    )
    const drafts = [rate.id]
    const version = {
      version: 'v9',
      effective_from: '2027-05-01',
      status: 'standard',
      formula: BY_30,
      why_ko: rate.definition.versions[0].why_ko,
    }
    const said = { ...version, why_en: rate.definition.versions[0].why_en }
    const add = (document: Stored, changes: object = {}, before: object = { effective_to: '2027-04-30', status: 'superseded' }) => {
      const { versions } = indicatorOf(document, 'response_rate')
      Object.assign(versions.at(-1), before)
      versions.push({ ...said, ...changes })
    }
    const refused = async (change: (document: Stored) => unknown, refusal: string) =>
      expect(publish('admin', change, { drafts })).rejects.toThrow(refusal)
    await refused(document => add(document, { formula: 'calls_offered' }), 'in none of the drafts')
    await refused(
      document => add(document, { effective_from: '2027-04-01' }, { effective_to: '2027-03-31', status: 'superseded' }),
      'never changes',
    )
    await refused(document => add(document, { effective_to: '2027-05-02' }), 'in none of the drafts')
    await refused(document => add(document, {}, { effective_to: '2027-01-30', status: 'superseded' }), 'never changes')
    await refused(document => add(document, {}, { effective_to: '2027-04-30', status: 'draft' }), 'never changes')
    await refused(document => add(document, {}, { formula: 'calls_offered' }), 'never changes')
    await refused(document => {
      add(document)
      indicatorOf(document, 'response_rate').variants.push({ variant: 'x', formula: 'calls_offered', why_ko: '가', why_en: 'a' })
    }, 'in none of the drafts')
    await refused(document => {
      add(document)
      measureOf(document, 'csat_score_sum').min_n.value = 1
    }, 'never changes: measure csat_score_sum')
    await expect(
      publish('admin', document => add(document), {
        drafts,
        subjects: [{ code: 'calls_offered', kind: 'measure', access: 'open', provided_by: 'hub' }],
      }),
    ).rejects.toThrow('subjects of facts')
    await defineWell(hub, 'withdrawDraft', { draft: rate.id })
    await refused(document => add(document), 'never changes')
  })

  it('takes no edition and no published draft from the application itself, and changes no revision', async () => {
    const { db, owner } = database
    const as = (role: 'admin' | 'reader', write: string) => db.transaction({ centerId: null, role }, tx => tx.sql.unsafe(write))
    const row = `insert into definition_drafts (id, revision, kind, code, effective_from, definition, author, reason, state, edition) values`
    const draft = (state: string, edition: string, revision = 1) =>
      `${row} ('${NOWHERE}', ${revision}, 'measure', 'x', '2027-01-01', '{}', 'x', 'x', '${state}', ${edition})`
    await expect(
      as('admin', `insert into editions select '9', status, effective_from, content_hash, document from editions`),
    ).rejects.toMatchObject({ code: '42501' })
    await expect(as('admin', draft('published', `'2026.1'`))).rejects.toMatchObject({ code: '42501' })
    await expect(as('reader', draft('draft', 'null'))).rejects.toMatchObject({ code: '42501' })
    await expect(as('admin', draft('draft', 'null', 2))).rejects.toThrow('does not follow')
    expect(await as('reader', 'select from definition_drafts')).toHaveLength(0)
    await expect(owner`update definition_drafts set reason = 'y'`).rejects.toMatchObject({ code: '42501' })
    await expect(owner`delete from definition_drafts`).rejects.toMatchObject({ code: '42501' })
  })
})
