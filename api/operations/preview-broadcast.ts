import { findActivation } from '../../db/queries/activations.js'
import { requireEdition } from '../../db/queries/editions.js'
import { listApprovals, findVersion } from '../../db/queries/playbook-versions.js'
import { listEndpointKinds } from '../../db/queries/publications.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { BroadcastStatus } from '../../schema/domain/playbooks/level-policy.js'
import { approvalsNeeded, standingApprovals } from '../../schema/domain/playbooks/approval.js'
import { playbookContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { checkPublication } from './check-publication.js'
import { lintVersion } from './lint-version.js'
import type { ListedVersion } from './list-playbook-versions.js'
import { playbookActor, type PlaybookPlace } from './playbook-act.js'
import { areaReachesNobody, notFound } from './playbook-refusals.js'
import { wordsToRetype, type Retyped } from './retype.js'
import { settleTargets, type SettledTargets } from './settle-targets.js'

/** What would happen if a text were sent now. */
export type BroadcastPreview = SettledTargets & {
  readonly version: ListedVersion
  readonly status: BroadcastStatus
  /** Of the targets, those without an endpoint of the kind. */
  readonly withoutEndpoint: readonly number[]
  readonly approvalsNeeded: number
  readonly approvalsStanding: number
  readonly retype: Retyped
  readonly lint: readonly Issue[]
  readonly against: readonly Issue[]
}

/** Exactly who would get a text now, what it still needs, and what an approver types again. Changes nothing. */
export async function previewBroadcast(hub: Hub, caller: Caller, id: string): Promise<Outcome<BroadcastPreview>> {
  return hub.db.transaction(
    playbookContextOf(caller),
    async tx => {
      const version = await findVersion(tx, id)
      const activation = version === null ? null : await findActivation(tx, version.activationId)
      const [clock] = await tx.sql<{ now: string; today: string }[]>`select hub_now() as now, hub_today() as today`
      if (version === null || activation === null || clock === undefined) return refuse(notFound('version', id))
      const place: PlaybookPlace = { ...playbookActor(caller), ...clock, tx, standards: await requireEdition(tx.sql) }
      const settled = await settleTargets(place, activation, version)
      const reached = await listEndpointKinds(tx, activation.status)
      const approvals = await listApprovals(tx, [id])
      const publication = await checkPublication(place, { activation, version })
      return accept({
        ...settled,
        version: { ...version, approvals },
        status: activation.status,
        withoutEndpoint: settled.targets.map(({ centerId }) => centerId).filter(centerId => !reached.has(centerId)),
        approvalsNeeded: approvalsNeeded(version.level, settled.isAll).persons,
        approvalsStanding: standingApprovals(approvals, { ...version, now: clock.now }).length,
        retype: wordsToRetype(activation, settled.targets.length, place.standards),
        lint: [...areaWarnings(version.areas, settled), ...(await lintVersion(place, version))],
        against: publication.ok ? [] : publication.issues,
      })
    },
    { isReadOnly: true },
  )
}

const areaWarnings = (areas: readonly string[], { unknownAreas }: SettledTargets): readonly Issue[] =>
  areas.flatMap((area, index) => (unknownAreas.includes(area) ? [areaReachesNobody(area, index)] : []))
