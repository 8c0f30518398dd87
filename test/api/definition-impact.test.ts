import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publishDrafts } from '../../api/operations/publish-drafts.js'
import type { Database } from '../../db/connect.js'
import { valueOf } from '../support/center-hub.js'
import { cloneDatabase, type TestDatabase } from '../support/database.js'
import { defineWell, versionOf } from '../support/definitions.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { storeTotals } from '../support/store-totals.js'

const CENTERS = ['seoul', 'daegu', 'busan']
const MONTHS = 'from: "2026-11-01", to: "2027-02-28", by: MONTH'

let hub: HubServer
let database: TestDatabase

beforeAll(async () => {
  database = await cloneDatabase({ withEdition: true })
  await database.setClock('2027-02-20T10:00:00+09:00')
  hub = await startHubServer({ database })
  const days = ['2026-11-03', '2026-12-03', '2027-01-03', '2027-01-20', '2027-02-03']
  await storeTotals(
    database,
    await hub.hub.standards(),
    CENTERS.flatMap((center, at) =>
      days.map((day, place) => ({
        center,
        day,
        values: {
          calls_offered: 100 + at,
          calls_answered: 90 - place,
          calls_attempted: 200 + 7 * place,
          malicious_contacts: 3,
          contacts_handled: 100,
        },
      })),
    ),
  )
})

afterAll(async () => {
  await hub.close()
  await database.drop()
})

const ask = async (query: string) => {
  const { data, errors } = await hub.graphql(query, {}, await hub.token('admin'))
  return errors === undefined ? data : errors[0]?.extensions['code']
}
const draft = async (indicator: string, version: string, formula: string, effectiveFrom: string) =>
  (await defineWell(hub, 'draftIndicatorVersion', versionOf(indicator, version, { formula, effectiveFrom }))).id as string
const SIDE = 'center version from to value numerator denominator reason marks'
const COUNTS = 'counts { compared moved sameUnderOtherVersion unchanged withheld }'
const impactOf = async (drafts: readonly string[], asked: string, page = 'first: 500') => {
  const answer = await ask(`{ definitionImpact(input: { drafts: ${JSON.stringify(drafts)}, ${asked} }, ${page}) {
    ${COUNTS} endCursor hasNextPage nodes { code center from to before { ${SIDE} } after { ${SIDE} } } } }`)
  return typeof answer === 'string' ? answer : answer.definitionImpact
}
type Side = { readonly center: string | null; readonly from: string; readonly value: string | null }
type Move = {
  readonly code: string
  readonly center: string | null
  readonly from: string
  readonly before: Side[]
  readonly after: Side[]
}
const figuresOf = async (code: string, byCenter: boolean, more = ''): Promise<Side[]> => {
  const question = `indicators: ["${code}"], centers: ${JSON.stringify(CENTERS)}, ${MONTHS}, groupByCenter: ${byCenter}${more}`
  return (await ask(`{ figures(input: { ${question} }, first: 500) { nodes { ${SIDE} } } }`)).figures.nodes
}
const allFigures = async (code: string, more = '') => [...(await figuresOf(code, true, more)), ...(await figuresOf(code, false, more))]
const inForce = async (code: string) => {
  await expect.poll(async () => (await hub.hub.standards()).edition.code, { timeout: 5_000 }).toBe(code)
}

