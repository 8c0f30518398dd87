import type { HubClient } from '../../sdk/index.js'
import { connectHub, developmentIdentity, identify, type Identity } from '../sign-in.js'
import { listSpooled, setAside, type SpoolEntry } from '../submit/spool.js'
import type { CommandContext } from './command-context.js'
import { deliverSpooled } from './deliver.js'
import { exitCodeOf, type FileReport } from './push-report.js'

type Sender = { readonly hub: HubClient; readonly identity: Identity }

/** The client an entry was prepared for: the one in use now, or another development center's. Null: its turn comes when that client pushes. */
async function senderOf(clientId: string, { settings, terminal }: CommandContext): Promise<Sender | null> {
  const identity =
    settings.clientId === clientId
      ? await identify(settings, 'center')
      : settings.clientId === null && settings.secret === null && settings.keyFile === null
        ? developmentIdentity(clientId)
        : null
  return identity === null ? null : { identity, hub: connectHub(settings, identity, terminal) }
}

/** Names what stays behind by where it belongs, so that somebody can go and send it from there. */
const tellWaiting = ({ terminal }: CommandContext, waiting: readonly SpoolEntry[]): void => {
  const counts = new Map<string, number>()
  for (const { submission } of waiting) {
    const place = `${submission.clientId} → ${submission.url}`
    counts.set(place, (counts.get(place) ?? 0) + 1)
  }
  for (const [place, count] of counts) {
    terminal.tell(
      `이번에 보낼 것이 아닌 제출 ${count}건은 그대로 보관합니다: ${place} (${count} spooled for another hub or client; kept until that client pushes there)`,
    )
  }
}

async function putAsideUnreadable(paths: readonly string[], { terminal }: CommandContext): Promise<void> {
  for (const path of paths) {
    const kept = await setAside(path, 'unreadable')
    terminal.tell(`보관된 파일 하나를 읽을 수 없어 따로 두었습니다. (a spooled file cannot be read; put aside)\n  ${kept}`)
  }
}

/** Sends what waits for this hub, oldest first, and stops where the hub is away. */
export async function pushSpooled(context: CommandContext): Promise<readonly FileReport[]> {
  const { entries, unreadable } = await listSpooled(context.settings.spoolFolder)
  await putAsideUnreadable(unreadable, context)
  const senders = new Map<string, Sender | null>()
  const reports: FileReport[] = []
  const waiting: SpoolEntry[] = []
  for (const entry of entries) {
    const { clientId, url, fileName } = entry.submission
    if (!senders.has(clientId)) senders.set(clientId, url === context.settings.url ? await senderOf(clientId, context) : null)
    const sender = url === context.settings.url ? (senders.get(clientId) ?? null) : null
    if (sender === null) {
      waiting.push(entry)
      continue
    }
    const report = await deliverSpooled(entry, sender, context)
    reports.push({ file: fileName, exitCode: exitCodeOf(report), fileIssues: [], check: null, submissions: [report] })
    if (report.status === 'unreachable') break
  }
  tellWaiting(context, waiting)
  return reports
}
