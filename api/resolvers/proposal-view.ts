import { explainSurge } from '../../schema/domain/figures/explain-surge.js'
import { escapeOutsideText as escape } from '../../schema/domain/playbooks/escape-outside-text.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import type { DisasterEvidence } from '../../schema/graphql/evidence.js'
import type { PlaybookProposal } from '../../schema/graphql/proposal.js'
import type { ListedEvidence, ListedFinding, ListedProposal } from '../operations/list-proposals.js'

type Registry = Pick<Standards, 'centerCodes' | 'centers' | 'edition'>

const escapeOrNull = (text: string | null): string | null => (text === null ? null : escape(text))

export const toEvidence = (evidence: ListedEvidence): DisasterEvidence => ({
  ...evidence,
  sender: escape(evidence.sender),
  sourceId: escape(evidence.sourceId),
  hazard: escapeOrNull(evidence.hazard),
  hazardWord: escape(evidence.hazardWord),
  areas: evidence.areas.map(({ word, region }) => ({ word: escape(word), region: escape(region) })),
  levelWord: escapeOrNull(evidence.levelWord),
  text: escapeOrNull(evidence.text),
  unread: Object.entries(evidence.unknown).map(([name, value]) => ({ name: escape(name), value: escape(value) })),
  proposal: evidence.proposalId,
})

function toFinding(
  { centerId, proposalId: _proposal, dayKind, ...found }: ListedFinding,
  standards: Registry,
): PlaybookProposal['findings'][number] {
  const code = standards.centerCodes.get(centerId) ?? ''
  const center = standards.centers.get(code)
  const measure = standards.edition.measures.get(found.measure)
  const item = standards.edition.codelists.get(found.dimension)?.items.get(found.item)
  const why = explainSurge(
    { ...found, dayKind },
    {
      center: { ko: center?.nameKo ?? code, en: center?.nameEn ?? code },
      measure: { ko: measure?.nameKo ?? found.measure, en: measure?.nameEn ?? found.measure },
      item: { ko: item?.nameKo ?? found.item, en: item?.nameEn ?? found.item },
    },
  )
  return { ...found, center: code, whyKo: why.ko, whyEn: why.en }
}

export const toProposal = (
  { messages, findings, activationId, versionId, template, templates, values, ...proposal }: ListedProposal,
  standards: Registry,
): PlaybookProposal => ({
  ...proposal,
  hazard: escapeOrNull(proposal.hazard),
  hazardNameKo: standards.edition.codelists.get('hazard_type')?.items.get(proposal.hazard ?? '')?.nameKo ?? null,
  hazardWord: escape(proposal.hazardWord),
  playbook: template,
  playbooks: templates,
  areas: proposal.areas.map(escape),
  unknownAreas: proposal.unknownAreas.map(escape),
  centers: proposal.centers.flatMap(id => standards.centerCodes.get(id) ?? []),
  values: Object.entries(values).map(([name, value]) => ({ name, ...value })),
  activation: activationId,
  evidence: messages.map(toEvidence),
  findings: findings.map(finding => toFinding(finding, standards)),
  version: versionId,
})
