import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { SendResult } from '../../api/playbooks/send-result.js'
import { readSigningKey } from '../../api/playbooks/signing-key.js'
import { Secret } from '../../api/secret.js'
import { createMemory, createReceiver, type Receiver, type Receipt } from '../../clients/sdk/index.js'
import { createDeliverer } from '../../jobs/playbooks/deliverer.js'
import type { PlaybookMessage } from '../../schema/domain/playbooks/playbook-message.js'
import { startBroadcastHub, STORM, TYPHOON, type BroadcastHub } from '../support/broadcast-hub.js'

const content = generateKeyPairSync('ed25519')
const der = content.publicKey.export({ format: 'der', type: 'spki' })
const CONTENT_KEY = { id: createHash('sha256').update(der).digest('hex'), publicKey: der.toString('base64') }
const KEY = `whsec_${randomBytes(32).toString('base64')}`
const signing = readSigningKey(new Secret(KEY))

let site: BroadcastHub
let receivers: Readonly<Record<string, Receiver>>
const screens: PlaybookMessage[] = []
const receipts: Receipt[] = []

beforeAll(async () => {
  site = await startBroadcastHub()
  await site.database.setClock(STORM)
  const open = (kind: 'ACTUAL' | 'DRILL') =>
    createReceiver({ center: 'seoul', kind, keys: [KEY], contentKeys: [CONTENT_KEY], memory: createMemory(), now: () => Date.parse(STORM) })
  receivers = { actual: open('ACTUAL'), drill: open('DRILL') }
})

afterAll(() => site.close())

/** Sends what is due to the SDK's own receiver, behind the address that the registry has for it. */
async function deliver(): Promise<void> {
  const deliverer = createDeliverer(site.hub, {
    worker: 'w',
    contentKey: content.privateKey,
    keys: () => Promise.resolve(signing === null ? [] : [signing]),
    async send({ url, headers, body }): Promise<SendResult> {
      const receiver = receivers[url.split('/').at(-1) ?? '']
      const receipt = await receiver!.receive({ ...headers }, body, message => Promise.resolve(void screens.push(message)))
      receipts.push(receipt)
      const outcome = receipt.status === 204 ? 'delivered' : 'rejected'
      return { outcome, status: receipt.status, cause: null, isSuspect: false, retryAfterMs: null, reason: null, durationMs: 1 }
    },
  })
  await deliverer.sweep()
  await deliverer.settled()
  await deliverer.stop(1_000)
}

it('what two people drafted and approved stands on the screen of the center, signed, in order, with the words that were approved', async () => {
  const { activation, message } = await site.alert()
  await deliver()
  expect(receipts.map(({ result }) => result)).toEqual(['taken'])
  expect(screens[0]).toMatchObject({
    activationId: activation.id,
    messageId: message.id,
    seq: 1,
    kind: 'ALERT',
    status: 'ACTUAL',
    hazard: 'typhoon',
    level: 'alert',
    areas: [{ code: '11', iso: 'KR-11' }],
    issuedByKo: TYPHOON['issued_by']?.ko,
    sent: STORM,
    references: [],
    ratification: 'NOT_NEEDED',
    playbook: { code: 'pb_typhoon' },
  })
  expect(screens[0]!.sections.map(({ code }) => code)).toContain('first_answer_script')
  await site.send(await site.approve(await site.draft(activation), 1))
  await deliver()
  expect(screens[1]).toMatchObject({ seq: 2, kind: 'UPDATE', references: [{ messageId: message.id, seq: 1, sent: STORM }] })
  const states = await site.database.owner`
    select d.state, r.state as receipt from deliveries d join receipts r using (center_id, message_id) where d.activation_id = ${activation.id}`
  expect(states.map(({ state, receipt }) => [state, receipt])).toEqual([
    ['DELIVERED', 'RECEIVED'],
    ['DELIVERED', 'RECEIVED'],
  ])
})
