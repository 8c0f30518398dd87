import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fitTermWeights } from '../../jobs/fit-term-weights.js'
import { addDays } from '../../schema/domain/period.js'
import type { HubServer } from '../support/hub-server.js'
import { seedDecisions } from '../support/judged-words.js'
import { act, actOn, codesOf, historyOf, send, startStewards, wordOf, type Answer } from '../support/steward.js'

let hub: HubServer
beforeAll(async () => {
  hub = await startStewards()
})
afterAll(() => hub.close())

const ask = async (text: string, variables: Readonly<Record<string, unknown>> = {}, client = 'steward'): Promise<Answer> => {
  const { data, errors } = await hub.graphql(text, variables, await hub.token(client))
  return errors === undefined ? data : errors[0]?.extensions['code']
}

const RELIABILITY = '{ count right logLoss calibrationError sure sureRight bins { from to count meanScore shareRight } }'
const WEIGHTS = `query ($asOf: DateTime) { termWeights(asOf: $asOf) { kind version decisions decisionsNeeded switches { version switchedAt by reason }
  sets { version outcome reasons decisions comparedWith ruleVersion fittedAt base factors { feature isAgainst factor } reliability ${RELIABILITY} comparedReliability ${RELIABILITY} } } }`
const measures = async (asOf: string | null = null): Promise<Answer> =>
  (await ask(WEIGHTS, { asOf })).termWeights.find(({ kind }: Answer) => kind === 'measure')

/** The ledger takes one run of a job an instant. */
let minute = 10
const run = async (job: string, center: string | null): Promise<Answer> => {
  await hub.database.setClock(`2026-11-19T10:${minute++}:00+09:00`)
  const text = `mutation ($job: TermJobName!, $center: String) { runTermJob(input: { job: $job, center: $center }) {
    ... on JobRun { job outcome detail } ... on Refused { issues { code path messageKo messageEn } } } }`
  const { runTermJob: done } = await ask(text, { job, center })
  return done.issues === undefined ? { ...done, ...JSON.parse(done.detail) } : done
}
const fit = () => run('FIT_WEIGHTS', null)

const use = async (version: string, expectedVersion: string, others: Readonly<Record<string, unknown>> = {}): Promise<Answer> => {
  await hub.database.setClock(`2026-11-19T10:${minute++}:00+09:00`)
  const text = `mutation ($input: SwitchTermWeightsInput!) { switchTermWeights(input: $input) {
    ... on TermWeights { kind version switches { version by reason } } ... on Refused { issues { code path messageKo messageEn } } } }`
  const input = { kind: 'measure', version, expectedVersion, reason: '지난주 결정으로 나아짐', ...others }
  return (await ask(text, { input })).switchTermWeights
}

const TRANSLATE = `query ($input: TranslateInput!) { translate(input: $input) { weightsVersion candidates { ref score features { feature value weight } } } }`
const translate = async (): Promise<Answer> => (await ask(TRANSLATE, { input: { label: '콜수', unit: '건' } }, 'analyst')).translate
const versionsOf = async (center: string, label: string): Promise<Answer> => {
  const { id } = await wordOf(hub, center, label)
  const text =
    'query ($term: ID!) { termDecisions(term: $term) { nodes { action made { target weightsVersion features { feature value weight } } } } }'
  return (await ask(text, { term: id })).termDecisions.nodes
}
/** What a person refused for the word of the tests. */
let target = ''
const asked = (label: string) => [{ measure: label, value: 5, unit: '건' }]

describe('terminology 8: weights learned from what people decided', () => {
  it('299 decisions teach nothing: what programs and the hub decided, and what was taken back, does not count', async () => {
    await seedDecisions(hub.database, 299)
    await seedDecisions(hub.database, 20, { seed: 2, actor: 'job:reconcile-terms' })
    await seedDecisions(hub.database, 20, { seed: 1, actor: 'client:steward' })
    await seedDecisions(hub.database, 20, { seed: 4, isUndone: true })
    expect(await fit()).toMatchObject({ job: 'fit-term-weights@council', outcome: 'done', measure: { decisions: 299, version: null } })
    expect(await measures()).toMatchObject({ version: 'fixed', decisions: 299, decisionsNeeded: 300, sets: [], switches: [] })
    expect(await translate()).toMatchObject({ weightsVersion: 'fixed' })
  })

  it('with the 300th, through the steward’s own door, they are fitted and proposed, once, with their reliability', async () => {
    await send(hub, 'seoul', asked('전화'))
    const { candidates } = await wordOf(hub, 'seoul', '전화')
    target = candidates.find(({ ref }: Answer) => ref.startsWith('measure:')).ref
    expect(await actOn(hub, ['seoul', '전화'], 'rejectCandidate', { target }, 'second')).toMatchObject({ needsReview: false })
    expect(await fit()).toMatchObject({
      measure: { decisions: 300, version: 'measure-1', outcome: 'proposed' },
      item: { decisions: 0, version: null },
    })
    expect(await fit()).toMatchObject({ measure: { decisions: 300, version: null } })
    const { version, sets } = await measures()
    expect([version, sets.length]).toEqual(['fixed', 1])
    const [set] = sets
    expect(set).toMatchObject({ version: 'measure-1', outcome: 'PROPOSED', reasons: [], decisions: 300, comparedWith: 'fixed' })
    expect(set.reliability.count).toBe(90)
    expect(set.reliability.logLoss).toBeLessThan(set.comparedReliability.logLoss)
    expect(set.reliability.bins.reduce((sum: number, { count }: Answer) => sum + count, 0)).toBe(90)
    expect(set.comparedReliability.bins.length).toBeGreaterThan(0)
    expect(set.factors.every(({ factor }: Answer) => factor >= 0)).toBe(true)
    expect(await translate()).toMatchObject({ weightsVersion: 'fixed' })
  })

  it('an undo through the door takes its decision out of the count, and the undoing of the undo puts it back', async () => {
    const { id, version } = await wordOf(hub, 'seoul', '전화')
    const [{ id: decision }] = await historyOf(hub, id)
    await act(hub, 'undoTermDecision', { decision, expectedVersion: version }, 'second')
    expect(await measures()).toMatchObject({ decisions: 299 })
    const [{ id: undoing }] = await historyOf(hub, id)
    await act(hub, 'undoTermDecision', { decision: undoing, expectedVersion: version + 1 }, 'second')
    expect(await measures()).toMatchObject({ decisions: 300 })
  })
})

