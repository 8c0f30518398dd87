import { listInActual, listTakenOut } from '../../db/queries/broadcast-endings.js'
import type { TargetToFreeze } from '../../db/queries/publications.js'
import type { Activation } from '../../schema/domain/playbooks/activation.js'
import { resolveAreas } from '../../schema/domain/playbooks/resolve-areas.js'
import type { PlaybookPlace } from './playbook-act.js'

export type { TargetToFreeze }

/** Who would get a message now, and who would not although an area names them. */
export type SettledTargets = {
  readonly targets: readonly TargetToFreeze[]
  /** Centers that read along and answer nothing. */
  readonly overflow: readonly TargetToFreeze[]
  readonly unknownAreas: readonly string[]
  readonly emptyAreas: readonly string[]
  readonly isAll: boolean
  /** Named by an area, but no participant of the exercise, or taken out of it by the real thing. */
  readonly leftOut: readonly number[]
}

type Aimed = { readonly areas: readonly string[]; readonly overflow: readonly number[] }

/** Areas to centers by the dated registry of today; an exercise reaches its participants and nobody who is in a real emergency of its hazard. */
export async function settleTargets(
  { tx, standards, today }: PlaybookPlace,
  activation: Pick<Activation, 'id' | 'status' | 'hazard' | 'participants'> | null,
  { areas, overflow }: Aimed,
): Promise<SettledTargets> {
  const resolved = resolveAreas(areas, standards, today)
  const takenOut = new Set(activation === null ? [] : await listTakenOut(tx, activation.id))
  // The real thing may have begun before the drill did.
  if (activation?.status === 'EXERCISE') for (const centerId of await listInActual(tx, activation.hazard)) takenOut.add(centerId)
  const numbered = resolved.targets.flatMap(({ center, areas: named }) => {
    const centerId = standards.centerIds.get(center)
    return centerId === undefined ? [] : [{ centerId, part: 'TARGET' as const, areas: named }]
  })
  const isIn = ({ centerId }: TargetToFreeze) =>
    !takenOut.has(centerId) && (activation?.status !== 'EXERCISE' || (activation.participants ?? []).includes(centerId))
  const targets = numbered.filter(isIn)
  const aimed = new Set(targets.map(({ centerId }) => centerId))
  return {
    targets,
    // A text that was approved before lists were kept without repeats has to go out all the same.
    overflow: [...new Set(overflow)]
      .filter(centerId => !aimed.has(centerId) && !takenOut.has(centerId))
      .map(centerId => ({ centerId, part: 'OVERFLOW' as const, areas: [] })),
    unknownAreas: resolved.unknown,
    emptyAreas: resolved.empty,
    isAll: resolved.isAll && targets.length === numbered.length,
    leftOut: numbered.filter(target => !isIn(target)).map(({ centerId }) => centerId),
  }
}
