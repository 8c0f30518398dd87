import type { Activation as DomainActivation, Ratification as DomainRatification } from '../../schema/domain/playbooks/activation.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import type { Activation, Broadcast, BroadcastTarget, Ratification } from '../../schema/graphql/activation.js'
import type { BroadcastPreview, PlaybookVersion } from '../../schema/graphql/playbook-version.js'
import type { TargetToFreeze } from '../operations/settle-targets.js'
import type { ListedMessage } from '../operations/list-activations.js'
import type { ListedVersion } from '../operations/list-playbook-versions.js'
import type { BroadcastPreview as Previewed } from '../operations/preview-broadcast.js'

type Registry = Pick<Standards, 'centerCodes' | 'edition'>

const codesOf = (ids: readonly number[], { centerCodes }: Registry): readonly string[] => ids.flatMap(id => centerCodes.get(id) ?? [])

export const toActivation = (activation: DomainActivation, standards: Registry): Activation => ({
  ...activation,
  hazardNameKo: standards.edition.codelists.get('hazard_type')?.items.get(activation.hazard)?.nameKo ?? null,
  overflow: codesOf(activation.overflow, standards),
  participants: activation.participants === null ? null : codesOf(activation.participants, standards),
  closedWithout: activation.closedWithout === null ? null : codesOf(activation.closedWithout, standards),
})

const toTarget = (target: TargetToFreeze & { readonly endedAt?: string | null }, { centerCodes }: Registry): BroadcastTarget => ({
  center: centerCodes.get(target.centerId) ?? '',
  part: target.part,
  areas: target.areas,
  endedAt: target.endedAt ?? null,
})

export const toRatification = ({ state, requestedAt, endsAt, decidedAt }: DomainRatification): Ratification => ({
  state,
  requestedAt,
  endsAt,
  decidedAt,
})

export const toBroadcast = ({ activationId, targets, ratification, ...message }: ListedMessage, standards: Registry): Broadcast => ({
  ...message,
  activation: activationId,
  targets: targets.map(target => toTarget(target, standards)),
  ratification: ratification === null ? null : toRatification(ratification),
})

export const toVersion = (version: ListedVersion, standards: Registry): PlaybookVersion => ({
  ...version,
  activation: version.activationId,
  overflow: codesOf(version.overflow, standards),
  playbook: version.template,
  playbookVersion: version.templateVersion,
  broadcast: version.messageId,
})

/** What an approver is asked. The words of a drill are not those of the real thing (Hawaii, 2018). */
const PROMPTS = {
  ACTUAL: {
    ko: '실제 상황입니다. 승인하면 시민에게 안내가 나갑니다.',
    en: 'THIS IS REAL. With your approval the public is told.',
  },
  EXERCISE: {
    ko: '[훈련] 훈련 수신처에만 나갑니다. 시민에게 안내하지 않습니다.',
    en: '[EXERCISE] It goes to endpoints for drills only; the public is told nothing.',
  },
  TEST: { ko: '[시험] 전달 경로만 시험합니다.', en: '[TEST] It tries the way, nothing else.' },
} as const

export function toPreview(preview: Previewed, standards: Registry): BroadcastPreview {
  const { version, status, targets, overflow, withoutEndpoint, leftOut, retype, ...said } = preview
  const unknown = said.unknownAreas.join(', ')
  return {
    ...said,
    version: toVersion(version, standards),
    targets: [...targets, ...overflow].map(target => toTarget(target, standards)),
    withoutEndpoint: codesOf(withoutEndpoint, standards),
    leftOut: codesOf(leftOut, standards),
    retype,
    promptKo: `${PROMPTS[status].ko} ${retype.hazard}, 센터 ${retype.centers}곳.${unknown === '' ? '' : ` 허브가 모르는 지역이어서 나가지 않는 곳: ${unknown}.`}`,
    promptEn: `${PROMPTS[status].en} ${retype.hazard}, ${retype.centers} centers.${unknown === '' ? '' : ` Areas that the hub does not know, where nobody gets it: ${unknown}.`}`,
  }
}
