import { setTimeout } from 'node:timers/promises'
import type { Hub } from '../api/hub.js'
import { requireGlossary } from '../api/operations/read-glossary.js'

/** A database that does not answer holds up no start: the jobs that need it say so at each tick. */
const WAIT_MS = 3_000

/**
 * Makes what takes the one thread half a second, before the process says that it has started: made at the first tick, it held up the first message of
 * an emergency. Where it cannot be made yet, the first job that needs it makes it.
 */
export async function makeReady(hub: Hub): Promise<void> {
  const made = requireGlossary(hub).catch((err: unknown) => hub.log.warn({ event: 'jobs.unready', err }))
  await Promise.race([made, setTimeout(WAIT_MS, undefined, { ref: false })])
}
