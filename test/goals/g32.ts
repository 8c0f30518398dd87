import { createHash } from 'node:crypto'
import { registerCallers } from '../../db/queries/callers.js'
import { cloneDatabase } from '../support/database.js'
import { postGraphql } from '../support/hub-server.js'
import { startTestIssuer, TEST_CLIENTS, type TestIssuer } from '../support/issuer.js'
import { listRollups, listStored } from '../support/stored-rows.js'
import { busanBatch, seoulBatch } from '../support/submission-samples.js'
import type { RunGoal } from './goal.js'
import { startHubProcess } from './hub-process.js'

const ZONES = ['UTC', 'Asia/Seoul', 'America/New_York']
/** Where the three zones are on different days, at the change of a month and of a year, and where New York changes its clocks. */
const INSTANTS = ['2026-11-20T00:30:00+09:00', '2026-12-01T08:59:59+09:00', '2027-01-01T00:00:00+09:00', '2027-03-14T16:30:00+09:00']

const SUBMIT = `mutation ($input: SubmitStatisticsInput!) {
  submitStatistics(input: $input) {
    __typename
    ... on SubmissionReceipt {
      contentHash status edition receivedAt dryRunHash issues { code path messageKo messageEn occurrences }
      counts { received inserted revised unchanged retracted quarantined rejected }
      rows(first: 500) { nodes { index outcome measure periodType periodStart dimensions { dimension item } issues { code messageKo } } }
    }
    ... on Refused { issues { code messageKo } }
  }
}`
const FIGURES = `query ($input: FiguresInput!) {
  figures(input: $input, first: 200) {
    nodes { code center periodType from to value numerator denominator reason coverage { centersIn centersExpected cellsIn cellsExpected gaps { reason periodType cells centers from to } } }
    asOf
  }
}`

type Digests = { readonly answers: string; readonly stored: string }

/** G32: the same submissions and questions at the same instants, by processes in three zones: periods, receipts, hashes and figures are the same. */
export const runG32: RunGoal = async ({ isQuick }) => {
  const issuer = await startTestIssuer()
  try {
    const digests: Digests[] = []
    for (const zone of ZONES) digests.push(await digestIn(zone, issuer, isQuick ? INSTANTS.slice(0, 2) : INSTANTS))
    const distinct = (pick: (digest: Digests) => string) => new Set(digests.map(pick)).size
    const [answers, stored] = [distinct(({ answers }) => answers), distinct(({ stored }) => stored)]
    return {
      id: 'G32',
      value: `${answers} set of answers (${digests[0]?.answers.slice(0, 12)}) and ${stored} set of stored values (${digests[0]?.stored.slice(0, 12)}) in ${ZONES.join(', ')}`,
      bar: '1 set of answers, 1 set of stored values',
      ok: answers === 1 && stored === 1,
    }
  } finally {
    await issuer.close()
  }
}

async function digestIn(zone: string, issuer: TestIssuer, instants: readonly string[]): Promise<Digests> {
  const database = await cloneDatabase({ withEdition: true })
  await database.setClock(instants[0] ?? null) // who is registered later is not known yet
  await registerCallers(database.owner, TEST_CLIENTS)
  const hub = await startHubProcess({ databaseUrl: database.url, issuer: issuer.url, environment: { TZ: zone } })
  const ask = async (client: string, query: string, variables: Record<string, unknown>) => {
    const { status, data, errors } = await postGraphql(hub.url, { query, variables, token: await issuer.token(client) })
    if (status !== 200 || errors !== undefined) throw new Error(`${client} got ${status} ${JSON.stringify(errors)}`)
    return JSON.stringify(data)
  }
  try {
    const answers: string[] = []
    for (const [n, instant] of instants.entries()) {
      await database.setClock(instant)
      for (const input of inputsAt(instant)) {
        const center = 'parameters' in input ? 'seoul' : 'busan'
        answers.push(await ask(`${center}-client`, SUBMIT, { input: { ...input, idempotencyKey: `${center}-${n}-${answers.length}` } }))
      }
      for (const by of ['DAY', 'MONTH', 'QUARTER']) {
        const input = { indicators: ['response_rate'], centers: ['seoul', 'busan'], from: '2026-10-01', to: '2027-03-31', by }
        answers.push(await ask('analyst', FIGURES, { input }))
      }
    }
    const stored = await Promise.all([
      listStored(database.owner, 'seoul'),
      listStored(database.owner, 'busan'),
      listRollups(database.owner, 'stored'),
    ])
    return { answers: sha256(answers.join('\n')), stored: sha256(JSON.stringify(stored)) }
  } finally {
    await hub.stop()
    await database.drop()
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Both samples of a night, days written every way that a file may write them, an instant without its zone, and a dry run. */
function inputsAt(instant: string): Record<string, unknown>[] {
  const day = instant.slice(0, 10)
  const { edition, center, parameters, rows } = seoulBatch()
  const seoul = { edition, center, parameters, rows }
  const value = (periodStart: string, fields = {}) => ({ measure: 'calls_offered', unit: 'calls', periodStart, value: '1500', ...fields })
  const days = ['2026-11-18', '2026.11.17', '20261116', '2026년 11월 15일', day, instant, '2026-02-29', '2026-11-14T23:30:00Z']
  return [
    seoul,
    { rows: busanBatch().rows },
    { rows: days.map(text => value(text)) },
    { rows: [value('2026-10', { periodType: 'month' })] },
    { rows: [value('2026-11-13')], dryRun: true },
  ]
}
