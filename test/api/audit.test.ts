import { createHash, generateKeyPairSync } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appendAudit } from '../../db/queries/audit.js'
import { createHeadSigner } from '../../jobs/head-signer.js'
import { JOBS } from '../../jobs/job.js'
import { publishAuditHeads } from '../../jobs/publish-audit-heads.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'

const ENTRIES = `query ($chain: Int, $fromSeq: Int! = 1, $first: Int! = 100) {
  auditEntries(chain: $chain, fromSeq: $fromSeq, first: $first) { nodes { chain seq at actor action subject previousHash hash } hasNextPage }
}`
const HEADS = `query ($first: Int! = 100, $after: String) {
  auditHeads(first: $first, after: $after) { nodes { chain center seq hash at keyId signature } endCursor hasNextPage }
  auditKeys { id publicKey firstUsedAt }
}`
const BODY = 'query ($id: ID!, $from: Int! = 0) { submissionBody(id: $id, from: $from) { submission contentHash text next } }'
const SUBMIT = `mutation ($input: SubmitStatisticsInput!) {
  submitStatistics(input: $input) { ... on SubmissionReceipt { id contentHash } ... on Refused { issues { code } } }
}`

let hub: HubServer
let seoul: number
let busan: number

beforeAll(async () => {
  hub = await startHubServer()
  const { centers } = await hub.hub.standards()
  seoul = centers.get('seoul')?.id ?? 0
  busan = centers.get('busan')?.id ?? 0
  await hub.database.db.transaction(JOBS, async tx => {
    for (let n = 1; n <= 5; n++) {
      await appendAudit(tx, { chain: seoul, actor: 'client:a"\nb', action: 'test.ran', subject: { n, 이름: '가', list: [1.5, null] } })
    }
  })
  await hub.database.db.transaction(JOBS, tx => appendAudit(tx, { chain: busan, actor: 'job:test', action: 'test.ran', subject: {} }))
})

afterAll(() => hub.close())

const ask = async (client: string, query: string, variables: Record<string, unknown> = {}) =>
  hub.graphql(query, variables, await hub.token(client))
const denials = async () =>
  (
    await hub.database.owner<{ chain: number; field: string }[]>`
      select chain, subject ->> 'field' as field from audit_entries where action = 'access.denied' order by at, chain, seq`
  ).map(({ chain, field }) => [chain, field])

type Entry = { seq: number; at: string; actor: string; action: string; subject: string; previousHash: string; hash: string; chain: number }

describe('auditEntries', () => {
  it('G17: gives all that the hash of an entry was taken over, so that it can be taken again from the answer alone', async () => {
    const { data } = await ask('seoul-client', ENTRIES)
    const nodes: Entry[] = data.auditEntries.nodes
    expect(nodes.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5])
    let before = '0'.repeat(64)
    for (const { chain, seq, at, actor, action, subject, previousHash, hash } of nodes) {
      const text = [`hub120-audit-1 ${previousHash}`, chain, seq, at, JSON.stringify(actor), JSON.stringify(action), subject].join('\n')
      expect([previousHash, hash]).toEqual([before, createHash('sha256').update(text).digest('hex')])
      before = hash
    }
  })

  it('gives pages from a number on', async () => {
    const { data } = await ask('seoul-client', ENTRIES, { fromSeq: 2, first: 3 })
    expect([data.auditEntries.nodes.map(({ seq }: Entry) => seq), data.auditEntries.hasNextPage]).toEqual([[2, 3, 4], true])
    const last = await ask('seoul-client', ENTRIES, { fromSeq: 5, first: 3 })
    expect([last.data.auditEntries.nodes.map(({ seq }: Entry) => seq), last.data.auditEntries.hasNextPage]).toEqual([[5], false])
  })

  it.each([
    ['fromSeq', { fromSeq: 0 }],
    ['first', { first: 501 }],
  ])('refuses a bad %s', async (_what, variables) => {
    const { data, errors } = await ask('seoul-client', ENTRIES, variables)
    expect([data.auditEntries, errors?.[0]?.extensions['code']]).toEqual([null, 'BAD_USER_INPUT'])
  })

  it('H23: a foreign chain is empty as one that does not exist, and the question is a denial', async () => {
    const before = (await denials()).length
    const empty = { nodes: [], hasNextPage: false }
    for (const chain of [busan, 0, 31_999, 999_999, -1]) {
      expect((await ask('seoul-client', ENTRIES, { chain })).data.auditEntries).toEqual(empty)
    }
    expect((await denials()).slice(before)).toEqual(Array(5).fill([seoul, 'Query.auditEntries']))
  })

  it('is closed to whoever has no center, but for administrators, who read every chain', async () => {
    for (const client of ['analyst', 'steward', 'coordinator']) {
      const { data, errors } = await ask(client, ENTRIES)
      expect([data.auditEntries, errors?.[0]?.extensions['code']]).toEqual([null, 'FORBIDDEN'])
    }
    const chainOf = async (chain: number | null) => (await ask('admin', ENTRIES, { chain })).data.auditEntries.nodes
    expect((await chainOf(busan)).map(({ action }: Entry) => action)).toEqual(['test.ran'])
    expect((await chainOf(null)).map(({ chain, action }: Entry) => [chain, action])).toEqual(Array(3).fill([0, 'access.denied']))
    expect(await chainOf(999_999)).toEqual([])
  })
})

