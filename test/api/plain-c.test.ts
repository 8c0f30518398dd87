import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../../db/connect.js'
import { migrate } from '../../db/migrate.js'
import { postgresTypes } from '../../db/postgres-types.js'
import { setUpDatabase } from '../../db/set-up.js'
import { reconcileTerms } from '../../jobs/reconcile-terms.js'
import { addDays } from '../../schema/domain/period.js'
import { createEmptyDatabase } from '../support/database.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'

let hub: HubServer
const endings: (() => Promise<unknown>)[] = []
beforeAll(async () => {
  const { url, drop } = await createEmptyDatabase({ isPlainC: true })
  await migrate(url)
  await setUpDatabase(url)
  const owner = postgres(url, { max: 2, types: postgresTypes, onnotice: () => undefined })
  const db = connect({ url, max: 4 })
  hub = await startHubServer({ database: { url, owner, db, setClock: () => Promise.reject(new Error('not here')), drop } })
  endings.push(
    () => hub.close(),
    () => db.close(),
    () => owner.end({ timeout: 5 }),
    drop,
  )
}, 60_000)
afterAll(async () => {
  for (const end of endings) await end()
})

const PUSH = `mutation ($input: SubmitStatisticsInput!) { submitStatistics(input: $input) {
  __typename ... on SubmissionReceipt { counts { inserted quarantined } } } }`
const push = async (measure: string) => {
  const rows = Array.from({ length: 14 }, (_, night) => ({
    measure,
    unit: '건',
    periodStart: addDays('2024-11-01', night),
    value: String(1_300 + ((night * 37) % 60)),
  }))
  const { data } = await hub.graphql(PUSH, { input: { idempotencyKey: measure, rows } }, await hub.token('busan-client'))
  return data.submitStatistics.counts
}

describe('on a server whose LC_CTYPE is C', () => {
  it('no Hangul has a trigram, and the hub is ready all the same', async () => {
    expect(await hub.database.owner`select show_trgm('응대율') as found`).toEqual([{ found: [] }])
    expect((await fetch(`${hub.url}/readyz`)).status).toBe(200)
  })

  it('words of the edition are understood however they are composed, spaced or typed', async () => {
    expect(await push('인입콜'.normalize('NFD'))).toEqual({ inserted: 14, quarantined: 0 })
    expect(await push('포기 콜')).toEqual({ inserted: 14, quarantined: 0 })
  })

  it('a word that waits is matched at night and its rows land', async () => {
    expect(await push('상담사 응대콜 수')).toEqual({ inserted: 0, quarantined: 14 })
    const { detail } = await reconcileTerms({ ...hub.hub, signal: new AbortController().signal })
    expect(detail).toMatchObject({ words: 1, accepted: 1, rowsLanded: 14 })
  })

  it('a steward finds terms by a part of their name and by first consonants', async () => {
    const steward = await hub.token('steward')
    const issue = 'mutation { issueReconciliationUrl(input: { days: 1 }) { ... on IssuedReconciliationUrl { path } } }'
    const { path } = (await hub.graphql(issue, {}, steward)).data.issueReconciliationUrl
    const suggest = async (prefix: string): Promise<string[]> => {
      const response = await fetch(`${hub.url}${path}/suggest/entity?prefix=${encodeURIComponent(prefix)}`)
      const { result } = (await response.json()) as { result: { name: string }[] } // compared below
      return result.map(({ name }) => name)
    }
    expect((await suggest('응대')).some(name => name.startsWith('응대'))).toBe(true)
    expect((await suggest('ㅇㄷㅇ')).some(name => name.startsWith('응대율'))).toBe(true)
  })
})