const NIGHTS = Array.from({ length: 14 }, (_, night) => ({
  unit: '건',
  value: 1_300 + ((night * 37) % 60),
  periodStart: addDays('2026-11-04', night),
}))
const nightsOf = (measure: string) => NIGHTS.map(night => ({ measure, ...night }))

describe('what counts of what people do', () => {
  it('an approval of two stewards is one decision; what a person takes back of the hub’s own acceptance is one, too', async () => {
    const word = ['gwangju', '상담사 응대콜 수'] as const
    await send(hub, 'gwangju', nightsOf('상담사 응대콜 수'))
    expect(await actOn(hub, word, 'approveMapping', { target: 'measure:calls_answered' }, 'second')).toMatchObject({ needsReview: true })
    expect(await measures()).toMatchObject({ decisions: 301 })
    expect(await actOn(hub, word, 'reviewMapping', { agrees: true }, 'third')).toMatchObject({ needsReview: false })
    expect(await measures()).toMatchObject({ decisions: 301 })
    await send(hub, 'daejeon', nightsOf('상담사 응대콜 수'))
    expect(await run('RECONCILE', 'daejeon')).toMatchObject({ accepted: 1 })
    expect(await measures()).toMatchObject({ decisions: 301 })
    const { id, version } = await wordOf(hub, 'daejeon', '상담사 응대콜 수')
    const [{ id: decision }] = await historyOf(hub, id)
    await act(hub, 'undoTermDecision', { decision, expectedVersion: version }, 'second')
    expect(await measures()).toMatchObject({ decisions: 302 })
  })
})

