import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSending } from '../../jobs/playbooks/open-sending.js'
import { openActivation, publish } from '../support/broadcast.js'
import { openDeliverySite, type DeliverySite } from '../support/delivery-site.js'
import { TRIAL_ADDRESS } from '../support/hostile-receiver.js'

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
function startJobs() {
  const keyFile = join(site.keyFolder, 'message-key.pem')
  writeFileSync(keyFile, site.contentKeyPem)
  const child = fork('jobs/main.ts', {
    env: {
      DATABASE_URL: site.database.url,
      HUB120_ENDPOINT_KEYS: site.keyFolder,
      HUB120_MESSAGE_KEY_FILE: keyFile,
      HUB120_TRIAL_RANGES: `${TRIAL_ADDRESS}/32`,
      NODE_EXTRA_CA_CERTS: join(import.meta.dirname, '../support/tls/receiver.crt'),
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
  await expect.poll(() => site.receivers.log.some(({ type }) => type === 'endpoint.ping'), { timeout: 10_000 }).toBe(true)
  const marks = () => site.database.owner`select name from sweeps order by 1`
  await expect
    .poll(async () => [...(await marks())].map(({ name }) => name as string), { timeout: 10_000 })
    .toEqual(expect.arrayContaining(['deliver-due', 'fire-timers', 'ping-endpoints']))
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
  expect(said.text).not.toContain('whsec_')
})

it('without a key nothing is sent, and a file that holds none is a fault of the configuration', () => {
  const sending = { keyFolder: site.keyFolder, messageKeyFile: null, privateRanges: [], trialRanges: [] }
  expect(openSending({ sending })).toBeNull()
  const messageKeyFile = join(import.meta.dirname, '../support/tls/receiver.crt')
  expect(() => openSending({ sending: { ...sending, messageKeyFile } })).toThrow(
    'HUB120_MESSAGE_KEY_FILE: must be a readable file with an Ed25519 private key in PKCS8 PEM form',
  )
})
