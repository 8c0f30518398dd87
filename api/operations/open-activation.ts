import { insertActivation, findActivation, listRecentMessages } from '../../db/queries/activations.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Issue } from '../../schema/domain/issue.js'
import { parseInstant } from '../../schema/domain/instant.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Activation } from '../../schema/domain/playbooks/activation.js'
import { hazardCodeOf } from '../../schema/domain/playbooks/hazard-words.js'
import { hidesSigns } from '../../schema/domain/playbooks/hidden-signs.js'
import { REPEAT_WINDOW, type BroadcastStatus } from '../../schema/domain/playbooks/level-policy.js'
import type { Hub } from '../hub.js'
import { checkAreas, checkOverflow, numbersOfCenters } from './draft-refusals.js'
import { actOnPlaybooks, newPlaybookId, notePlaybookAct, type PlaybookPlace } from './playbook-act.js'
import { checkActReason, exerciseIncomplete, notFound, playbookFault, recentAlert, statusImmutable } from './playbook-refusals.js'
import { settleTargets } from './settle-targets.js'

export type ActivationToOpen = {
  readonly status: BroadcastStatus
  /** Code of hazard_type or what people call it; one that nobody knows is kept as it is. */
  readonly hazard: string
  readonly areas: readonly string[]
  readonly overflow: readonly string[]
  readonly relatesTo: string | null
  readonly repeatReason: string | null
  readonly exercise: { readonly id: string; readonly participants: readonly string[]; readonly endsAt: string } | null
}

/** Letters that Korean and English are written with: one that only looks like another would make another hazard. */
const HAZARD = /^[\p{Script=Latin}\p{Script=Hangul}\p{Script=Han}\p{N}][\p{Script=Latin}\p{Script=Hangul}\p{Script=Han}\p{N}_·-]{0,39}$/u
const EXERCISE_ID = /^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/

/**
 * Opens an emergency, a drill or a test; nothing is sent by it. What it is, is decided here for good. The same hazard in the same area within 24 hours asks
 * for a reason and offers the activation that is there (RECENT_ALERT).
 */
export const openActivation = (hub: Hub, caller: Caller, input: ActivationToOpen): Promise<Outcome<Activation>> =>
  actOnPlaybooks(hub, caller, place => openActivationIn(place, input))

/** The same within an act that does more. */
export async function openActivationIn(place: PlaybookPlace, asked: ActivationToOpen): Promise<Outcome<Activation>> {
  // 태풍 and typhoon are one emergency: templates, repeats and drills that end for the real thing go by the code.
  const hazards = place.standards.edition.codelists.get('hazard_type')?.items ?? new Map()
  const input = { ...asked, hazard: hazardCodeOf(asked.hazard, hazards) }
  const issues = [...checkShape(input), ...checkOverflow(input.overflow, place.standards), ...checkExercise(input, place)]
  if (issues.length > 0) return refuse(...issues)
  const before = input.relatesTo === null ? null : await findActivation(place.tx, input.relatesTo)
  if (input.relatesTo !== null && before === null) return refuse(notFound('activation', input.relatesTo))
  if (before !== null && before.status !== input.status) return refuse(statusImmutable('relatesTo'))
  if (input.repeatReason === null) {
    const recent = await findRecent(place, { id: null, status: input.status, hazard: input.hazard, areas: input.areas })
    if (recent !== null) return refuse(recent)
  }
  const opened = await insertActivation(place.tx, {
    id: newPlaybookId(input.status, place.now),
    status: input.status,
    hazard: input.hazard,
    areas: input.areas,
    overflow: numbersOfCenters(input.overflow, place.standards),
    relatesTo: input.relatesTo,
    repeatReason: input.repeatReason,
    exerciseId: input.exercise?.id ?? null,
    participants: input.exercise === null ? null : numbersOfCenters(input.exercise.participants, place.standards),
    endsAt: input.exercise?.endsAt ?? null,
    openedBy: place.actor,
    openedAgency: place.agency,
  })
  await notePlaybookAct(place, 'activation.opened', {
    activation: opened.id,
    status: opened.status,
    hazard: opened.hazard,
    areas: opened.areas.length,
  })
  return accept(opened)
}

type Alike = Pick<Activation, 'status' | 'hazard' | 'areas'> & { readonly id: string | null }

/** The refusal that names a message of the same hazard, status and area of the last 24 hours, of another activation; null when there is none. */
export async function findRecent(place: PlaybookPlace, { id, status, hazard, areas }: Alike): Promise<Issue | null> {
  const recent = await listRecentMessages(place.tx, { hazard, status, but: id, withinSeconds: REPEAT_WINDOW })
  if (recent.length === 0) return null
  const { targets } = await settleTargets(place, null, { areas, overflow: [] })
  const aimed = new Set(targets.map(({ centerId }) => centerId))
  const same = recent.find(({ centers }) => centers.some(center => aimed.has(center)))
  return same === undefined ? null : recentAlert(same)
}

const checkShape = ({ hazard, areas, repeatReason }: ActivationToOpen): readonly Issue[] => [
  ...(HAZARD.test(hazard) && !hidesSigns(hazard)
    ? []
    : [
        playbookFault('BAD_USER_INPUT', ['hazard'], {
          ko: '재난 유형은 40자 이내의 코드나 한 낱말로 적으십시오.',
          en: 'A hazard is a code or one word of up to 40 characters.',
          expected: 'a code of hazard_type',
          got: hazard,
        }),
      ]),
  ...checkAreas(areas),
  ...(repeatReason === null ? [] : checkActReason(repeatReason, 'repeatReason')),
]

function checkExercise({ status, exercise }: ActivationToOpen, { standards, now }: PlaybookPlace): readonly Issue[] {
  if ((status === 'EXERCISE') !== (exercise !== null)) return [exerciseIncomplete('exercise')]
  if (exercise === null) return []
  const isLater = parseInstant(exercise.endsAt) !== null && Date.parse(exercise.endsAt) > Date.parse(now)
  const known = exercise.participants.length > 0 && exercise.participants.every(center => standards.centerIds.has(center))
  return [
    ...(EXERCISE_ID.test(exercise.id) ? [] : [exerciseIncomplete('exerciseId')]),
    ...(known ? [] : [exerciseIncomplete('participants')]),
    ...(isLater ? [] : [exerciseIncomplete('endsAt')]),
  ]
}
