import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { writeJson, type JsonInput, type SubmitStatisticsInput } from '../../sdk/index.js'
import { readSourceJson } from '../files/read-source-json.js'

/** A submission that waits for its hub: where to, for whom, from which file, and the request with its key. Never a secret or token. */
export type SpooledSubmission = {
  readonly url: string
  readonly clientId: string
  readonly fileName: string
  readonly input: SubmitStatisticsInput
}

export type SpoolEntry = { readonly path: string; readonly submission: SpooledSubmission }

const PATTERN = /^\d{17}-\d{6}-[0-9a-f]{16}\.json$/

let sequence = 0

/** A name that sorts by the time of spooling: milliseconds, then the order within this process. */
function nameFor(key: string): string {
  const instant = new Date().toISOString().replace(/\D/g, '').padEnd(17, '0').slice(0, 17)
  sequence += 1
  return `${instant}-${String(sequence).padStart(6, '0')}-${createHash('sha256').update(key).digest('hex').slice(0, 16)}.json`
}

/** Keeps a submission for later, readable by this user alone, and gives the path. One that waits already under its key is not kept twice. */
export async function spoolSubmission(folder: string, submission: SpooledSubmission): Promise<string> {
  const waiting = (await listSpooled(folder)).find(
    ({ submission: other }) =>
      other.url === submission.url &&
      other.clientId === submission.clientId &&
      other.input.idempotencyKey === submission.input.idempotencyKey,
  )
  if (waiting !== undefined) return waiting.path
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, nameFor(submission.input.idempotencyKey))
  const draft = `${path}.part`
  await writeFile(draft, writeJson(submission as unknown as JsonInput), { mode: 0o600, flush: true }) // plain JSON values all the way down
  await rename(draft, path)
  return path
}

/** What waits, oldest first. Files of other names are not looked at. */
export async function listSpooled(folder: string): Promise<readonly SpoolEntry[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const paths = names
    .filter(name => PATTERN.test(name))
    .toSorted()
    .map(name => join(folder, name))
  // The folder is this user's own, and whatever has such a name was written above.
  return Promise.all(paths.map(async path => ({ path, submission: readSpooled(await readFile(path, 'utf8')) })))
}

/** The same strict reader as for members' files, because numerals must leave as they came. */
const readSpooled = (text: string): SpooledSubmission => readSourceJson(text).value as unknown as SpooledSubmission // written by spoolSubmission

/** Forgets an entry, once there is a receipt for it. */
export const removeSpooled = (entry: SpoolEntry): Promise<void> => rm(entry.path, { force: true })

/** Puts aside an entry that the hub refuses whole: it is neither sent again nor lost. Gives the new path. */
export async function setAside(entry: SpoolEntry): Promise<string> {
  const path = join(entry.path, '..', `refused-${basename(entry.path)}`)
  await rename(entry.path, path)
  return path
}
