import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DeliverySite } from './delivery-site.js'
import { TRIAL_RULES } from './hostile-receiver.js'

/** What a replica of test/support/replica.ts is told. */
export type ReplicaOrders = {
  readonly databaseUrl: string
  readonly keyFolder: string
  readonly contentKeyFile: string
  readonly worker: string
  readonly places: number
  readonly tickMs: number
  readonly trialRanges: readonly string[]
  readonly ca: string
  /** Where it dies by SIGKILL, and at the how manyth time it gets there; null: it lives. */
  readonly dieAt: 'claiming' | 'claimed' | 'sent' | 'storing' | 'stored' | null
  readonly dieAfter: number
}

export type Replica = { readonly child: ChildProcess; readonly exited: Promise<string | null> }

/** Starts one and waits until it works. `exited` gives the signal that ended it. */
export async function startReplica(
  site: DeliverySite,
  given: Partial<Pick<ReplicaOrders, 'worker' | 'places' | 'tickMs' | 'dieAt' | 'dieAfter'>> = {},
): Promise<Replica> {
  const contentKeyFile = join(site.keyFolder, 'message-key.pem')
  writeFileSync(contentKeyFile, site.contentKeyPem)
  const orders: ReplicaOrders = {
    databaseUrl: site.database.url,
    keyFolder: site.keyFolder,
    contentKeyFile,
    worker: 'replica',
    places: 128,
    tickMs: 5_000,
    trialRanges: TRIAL_RULES.trialRanges,
    ca: TRIAL_RULES.ca,
    dieAt: null,
    dieAfter: 1,
    ...given,
  }
  const child = fork('test/support/replica.ts', [JSON.stringify(orders)], {
    execArgv: ['--import', './test/support/typescript-resolver.mjs'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const exited = once(child, 'exit').then(([, signal]) => signal as string | null) // Node's own signature of the event
  await Promise.race([once(child, 'message'), exited])
  return { child, exited }
}
