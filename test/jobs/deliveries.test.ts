import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Secret } from '../../api/secret.js'
import { openSending } from '../../jobs/playbooks/open-sending.js'
import { makeMailChannel } from '../../jobs/playbooks/send-mail.js'
import { openActivation, publish } from '../support/broadcast.js'
import { openDeliverySite, type DeliverySite } from '../support/delivery-site.js'
import { TRIAL_ADDRESS } from '../support/hostile-receiver.js'
import { openMailServer, type MailLogin } from '../support/mail-server.js'

let site: DeliverySite
const children: ChildProcess[] = []

beforeAll(async () => {
  site = await openDeliverySite()
  await site.register(['busan'])
})

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await site.close()
})

/** The job process as `npm start` forks it, with the keys of the site. */
function startJobs(more: Record<string, string> = {}) {
  const keyFile = join(site.keyFolder, 'message-key.pem')
  writeFileSync(keyFile, site.contentKeyPem)
  const child = fork('jobs/main.ts', {
    env: {
      DATABASE_URL: site.database.url,
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      HUB120_ENDPOINT_KEYS: site.keyFolder,
      HUB120_MESSAGE_KEY_FILE: keyFile,
      HUB120_TRIAL_RANGES: `${TRIAL_ADDRESS}/32`,
      NODE_EXTRA_CA_CERTS: join(import.meta.dirname, '../support/tls/receiver.crt'),
      ...more,
    },
    execArgv: ['--import', './test/support/typescript-resolver.mjs'],
    silent: true,
  })
  children.push(child)
  const said = { text: '' }
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said.text += chunk.toString()))
  return { child, said }
}

it('the job process sends a message right after its publication, not at the next tick, pings the endpoint, and ends with code 0', async () => {
  const { child, said } = startJobs()
  await expect.poll(() => said.text, { timeout: 20_000 }).toContain('"event":"jobs.started"')
  const broadcast = await openActivation(site.database.owner)
  const waits: number[] = []
  for (let seq = 1; seq <= 4; seq++) {
    const { committedAt } = await publish(site.database.owner, broadcast)
    await expect.poll(() => site.receivers.log.find(received => received.seq === seq), { timeout: 10_000, interval: 20 }).toBeDefined()
    waits.push(site.receivers.log.find(received => received.seq === seq)!.at - committedAt)
  }
  expect(Math.max(...waits)).toBeLessThan(2_000)
  // Nor does what no endpoint takes wait for the tick before it is signed, and with that shown: by ticks alone four in a row take 15 s at least.
  const unsent = await openActivation(site.database.owner, { centers: ['seoul'] })
  const beganAt = Date.now()
  for (let seq = 1; seq <= 4; seq++) {
    const { messageId } = await publish(site.database.owner, unsent)
    const isSigned = async () => (await site.database.owner`select from message_signatures where message_id = ${messageId}`).length === 1
    await expect.poll(isSigned, { timeout: 10_000, interval: 20 }).toBe(true)
  }
  expect(Date.now() - beganAt).toBeLessThan(10_000)
  await expect.poll(() => site.receivers.log.some(({ type }) => type === 'endpoint.ping'), { timeout: 10_000 }).toBe(true)
  const marks = () => site.database.owner`select name from sweeps order by 1`
  await expect
    .poll(async () => [...(await marks())].map(({ name }) => name as string), { timeout: 10_000 })
    .toEqual(expect.arrayContaining(['deliver-due', 'fire-timers', 'ping-endpoints']))
  child.kill('SIGTERM')
  expect(await once(child, 'close')).toEqual([0, null])
  expect(said.text).not.toContain('whsec_')
})

it('e-mail goes through STARTTLS and a sign-in: a password that is refused is a failure by name, tried again and written nowhere; accepted, the page is delivered', async () => {
  const password = 'SmtpCanary7c1'
  const login: MailLogin = { user: 'hub', password: 'another', offered: [] }
  const mail = await openMailServer(login)
  const { owner } = site.database
  await owner.begin(async tx => {
    await tx`select set_config('hub120.role', 'admin', true)`
    await tx`
      insert into contacts (center_id, role, kind, place, channel, address, desk, valid_from)
      values (null, 'COORDINATOR', 'ACTUAL', 1, 'EMAIL', 'desk@council.example.kr', '상황실', hub_now() - interval '1 day')`
  })
  await owner`insert into pages (kind, subject) values ('REVIEW_DUE', 'starttls')`
  const attempts = async () => [
    ...(await owner`select desk, channel, outcome, cause from page_attempts where finished_at is not null order by no`),
  ]
  const url = mail.url.replace('smtp://', `smtp://hub:${password}@`)
  const { child, said } = startJobs({ HUB120_SMTP_URL: url, HUB120_MAIL_FROM: 'hub@council.example.kr' })
  await expect.poll(async () => (await attempts()).length, { timeout: 25_000 }).toBeGreaterThan(1)
  const refused = { desk: '상황실', channel: 'EMAIL', outcome: 'FAILED', cause: 'EAUTH 535' }
  expect((await attempts()).slice(0, 2)).toEqual([refused, refused])
  expect([mail.mails, said.text]).toEqual([[], expect.stringMatching(/"event":"page.untold"[^\n]*"cause":"EAUTH 535"/)])
  login.password = password
  await owner`update pages set next_attempt_at = hub_now()`
  await expect.poll(async () => (await attempts()).at(-1)?.['outcome'], { timeout: 25_000 }).toBe('TOLD')
  expect(mail.mails.map(({ to }) => to)).toEqual(['desk@council.example.kr'])
  expect(new Set(login.offered.map(one => JSON.stringify(one)))).toEqual(new Set([JSON.stringify({ password, isEncrypted: true })]))
  child.kill('SIGTERM')
  await once(child, 'close')
  const rows = await owner`select row_to_json(p) as page, row_to_json(a) as attempt from pages p join page_attempts a on a.page_id = p.id`
  expect(`${said.text}${JSON.stringify(rows)}`).not.toContain('Canary')
  await mail.kill()
})

it('a mail server that cannot encrypt is never told a password, wherever the hub runs', async () => {
  const plain = await openMailServer()
  const tell = makeMailChannel({
    url: new Secret(plain.url.replace('smtp://', 'smtp://hub:SmtpCanary2f9@')),
    from: 'hub@council.example.kr',
    isTlsRequired: false,
  })
  const text = { subject: '시험', body: '시험', short: '시험' }
  expect(await tell({ reference: 'page-1', to: 'desk@council.example.kr', text, timestamp: 0 })).toMatch(/^ETLS/)
  expect(plain.mails).toEqual([])
  await plain.kill()
})

it('without a key nothing is sent, and a file that holds none is a fault of the configuration', () => {
  const sending = { keyFolder: site.keyFolder, messageKeyFile: null, privateRanges: [], trialRanges: [] }
  expect(openSending({ sending })).toBeNull()
  const messageKeyFile = join(import.meta.dirname, '../support/tls/receiver.crt')
  expect(() => openSending({ sending: { ...sending, messageKeyFile } })).toThrow(
    'HUB120_MESSAGE_KEY_FILE: must be a readable file with an Ed25519 private key in PKCS8 PEM form',
  )
})