describe('weights in force', () => {
  it('rank and weigh from the next question on; earlier decisions keep the weights that they were made under', async () => {
    const before = await translate()
    expect(await use('measure-1', 'fixed')).toMatchObject({
      kind: 'measure',
      version: 'measure-1',
      switches: [{ version: 'measure-1', by: 'client:steward' }],
    })
    const after = await translate()
    expect(after.weightsVersion).toBe('measure-1')
    expect(after.candidates.map(({ ref }: Answer) => ref).toSorted()).toEqual(before.candidates.map(({ ref }: Answer) => ref).toSorted())
    const features = after.candidates.flatMap(({ features: each }: Answer) => each)
    expect(features.some(({ value, weight }: Answer) => value !== weight)).toBe(true)
    expect(before.candidates.flatMap(({ features: each }: Answer) => each).every(({ value, weight }: Answer) => value === weight)).toBe(
      true,
    )
    await send(hub, 'busan', asked('전화'))
    await actOn(hub, ['busan', '전화'], 'rejectCandidate', { target }, 'second')
    const versionsOfWord = async (center: string) => (await versionsOf(center, '전화')).at(-1).made[0]
    const [seoul, busan] = [await versionsOfWord('seoul'), await versionsOfWord('busan')]
    expect([seoul.weightsVersion, busan.weightsVersion]).toEqual(['fixed', 'measure-1'])
    const weightsOf = ({ features: each }: Answer) => each.map(({ feature, value }: Answer) => [feature, value])
    expect(weightsOf(busan)).toEqual(weightsOf(seoul))
    expect(seoul.features.length).toBeGreaterThan(0)
    expect(seoul.features.every(({ value, weight }: Answer) => value === weight)).toBe(true)
  })

  it('are those of the night, which accepts nothing more by them than the rules do', async () => {
    await send(hub, 'daegu', [...nightsOf('고객 응답 비율'), ...nightsOf('상담사 응대콜 수')])
    const done = await run('RECONCILE', 'daegu')
    expect(done.words).toBe(2)
    const [night] = await versionsOf('daegu', '상담사 응대콜 수')
    expect(night.made[0].weightsVersion).toBe('measure-1')
    expect(await wordOf(hub, 'daegu', '고객 응답 비율')).not.toMatchObject({ status: 'MAPPED' })
  })

  it('are told as of any instant, and go back as they came', async () => {
    const [{ switchedAt }] = (await measures()).switches
    const earlier = new Date(Date.parse(switchedAt) - 60_000).toISOString()
    expect(await measures(earlier)).toMatchObject({ version: 'fixed', switches: [] })
    expect(await use('fixed', 'measure-1')).toMatchObject({ version: 'fixed', switches: [{ version: 'fixed' }, { version: 'measure-1' }] })
    expect(await translate()).toMatchObject({ weightsVersion: 'fixed' })
    const later = new Date(Date.parse(switchedAt) + 1_000).toISOString()
    expect(await measures(later)).toMatchObject({ version: 'measure-1', switches: [{ version: 'measure-1' }] })
    expect(await ask(WEIGHTS, { asOf: '2026-12-31T00:00:00+09:00' })).toBe('AS_OF_IN_FUTURE')
    expect(await use('measure-1', 'fixed')).toMatchObject({ version: 'measure-1' })
  })

  it('that are worse on later decisions are kept, told why, and come into force by no hand', async () => {
    await seedDecisions(hub.database, 500, { seed: 5, isContrary: true, from: '2026-03-01T00:00:00+09:00' })
    await seedDecisions(hub.database, 350, { seed: 6, from: '2026-06-01T00:00:00+09:00' })
    expect(await fit()).toMatchObject({ measure: { version: 'measure-2', outcome: 'worse' } })
    const [set] = (await measures()).sets
    expect(set).toMatchObject({ version: 'measure-2', outcome: 'WORSE', comparedWith: 'measure-1' })
    expect(set.reasons).toContain('WORSE_LOG_LOSS')
    expect(codesOf(await use('measure-2', 'measure-1'))).toEqual(['WEIGHTS_NOT_BETTER'])
    await expect(
      hub.database
        .owner`insert into term_weight_switches (kind, version, actor, reason) values ('measure', 'measure-2', 'person:x', '시험')`,
    ).rejects.toThrow(/term_weight_switches_set_fk/)
    expect(await measures()).toMatchObject({ version: 'measure-1' })
  })

  it('are not switched on a state that has changed, to what is not there, without a reason, or unlike what they were compared with', async () => {
    const { owner } = hub.database
    await owner`
      insert into term_weight_sets (kind, version, outcome, reasons, decisions, first_decision_at, last_decision_at, inputs_hash, rule_version, compared_with,
        weights, fitted, in_force)
      select kind, 'measure-3', outcome, reasons, decisions, first_decision_at, last_decision_at, 'other', rule_version, 'fixed', weights, fitted, in_force
      from term_weight_sets where version = 'measure-1'`
    expect(codesOf(await use('fixed', 'fixed'))).toEqual(['CHANGED_SINCE'])
    expect(codesOf(await use('measure-1', 'measure-1'))).toEqual(['BAD_USER_INPUT'])
    expect(codesOf(await use('measure-9', 'measure-1'))).toEqual(['NOT_FOUND'])
    expect(codesOf(await use('measure-3', 'measure-1'))).toEqual(['WEIGHTS_NOT_COMPARED'])
    expect(codesOf(await use('fixed', 'measure-1', { reason: ' ' }))).toEqual(['REASON_REQUIRED'])
    expect(codesOf(await run('FIT_WEIGHTS', 'seoul'))).toEqual(['BAD_USER_INPUT'])
    expect(codesOf(await run('RECONCILE', null))).toEqual(['BAD_USER_INPUT'])
    await expect(owner`update term_weight_sets set outcome = 'proposed'`).rejects.toThrow(/term_weight_sets is append-only/)
    await expect(owner`delete from term_weight_switches`).rejects.toThrow(/term_weight_switches is append-only/)
  })

  it('the weekly job does the same as the one on demand, and two at once keep one set', async () => {
    await seedDecisions(hub.database, 30, { seed: 10, from: '2026-08-01T00:00:00+09:00' })
    const context = { ...hub.hub, signal: new AbortController().signal }
    const both = await Promise.all([fitTermWeights(context), fitTermWeights(context)])
    expect(both.map(({ outcome }) => outcome)).toEqual(['done', 'done'])
    expect(both.flatMap(({ detail }: Answer) => detail.measure.version ?? [])).toHaveLength(1)
    const entries = await hub.database.owner<{ action: string; count: number }[]>`
      select action, count(*)::int as count from audit_entries where starts_with(action, 'termWeights.') group by action order by action`
    expect([...entries]).toEqual([
      { action: 'termWeights.fitted', count: 3 },
      { action: 'termWeights.switched', count: 3 },
    ])
  })
})