describe('auditHeads and auditKeys', () => {
  it('give every caller the signed heads of all chains, page by page, and the keys', async () => {
    const signer = createHeadSigner(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
    await publishAuditHeads({ ...hub.hub, signal: new AbortController().signal }, signer)
    const whole = await ask('analyst', HEADS)
    expect(whole.data.auditHeads.nodes.map(({ chain, center, keyId }: Record<string, unknown>) => [chain, center, keyId])).toEqual(
      [
        [0, null, signer.keyId],
        [seoul, 'seoul', signer.keyId],
        [busan, 'busan', signer.keyId],
      ].toSorted(([a], [b]) => Number(a) - Number(b)),
    )
    expect(whole.data.auditKeys).toEqual([{ id: signer.keyId, publicKey: signer.publicKey, firstUsedAt: expect.any(String) }])
    for (const client of ['busan-client', 'steward', 'admin']) expect((await ask(client, HEADS)).data).toEqual(whole.data)
    const first = await ask('seoul-client', HEADS, { first: 2 })
    const second = await ask('seoul-client', HEADS, { first: 2, after: first.data.auditHeads.endCursor })
    expect([...first.data.auditHeads.nodes, ...second.data.auditHeads.nodes]).toEqual(whole.data.auditHeads.nodes)
    expect([first.data.auditHeads.hasNextPage, second.data.auditHeads.hasNextPage]).toEqual([true, false])
  })
})

describe('submissionBody', () => {
  const submit = async (count: number) => {
    const items = Array.from({ length: count }, (_, index) => `가𝄞 ${index}`)
    const series = {
      measure: '인입콜',
      periodStart: '2026-11-19',
      fixed: [],
      axes: ['채널'],
      items: [items],
      values: items.map(() => 1),
      status: [],
      sourceRows: [],
    }
    const input = { idempotencyKey: `body-${count}`, parameters: [], rows: [], series: [series] }
    const { data } = await ask('seoul-client', SUBMIT, { input })
    return data.submitStatistics as { id: string; contentHash: string } // accepted: no row of it can be refused whole
  }

  /** The submission `like` once more, with another content. */
  const store = async (like: { id: string }, contentHash: string, body: Buffer) => {
    const [stored] = await hub.database.owner<{ no: number; id: string }[]>`
      insert into submissions (center_id, idempotency_key, content_hash, mode, strategy, status, edition, submitted_by, received, inserted,
        revised, unchanged, retracted, quarantined, rejected, implied_retractions, outcomes, issues)
      select center_id, 'large', ${contentHash}, mode, strategy, status, edition, submitted_by, received, inserted,
        revised, unchanged, retracted, quarantined, rejected, implied_retractions, outcomes, issues
      from submissions where id = ${like.id}
      returning no, id`
    await hub.database.owner`insert into submission_bodies (center_id, submission_no, body) values (${seoul}, ${stored?.no ?? 0}, ${body})`
    return { id: stored?.id ?? '' }
  }

  it('gives the text whose SHA-256 is the content hash of the receipt, to its center and to administrators', async () => {
    const { id, contentHash } = await submit(3)
    for (const client of ['seoul-client', 'admin']) {
      const { data } = await ask(client, BODY, { id })
      expect(data.submissionBody).toEqual({ submission: id, contentHash, text: expect.any(String), next: null })
      expect(createHash('sha256').update(data.submissionBody.text).digest('hex')).toBe(contentHash)
    }
  })

  it('gives a large one in slices that join to the same text, and parts no character', async () => {
    const whole = `${'가'.repeat(999_999)}𝄞${'x'.repeat(10)}`
    const contentHash = createHash('sha256').update(whole).digest('hex')
    const { id } = await store(await submit(1), contentHash, deflateSync(whole))
    const slices: string[] = []
    for (let from: number | null = 0; from !== null;) {
      const { data }: { data: any } = await ask('seoul-client', BODY, { id, from }) // oxlint-disable-line typescript/no-explicit-any -- as the server gave it
      slices.push(data.submissionBody.text)
      from = data.submissionBody.next
    }
    expect(slices.map(text => text.length)).toEqual([999_999, 12])
    expect(createHash('sha256').update(slices.join('')).digest('hex')).toBe(contentHash)
  })

  it('H23: gives a foreign center nothing, as for an id that was never given, and records the denial', async () => {
    const { id } = await submit(2)
    const before = (await denials()).length
    const [foreign, unknown] = [await ask('busan-client', BODY, { id }), await ask('busan-client', BODY, { id: crypto.randomUUID() })]
    expect([foreign.data, foreign.errors]).toEqual([unknown.data, unknown.errors])
    expect(foreign.data).toEqual({ submissionBody: null })
    expect((await denials()).slice(before)).toEqual(Array(2).fill([busan, 'Query.submissionBody']))
  })
})
