import { broadcastNames } from '../../api/playbooks/broadcast-names.js'
import { listPageContacts, type PageContact } from '../../db/queries/contacts.js'
import {
  beginAttempt,
  claimPages,
  dropPage,
  finishTelling,
  listDigest,
  type ClaimedPage,
  type DigestLine,
} from '../../db/queries/page-outbox.js'
import { appendPage } from '../../db/queries/pages.js'
import type { Tx } from '../../db/transaction.js'
import { composePage, pageReference } from '../../schema/domain/playbooks/compose-page.js'
import { reasonToStop } from '../../schema/domain/playbooks/ladder.js'
import { isEscalation, type PageChannel } from '../../schema/domain/playbooks/page.js'
import { retryWaitMs } from '../../schema/domain/playbooks/retry-wait.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import type { Hub } from '../../api/hub.js'
import { RowFault, throwTogether } from '../../api/operations/each-in-turn.js'
import { JOBS } from '../job.js'
import type { PageToTell, Paging } from './page-channels.js'

const AT_ONCE = 20
const MOST_BATCHES = 10

type Begun = { readonly claimed: number; readonly attempts: readonly Attempt[]; readonly faults: readonly RowFault[] }

type Attempt = { readonly page: ClaimedPage; readonly contact: PageContact | null; readonly digest: readonly DigestLine[] }

/**
 * Claims pages that are due and tells them; one that could not be told is tried again, over the next way of the same party. A page that cannot be made holds up no other: it is tried
 * again when its lease has run out, and why is thrown when all have had their turn.
 */
export async function tellPages(hub: Hub, paging: Paging): Promise<void> {
  const tellings: Promise<RowFault | null>[] = []
  const faults: RowFault[] = []
  let rows = 0
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const { claimed, attempts, faults: unmade } = await hub.db.transaction(JOBS, tx => beginAttempts(tx, paging))
    rows += claimed
    faults.push(...unmade)
    // Read only when there is something to tell, for most ticks find nothing.
    const standards = attempts.length === 0 ? null : await hub.standards()
    // Not awaited here: a mail server that hangs holds up no text message.
    tellings.push(...attempts.flatMap(attempt => (standards === null ? [] : [tellPage(hub, { attempt, paging, standards })])))
    if (claimed < AT_ONCE) break
  }
  for (const fault of await Promise.all(tellings)) if (fault !== null) faults.push(fault)
  throwTogether(faults, rows)
}

/** Claims, looks once more whether anybody needs to be told, and writes the attempts down, all before anything goes out. */
async function beginAttempts(tx: Tx, paging: Paging): Promise<Begun> {
  const pages = await claimPages(tx, AT_ONCE)
  const attempts: Attempt[] = []
  const faults: RowFault[] = []
  for (const page of pages) {
    try {
      const attempt = await tx.savepoint(() => beginAttemptOf(tx, page, paging))
      if (attempt !== null) attempts.push(attempt)
    } catch (fault) {
      faults.push(new RowFault(`page ${page.id}`, fault))
    }
  }
  return { claimed: pages.length, attempts, faults }
}

/** Null: nobody needs to be told any more. */
async function beginAttemptOf(tx: Tx, page: ClaimedPage, { channels, worker }: Paging): Promise<Attempt | null> {
  const { toCenterId, audience, attempt, earlier } = page
  const kind = page.status === 'EXERCISE' ? 'DRILL' : 'ACTUAL'
  const contacts = await listPageContacts(tx, { toCenterId, audience, kind })
  const digest = page.kind === 'DIGEST' && page.centerId !== null ? await listDigest(tx, page.centerId, page.status ?? 'ACTUAL') : []
  const why = reasonToDrop(page, contacts, digest.length)
  if (why !== null) {
    await dropPage(tx, page, why)
    return null
  }
  if (contacts.length === 0) await noteNobody(tx, page)
  const ways = contacts.filter(({ channel }) => channels[channel] !== undefined)
  // The other way than the page before took, and the other way again after each attempt that failed.
  const contact = ways[(earlier + attempt - 1) % ways.length] ?? null
  await beginAttempt(tx, page, { channel: contact?.channel ?? null, place: contact?.place ?? null, worker })
  return { page, contact, digest }
}