describe('the preview of a publication', () => {
  const CENTERS_ASKED = `${MONTHS}, centers: ${JSON.stringify(CENTERS)}`

  it('tells what comes: the figures before are those served, the figures after are those served once it is published, and nothing else moves', async () => {
    const drafts = [
      await draft('response_rate', 'v2', '100 * calls_answered / calls_attempted', '2027-01-15'),
      await draft('turnover_rate', 'v3', '100 * separations / headcount_agents', '2027-01-15'),
    ]
    const impact = await impactOf(drafts, CENTERS_ASKED)
    const before = { response_rate: await allFigures('response_rate'), turnover_rate: await allFigures('turnover_rate') }
    const { edition } = await defineWell(hub, 'publishDrafts', { drafts, acknowledgeRetroactive: true })
    await inForce(edition)
    const after = { response_rate: await allFigures('response_rate'), turnover_rate: await allFigures('turnover_rate') }
    const moves = impact.nodes as Move[]
    const sidesOf = (code: string, side: 'before' | 'after') => moves.filter(move => move.code === code).flatMap(move => move[side])
    for (const code of ['response_rate', 'turnover_rate'] as const) {
      expect(before[code]).toEqual(expect.arrayContaining(sidesOf(code, 'before')))
      expect(after[code]).toEqual(expect.arrayContaining(sidesOf(code, 'after')))
      const key = (side: Side) => JSON.stringify([side.center, side.from.slice(0, 7)])
      const moved = new Set([...sidesOf(code, 'before'), ...sidesOf(code, 'after')].map(key))
      const rest = (sides: Side[]) => sides.filter(side => !moved.has(key(side))).map(({ center, from, value }) => [center, from, value])
      expect(rest(after[code])).toEqual(rest(before[code]))
    }
    // Four months of three centers and all together; turnover has no value in February under either version.
    expect(impact.counts).toEqual({ compared: 32, moved: 12, sameUnderOtherVersion: 4, unchanged: 16, withheld: 0 })
    // January is cut where the version changes: two figures, the second with a BREAK.
    const january = moves.find(move => move.code === 'response_rate' && move.center === 'seoul' && move.from === '2027-01-01')
    expect(january).toMatchObject({
      before: [{ version: 'v1', from: '2027-01-01', to: '2027-01-31' }],
      after: [
        { version: 'v1', from: '2027-01-01', to: '2027-01-14', value: '88.00' },
        { version: 'v2', from: '2027-01-15', to: '2027-01-31', marks: expect.arrayContaining(['BREAK']) as unknown }, // a matcher
      ],
    })
    // A monthly measure has no half months (S32).
    const turnover = moves.find(move => move.code === 'turnover_rate' && move.center === 'seoul' && move.from === '2027-01-01')
    expect(turnover?.after).toMatchObject([
      { version: 'v2', value: null, reason: 'NOT_ALIGNED' },
      { version: 'v3', value: null, reason: 'NOT_ALIGNED' },
    ])
  })

  it('comes page by page, each move once', async () => {
    const drafts = [
      await draft('response_rate', 'v3', '100 * calls_answered / calls_offered', '2027-03-01'),
      await draft('abandon_rate', 'v2', '100 * calls_answered / calls_offered', '2026-11-01'),
    ]
    const seen: string[] = []
    for (let after: string | null = null, more = true; more;) {
      const page = await impactOf(drafts, CENTERS_ASKED, `first: 3${after === null ? '' : `, after: "${after}"`}`)
      seen.push(...(page.nodes as Move[]).map(({ code, center, from }) => `${code} ${center ?? ''} ${from}`))
      after = page.endCursor
      more = page.hasNextPage
    }
    expect([seen.length, new Set(seen).size]).toEqual([16, 16])
    expect(new Set(seen.map(line => line.split(' ')[0]))).toEqual(new Set(['abandon_rate']))
  })

  it('compares weeks as they are asked, also where the definition changes inside one', async () => {
    const drafts = [await draft('queue_entry_rate', 'v2', '100 * calls_answered / calls_attempted', '2027-01-20')]
    const { counts, nodes } = await impactOf(drafts, 'from: "2027-01-11", to: "2027-01-31", by: WEEK, centers: ["seoul"]')
    expect([counts.compared, (nodes as Move[]).map(({ from, before, after }) => [from, before.length, after.length])]).toEqual([
      3,
      [['2027-01-18', 1, 2]],
    ])
    expect(nodes[0].after).toMatchObject([
      { from: '2027-01-18', to: '2027-01-19', version: 'v1', reason: 'MISSING' },
      { from: '2027-01-20', to: '2027-01-24', version: 'v2', value: '39.37' },
    ])
  })

  it('S18: tells differences of the values before they are rounded, rounded once', async () => {
    const drafts = [await draft('queue_entry_rate', 'v5', '100 * calls_answered / calls_attempted', '2026-12-01')]
    const asked = `drafts: ${JSON.stringify(drafts)}, from: "2026-12-01", to: "2026-12-31", centers: ${JSON.stringify(CENTERS)}`
    const { definitionImpact } = await ask(
      `{ definitionImpact(input: { ${asked} }) { nodes { center before { value } after { value } difference } } }`,
    )
    const seen = definitionImpact.nodes.map((move: { center: string | null; before: Side[]; after: Side[]; difference: string }) => [
      move.center,
      move.before[0]?.value,
      move.after[0]?.value,
      move.difference,
    ])
    // 100 x 89 / 207 less 100 x 101 / 207 is -5.797: 43.00 less 48.79 would be -5.79.
    expect(seen).toEqual([
      ['seoul', '48.31', '43.00', '-5.31'],
      ['daegu', '48.79', '43.00', '-5.80'],
      ['busan', '49.28', '43.00', '-6.28'],
      [null, '48.79', '43.00', '-5.80'],
    ])
  })

  it('S24: tells nothing of restricted figures: they are counted as withheld', async () => {
    const drafts = [await draft('malicious_contact_rate', 'v3', '10000 * malicious_contacts / contacts_handled', '2026-12-01')]
    const { counts, nodes } = await impactOf(drafts, CENTERS_ASKED)
    expect([counts, nodes]).toEqual([{ compared: 16, moved: 0, sameUnderOtherVersion: 0, unchanged: 0, withheld: 16 }, []])
  })

  it('is bounded like figures, and refused for drafts that are not there', async () => {
    const drafts = await Promise.all(['asa', 'att', 'aht'].map(code => draft(code, 'v9', 'talk_seconds / calls_answered', '2028-01-01')))
    expect(await impactOf(drafts, 'from: "2017-01-01", to: "2026-12-31", by: DAY')).toBe('PERIOD_TOO_LONG')
    expect(await impactOf(drafts, 'from: "2010-01-01", to: "2026-12-31", by: DAY')).toBe('PERIOD_TOO_LONG')
    expect(await impactOf(drafts, 'from: "2026-12-31", to: "2026-01-01"')).toBe('BAD_USER_INPUT')
    expect(await impactOf(drafts, MONTHS, 'first: 0')).toBe('BAD_USER_INPUT')
    expect(await impactOf(['00000000-0000-4000-8000-000000000000'], MONTHS)).toBe('NOT_FOUND')
  })
})

