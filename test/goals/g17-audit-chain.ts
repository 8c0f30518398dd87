import { createHash, generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type postgres from 'postgres'
import { entryText, verifyEntries, verifyHeads, type AuditEntry, type AuditHead, type AuditKey } from '../../clients/sdk/index.js'
import { listEntries, listHeads, listKeys } from '../../db/queries/audit-heads.js'
import { appendAudit } from '../../db/queries/audit.js'
import { createHeadSigner } from '../../jobs/head-signer.js'
import { JOBS } from '../../jobs/job.js'
import { publishAuditHeads } from '../../jobs/publish-audit-heads.js'
import { runCli, settingsOf } from '../clients/run-cli.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import type { GoalOptions, GoalResult } from './goal.js'

const CHAIN = 1
/** Entries up to the last published head, and after it. */
const [SIGNED, AFTER] = [40, 5]
const LENGTH = SIGNED + AFTER
const MOST_MS = 10_000

type Sql = postgres.TransactionSql
type Random = (below: number) => number
type Mutation = { readonly name: string; readonly run: (sql: Sql, random: Random) => Promise<unknown> }

/** Reproducible: the same seed gives the same thousand mutations. */
function randomFrom(seed: number): Random {
  let state = seed
  return below => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const anySeq = (random: Random, most = LENGTH): number => 1 + random(most)

/** The chain as it stands, hashed anew from `fromSeq` on by one who knows how. */
async function chainAnew(sql: Sql, fromSeq: number): Promise<void> {
  let before = '0'.repeat(64)
  for (const entry of await listEntries(sql, CHAIN, { fromSeq: 1, limit: 1_000 })) {
    if (entry.seq >= fromSeq) {
      const hash = createHash('sha256')
        .update(entryText({ ...entry, previousHash: before }))
        .digest('hex')
      await sql`update audit_entries set previous_hash = decode(${before}, 'hex'), hash = decode(${hash}, 'hex') where chain = ${CHAIN} and seq = ${entry.seq}`
      before = hash
    } else before = entry.hash
  }
}

const rehash = (sql: Sql, seq: number) =>
  sql`update audit_entries set hash = hub_audit_hash(previous_hash, chain, seq, at, actor, action, subject) where chain = ${CHAIN} and seq = ${seq}`

const FLIPS = [
  `at = at + interval '1 microsecond'`,
  `actor = actor || 'x'`,
  `action = 'x.y'`,
  `subject = subject || '{"n": 0.5}'`,
  `previous_hash = sha256(hash)`,
  `hash = sha256(hash)`,
] as const

async function flip(sql: Sql, random: Random): Promise<void> {
  const column = random(FLIPS.length)
  // Hashed anew, an entry after the last head would be a chain that nobody can tell from another.
  const isHashedAnew = column < 5 && random(2) === 0
  const seq = anySeq(random, isHashedAnew && column < 4 ? SIGNED : LENGTH)
  await sql.unsafe(`update audit_entries set ${FLIPS[column] ?? ''} where chain = ${CHAIN} and seq = ${seq}`)
  if (isHashedAnew) await rehash(sql, seq)
}

const removal: Mutation['run'] = (sql, random) => {
  const seq = anySeq(random, SIGNED)
  return sql`delete from audit_entries where chain = ${CHAIN} and seq between ${seq} and ${seq + random(4)}`
}

async function swap(sql: Sql, random: Random): Promise<void> {
  const first = anySeq(random, LENGTH - 1)
  const second = first + 1 + random(LENGTH - first)
  await sql`update audit_entries set seq = 100000 where chain = ${CHAIN} and seq = ${first}`
  await sql`update audit_entries set seq = ${first} where chain = ${CHAIN} and seq = ${second}`
  await sql`update audit_entries set seq = ${second} where chain = ${CHAIN} and seq = 100000`
  if (random(2) === 0) for (const seq of [first, second]) await rehash(sql, seq)
}

async function insertion(sql: Sql, random: Random): Promise<void> {
  const after = anySeq(random, SIGNED - 1)
  await sql`update audit_entries set seq = seq + 100000 where chain = ${CHAIN} and seq > ${after}`
  await sql`update audit_entries set seq = seq - 99999 where chain = ${CHAIN} and seq > 100000`
  await sql`
    insert into audit_entries
    select chain, seq + 1, at, 'client:forged', action, subject, hash, hub_audit_hash(hash, chain, seq + 1, at, 'client:forged', action, subject)
    from audit_entries where chain = ${CHAIN} and seq = ${after}`
  if (random(2) === 0) await chainAnew(sql, after + 1)
}

const truncation: Mutation['run'] = (sql, random) => sql`delete from audit_entries where chain = ${CHAIN} and seq > ${random(SIGNED)}`

async function fullRewrite(sql: Sql, random: Random): Promise<void> {
  const seq = anySeq(random, SIGNED)
  await sql`update audit_entries set subject = jsonb_build_object('n', ${random(1_000)}::integer, 'forged', true) where chain = ${CHAIN} and seq = ${seq}`
  await chainAnew(sql, random(2) === 0 ? 1 : seq)
}

const MUTATIONS: readonly Mutation[] = [
  { name: 'flip', run: flip },
  { name: 'delete', run: removal },
  { name: 'swap', run: swap },
  { name: 'insert', run: insertion },
  { name: 'truncate', run: truncation },
  { name: 'rewrite', run: fullRewrite },
]

const createSigner = () => createHeadSigner(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())

type Published = { readonly heads: readonly AuditHead[]; readonly keys: readonly AuditKey[] }

async function publish({ hub }: HubServer): Promise<Published> {
  await publishAuditHeads({ ...hub, signal: new AbortController().signal }, createSigner())
  return hub.db.transaction(JOBS, async tx => {
    const heads = await listHeads(tx, { afterNo: 0, limit: 500 })
    return { heads: heads.map(head => ({ ...head, center: null })), keys: await listKeys(tx) }
  })
}

/** What `hub120 verify` concludes from these entries and heads. */
async function isBroken(entries: readonly AuditEntry[], { heads, keys }: Published): Promise<boolean> {
  const { broken } = await verifyEntries(
    CHAIN,
    entries,
    heads.filter(({ chain }) => chain === CHAIN),
  )
  return broken !== null || verifyHeads(heads, [], keys) !== null
}

/** Mutates as the owner of the database, with the triggers off, and looks; then undoes it. */
async function isFound(server: HubServer, published: Published, work: (sql: Sql) => Promise<unknown>): Promise<boolean> {
  let found = false
  const undo = new Error('undo')
  const tampering = server.database.owner.begin(async sql => {
    await sql`alter table audit_entries disable trigger user`
    await work(sql)
    found = await isBroken(await listEntries(sql, CHAIN, { fromSeq: 1, limit: 1_000 }), published)
    throw undo
  })
  await tampering.catch((error: unknown) => {
    if (error !== undo) throw error
  })
  return found
}

const append = ({ hub }: HubServer, count: number) =>
  hub.db.transaction(JOBS, async tx => {
    for (let n = 0; n < count; n++) {
      await appendAudit(tx, { chain: CHAIN, actor: 'client:seoul', action: 'submission.accepted', subject: { n, 이름: '가' } })
    }
  })

/** Names of the mutations that were not found. An untouched chain must not be found either. */
async function listMissed(server: HubServer, count: number): Promise<readonly string[]> {
  await append(server, SIGNED)
  const published = await publish(server)
  await append(server, AFTER)
  if (await isFound(server, published, () => Promise.resolve())) throw new Error('The untouched chain was called broken.')
  const random = randomFrom(120)
  const missed: string[] = []
  for (let n = 0; n < count; n++) {
    const mutation = MUTATIONS[n % MUTATIONS.length]
    if (mutation !== undefined && !(await isFound(server, published, sql => mutation.run(sql, random))))
      missed.push(`${mutation.name} ${n}`)
  }
  return missed
}

/** Milliseconds of `hub120 verify` over HTTP for a chain of this many entries. */
async function timeVerify(server: HubServer, entries: number): Promise<number> {
  const [{ center }] = await server.database.owner<[{ center: string }]>`select code as center from centers where id = ${CHAIN}`
  await server.database.owner.begin(async sql => {
    await sql`select set_config('hub120.role', 'jobs', true)`
    await sql`select count(hub_append_audit(${CHAIN}::smallint, 'client:seoul', 'submission.accepted', jsonb_build_object('n', n)))
      from generate_series(1, ${entries - LENGTH}) n`
  })
  await publish(server)
  const folder = await mkdtemp(join(tmpdir(), 'hub120-g17-'))
  const settings = settingsOf({ url: server.url, issuer: server.issuer.url, spoolFolder: folder })
  const startedAt = performance.now()
  const run = await runCli(['verify', '--center', center, '--json'], settings)
  const elapsed = performance.now() - startedAt
  await rm(folder, { recursive: true })
  const { report } = JSON.parse(run.out) as { report: { entries: number } } // the report of the command
  if (run.exitCode !== 0 || report.entries !== entries) throw new Error(`${run.exitCode}, ${report.entries} entries: ${run.told}`)
  return elapsed
}

export type AuditChainOptions = { readonly mutations: number; readonly entries: number }

/** G17: every one of many random mutations is found with the last published head; 100,000 entries are verified over HTTP in 10 s. */
export async function checkAuditChain({ mutations, entries }: AuditChainOptions): Promise<GoalResult> {
  const server = await startHubServer()
  try {
    const missed = await listMissed(server, mutations)
    const elapsedMs = await timeVerify(server, entries)
    const found = `${mutations - missed.length} of ${mutations} found${missed.length === 0 ? '' : ` (missed ${missed.slice(0, 5).join(', ')})`}`
    return {
      id: 'G17',
      value: `${found}, ${entries} entries in ${(elapsedMs / 1000).toFixed(1)} s`,
      bar: '100 %, 100,000 entries in 10 s',
      ok: missed.length === 0 && elapsedMs <= MOST_MS,
    }
  } finally {
    await server.close()
  }
}

export const runG17 = ({ isQuick }: GoalOptions): Promise<GoalResult> =>
  checkAuditChain(isQuick ? { mutations: 120, entries: 10_000 } : { mutations: 1_000, entries: 100_000 })
