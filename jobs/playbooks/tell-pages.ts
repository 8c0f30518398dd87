import { broadcastNames } from '../../api/playbooks/broadcast-names.js'
import { listPageContacts, type PageContact } from '../../db/queries/contacts.js'
import { beginAttempt, dropPages, finishTelling, type PagesToTell } from '../../db/queries/page-endings.js'
import { claimPages, listDigest, type ClaimedPage, type DigestLine } from '../../db/queries/page-outbox.js'
import { appendPage } from '../../db/queries/pages.js'
import type { Tx } from '../../db/transaction.js'
import { composeGathered, type MissedPage } from '../../schema/domain/playbooks/compose-gathered.js'
import { composePage, pageReference } from '../../schema/domain/playbooks/compose-page.js'
import { byWeight, type PageChannel } from '../../schema/domain/playbooks/page.js'
import { reasonToClose } from '../../schema/domain/playbooks/reason-to-close.js'
import { retryWaitMs } from '../../schema/domain/playbooks/retry-wait.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import type { Hub } from '../../api/hub.js'
import { RowFault, throwTogether } from '../../api/operations/each-in-turn.js'
import { JOBS } from '../job.js'
import type { PageToTell, Paging } from './page-channels.js'

const AT_ONCE = 20
const MOST_BATCHES = 10

type Begun = { readonly claimed: number; readonly attempts: readonly Attempt[]; readonly faults: readonly RowFault[] }

type Attempt = { readonly pages: PagesToTell; readonly contact: PageContact | null; readonly digest: readonly DigestLine[] }

/**
 * Claims pages that are due and tells them; one that could not be told is tried again, over the next way of the same party. What a channel kept back comes in one
 * message for each party, activation and level, so that a server which is back brings no flood. A page that cannot be made holds up no
 * other: it is tried again when its lease has run out, and why is thrown when all have had their turn.
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
    tellings.push(...attempts.flatMap(attempt => (standards === null ? [] : [tell(hub, { attempt, paging, standards })])))
    if (claimed < AT_ONCE) break
  }
  for (const fault of await Promise.all(tellings)) if (fault !== null) faults.push(fault)
  throwTogether(faults, rows)
}

/** Claims, looks once more whether anybody needs to be told, and writes the attempts down, all before anything goes out. */
async function beginAttempts(tx: Tx, paging: Paging): Promise<Begun> {
  const tellings = groupTellings(await claimPages(tx, AT_ONCE))
  const attempts: Attempt[] = []
  const faults: RowFault[] = []
  const begin = async (pages: PagesToTell): Promise<void> => {
    try {
      const attempt = await tx.savepoint(() => beginTelling(tx, pages, paging))
      if (attempt !== null) attempts.push(attempt)
    } catch (fault) {
      // One that cannot be made does not hold up those it would be told with either.
      if (pages.length > 1) for (const page of pages) await begin([page])
      else faults.push(new RowFault(`page ${pages[0].id}`, fault))
    }
  }
  for (const pages of tellings) await begin(pages)
  return { claimed: tellings.length, attempts, faults }
}

/** In the order in which they were claimed. */
function groupTellings(claimed: readonly ClaimedPage[]): readonly PagesToTell[] {
  const tellings = new Map<string, [ClaimedPage, ...ClaimedPage[]]>()
  for (const page of claimed) {
    const pages = tellings.get(page.telling)
    if (pages === undefined) tellings.set(page.telling, [page])
    else pages.push(page)
  }
  return [...tellings.values()]
}