it('S25: figures as of an instant before a retroactive publication are the same after it, byte for byte', async () => {
  const question = `indicators: ["service_level", "flow_out_rate"], centers: ["seoul"], ${MONTHS}`
  const report = async (more = '') =>
    ask(`{ figures(input: { ${question}${more} }) { edition asOf nodes { ${SIDE} formula parts { measure value } } } }`)
  const { figures: before } = await report()
  const id = await draft('flow_out_rate', 'v2', '100 * calls_answered / calls_offered', '2026-11-01')
  const { edition } = await defineWell(hub, 'publishDrafts', { drafts: [id], acknowledgeRetroactive: true })
  await inForce(edition)
  expect(JSON.stringify((await report(`, asOf: "${before.asOf}"`)).figures)).toBe(JSON.stringify(before))
  expect((await report()).figures.nodes).not.toEqual(before.nodes)
})

it('S23, S25: an answer given while a publication is in flight is of the definition before it, then and for ever', async () => {
  const question = `indicators: ["agency_transfer_rate", "stt_coverage_rate"], centers: ["seoul"], ${MONTHS}`
  const report = async (more = '') => ask(`{ figures(input: { ${question}${more} }) { edition asOf nodes { ${SIDE} formula } } }`)
  const id = await draft('stt_coverage_rate', 'v9', '100 * calls_answered / calls_offered', '2026-12-15')
  const during: { figures: { asOf: string; edition: string; nodes: { version: string; marks: string[] }[] } }[] = []
  const transaction: Database['transaction'] = (tenant, work, options) =>
    hub.hub.db.transaction(
      tenant,
      async tx => {
        const done = await work(tx)
        during.push(await report())
        return done
      },
      options,
    )
  const caller = { subject: 'admin', kind: 'client' as const, center: null, scopes: new Set(['hub:admin' as const]) }
  const input = { drafts: [id], editionCode: null, acknowledgeRetroactive: true, reason: '협의체 의결' }
  const { edition } = valueOf(await publishDrafts({ ...hub.hub, db: { ...hub.hub.db, transaction } }, caller, input))
  await inForce(edition)
  expect(during).toHaveLength(1)
  for (const before of during) {
    expect(before.figures.edition < edition && before.figures.nodes.every(({ version }) => version !== 'v9')).toBe(true)
    expect(JSON.stringify(await report(`, asOf: "${before.figures.asOf}"`))).toBe(JSON.stringify(before))
  }
  const { figures } = await report()
  expect(figures.nodes.filter(({ version }: { version: string }) => version === 'v9')[0]).toMatchObject({
    from: '2026-12-15',
    marks: ['BREAK'],
  })
})