/** Why nobody needs to be told any more; null: somebody does. Drills are told to contacts of drills, and where there are none to nobody. */
function reasonToDrop(
  { kind, status, standing, isRatificationPending }: ClaimedPage,
  contacts: readonly PageContact[],
  waiting: number,
): string | null {
  if (status === 'TEST') return 'test'
  if (kind === 'RATIFICATION') return isRatificationPending === true ? null : 'decided'
  if (status === 'EXERCISE' && contacts.length === 0) return 'noDrillContact'
  // A digest speaks of all that waits at the center, not of the message alone that was due first.
  if (kind === 'DIGEST') return waiting === 0 ? 'answered' : null
  return isEscalation(kind) && standing !== null ? reasonToStop(kind, standing) : null
}

/** A party that nobody entered a contact for: coordinators are told, once an activation, and the page waits for one. */
async function noteNobody(tx: Tx, { audience, toCenterId, activationId }: ClaimedPage): Promise<void> {
  if (audience === 'COORDINATOR') return
  const subject = `${activationId ?? ''} ${audience} ${toCenterId ?? 'council'}`
  await appendPage(tx, {
    kind: 'NO_CONTACT',
    subject,
    centerId: toCenterId,
    ...(activationId === null ? {} : { activationId }),
    detail: { audience },
  })
}

type Telling = { readonly attempt: Attempt; readonly paging: Paging; readonly standards: Standards }

async function tellPage(hub: Hub, { attempt, paging, standards }: Telling): Promise<RowFault | null> {
  const { page, contact } = attempt
  // Where nobody can be told, nothing is gained by asking every minute for weeks.
  const level = page.standing?.level ?? (contact === null ? 'attention' : 'serious')
  const waitMs = retryWaitMs({ level, failures: page.attempt, jitter: Math.random(), retryAfterMs: null })
  const line = {
    page: page.id,
    kind: page.kind,
    audience: page.audience,
    messageId: page.messageId,
    channel: contact?.channel ?? null,
    attempt: page.attempt,
  }
  try {
    const cause = contact === null ? 'noContact' : await send(paging, contact, toTell(attempt, contact, standards))
    const isOurs = await hub.db.transaction(JOBS, tx => finishTelling(tx, page, { cause, waitMs: cause === null ? null : waitMs }))
    if (!isOurs) hub.log.warn({ event: 'page.leaseLost', ...line })
    else if (cause === null) hub.log.info({ event: 'page.told', ...line })
    else hub.log.warn({ event: 'page.untold', ...line, cause })
    return null
  } catch (err) {
    return new RowFault(`page ${page.id}`, err)
  }
}

async function send({ channels }: Paging, { channel }: { readonly channel: PageChannel }, page: PageToTell): Promise<string | null> {
  const tell = channels[channel]
  return tell === undefined ? 'noChannel' : tell(page)
}

function toTell({ page, digest }: Attempt, { address }: PageContact, standards: Standards): PageToTell {
  const hazardOf = (hazard: string) => broadcastNames(standards, hazard).hazard
  const code = page.centerId === null ? null : (standards.centerCodes.get(page.centerId) ?? null)
  const center = code === null ? undefined : standards.centers.get(code)
  const facts = {
    ...page,
    level: page.standing?.level ?? null,
    hazard: page.hazard === null ? null : hazardOf(page.hazard),
    center: center === undefined ? null : { ko: center.nameKo, en: center.nameEn },
    digest: digest.map(one => ({ ...one, hazard: hazardOf(one.hazard) })),
  }
  return { reference: pageReference(page), to: address, text: composePage(facts), timestamp: page.timestamp }
}
