import { insertActivation } from '../../db/queries/activations.js'
import { drawInstant, findEmergencyUntil, findInstant, type DrawnBecause } from '../../db/queries/drill-instants.js'
import { findDrillPlan } from '../../db/queries/drill-plans.js'
import { beginDrill, claimDrill, insertInjects } from '../../db/queries/drills.js'
import { appendPage } from '../../db/queries/pages.js'
import { accept, type Outcome } from '../../schema/domain/outcome.js'
import type { Drill, DrillContent, DrillPlan } from '../../schema/domain/playbooks/drill.js'
import { minutesAfter } from '../../schema/domain/playbooks/drill-values.js'
import { isWithin, startSpans, type StartSpan } from '../../schema/domain/playbooks/drill-window.js'
import { finishDrill } from './finish-drill.js'
import { newPlaybookId, notePlaybookAct, type PlaybookPlace } from './playbook-act.js'
import { readDrillContent } from './read-drill-content.js'

export type StartOutcome = 'started' | 'drawn' | 'postponed' | 'missed' | null

type Starting = { readonly drill: Drill; readonly plan: DrillPlan; readonly content: DrillContent }

/** Draws when an unannounced drill begins; where the window has no time for it, coordinators are told and it never does. Null: another replica has it. */
export async function drawDrill(place: PlaybookPlace, id: string): Promise<Outcome<StartOutcome>> {
  const starting = await claimWaiting(place, id)
  if (starting === null || (await findInstant(place.tx, id)) !== null) return accept(null)
  return accept(await drawWithin(place, starting, { notBefore: place.now, because: null }))
}

/**
 * Begins a drill that is due: an activation for its participants, and a row for everything that happens in it. An announced one begins when it was said, however late it is
 * found, and never once its time is over. An unannounced one begins now: not during an emergency or within a day after one, nor when a door is closed; then its
 * time is drawn again.
 */
export async function startDrill(place: PlaybookPlace, id: string): Promise<Outcome<StartOutcome>> {
  const starting = await claimWaiting(place, id)
  if (starting === null) return accept(null)
  const { drill } = starting
  if (drill.isAnnounced) {
    if (Date.parse(drill.startsAt ?? '') > Date.parse(place.now)) return accept(null)
    if (Date.parse(drill.endsAt ?? '') <= Date.parse(place.now)) return accept(await missDrill(place, drill, 'LATE'))
    return accept(await begin(place, starting, drill.startsAt ?? place.now))
  }
  const drawn = await findInstant(place.tx, id)
  if (drawn === null || Date.parse(drawn) > Date.parse(place.now)) return accept(null)
  const emergency = await findEmergencyUntil(place.tx)
  if (emergency !== null) {
    const notBefore = emergency.until ?? minutesAfter(place.now, 24 * 60)
    return accept(await drawWithin(place, starting, { notBefore, because: 'EMERGENCY' }))
  }
  const now = minutesAfter(place.now, 0)
  if (!isWithin(now, spansOf(place, starting, now)))
    return accept(await drawWithin(place, starting, { notBefore: now, because: 'NOT_THEN' }))
  return accept(await begin(place, starting, now))
}

async function claimWaiting(place: PlaybookPlace, id: string): Promise<Starting | null> {
  const drill = await claimDrill(place.tx, id)
  const plan = drill?.state === 'WAITING' ? await findDrillPlan(place.tx, drill.planId) : null
  return drill === null || plan === null ? null : { drill, plan, content: readDrillContent(plan.content) }
}

function spansOf({ standards }: PlaybookPlace, { drill, content }: Starting, notBefore: string): readonly StartSpan[] {
  const { windowFrom: from, windowTo: to, durationMinutes } = drill
  if (from === null || to === null || 'startsAt' in content.time) throw new Error(`Drill ${drill.id} has no window.`)
  const { blackoutDays } = content.time
  return startSpans(standards, { from, to, blackoutDays, durationMinutes, centers: content.participants, notBefore })
}

type Drawing = { readonly notBefore: string; readonly because: DrawnBecause }

async function drawWithin(place: PlaybookPlace, starting: Starting, { notBefore, because }: Drawing): Promise<StartOutcome> {
  const { drill } = starting
  if (!(await drawInstant(place.tx, drill.id, spansOf(place, starting, notBefore), because))) return missDrill(place, drill, 'NO_TIME_LEFT')
  // Never the instant: the council's chain is read by those it is kept from.
  await notePlaybookAct(place, because === null ? 'drill.drawn' : 'drill.postponed', { drill: drill.id, because })
  return because === null ? 'drawn' : 'postponed'
}

async function missDrill(place: PlaybookPlace, drill: Drill, cause: 'LATE' | 'NO_TIME_LEFT'): Promise<StartOutcome> {
  await finishDrill(place, { id: drill.id, state: 'MISSED', cause })
  await appendPage(place.tx, { kind: 'DRILL_MISSED', subject: drill.id, detail: { drill: drill.id, exerciseId: drill.exerciseId, cause } })
  return 'missed'
}

async function begin(place: PlaybookPlace, { drill, plan, content }: Starting, startsAt: string): Promise<StartOutcome> {
  const endsAt = minutesAfter(startsAt, drill.durationMinutes)
  const activation = await insertActivation(place.tx, {
    id: newPlaybookId('EXERCISE', place.now),
    status: 'EXERCISE',
    hazard: plan.hazard,
    areas: content.participants,
    overflow: drill.overflow,
    relatesTo: null,
    repeatReason: `훈련 ${drill.exerciseId}`,
    exerciseId: drill.exerciseId,
    participants: drill.participants,
    endsAt,
    openedBy: plan.author,
    openedAgency: plan.authorAgency,
  })
  await beginDrill(place.tx, { id: drill.id, activationId: activation.id, startsAt, endsAt })
  const injects = content.injects.map(({ no, minute, kind, recipient, said, expected, message }) => ({
    no,
    dueAt: minutesAfter(startsAt, minute),
    kind,
    recipient,
    said,
    expected,
    level: message?.level ?? null,
    ackSeconds: message?.ackSeconds ?? null,
    applySeconds: message?.applySeconds ?? null,
  }))
  await insertInjects(place.tx, drill.id, injects)
  const noted = { drill: drill.id, plan: plan.id, activation: activation.id, contentHash: plan.contentHash, injects: injects.length }
  await notePlaybookAct(place, 'drill.started', noted)
  return 'started'
}
