import { escapeOutsideText as escape } from '../../schema/domain/playbooks/escape-outside-text.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import type { DisasterEvidence } from '../../schema/graphql/evidence.js'
import type { PlaybookProposal } from '../../schema/graphql/proposal.js'
import type { ListedEvidence, ListedProposal } from '../operations/list-proposals.js'

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

export const toProposal = (
  { messages, activationId, versionId, template, templates, values, ...proposal }: ListedProposal,
  { centerCodes, edition }: Pick<Standards, 'centerCodes' | 'edition'>,
): PlaybookProposal => ({
  ...proposal,
  hazard: escapeOrNull(proposal.hazard),
  hazardNameKo: edition.codelists.get('hazard_type')?.items.get(proposal.hazard ?? '')?.nameKo ?? null,
  hazardWord: escape(proposal.hazardWord),
  playbook: template,
  playbooks: templates,
  areas: proposal.areas.map(escape),
  unknownAreas: proposal.unknownAreas.map(escape),
  centers: proposal.centers.flatMap(id => centerCodes.get(id) ?? []),
  values: Object.entries(values).map(([name, value]) => ({ name, ...value })),
  activation: activationId,
  evidence: messages.map(toEvidence),
  version: versionId,
})
