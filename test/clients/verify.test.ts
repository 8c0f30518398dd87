import { generateKeyPairSync } from 'node:crypto'
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import type postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CliSettings } from '../../clients/cli/config.js'
import { keptFileOf } from '../../clients/cli/verify/kept-heads.js'
import { createHeadSigner } from '../../jobs/head-signer.js'
import { publishAuditHeads } from '../../jobs/publish-audit-heads.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { runCli, settingsOf } from './run-cli.js'
import { createScratchFolder, type ScratchFolder } from './scratch-folder.js'

const signer = createHeadSigner(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
let server: HubServer
let scratch: ScratchFolder
let settings: CliSettings
let seoul: number
let receiptId: string

const publish = () => publishAuditHeads({ ...server.hub, signal: new AbortController().signal }, signer)
const verify = (...args: readonly string[]) => runCli(['verify', '--center', 'seoul', ...args], settings)
const kept = () => keptFileOf(settings.spoolFolder, settings.url)

beforeAll(async () => {
  server = await startHubServer()
  scratch = await createScratchFolder()
  settings = settingsOf({ url: server.url, issuer: server.issuer.url, spoolFolder: join(scratch.path, 'spool') })
  seoul = (await server.hub.standards()).centers.get('seoul')?.id ?? 0
  const pushed = await runCli(['push', '--json', 'db/sample/seoul-2026-11-19.json'], settings)
  const { files } = JSON.parse(pushed.out) as { files: { submissions: { receipt: { id: string } }[] }[] } // the report of the command
  receiptId = files[0]?.submissions[0]?.receipt.id ?? ''
  // Denials are entries too.
  for (let n = 0; n < 6; n++) await runCli(['receipt', crypto.randomUUID(), '--center', 'seoul'], settings)
})

beforeEach(() => rm(kept(), { force: true }))

afterAll(async () => {
  await server.close()
  await scratch.remove()
})

/** Runs `check` on a database that somebody has tampered with who owns it, and puts it right again. */
async function tampered(work: (sql: postgres.TransactionSql) => Promise<unknown>, check: () => Promise<void>): Promise<void> {
  const { owner } = server.database
  const tables = ['audit_entries', 'audit_heads', 'submission_bodies'] as const
  const off = (sql: postgres.TransactionSql) => Promise.all(tables.map(table => sql.unsafe(`alter table ${table} disable trigger user`)))
  for (const table of tables) await owner.unsafe(`create table kept_${table} as table ${table}`)
  await owner.begin(async sql => {
    await off(sql)
    await work(sql)
  })
  try {
    await check()
  } finally {
    await owner.begin(async sql => {
      await off(sql)
      for (const table of tables) {
        await sql.unsafe(`delete from ${table}`)
        const overriding = table === 'audit_heads' ? 'overriding system value' : ''
        await sql.unsafe(`insert into ${table} ${overriding} table kept_${table}`)
        await sql.unsafe(`drop table kept_${table}`)
      }
    })
  }
}

const rehash = (sql: postgres.TransactionSql) => sql`
  do $$ declare before bytea := decode(repeat('00', 32), 'hex'); entry audit_entries; begin
    for entry in select * from audit_entries where chain = (select id from centers where code = 'seoul') order by seq loop
      update audit_entries set previous_hash = before,
        hash = hub_audit_hash(before, entry.chain, entry.seq, entry.at, entry.actor, entry.action, entry.subject)
      where chain = entry.chain and seq = entry.seq returning hash into before;
    end loop; end $$`

describe('hub120 verify', () => {
  it('recomputes the chain of the center and keeps what it saw, also before a head is published', async () => {
    const run = await verify()
    expect(run.exitCode).toBe(0)
    expect(run.out).toContain('감사 기록이 온전합니다.')
    expect(run.out).toMatch(/The audit chain \d+ holds: 7 entries\./)
    expect(run.out).toContain('no head is published yet')
    expect(JSON.parse(await readFile(kept(), 'utf8'))).toMatchObject({
      version: 1,
      heads: [],
      seen: [{ chain: seoul, center: 'seoul', seq: 7 }],
    })
  })

  it('holds it against signed heads, and names a key that it sees for the first time', async () => {
    await publish()
    const first = await verify()
    expect([first.exitCode, first.out.includes(signer.keyId)]).toEqual([0, true])
    const second = await verify()
    expect([second.exitCode, second.out.includes(signer.keyId)]).toEqual([0, false])
    expect(second.out).toContain('(agrees with 1 published and 2 kept heads)')
  })

  it('checks a receipt against the stored content and its entry', async () => {
    const run = await verify('--receipt', receiptId)
    expect([run.exitCode, run.out]).toEqual([0, expect.stringContaining(`접수증 ${receiptId}: 저장된 내용과 감사 기록 1번에 맞습니다.`)])
    const json = await verify('--json', '--receipt', receiptId)
    expect(JSON.parse(json.out)).toMatchObject({ chain: seoul, report: { broken: null }, receipt: { seq: 1, broken: null } })
    expect((await verify('--receipt', crypto.randomUUID())).exitCode).toBe(4)
  })

  it.each<[string, (sql: postgres.TransactionSql) => Promise<unknown>, string, string]>([
    ['a changed entry', sql => sql`update audit_entries set actor = 'client:x' where chain = ${seoul} and seq = 3`, 'altered', 'from 3'],
    ['a missing entry', sql => sql`delete from audit_entries where chain = ${seoul} and seq = 4`, 'missing', 'from 4'],
    [
      'an end that was cut off',
      sql => sql`delete from audit_entries where chain = ${seoul} and seq > 5`,
      'cutOff',
      'from 6, at the latest by',
    ],
    ['an emptied chain', sql => sql`delete from audit_entries where chain = ${seoul}`, 'cutOff', 'from 1, at the latest by'],
    [
      'a chain written anew with good hashes',
      async sql => {
        await sql`update audit_entries set actor = 'client:x' where chain = ${seoul} and seq = 2`
        await rehash(sql)
      },
      'rewritten',
      'from 1, at the latest by',
    ],
  ])('G17: finds %s, says from which number and what to do, and does not forget what it kept', async (_what, work, reason, from) => {
    await verify()
    const before = await readFile(kept(), 'utf8')
    await tampered(work, async () => {
      const run = await verify()
      expect(run.exitCode).toBe(7)
      expect(run.out).toContain(`is broken ${from}`)
      expect(run.out).toContain('감사 기록이 온전하지 않습니다.')
      expect(run.out).toContain('할 일: ')
      expect(run.out).toContain('What to do: ')
      const json = JSON.parse((await verify('--json')).out) as { report: { broken: { reason: string } } } // the report of the command
      expect(json.report.broken.reason).toBe(reason)
      expect(await readFile(kept(), 'utf8')).toBe(before)
      // Without anything kept here the published heads show it as well.
      await rm(kept())
      expect((await verify()).exitCode).toBe(7)
    })
  })

  it.each<[string, (sql: postgres.TransactionSql) => Promise<unknown>, string]>([
    ['a head that was withdrawn', sql => sql`delete from audit_heads where chain = ${seoul}`, 'no longer gives a head'],
    [
      'a head of another hash',
      sql => sql`update audit_heads set hash = sha256('x') where chain = ${seoul}`,
      'signature of a head does not hold',
    ],
    [
      'a head of another instant',
      sql => sql`update audit_heads set signed_at = signed_at + interval '1 microsecond' where chain = ${seoul}`,
      'signature of a head does not hold',
    ],
  ])('finds %s', async (_what, work, said) => {
    await verify()
    await tampered(work, async () => {
      const run = await verify()
      expect([run.exitCode, run.out]).toEqual([7, expect.stringContaining(said)])
    })
  })

  it('finds a chain and its heads written anew together, signed again, against the heads that another center kept', async () => {
    await verify()
    const elsewhere = join(scratch.path, 'elsewhere.json')
    await copyFile(kept(), elsewhere)
    await rm(kept())
    await tampered(
      async sql => {
        await sql`delete from audit_entries where chain = ${seoul} and seq >= 7`
        await sql`update audit_entries set actor = 'client:x' where chain = ${seoul}`
        await rehash(sql)
        const [end] = await sql<{ seq: number; hash: string; at: string }[]>`
          select seq, encode(hash, 'hex') as hash, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
          from audit_entries where chain = ${seoul} order by seq desc limit 1`
        if (end === undefined) throw new Error('The chain is empty.')
        const { signature } = signer.sign({ chain: seoul, ...end })
        await sql`update audit_heads set seq = ${end.seq}, hash = decode(${end.hash}, 'hex'), signed_at = ${end.at}, signature = decode(${signature}, 'base64') where chain = ${seoul}`
      },
      async () => {
        // Nothing here can show it: all that this center ever saw is the new chain.
        expect((await verify()).exitCode).toBe(0)
        const run = await verify('--heads', elsewhere)
        expect([run.exitCode, run.out]).toEqual([7, expect.stringContaining('no longer gives a head that was kept')])
      },
    )
  })

  it('finds a stored content that is no longer that of the receipt', async () => {
    const work = (sql: postgres.TransactionSql) => sql`update submission_bodies set body = ${deflateSync('{"mode":"PARTIAL"}')}`
    await tampered(work, async () => {
      const run = await verify('--receipt', receiptId)
      expect([run.exitCode, run.out]).toEqual([7, expect.stringContaining('The stored content does not have the hash of the receipt.')])
    })
  })

  it('refuses to go on with kept heads that it cannot read', async () => {
    await verify()
    await writeFile(kept(), '{')
    const run = await verify()
    expect([run.exitCode, run.told]).toEqual([2, expect.stringContaining('cannot be read')])
    expect((await verify('--heads', join(scratch.path, 'absent.json'))).exitCode).toBe(2)
  })

  it('checks any chain for an administrator, and the council of itself', async () => {
    const admin = { ...settings, clientId: 'admin', secret: 'dev-admin', scope: 'hub:admin' }
    const ofSeoul = await runCli(['verify', '--chain', String(seoul), '--json'], admin)
    expect([ofSeoul.exitCode, JSON.parse(ofSeoul.out)]).toEqual([0, expect.objectContaining({ chain: seoul })])
    const ofCouncil = await runCli(['verify', '--json'], admin)
    expect([ofCouncil.exitCode, JSON.parse(ofCouncil.out)]).toEqual([0, expect.objectContaining({ chain: 0 })])
  })

  it('says its exit codes in its help', async () => {
    const { out } = await verify('--help')
    expect(out).toContain('7  온전하지 않음 · broken')
  })
})
