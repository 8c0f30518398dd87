import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { projectRoot } from '../../db/project-root.js'
import { cloneDatabase, type TestDatabase } from '../support/database.js'
import { defineWell, versionOf } from '../support/definitions.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { publishEdited } from '../support/next-edition.js'
import { storeTotals } from '../support/store-totals.js'

const MEASURES = join(projectRoot, 'db', 'edition', '2026.1', 'measures.yaml')

let hub: HubServer
let database: TestDatabase
const VALUES = { calls_answered_within_20s: 80, calls_offered: 100, calls_answered: 95, contacts_offered: 120 }

beforeAll(async () => {
  database = await cloneDatabase({ withEdition: true })
  await database.setClock('2026-11-21T10:00:00+09:00')
  hub = await startHubServer({ database })
  await storeTotals(database, await hub.hub.standards(), [{ center: 'seoul', day: '2026-11-19', values: VALUES }])
})
afterAll(async () => {
  await hub.close()
  await database.drop()
})

const FIGURES = `query ($input: FiguresInput!) { figures(input: $input) { asOf nodes { version variant from value reason } } }`
const ask = async (input: object) => {
  const asked = { indicators: ['service_level'], from: '2026-11-19', to: '2026-11-19', centers: ['seoul'], ...input }
  const { data, errors } = await hub.graphql(FIGURES, { input: asked }, await hub.token('analyst'))
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
  return data.figures
}
const publish = async (draft: Record<string, unknown>) => {
  const { id } = await defineWell(hub, 'draftIndicatorVersion', draft)
  return defineWell(hub, 'publishDrafts', { drafts: [id] })
}

describe('what is published since', () => {
  it('S25: refuses nothing that was answered, of today or as of then: a version of next year has no say in this one', async () => {
    const hourly = await ask({ dimensions: ['hour'] })
    await publish(
      versionOf('service_level', 'v9', {
        formula: '100 * calls_answered_within_20s / (calls_offered + stt_calls_transcribed)',
        effectiveFrom: '2027-06-01',
      }),
    )
    expect((await ask({ dimensions: ['hour'] })).nodes).toEqual(hourly.nodes)
    expect(await ask({ dimensions: ['hour'], asOf: hourly.asOf })).toEqual(hourly)
  })

  it('S24: a version or variant that rests on a restricted measure withholds its own figures and no others', async () => {
    const before = await ask({})
    expect(before.nodes).toMatchObject([{ version: 'v2', value: '80.00' }])
    const counted = { variant: 'malicious_share', formula: '100 * malicious_contacts / contacts_offered', whyKo: '시험', whyEn: 'A trial.' }
    const later = { formula: '100 * calls_answered_within_20s / calls_offered', effectiveFrom: '2028-01-01', variants: [counted] }
    await publish(versionOf('service_level', 'v10', later))
    expect((await ask({})).nodes).toEqual(before.nodes)
    await expect
      .poll(async () => (await ask({ definition: { variant: 'malicious_share' } }).catch(() => null))?.nodes)
      .toMatchObject([{ variant: 'malicious_share', value: null, reason: 'WITHHELD' }])
  })

  it('S8: a file that names the edition of yesterday lands: what was published since takes nothing away', async () => {
    const input = {
      idempotencyKey: 'edition-of-yesterday',
      edition: '2026.1',
      rows: [{ measure: 'calls_offered', periodStart: '2026-11-18', value: 7 }],
    }
    const text = `mutation ($input: SubmitStatisticsInput!) { submitStatistics(input: $input) {
      ... on SubmissionReceipt { counts { inserted quarantined } } ... on Refused { issues { code } } } }`
    const { data } = await hub.graphql(text, { input }, await hub.token('seoul-client'))
    expect(data.submitStatistics).toEqual({ counts: { inserted: 1, quarantined: 0 } })
    const unknown = { ...input, idempotencyKey: 'edition-of-nobody', edition: '1999.9' }
    const held = await hub.graphql(text, { input: unknown }, await hub.token('seoul-client'))
    expect(held.data.submitStatistics).toEqual({ counts: { inserted: 0, quarantined: 1 } })
  })
})

