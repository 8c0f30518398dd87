import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHub, type Hub } from '../../api/hub.js'
import { sendWebhook, type SendRules } from '../../api/playbooks/send-webhook.js'
import type { Sending } from '../../jobs/playbooks/attempt-delivery.js'
import { createDeliverer, type Deliverer } from '../../jobs/playbooks/deliverer.js'
import { readEndpointKeys } from '../../jobs/playbooks/endpoint-keys.js'
import { collectLog, type LogLine } from '../jobs/collect-log.js'
import { setReceiver } from './broadcast.js'
import { cloneDatabase, type TestDatabase } from './database.js'
import { TRIAL_RULES } from './hostile-receiver.js'
import { openReceivers, type Receivers } from './receivers.js'

/** A hub's outbox with receivers for its centers: the database of a test, a folder of keys, and deliverers as jobs make them. */
export type DeliverySite = {
  readonly database: TestDatabase
  readonly receivers: Receivers
  readonly keyFolder: string
  readonly contentKeyPem: string
  /** From now on the hub signs contents with another key. */
  renewContentKey(): void
  readonly lines: LogLine[]
  readonly hub: Hub
  sending(rules?: Partial<SendRules>): Sending
  /** Registers an endpoint for each center, with its key. */
  register(centers: readonly string[], kind?: 'ACTUAL' | 'DRILL'): Promise<void>
  deliverer(worker?: string, rules?: Partial<SendRules>): Deliverer
  /** One sweep of a new deliverer, until every attempt of it has ended. */
  deliver(rules?: Partial<SendRules>): Promise<void>
  close(): Promise<void>
}

export async function openDeliverySite(): Promise<DeliverySite> {
  const database = await cloneDatabase({ withEdition: true })
  const secret = randomBytes(32)
  const receivers = await openReceivers(secret)
  const keyFolder = mkdtempSync(join(tmpdir(), 'hub120-keys-'))
  let { privateKey } = generateKeyPairSync('ed25519')
  const { log, lines } = collectLog()
  const hub = createHub({ db: database.db, log, settings: { environment: 'development', heldRowDays: 90 } })
  const sending: DeliverySite['sending'] = (rules = {}) => ({
    keys: readEndpointKeys(keyFolder),
    send: webhook => sendWebhook(webhook, { ...TRIAL_RULES, ...rules }),
  })
  const deliverer: DeliverySite['deliverer'] = (worker = 'w', rules = {}) =>
    createDeliverer(hub, { worker, contentKey: privateKey, ...sending(rules) })
  return {
    database,
    receivers,
    keyFolder,
    contentKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    renewContentKey: () => void ({ privateKey } = generateKeyPairSync('ed25519')),
    lines,
    hub,
    sending,
    async register(centers, kind = 'ACTUAL') {
      const door = kind.toLowerCase()
      for (const center of centers) {
        mkdirSync(join(keyFolder, center), { recursive: true })
        writeFileSync(join(keyFolder, center, door), `whsec_${secret.toString('base64')}\n`)
        await setReceiver(database.owner, { center, kind, url: receivers.url(center, door) })
      }
    },
    deliverer,
    async deliver(rules) {
      const hands = deliverer('w', rules)
      await hands.sweep()
      await hands.settled()
      await hands.stop(1_000)
    },
    async close() {
      await receivers.close()
      await database.drop()
      rmSync(keyFolder, { recursive: true, force: true })
    },
  }
}
