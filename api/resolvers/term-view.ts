import { addDays } from '../../schema/domain/period.js'
import type { Edition } from '../../schema/domain/statistics/edition.js'
import { compareEvidence, evidenceLines } from '../../schema/domain/terms/compare-evidence.js'
import { namesOf } from '../../schema/domain/terms/match-term.js'
import { parseTarget } from '../../schema/domain/terms/parse-target.js'
import type { Conversion } from '../../schema/domain/terms/proposal.js'
import { readReviews } from '../../schema/domain/terms/reviews.js'
import { readFeatures } from '../../schema/domain/terms/read-features.js'
import { showText } from '../../schema/domain/terms/show-text.js'
import type { EarlierRejection, TermCandidate } from '../../schema/graphql/term-candidate.js'
import type { TermConversion, TermMapping } from '../../schema/graphql/term-mapping.js'
import type { QueuedTerm as QueuedTermView } from '../../schema/graphql/term-queue.js'
import type { QueuedTerm } from '../operations/list-term-queue.js'

type Version = QueuedTerm['standing'][number]

const NO_CONVERSION = { numerator: null, denominator: null, offset: null, format: null, fromUnit: null, toUnit: null }

/** The conversion of a version as the schema shows it. */
const toStoredConversion = ({ conversion }: Version): TermConversion | null =>
  conversion.kind === 'identity' ? null : { ...NO_CONVERSION, ...conversion }

const toProposedConversion = (conversion: Conversion | null): TermConversion | null => {
  if (conversion === null) return null
  if ('format' in conversion) return { ...NO_CONVERSION, format: conversion.format }
  const [numerator = '1', denominator = '1'] = conversion.factor.split('/')
  return { ...NO_CONVERSION, numerator, denominator, offset: conversion.offset, fromUnit: conversion.from, toUnit: conversion.to }
}

const featuresOf = ({ evidence, target }: Version) => (target === null ? [] : readFeatures(evidence, target))

/** A version of a mapping as the schema shows it; days are shown with the last one inside. */
export const toTermMapping = (version: Version): TermMapping => ({
  id: version.id,
  mapping: version.mapping_id,
  version: version.version,
  target: version.target,
  predicate: version.predicate,
  isNegated: version.negated,
  conversion: toStoredConversion(version),
  status: version.status,
  from: version.effective.from,
  to: version.effective.to === null ? null : addDays(version.effective.to, -1),
  justification: version.justification,
  confidence: version.confidence,
  evidence: evidenceLines(version.evidence),
  reviews: readReviews(version.evidence),
  evidenceHash: version.evidence_hash,
  tier: version.tier,
  ruleVersion: version.rule_version,
  lexiconVersion: version.lexicon_version,
  glossaryVersion: version.glossary_version,
  weightsVersion: version.weights_version,
  features: featuresOf(version),
  author: version.author,
  isBySteward: version.author_type === 'steward',
  reviewers: version.reviewers,
  reason: version.reason,
  recordedAt: version.recorded_at,
  supersededAt: version.superseded_at,
})

const toEarlierRejection = ({ rejections, proposal }: QueuedTerm, ref: string): EarlierRejection | null => {
  const last = rejections.find(({ target }) => target === ref)
  if (last === undefined) return null
  const { added, gone } = compareEvidence(evidenceLines(last.evidence), proposal.evidence)
  return { at: last.rejected_at, by: last.rejected_by, reason: last.reason, evidenceAdded: added, evidenceGone: gone }
}

const toCandidate = (term: QueuedTerm, candidate: QueuedTerm['proposal']['candidates'][number], edition: Edition): TermCandidate => {
  const target = parseTarget(candidate.ref)
  const names = target === null ? undefined : namesOf(edition, target)
  return {
    ...candidate,
    nameKo: names?.nameKo ?? null,
    nameEn: names?.nameEn ?? null,
    earlierRejection: toEarlierRejection(term, candidate.ref),
  }
}

/** A word of the queue as the schema shows it. */
export const toQueuedTerm = (
  term: QueuedTerm,
  { edition, center }: { readonly edition: Edition; readonly center: string },
): QueuedTermView => ({
  id: term.id,
  center,
  kind: term.kind,
  field: showText(term.source_field),
  label: showText(term.raw_label),
  rawLabel: Buffer.from(term.raw_label, 'utf8').toString('base64'),
  labelBytes: term.label_bytes,
  unit: showText(term.raw_unit),
  status: term.status,
  version: term.version,
  rowsWaiting: term.rows_waiting,
  waitingFrom: term.first_day,
  waitingTo: term.last_day,
  valuesSeen: term.value_count,
  firstSeenAt: term.first_seen_at,
  lastSeenAt: term.last_seen_at,
  indicators: term.indicators,
  priority: term.priority,
  nights: term.profiles.map(({ values_seen, ...night }) => ({ ...night, values: values_seen })),
  proposal: term.proposal.decision,
  candidates: term.proposal.candidates.map(candidate => toCandidate(term, candidate, edition)),
  conversion: toProposedConversion(term.proposal.conversion),
  weightsVersion: term.proposal.weightsVersion,
  wouldFlip: term.proposal.abstentions,
  evidenceHash: term.evidenceHash,
  mappings: term.standing.map(toTermMapping),
  elsewhere: term.twins.map(({ by_stewards, target, centers }) => ({ target, centers, bySteward: by_stewards })),
  conflicts: term.conflicts.map(({ id, conflict, detected_on }) => ({ id, conflict, detectedOn: detected_on })),
  flag: term.flag,
  assignedTo: term.assigned_to,
})