describe('questions that nobody means', () => {
  const codesOf = async (input: object): Promise<readonly string[]> => {
    const { data, errors } = await hub.graphql(
      FIGURES,
      { input: { from: '2026-11-19', to: '2026-11-19', ...input } },
      await hub.token('analyst'),
    )
    if (errors === undefined) throw new Error(JSON.stringify(data))
    return errors.map(({ extensions }) => String(extensions['code']))
  }

  it('a list of a hundred thousand codes is one fault', async () => {
    expect(await codesOf({ indicators: Array.from({ length: 100_000 }, () => 'x') })).toEqual(['BAD_USER_INPUT'])
  })

  it('days, centers and combinations of items that together are too many are refused before anything is read', async () => {
    const items = (count: number, prefix: string) => Array.from({ length: count }, (_, n) => `${prefix}${String(n).padStart(2, '0')}`)
    const filters = [
      { dimension: 'hour', items: items(24, '') },
      { dimension: 'topic', items: ['parking', 'welfare', 'health', 'other', 'passport'] },
    ]
    expect(await codesOf({ measures: ['contacts_offered'], filters, from: '2017-01-01', to: '2026-11-19' })).toEqual(['PERIOD_TOO_LONG'])
  })

  it('the first day of the calendar has no period before it', async () => {
    const input = {
      measures: ['calls_offered'],
      centers: ['seoul'],
      from: '1900-01-01',
      to: '1900-01-02',
      by: 'DAY',
      changes: ['PREVIOUS_PERIOD', 'SAME_PERIOD_LAST_YEAR'],
    }
    const text = `query ($input: FiguresInput!) { figures(input: $input) { nodes { from changes { kind from reason } } } }`
    const { data, errors } = await hub.graphql(text, { input }, await hub.token('analyst'))
    expect(errors).toBeUndefined()
    expect(data.figures.nodes[0].changes).toMatchObject([
      { from: null, reason: 'NO_SUCH_PERIOD' },
      { from: null, reason: 'NO_SUCH_PERIOD' },
    ])
  })

  it('as many questions as a document can hold are weighed by the figures they make, not by the page they show', async () => {
    const fields = Array.from({ length: 9 }, (_, n) => `q${n}: figures(input: $input, first: 1) { totalCount }`).join(' ')
    const { errors } = await hub.graphql(
      `query ($input: FiguresInput!) { ${fields} }`,
      { input: { measures: ['calls_offered'], from: '2026-11-19', to: '2026-11-19' } },
      await hub.token('analyst'),
    )
    expect(errors?.[0]?.extensions['code']).toBe('DOCUMENT_OVER_LIMIT')
  })

  it('POST /export refuses null and a hundred thousand faults with at most thirty issues, at once', async () => {
    const post = async (body: string) =>
      fetch(`${hub.url}/export/csv`, {
        method: 'POST',
        headers: { authorization: `Bearer ${await hub.token('analyst')}`, 'content-type': 'application/json' },
        body,
      })
    const empty = await post('null')
    expect(empty.status).toBe(400)
    const question = {
      from: '2026-11-19',
      to: '2026-11-19',
      measures: ['calls_offered'],
      percentiles: Array.from({ length: 100_000 }, () => 'x'),
    }
    const many = await post(JSON.stringify(question))
    expect(many.status).toBe(400)
    expect((await many.text()).length).toBeLessThan(20_000)
  })
})

describe('S24: what was ever restricted', () => {
  const asked = { centers: ['seoul'], from: '2026-11-19', to: '2026-11-19' }
  const reasons = async (input: object, client = 'analyst') => {
    const query = `query ($input: FiguresInput!) { figures(input: $input) { asOf nodes { code value reason } } }`
    const { data, errors } = await hub.graphql(query, { input: { ...asked, ...input } }, await hub.token(client))
    if (errors !== undefined) throw new Error(JSON.stringify(errors))
    return data.figures
  }
  const told = async (input: object, client?: string) =>
    (await reasons(input, client)).nodes.map(({ value, reason }: { value: string | null; reason: string | null }) => value ?? reason)

  it('is WITHHELD from others and not MISSING, when a later edition opens it, and as of before one restricted it', async () => {
    const VALUES_SINCE = { malicious_contacts: 4, contacts_handled: 100, calls_ivr_contained: 7 }
    await storeTotals(database, await hub.hub.standards(), [{ center: 'seoul', day: '2026-11-19', values: VALUES_SINCE }])
    const before = await reasons({ measures: ['calls_ivr_contained'] })
    expect(before.nodes).toMatchObject([{ value: '7' }])
    const contained = /  - code: calls_ivr_contained\n[^]*?access: open/.exec(await readFile(MEASURES, 'utf8'))?.[0] ?? ''
    await publishEdited(database.owner, {
      code: '2026.9',
      effectiveFrom: '2026-11-21',
      edits: [
        { file: 'measures', from: 'access: restricted\n', to: 'access: open\n' },
        { file: 'measures', from: contained, to: contained.replace('access: open', 'access: restricted') },
      ],
    })
    await expect.poll(async () => (await hub.hub.standards()).edition.code, { timeout: 5_000 }).toBe('2026.9')
    const both = { measures: ['malicious_contacts', 'calls_ivr_contained'], indicators: ['malicious_contact_rate'] }
    expect(await told(both)).toEqual(['WITHHELD', 'WITHHELD', 'WITHHELD'])
    expect(await told({ measures: ['calls_ivr_contained'], asOf: before.asOf })).toEqual(['WITHHELD'])
    expect(await told(both, 'seoul-client')).toEqual(['400.00', '4', '7'])
  })
})
