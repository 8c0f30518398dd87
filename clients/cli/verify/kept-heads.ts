import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AuditHead, AuditKey } from '../../sdk/index.js'
import { UsageFault } from '../usage-fault.js'

/** The end of a chain as it was when it last held; nobody signed it, but it was seen. */
export type SeenHead = { readonly chain: number; readonly center: string | null; readonly seq: number; readonly hash: string }

/** What is kept of a hub from one check to the next. */
export type KeptHeads = {
  readonly version: 1
  readonly hub: string
  readonly keys: readonly AuditKey[]
  /** The signed head last published of each chain. */
  readonly heads: readonly AuditHead[]
  readonly seen: readonly SeenHead[]
}

const nothingKept = (hub: string): KeptHeads => ({ version: 1, hub, keys: [], heads: [], seen: [] })

/** The file of a hub in the spool folder. */
export const keptFileOf = (folder: string, url: string): string =>
  join(folder, `heads-${createHash('sha256').update(url).digest('hex').slice(0, 12)}.json`)

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null

const isPlace = (value: unknown): boolean =>
  isObject(value) && Number.isSafeInteger(value['chain']) && Number.isSafeInteger(value['seq']) && typeof value['hash'] === 'string'
const isHead = (value: unknown): boolean =>
  isPlace(value) && ['at', 'keyId', 'signature'].every(name => typeof (value as Readonly<Record<string, unknown>>)[name] === 'string') // a place is an object
const isKey = (value: unknown): boolean => isObject(value) && typeof value['id'] === 'string' && typeof value['publicKey'] === 'string'

const isListOf = (value: unknown, isPart: (part: unknown) => boolean): boolean => Array.isArray(value) && value.every(isPart)

const isKept = (value: unknown): value is KeptHeads =>
  isObject(value) &&
  value['version'] === 1 &&
  isListOf(value['keys'], isKey) &&
  isListOf(value['heads'], isHead) &&
  isListOf(value['seen'], isPlace)

function parseKept(text: string): KeptHeads | null {
  try {
    const parsed: unknown = JSON.parse(text)
    return isKept(parsed) ? parsed : null
  } catch {
    return null // said by the caller, with the name of the file
  }
}

/** The heads of a file. UsageFault for one that cannot be read: a check that quietly forgot what it had seen would prove nothing. */
export async function readKeptFile(path: string): Promise<KeptHeads> {
  const kept = parseKept(await readFile(path, 'utf8').catch(() => ''))
  if (kept !== null) return kept
  throw new UsageFault(
    `보관한 확인값 파일을 읽을 수 없습니다: ${path}\n백업에서 되돌리십시오. 없으면 다른 곳에 옮겨 두고 다시 실행하되, 그전의 변조는 찾을 수 없게 됩니다.`,
    `The file of kept heads cannot be read: ${path}\nRestore it from a backup. Without one move it away and run again; tampering before now can then no longer be found.`,
  )
}

/** What was kept of this hub; nothing before the first check. */
export async function readKept(folder: string, url: string): Promise<KeptHeads> {
  const path = keptFileOf(folder, url)
  const isThere = await readFile(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  )
  return isThere ? readKeptFile(path) : nothingKept(url)
}

/** Keeps what held; whole or not at all. */
export async function keepHeads(folder: string, url: string, kept: KeptHeads): Promise<void> {
  const path = keptFileOf(folder, url)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(`${path}.part`, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 })
  await rename(`${path}.part`, path)
}
