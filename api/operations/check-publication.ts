import { findMessage } from '../../db/queries/activations.js'
import { listWithoutDrillEndpoint } from '../../db/queries/publications.js'
import { listApprovals } from '../../db/queries/playbook-versions.js'
import type { Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { ACTIVATION_MACHINE } from '../../schema/domain/playbooks/activation-state.js'
import {
  approvalsNeeded,
  changeOfTargets,
  isApproved,
  standingApprovals,
  type TargetChange,
} from '../../schema/domain/playbooks/approval.js'
import { transition } from '../../schema/domain/playbooks/transition.js'
import type { LockedVersion } from './locked-version.js'
import { findRecent } from './open-activation.js'
import type { PlaybookPlace } from './playbook-act.js'
import { approvalMissing, expiryNotAllowed, headMoved, noDrillEndpoint, noTargets, targetsChanged } from './playbook-refusals.js'
import { settleTargets, type SettledTargets } from './settle-targets.js'

/** Who an approved text goes to now; or everything that stands against sending it. */
export async function checkPublication(place: PlaybookPlace, { activation, version }: LockedVersion): Promise<Outcome<SettledTargets>> {
  const settled = await settleTargets(place, activation, version)
  const issues = [
    ...(await checkSending(place, { activation, version }, settled)),
    ...(await checkApprovals(place, { activation, version }, settled)),
    ...(await checkRepeat(place, { activation, version })),
  ]
  return issues.length > 0 ? refuse(...issues) : accept(settled)
}

/** What stands against sending, whoever approved it: an ended activation, another head, an expiry, nobody to send it to, a drill without a door of its own. */
export async function checkSending(
  { tx, now, standards }: PlaybookPlace,
  { activation, version }: LockedVersion,
  { targets, overflow, unknownAreas }: SettledTargets,
): Promise<readonly Issue[]> {
  const possible = transition(ACTIVATION_MACHINE, activation.state, activation.headSeq === 0 ? 'alert' : 'update')
  const withoutDrill =
    activation.status === 'ACTUAL'
      ? []
      : await listWithoutDrillEndpoint(
          tx,
          [...targets, ...overflow].map(({ centerId }) => centerId),
        )
  const ends = activation.endsAt === null ? version.expiresAt : activation.endsAt
  const sentAt = await earliestSending({ tx, now }, activation)
  const isOver = Date.parse(version.expiresAt) <= sentAt || Date.parse(ends) <= Date.parse(now)
  return [
    ...(possible.ok ? [] : possible.issues),
    ...(version.baseSeq === activation.headSeq ? [] : [headMoved(version.baseSeq, activation.headSeq)]),
    ...(isOver ? [expiryNotAllowed(version.expiresAt, ends)] : []),
    ...(targets.length === 0 ? [noTargets(unknownAreas)] : []),
    ...(withoutDrill.length === 0 ? [] : [noDrillEndpoint(withoutDrill.map(id => standards.centerCodes.get(id) ?? String(id)))]),
  ]
}

/** A message is sent a second after the one before at least; where a clock was set back, that may be later than now. */
async function earliestSending(
  { tx, now }: Pick<PlaybookPlace, 'tx' | 'now'>,
  { headMessage }: LockedVersion['activation'],
): Promise<number> {
  const head = headMessage === null ? null : await findMessage(tx, headMessage)
  return head === null ? Date.parse(now) : Math.max(Date.parse(now), Date.parse(head.sentAt) + 1000)
}

async function checkApprovals(
  { tx, now, standards }: PlaybookPlace,
  { version: { id, revision, contentHash, level } }: LockedVersion,
  { targets, isAll }: SettledTargets,
): Promise<readonly Issue[]> {
  const standing = standingApprovals(await listApprovals(tx, [id]), { revision, contentHash, now })
  const needed = approvalsNeeded(level, isAll)
  const changes = standing.flatMap(
    approval =>
      changeOfTargets(
        approval,
        targets.map(({ centerId }) => centerId),
      ) ?? [],
  )
  const codesOf = (part: keyof TargetChange) =>
    [...new Set(changes.flatMap(change => change[part]))].map(id => standards.centerCodes.get(id) ?? String(id))
  return [
    ...(isApproved(standing, needed) ? [] : [approvalMissing(needed, standing.length)]),
    ...(changes.length === 0 ? [] : [targetsChanged({ lost: codesOf('lost'), gained: codesOf('gained') }, targets.length)]),
  ]
}

/** Two who opened the same emergency at the same moment find each other here. */
async function checkRepeat(place: PlaybookPlace, { activation, version }: LockedVersion): Promise<readonly Issue[]> {
  if (version.type !== 'ALERT' || activation.repeatReason !== null) return []
  const recent = await findRecent(place, { ...activation, areas: version.areas })
  return recent === null ? [] : [recent]
}
