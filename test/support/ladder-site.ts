import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sendWebhook } from '../../api/playbooks/send-webhook.js'
import { createHub, type Hub } from '../../api/hub.js'
import { setContact, type ContactToSet } from '../../api/operations/set-contact.js'
import { Secret } from '../../api/secret.js'
import { createBeats } from '../../jobs/beats.js'
import { createDeliverer } from '../../jobs/playbooks/deliverer.js'
import { readEndpointKeys } from '../../jobs/playbooks/endpoint-keys.js'
import { listBeats } from '../../jobs/playbooks/list-beats.js'
import type { Paging } from '../../jobs/playbooks/page-channels.js'
import { makeMailChannel } from '../../jobs/playbooks/send-mail.js'
import { makeTextChannel } from '../../jobs/playbooks/send-text.js'
import { collectLog, type LogLine } from '../jobs/collect-log.js'
import { setReceiver } from './broadcast.js'
import { startBroadcastHub, type BroadcastHub } from './broadcast-hub.js'
import { valueOf } from './center-hub.js'
import { TRIAL_RULES } from './hostile-receiver.js'
import { openMailServer, type MailServer } from './mail-server.js'
import { openReceivers, type Receivers } from './receivers.js'

/** A hub with its people, receivers of two centers, a mail server, a gateway for texts, and everything that jobs look for every five seconds. */
export type LadderSite = BroadcastHub & {
  readonly mail: MailServer
  readonly receivers: Receivers
  readonly lines: LogLine[]
  /** Bodies that came to the gateway for texts. */
  readonly texts: { readonly to: string; readonly text: string }[]
  contact(input: Partial<ContactToSet> & Pick<ContactToSet, 'role'>): Promise<void>
  /** From now on seconds are counted from this instant. */
  begin(instant: string): void
  /** Moves the clock to so many seconds after the storm began, and lets everything that is due be done by `replicas` at once. */
  at(seconds: number, replicas?: number): Promise<void>
  /** What came since it was last asked: `mailbox or number < what it says first`. */
  told(): readonly string[]
}

const WORKERS = ['a', 'b', 'c']

export async function openLadderSite(): Promise<LadderSite> {
  const started = await startBroadcastHub()
  const { database, hub: silent } = started
  // Before any storm of a test: endpoints and contacts hold from now on.
  await database.setClock('2026-11-01T09:00:00+09:00')
  const mail = await openMailServer()
  const secret = randomBytes(32)
  const receivers = await openReceivers(secret)
  const keyFolder = mkdtempSync(join(tmpdir(), 'hub120-ladder-'))
  const contentKey = generateKeyPairSync('ed25519').privateKey
  const { log, lines } = collectLog()
  const hub: Hub = createHub({ db: silent.db, log, settings: silent.settings })
  const keep = (name: string) => {
    mkdirSync(join(keyFolder, name, '..'), { recursive: true })
    writeFileSync(join(keyFolder, name), `whsec_${secret.toString('base64')}\n`)
  }
  keep('sms/gateway')
  for (const [center, kind] of [
    ['seoul', 'ACTUAL'],
    ['busan', 'ACTUAL'],
    ['seoul', 'DRILL'],
  ] as const) {
    keep(`${center}/${kind.toLowerCase()}`)
    await setReceiver(database.owner, { center, kind, url: receivers.url(center, kind.toLowerCase()) })
  }
  const texts: { to: string; text: string }[] = []
  const keys = readEndpointKeys(keyFolder)
  const send = (webhook: Parameters<typeof sendWebhook>[0]) => sendWebhook(webhook, TRIAL_RULES)
  const gateway = makeTextChannel({
    url: receivers.url('gateway', 'sms'),
    keys,
    send: webhook => {
      const { data } = JSON.parse(Buffer.from(webhook.body).toString('utf8')) as { data: { to: string; text: string } } // of our own making
      return send(webhook).then(result => (result.outcome === 'delivered' && texts.push(data), result))
    },
  })
  const channels = {
    EMAIL: makeMailChannel({ url: new Secret(mail.url), from: 'hub@council.example.kr', isTlsRequired: false }),
    SMS: gateway,
  }
  const administrator = await started.caller(null, 'hub:admin')
  const told = { mails: 0, texts: 0 }
  let began = 0
  const tick = async (worker: string) => {
    const paging: Paging = { channels, worker }
    const deliverer = createDeliverer(hub, { worker, contentKey, keys, send })
    const beats = createBeats(hub, { beats: listBeats(hub, { sending: { keys, send, contentKey }, deliverer, paging }), worker })
    // What is made in the first tick, pages and signatures, is worked off in the second.
    for (let turn = 0; turn < 2; turn++) {
      await beats.tick()
      await deliverer.settled()
    }
    await deliverer.stop(1_000)
    await beats.stop()
  }
  return {
    ...started,
    hub,
    mail,
    receivers,
    lines,
    texts,
    async contact(input) {
      const place = input.place ?? 1
      const center = input.role === 'COORDINATOR' ? null : (input.center ?? null)
      const address = `${input.role}.${center ?? 'council'}.${input.kind ?? 'ACTUAL'}.${place}@desk.example.kr`.toLowerCase()
      const whole = {
        kind: 'ACTUAL',
        place,
        channel: 'EMAIL',
        address,
        desk: '당직실',
        validFrom: null,
        validTo: null,
        reason: '시험',
      } as const
      valueOf(await setContact(hub, administrator, { ...whole, ...input, center }))
    },
    begin: instant => void (began = Date.parse(instant)),
    async at(seconds, replicas = 1) {
      await database.setClock(new Date(began + seconds * 1000).toISOString())
      await Promise.all(WORKERS.slice(0, replicas).map(tick))
    },
    told() {
      const [mails, sent] = [mail.mails.slice(told.mails), texts.slice(told.texts)]
      told.mails = mail.mails.length
      told.texts = texts.length
      return [
        ...mails.map(({ to, subject }) => `${to.replace('@desk.example.kr', '')} < ${subject}`),
        ...sent.map(({ to, text }) => `${to} < ${text}`),
      ].toSorted()
    },
    async close() {
      await mail.kill()
      await receivers.close()
      await started.close()
      rmSync(keyFolder, { recursive: true, force: true })
    },
  }
}
