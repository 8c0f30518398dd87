import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ConfigFault } from '../../api/config.js'
import { listHeads, listKeys } from '../../db/queries/audit-heads.js'
import { appendAudit } from '../../db/queries/audit.js'
import type { TenantContext } from '../../db/transaction.js'
import { createHeadSigner, readHeadSigner } from '../../jobs/head-signer.js'
import { JOBS, type JobContext } from '../../jobs/job.js'
import { publishAuditHeads } from '../../jobs/publish-audit-heads.js'
import { scheduleWith } from '../../jobs/schedule.js'
import { createScratchFolder } from '../clients/scratch-folder.js'
import { cloneDatabase, type TestDatabase } from '../support/database.js'
import { jobContext } from '../support/job-context.js'
import { collectLog, type LogLine } from './collect-log.js'

const pemOf = (type: 'ed25519' | 'x25519') =>
  (type === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('x25519')).privateKey
    .export({ type: 'pkcs8', format: 'pem' })
    .toString()
const signer = createHeadSigner(pemOf('ed25519'))
let database: TestDatabase
let lines: LogLine[]
let context: JobContext

beforeAll(async () => {
  database = await cloneDatabase()
  await database.owner`insert into centers (code, name_ko, name_en) values ('seoul', '서울', 'Seoul'), ('busan', '부산', 'Busan')`
})

beforeEach(() => {
  const collected = collectLog()
  lines = collected.lines
  context = jobContext(database.db, collected.log)
})

afterAll(() => database.drop())

const append = (chain: number, count: number) =>
  database.db.transaction(JOBS, async tx => {
    for (let n = 0; n < count; n++) await appendAudit(tx, { chain, actor: 'job:test', action: 'test.ran', subject: { n } })
  })
const headsFor = (role: TenantContext) => database.db.transaction(role, tx => listHeads(tx, { afterNo: 0, limit: 500 }))
const tamper = (statement: string) =>
  database.owner.begin(async sql => {
    await sql`alter table audit_entries disable trigger user`
    await sql.unsafe(statement)
    await sql`alter table audit_entries enable always trigger audit_entries_are_immutable`
  })

describe('publish-audit-heads', () => {
  it('runs at 04:30 in Korea, and only where a key is', () => {
    expect(scheduleWith(signer).at(-1)).toMatchObject({ name: 'publish-audit-heads', cron: '30 4 * * *', zone: 'Asia/Seoul' })
    expect(scheduleWith(null).map(({ name }) => name)).not.toContain('publish-audit-heads')
  })

  it('signs the head of every chain that has one, in the five lines that docs/audit.md describes, once', async () => {
    await database.setClock('2026-11-21T04:30:00.000001+09:00')
    await append(0, 2)
    await append(1, 3)
    const detail = { chains: 3, signed: 2, keyId: signer.keyId, broken: [] }
    expect(await publishAuditHeads(context, signer)).toEqual({ outcome: 'done', detail })
    expect(await publishAuditHeads(context, signer)).toEqual({ outcome: 'done', detail: { ...detail, signed: 0 } })
    const heads = await headsFor(JOBS)
    expect(heads.map(({ chain, seq, at }) => [chain, seq, at])).toEqual([
      [0, 2, '2026-11-20T19:30:00.000001Z'],
      [1, 3, '2026-11-20T19:30:00.000001Z'],
    ])
    const [key] = await database.db.transaction(JOBS, listKeys)
    const der = Buffer.from(key?.publicKey ?? '', 'base64')
    expect(key?.id).toBe(createHash('sha256').update(der).digest('hex'))
    const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' })
    for (const { chain, seq, hash, at, keyId, signature } of heads) {
      const text = `hub120-audit-head-1 ${keyId}\n${chain}\n${seq}\n${hash}\n${at}`
      expect(verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64'))).toBe(true)
      const [entry] = await database.owner`select encode(hash, 'hex') as hash from audit_entries where chain = ${chain} and seq = ${seq}`
      expect(entry).toEqual({ hash })
    }
  })

  it('is read by every caller and by nobody without context, and is neither changed nor forged', async () => {
    const contexts: TenantContext[] = [
      { centerId: 2, role: 'center' },
      { centerId: null, role: 'reader' },
      { centerId: null, role: 'steward' },
      { centerId: null, role: 'admin' },
    ]
    for (const role of contexts) {
      expect(await headsFor(role)).toHaveLength(2)
      expect(await database.db.transaction(role, listKeys)).toHaveLength(1)
      const forged = database.db.transaction(
        role,
        tx => tx.sql`
        insert into audit_heads (chain, seq, hash, signed_at, key_id, signature)
        select chain, 9, hash, signed_at, key_id, signature from audit_heads limit 1`,
      )
      await expect(forged).rejects.toThrow('row-level security')
    }
    expect(await database.db.query(sql => sql`select from audit_heads`)).toHaveLength(0)
    expect(await database.db.query(sql => sql`select from audit_keys`)).toHaveLength(0)
    for (const table of ['audit_heads', 'audit_keys']) {
      await expect(database.owner.unsafe(`delete from ${table}`)).rejects.toThrow('append-only')
      await expect(database.owner.unsafe(`truncate ${table} cascade`)).rejects.toThrow('append-only')
    }
  })

  it('goes on with a new key beside the old one', async () => {
    const next = createHeadSigner(pemOf('ed25519'))
    expect((await publishAuditHeads(context, next)).detail).toMatchObject({ signed: 2 })
    expect(await database.db.transaction(JOBS, listKeys)).toHaveLength(2)
  })

  it('signs nothing of a chain that no longer follows on its published head, says so, and signs the others', async () => {
    await append(1, 2)
    await append(2, 1)
    await tamper("update audit_entries set actor = 'x' where chain = 1 and seq = 4")
    await tamper('delete from audit_entries where chain = 0 and seq = 2')
    const broken = [
      { chain: 0, seq: 2, reason: 'missing' },
      { chain: 1, seq: 4, reason: 'altered' },
    ]
    expect(await publishAuditHeads(context, signer)).toMatchObject({ outcome: 'failed', detail: { signed: 1, broken } })
    expect(lines.map(({ event, chain }) => [event, chain])).toEqual([
      ['audit.headRefused', 0],
      ['audit.headRefused', 1],
    ])
    expect((await headsFor(JOBS)).at(-1)).toMatchObject({ chain: 2, seq: 1 })
  })
})

describe('the signing key', () => {
  it('is demanded in production and may be absent in development', () => {
    expect(readHeadSigner({ auditKeyFile: null, environment: 'development' })).toBeNull()
    expect(() => readHeadSigner({ auditKeyFile: null, environment: 'production' })).toThrow(ConfigFault)
  })

  it('is refused when it is of another kind, no key or not there, without quoting it', async () => {
    const scratch = await createScratchFolder()
    const read = (name: string) => readHeadSigner({ auditKeyFile: join(scratch.path, name), environment: 'production' })
    await writeFile(join(scratch.path, 'good.pem'), pemOf('ed25519'))
    await writeFile(join(scratch.path, 'other.pem'), pemOf('x25519'))
    await writeFile(join(scratch.path, 'none.pem'), 'hunter2')
    expect(read('good.pem')?.keyId).toMatch(/^[0-9a-f]{64}$/)
    for (const name of ['other.pem', 'none.pem', 'absent.pem']) {
      expect(() => read(name)).toThrow('HUB120_AUDIT_KEY_FILE: must be a readable file with an Ed25519 private key in PKCS8 PEM form')
    }
    await scratch.remove()
  })
})
