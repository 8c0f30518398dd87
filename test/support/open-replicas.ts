import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { createVerifyToken } from '../../api/auth/verify-token.js'
import type { SenderRules } from '../../api/auth/check-sender.js'
import { openDoor } from '../../api/http/open-door.js'
import { createHub } from '../../api/hub.js'
import { listenForFeed } from '../../api/playbooks/listen-for-feed.js'
import { connect } from '../../db/connect.js'
import { hubSchema } from './hub-schema.js'
import type { HubServer } from './hub-server.js'
import { AUDIENCE } from './issuer.js'

export type Replicas = {
  readonly urls: readonly [string, string]
  readonly apps: readonly [FastifyInstance, FastifyInstance]
  readonly close: () => Promise<void>
}

/** Two more APIs over the database and issuer of a hub, each with connections of its own, as two processes behind one name have. */
export async function openReplicas({ database, issuer }: HubServer, senderRules: SenderRules): Promise<Replicas> {
  const open = async () => {
    const db = connect({ url: database.url, max: 3 })
    const log = pino({ level: 'silent' })
    const hub = createHub({ db, log, settings: { environment: 'development', heldRowDays: 90 } })
    const listening = listenForFeed(hub, database.url)
    const app = await openDoor({
      hub,
      schema: hubSchema(),
      verifyToken: createVerifyToken({ issuer: issuer.url, audience: AUDIENCE, environment: 'development', log }),
      requestsPerSecond: 100_000,
      senderRules,
    })
    const url = await app.listen({ host: '127.0.0.1', port: 0 })
    const close = async () => {
      await app.close()
      await listening.close()
      await db.close()
    }
    return { url, app, close }
  }
  const [first, second] = await Promise.all([open(), open()])
  const apps = [first.app, second.app] as const
  return { urls: [first.url, second.url], apps, close: async () => void (await Promise.all([first.close(), second.close()])) }
}
