import { lockActivation } from '../../db/queries/activations.js'
import { listInActual, listTakenByReal } from '../../db/queries/broadcast-endings.js'
import { findDrillPlan } from '../../db/queries/drill-plans.js'
import { claimDrill, finishInject, listDueInjects } from '../../db/queries/drills.js'
import { appendPage } from '../../db/queries/pages.js'
import { listReached } from '../../db/queries/publications.js'
import { insertVersion } from '../../db/queries/playbook-versions.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Activation, Message, PlaybookVersion } from '../../schema/domain/playbooks/activation.js'
import { NO_EDITS } from '../../schema/domain/playbooks/broadcast.js'
import { fillTwin } from '../../schema/domain/playbooks/compose-broadcast.js'
import type { Drill, DrillContent, DrillInject, PlannedMessage } from '../../schema/domain/playbooks/drill.js'
import type { DrillCause } from '../../schema/domain/playbooks/drill-state.js'
import { valuesAt } from '../../schema/domain/playbooks/drill-values.js'
import { cancelActivation } from './cancel-activation.js'
import { checkSending } from './check-publication.js'
import { composeVersion } from './compose-version.js'
import { deriveVersion } from './derive-version.js'
import { finishDrill } from './finish-drill.js'
import { readHeadText } from './head-text.js'
import { newPlaybookId, notePlaybookAct, type PlaybookPlace } from './playbook-act.js'
import { noTargets } from './playbook-refusals.js'
import { readDrillContent } from './read-drill-content.js'
import { sendMessage } from './send-message.js'
import { settleTargets } from './settle-targets.js'

/** Later than this after its time an inject says that it is late: more than a missed tick. */
const LATE_MS = 60_000

type Running = { readonly drill: Drill; readonly activation: Activation; readonly content: DrillContent; readonly author: string }

/**
 * Does what is due in a drill: one inject, the longest due, or the end. Null where nothing is left, or another replica is at it. A message goes out as every other; what is a cue is
 * told to coordinators. Nothing is sent once the drill's time is over, it was withdrawn, or nobody is left in it.
 */
export async function fireInject(place: PlaybookPlace, id: string): Promise<Outcome<'fired' | 'ended' | null>> {
  const drill = await claimDrill(place.tx, id)
  if (drill?.state !== 'RUNNING' || drill.activationId === null) return accept(null)
  if (Date.parse(drill.endsAt ?? '') <= Date.parse(place.now)) return accept(await end(place, id, 'TIME'))
  const [inject] = await listDueInjects(place.tx, id)
  if (inject === undefined) return accept(null)
  const [plan, activation] = [await findDrillPlan(place.tx, drill.planId), await lockActivation(place.tx, drill.activationId)]
  if (plan === null || activation === null) throw new Error(`Drill ${id} lacks its plan or its activation.`)
  const running = { drill, activation, content: readDrillContent(plan.content), author: plan.author }
  const message = running.content.injects.find(({ no }) => no === inject.no)?.message ?? null
  if (message === null) return accept(await giveCue(place, running, inject))
  if (activation.state === 'CLOSING' || activation.state === 'CLOSED') return accept(await end(place, id, 'WITHDRAWN'))
  const sent = await sendInject(place, running, { inject, message })
  if (sent.ok) return accept(await done(place, inject, { state: 'SENT', messageId: sent.value.id }))
  const gone = sent.issues.some(({ code }) => code === 'NO_TARGETS') ? await whyNobody(place, running) : null
  if (gone !== null) return accept(await end(place, id, gone))
  const codes = sent.issues.map(({ code }) => code)
  await appendPage(place.tx, page(running, inject, { kind: 'DRILL_INJECT_REFUSED', detail: { codes } }))
  return accept(await done(place, inject, { state: 'REFUSED', messageId: null }))
}

async function end(place: PlaybookPlace, id: string, cause: DrillCause): Promise<'ended'> {
  await finishDrill(place, { id, state: 'ENDED', cause })
  return 'ended'
}

/** Why nobody takes part any more; null: somebody does, but nothing of the drill has reached anybody, so there is nothing to end. */
async function whyNobody(place: PlaybookPlace, { activation, content, drill }: Running): Promise<'REAL' | 'NO_PARTICIPANTS' | null> {
  const { targets } = await settleTargets(place, activation, { areas: content.participants, overflow: drill.overflow })
  if (targets.length > 0) return null
  const inReal = [await listTakenByReal(place.tx, activation.id), await listInActual(place.tx, activation.hazard)]
  return drill.participants.some(center => inReal.some(centers => centers.has(center))) ? 'REAL' : 'NO_PARTICIPANTS'
}

async function giveCue(place: PlaybookPlace, running: Running, inject: DrillInject): Promise<'fired'> {
  const { kind: type, recipient: to, said, expected } = inject
  await appendPage(place.tx, page(running, inject, { kind: 'DRILL_CUE', detail: { type, to, said, expected } }))
  return done(place, inject, { state: 'CUED', messageId: null })
}

type Told = { readonly kind: 'DRILL_CUE' | 'DRILL_INJECT_REFUSED'; readonly detail: Readonly<Record<string, unknown>> }