/** Closes the pages that are of no use any more; null where that is all of them. */
async function beginTelling(tx: Tx, claimed: PagesToTell, { channels, worker }: Paging): Promise<Attempt | null> {
  const [{ toCenterId, audience, status, centerId }] = claimed
  // All of one party.
  const contacts = await listPageContacts(tx, { toCenterId, audience, kind: status === 'EXERCISE' ? 'DRILL' : 'ACTUAL' })
  const isDigest = claimed.some(({ kind }) => kind === 'DIGEST')
  const digest = isDigest && centerId !== null ? await listDigest(tx, centerId, status ?? 'ACTUAL') : []
  const judged = claimed.map(page => ({
    page,
    why: reasonToClose({ ...page, waiting: digest.length, hasContact: contacts.length > 0 }),
  }))
  const drops = judged.flatMap(({ page, why }) => (why === null ? [] : [{ page, why }]))
  if (drops.length > 0) await dropPages(tx, drops)
  const [lead, ...others] = byWeight(judged.flatMap(({ page, why }) => (why === null ? [page] : [])))
  if (lead === undefined) return null
  if (contacts.length === 0) await noteNobody(tx, lead)
  const ways = contacts.filter(({ channel }) => channels[channel] !== undefined)
  // The other way than the page before took, and the other way again after each attempt that failed.
  const contact = ways[(lead.earlier + lead.attempt - 1) % ways.length] ?? null
  const { channel, place, desk } = contact ?? { channel: null, place: null, desk: null }
  await beginAttempt(tx, lead, { channel, place, desk, worker })
  return { pages: [lead, ...others], contact, digest }
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

async function tell(hub: Hub, { attempt, paging, standards }: Telling): Promise<RowFault | null> {
  const { pages, contact } = attempt
  const [lead] = pages
  // Where nobody can be told, nothing is gained by asking every minute for weeks.
  const level = lead.standing?.level ?? (contact === null ? 'attention' : 'serious')
  const waitMs = retryWaitMs({ level, failures: lead.attempt, jitter: Math.random(), retryAfterMs: null })
  const line = {
    page: lead.id,
    kind: lead.kind,
    audience: lead.audience,
    messageId: lead.messageId,
    channel: contact?.channel ?? null,
    attempt: lead.attempt,
    ...(pages.length === 1 ? {} : { gathered: pages.length }),
  }
  try {
    const cause = contact === null ? 'noContact' : await send(paging, contact, toTell(attempt, contact, standards))
    const isOurs = await hub.db.transaction(JOBS, tx => finishTelling(tx, pages, { cause, waitMs: cause === null ? null : waitMs }))
    if (!isOurs) hub.log.warn({ event: 'page.leaseLost', ...line })
    else if (cause === null) hub.log.info({ event: 'page.told', ...line })
    else hub.log.warn({ event: 'page.untold', ...line, cause })
    return null
  } catch (err) {
    return new RowFault(`page ${lead.id}`, err)
  }
}

async function send({ channels }: Paging, { channel }: { readonly channel: PageChannel }, page: PageToTell): Promise<string | null> {
  const tellIt = channels[channel]
  return tellIt === undefined ? 'noChannel' : tellIt(page)
}

function toTell({ pages, digest }: Attempt, { address }: PageContact, standards: Standards): PageToTell {
  const [lead, ...others] = pages
  const factsOf = (page: ClaimedPage) => factsOfPage(page, { digest, standards })
  // A digest says what waits now, so several of them say the same.
  const isGathered = others.length > 0 && lead.kind !== 'DIGEST'
  const text = isGathered ? composeGathered([factsOf(lead), ...others.map(factsOf)]) : composePage(factsOf(lead))
  return { reference: pageReference(lead), to: address, text, timestamp: lead.timestamp }
}

type Known = { readonly digest: readonly DigestLine[]; readonly standards: Standards }

function factsOfPage(page: ClaimedPage, { digest, standards }: Known): MissedPage {
  const hazardOf = (hazard: string) => broadcastNames(standards, hazard).hazard
  const code = page.centerId === null ? null : (standards.centerCodes.get(page.centerId) ?? null)
  const center = code === null ? undefined : standards.centers.get(code)
  return {
    ...page,
    level: page.standing?.level ?? null,
    hazard: page.hazard === null ? null : hazardOf(page.hazard),
    center: center === undefined ? null : { ko: center.nameKo, en: center.nameEn },
    digest: digest.map(one => ({ ...one, hazard: hazardOf(one.hazard) })),
  }
}
