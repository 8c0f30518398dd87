import { lockFreeActivation } from '../../db/queries/activations.js'
import { appendPage } from '../../db/queries/pages.js'
import { findVersion, listDueVersions, moveVersion } from '../../db/queries/playbook-versions.js'
import { accept, type Outcome } from '../../schema/domain/outcome.js'
import type { PlaybookVersion } from '../../schema/domain/playbooks/activation.js'
import type { Hub } from '../hub.js'
import { checkPublication } from './check-publication.js'
import { eachInTurn } from './each-in-turn.js'
import { inPlaybookTransaction, newPlaybookId, notePlaybookAct, type PlaybookPlace } from './playbook-act.js'
import { sendMessage } from './send-message.js'

/** What became of one text that was due; null where another replica had it already. */
export type DueOutcome = { readonly version: string; readonly became: 'published' | 'missed' | 'unscheduled' | null }

const JOB = { actor: 'job:publish-playbooks', agency: 'council', isPerson: false }
const BATCH = 100
/** Later than this after its time a message says that it is late: more than a missed tick. */
const LATE_MS = 60_000

/**
 * Sends every scheduled text that is due by the clock of the database, each in a transaction of its own, so that twice is harmless and a missed tick heals. One
 * that has expired meanwhile is MISSED and never sent; one that may not be sent any more goes back to be looked at; coordinators are told of either. One that
 * cannot be settled holds up no other, and is thrown when all have had their turn.
 */
export async function publishDuePlaybooks(hub: Hub): Promise<readonly DueOutcome[]> {
  const due = await hub.db.transaction({ centerId: null, role: 'jobs' }, tx => listDueVersions(tx, BATCH), { isReadOnly: true })
  return eachInTurn(due, { nameOf: ({ id }) => id, work: ({ id }) => settleDue(hub, id) })
}

async function settleDue(hub: Hub, id: string): Promise<DueOutcome> {
  const acting = { who: JOB, context: { centerId: null, role: 'jobs' } } as const
  const outcome = await inPlaybookTransaction(hub, acting, place => publishDue(place, id))
  if (!outcome.ok) throw new Error(`Scheduled text ${id} could not be settled: ${outcome.issues.map(({ code }) => code).join(', ')}`)
  return outcome.value
}

async function publishDue(place: PlaybookPlace, id: string): Promise<Outcome<DueOutcome>> {
  // Replicas share what is due at the same second: none waits for what another has in hand.
  const found = await findVersion(place.tx, id)
  const activation = found === null ? null : await lockFreeActivation(place.tx, found.activationId)
  const version = activation === null ? null : await findVersion(place.tx, id)
  if (activation === null || version === null) return accept({ version: id, became: null })
  if (version.state !== 'SCHEDULED' || Date.parse(version.publishAt ?? '') > Date.parse(place.now))
    return accept({ version: id, became: null })
  if (Date.parse(version.expiresAt) <= Date.parse(place.now)) return settleUnsent(place, version, { became: 'missed', codes: [] })
  const settled = await checkPublication(place, { activation, version })
  if (!settled.ok) return settleUnsent(place, version, { became: 'unscheduled', codes: settled.issues.map(({ code }) => code) })
  await sendMessage(place, {
    activation,
    version,
    messageId: newPlaybookId(version.status, place.now),
    targets: [...settled.value.targets, ...settled.value.overflow],
    publisher: version.scheduledBy ?? place.actor,
    isLate: Date.parse(place.now) - Date.parse(version.publishAt ?? place.now) > LATE_MS,
    isBreakGlass: false,
  })
  return accept({ version: id, became: 'published' })
}

async function settleUnsent(
  place: PlaybookPlace,
  version: PlaybookVersion,
  { became, codes }: { readonly became: 'missed' | 'unscheduled'; readonly codes: readonly string[] },
): Promise<Outcome<DueOutcome>> {
  await moveVersion(place.tx, { id: version.id, state: became === 'missed' ? 'MISSED' : 'APPROVED' })
  await appendPage(place.tx, {
    kind: became === 'missed' ? 'MISSED' : 'PUBLISH_REFUSED',
    subject: `${version.id} ${version.publishAt ?? ''}`,
    activationId: version.activationId,
    versionId: version.id,
    detail: { publishAt: version.publishAt, codes },
  })
  await notePlaybookAct(place, `playbook.${became}`, { version: version.id, publishAt: version.publishAt, codes })
  return accept({ version: version.id, became })
}