const page = ({ drill, activation }: Running, { no }: DrillInject, { kind, detail }: Told) => ({
  kind,
  subject: `${drill.id} ${no}`,
  activationId: activation.id,
  detail: { drill: drill.id, exerciseId: drill.exerciseId, inject: no, ...detail },
})

type Done = { readonly state: 'SENT' | 'CUED' | 'REFUSED'; readonly messageId: string | null }

async function done(place: PlaybookPlace, { drillId, no, dueAt }: DrillInject, { state, messageId }: Done): Promise<'fired'> {
  const isLate = Date.parse(place.now) - Date.parse(dueAt) > LATE_MS
  await finishInject(place.tx, { drillId, no, state, isLate, messageId })
  await notePlaybookAct(place, 'drill.inject', { drill: drillId, inject: no, state, message: messageId, isLate })
  return 'fired'
}

type Sending = { readonly inject: DrillInject; readonly message: PlannedMessage }

async function sendInject(place: PlaybookPlace, running: Running, sending: Sending): Promise<Outcome<Message>> {
  const { activation } = running
  const messageId = newPlaybookId('EXERCISE', place.now)
  if (sending.message.purpose === 'ALL_CLEAR') return sendEnd(place, running, { ...sending, messageId })
  const settled = await settleTargets(place, activation, { areas: running.content.participants, overflow: running.drill.overflow })
  if (settled.targets.length === 0) return refuse(noTargets())
  const written = sending.message.purpose === 'CORRECT' && activation.headSeq > 0 ? writeCorrection : writeText
  const version = await written(place, running, sending)
  if (!version.ok) return version
  const against = await checkSending(place, { activation, version: version.value }, settled)
  if (against.length > 0) return refuse(...against)
  const isLate = Date.parse(place.now) - Date.parse(sending.inject.dueAt) > LATE_MS
  const targets = [...settled.targets, ...settled.overflow]
  const noted = { drill: running.drill.id, inject: sending.inject.no }
  const all = { activation, version: version.value, messageId, targets, publisher: running.author, isLate, isBreakGlass: false, noted }
  return accept(await sendMessage(place, all))
}

/** The full text of the drill's template, with the inject in front of it. */
async function writeText(
  place: PlaybookPlace,
  { activation, content, drill, author }: Running,
  { inject, message }: Sending,
): Promise<Outcome<PlaybookVersion>> {
  const text = {
    template: content.template,
    level: message.level,
    areas: content.participants,
    overflow: content.overflow,
    expiresAt: drill.endsAt ?? '',
    values: valuesAt(message.values, inject.dueAt),
    edits: NO_EDITS,
  }
  const type = activation.headSeq === 0 ? 'ALERT' : 'UPDATE'
  const kind = { type, purpose: 'INFORM', lead: { ko: [inject.said], en: [] }, libraryCode: content.library } as const
  const composed = await composeVersion(place, activation, { text, kind })
  if (!composed.ok) return composed
  const { library, playbook, ...written } = composed.value
  return accept(
    await insertVersion(place.tx, {
      ...written,
      id: newPlaybookId('EXERCISE', place.now),
      activationId: activation.id,
      status: 'EXERCISE',
      type,
      purpose: 'INFORM',
      library: library.code,
      template: playbook.code,
      templateVersion: playbook.version,
      baseSeq: activation.headSeq,
      author,
      authorAgency: activation.openedAgency,
    }),
  )
}

/** The head again, with the twin of its correction in front. */
async function writeCorrection(place: PlaybookPlace, running: Running, { inject, message }: Sending): Promise<Outcome<PlaybookVersion>> {
  const { activation, drill } = running
  const head = await readHeadText(place, activation)
  if (!head.ok) return head
  const { library, playbook } = head.value
  const values = valuesAt(message.values, inject.dueAt)
  const twin = fillTwin(playbook.correction, { library, level: message.level, values, open: new Set() })
  const lead = { ko: [inject.said, ...twin.ko], en: twin.en }
  const acting = { ...place, actor: running.author, agency: activation.openedAgency }
  const derived = { type: 'UPDATE', purpose: 'CORRECT', lead, values, expiresAt: drill.endsAt ?? '' } as const
  return deriveVersion(acting, { activation, head: head.value }, derived)
}

/** The all-clear of the template to everybody who got anything; nothing where nothing went out. */
async function sendEnd(
  place: PlaybookPlace,
  { activation, drill }: Running,
  { inject, message, messageId }: Sending & { readonly messageId: string },
): Promise<Outcome<Message>> {
  if (activation.headSeq === 0 || (await listReached(place.tx, activation.id)).length === 0) return refuse(noTargets())
  const head = await readHeadText(place, activation)
  if (!head.ok) return head
  const { library, playbook } = head.value
  const values = valuesAt(message.values, inject.dueAt)
  const twin = fillTwin(playbook.all_clear, { library, level: message.level, values, open: new Set() })
  const lead = { ko: [inject.said, ...twin.ko], en: twin.en }
  const noted = { drill: drill.id, inject: inject.no }
  return cancelActivation(place, { activation, head: head.value }, { messageId, purpose: 'ALL_CLEAR', lead, values, noted })
}
