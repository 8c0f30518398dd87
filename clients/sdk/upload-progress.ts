import { createHash } from 'node:crypto'
import { appendFile, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { SubmitStatisticsInput } from './submission-types.js'
import { writeJson, type JsonInput } from './write-json.js'

/** Which submissions of a large upload have their receipts, kept on disk: a process that was killed goes on where it stopped. */
export type UploadProgress = {
  /** Whether exactly this submission, key and content, has its receipt. */
  readonly isDone: (input: SubmitStatisticsInput) => boolean
  /** To be called once the receipt is there. It is on disk when the promise is fulfilled. */
  readonly markDone: (input: SubmitStatisticsInput) => Promise<void>
  /** Forgets the upload, once all of it has its receipts. */
  readonly finish: () => Promise<void>
}

/** An upload to one hub by one client; `uploadId` is the one that its submissions carry. */
export type Upload = { readonly url: string; readonly clientId: string; readonly uploadId: string }

const PATTERN = /^upload-[0-9a-f]{32}\.log$/
/** Uploads that nobody went on with for so long are forgotten. */
const KEPT_MS = 30 * 86_400_000

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

// Plain JSON values all the way down.
const contentHash = (input: SubmitStatisticsInput): string => sha256(writeJson(input as unknown as JsonInput))

async function readLines(path: string): Promise<readonly string[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  // What follows the last line feed was cut off by the end of the process.
  return text.split('\n').slice(0, -1)
}

async function forgetOld(folder: string): Promise<void> {
  for (const name of (await readdir(folder)).filter(file => PATTERN.test(file))) {
    const path = join(folder, name)
    const { mtimeMs } = await stat(path)
    if (Date.now() - mtimeMs > KEPT_MS) await rm(path, { force: true })
  }
}

/**
 * The progress of an upload in `folder`, which is made where it is missing. Only hashes are written, one line for each receipt:
 * no figure, secret or token. Throws what the file system throws.
 */
export async function openUploadProgress(folder: string, { url, clientId, uploadId }: Upload): Promise<UploadProgress> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await forgetOld(folder)
  const path = join(folder, `upload-${sha256(JSON.stringify([url, clientId, uploadId])).slice(0, 32)}.log`)
  const done = new Set(await readLines(path))
  return {
    isDone: input => done.has(contentHash(input)),
    markDone: async input => {
      const hash = contentHash(input)
      if (done.has(hash)) return
      // A line that was cut off before is ended first; it names nothing then.
      await appendFile(path, done.size === 0 ? `\n${hash}\n` : `${hash}\n`, { mode: 0o600, flush: true })
      done.add(hash)
    },
    finish: () => rm(path, { force: true }),
  }
}
