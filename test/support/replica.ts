// A replica of the jobs as a process of its own, for tests that kill it: the deliverer of jobs/main.ts, with a place where it dies. argv[2] is ReplicaOrders.
import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { pino } from 'pino'
import { createHub } from '../../api/hub.js'
import { sendWebhook } from '../../api/playbooks/send-webhook.js'
import { connect, type Database } from '../../db/connect.js'
import { listen } from '../../db/listen.js'
import { createDeliverer } from '../../jobs/playbooks/deliverer.js'
import { readEndpointKeys } from '../../jobs/playbooks/endpoint-keys.js'
import type { ReplicaOrders } from './start-replica.js'

const orders = JSON.parse(process.argv[2] ?? '') as ReplicaOrders // written by start-replica.ts
const seen = { count: 0 }

/** The place has been reached once more: the process is gone in the middle of it when that was the last time. */
function reach(place: ReplicaOrders['dieAt']): void {
  if (place === orders.dieAt && ++seen.count === orders.dieAfter) process.kill(process.pid, 'SIGKILL')
}

/** Dies before or after the commit of the transactions that wrote what `isWatched` names. */
function deadly(db: Database): Database {
  return {
    ...db,
    transaction: async (context, work, options) => {
      const written = { claims: 0, ends: 0 }
      const result = await db.transaction(
        context,
        async tx => {
          const made = await work(tx)
          // Claims are lists of copies; a result that was stored is `true`.
          if (Array.isArray(made)) written.claims = made.length
          if (made === true) written.ends = 1
          if (written.claims > 0) reach('claiming')
          if (written.ends > 0) reach('storing')
          return made
        },
        options,
      )
      if (written.claims > 0) reach('claimed')
      if (written.ends > 0) reach('stored')
      return result
    },
  }
}

const db = deadly(connect({ url: orders.databaseUrl, max: 6 }))
const deliverer = createDeliverer(
  createHub({ db, log: pino({ level: 'silent' }), settings: { environment: 'development', heldRowDays: 90 } }),
  {
    worker: orders.worker,
    places: orders.places,
    contentKey: createPrivateKey(readFileSync(orders.contentKeyFile)),
    keys: readEndpointKeys(orders.keyFolder),
    send: async webhook => {
      const result = await sendWebhook(webhook, { privateRanges: [], trialRanges: orders.trialRanges, ca: orders.ca })
      reach('sent')
      return result
    },
  },
)
listen({ url: orders.databaseUrl, channel: 'hub120_deliveries', onNotify: () => deliverer.wake() })
setInterval(() => deliverer.wake(), orders.tickMs)
process.send?.('started')
process.on('disconnect', () => process.exit(0))
