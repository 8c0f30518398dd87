import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { UsageFault } from '../usage-fault.js'

/** Up to where the messages of a hub have been shown. */
export type InboxState = { readonly version: 1; readonly hub: string; readonly client: string; readonly cursor: string | null }

type Inbox = Pick<InboxState, 'hub' | 'client'>

/** The file of one client at one hub, in the spool folder. */
export const inboxFileOf = (folder: string, { hub, client }: Inbox): string =>
  join(folder, `inbox-${createHash('sha256').update(`${hub} ${client}`).digest('hex').slice(0, 12)}.json`)

const isState = (value: unknown): value is InboxState =>
  typeof value === 'object' &&
  value !== null &&
  'version' in value &&
  value.version === 1 &&
  'hub' in value &&
  typeof value.hub === 'string' &&
  'client' in value &&
  typeof value.client === 'string' &&
  'cursor' in value &&
  (value.cursor === null || typeof value.cursor === 'string')

/** The cursor kept for this hub and client; null before the first watch. UsageFault for a file that cannot be read or is another's. */
export async function readInboxCursor(path: string, { hub, client }: Inbox): Promise<string | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (text === null) return null
  const state = parseState(text)
  if (state !== null && state.hub === hub && state.client === client) return state.cursor
  throw new UsageFault(
    `수신 위치 파일이 아니거나 다른 허브·클라이언트의 것입니다: ${path}\n다른 --state를 적거나, 이 파일을 옮겨 두면 처음부터 다시 받습니다.`,
    `This is no file of a place in the inbox, or that of another hub or client: ${path}\nName another --state, or move it away to begin at the first message again.`,
  )
}

function parseState(text: string): InboxState | null {
  try {
    const parsed: unknown = JSON.parse(text)
    return isState(parsed) ? parsed : null
  } catch {
    return null // said by the caller, with the name of the file
  }
}

/** Keeps a cursor, on the disk and whole before it returns: after a power cut a message is rather shown twice than not at all. */
export async function keepInboxCursor(path: string, state: Omit<InboxState, 'version'>): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const file = await open(`${path}.part`, 'w', 0o600)
  try {
    await file.writeFile(`${JSON.stringify({ version: 1, ...state })}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.part`, path)
}
