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

/** What a spool folder holds, oldest first. Unreadable are files that have the name of an entry and are none: cut off, or of another hand. */
export type Spool = { readonly entries: readonly SpoolEntry[]; readonly unreadable: readonly string[] }

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
  const waiting = (await listSpooled(folder)).entries.find(
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

/** What waits. Files of other names are not looked at; one bad file never keeps the others from being sent. */
export async function listSpooled(folder: string): Promise<Spool> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const paths = names
    .filter(name => PATTERN.test(name))
    .toSorted()
    .map(name => join(folder, name))
  const found = await Promise.all(paths.map(async path => ({ path, submission: await readSpooled(path) })))
  return {
    entries: found.flatMap(({ path, submission }) => (submission === null || submission === 'gone' ? [] : [{ path, submission }])),
    unreadable: found.flatMap(({ path, submission }) => (submission === null ? [path] : [])),
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isSpooled = (value: unknown): boolean =>
  isRecord(value) &&
  ['url', 'clientId', 'fileName'].every(name => typeof value[name] === 'string') &&
  isRecord(value['input']) &&
  typeof value['input']['idempotencyKey'] === 'string'

/** An entry, by the same strict reader as for members' files, because numerals must leave as they came. Gone: another push has just sent it. */
async function readSpooled(path: string): Promise<SpooledSubmission | 'gone' | null> {
  try {
    const { value } = readSourceJson(await readFile(path, 'utf8'))
    return isSpooled(value) ? (value as unknown as SpooledSubmission) : null // of that shape, so written by spoolSubmission
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    return isGone ? 'gone' : null // null: whoever asked tells it as unreadable
  }
}

/** Forgets an entry, once there is a receipt for it. */
export const removeSpooled = (entry: SpoolEntry): Promise<void> => rm(entry.path, { force: true })

/** Puts aside what cannot be read, or what the hub refuses whole: it is neither sent again nor lost. Gives the new path. */
export async function setAside(path: string, why: 'refused' | 'unreadable'): Promise<string> {
  const kept = join(path, '..', `${why}-${basename(path)}`)
  await rename(path, kept)
  return kept
}
