import { findSuspect } from '../suspect-text.js'
import type { DisasterEvidence } from './disaster-evidence.js'
import { suspectIn } from './placeholder-value.js'

/** What a message of others does to earlier ones of theirs. OTHER: an acknowledgment, an error, a draft of theirs. */
export const EVIDENCE_KINDS = ['ALERT', 'UPDATE', 'CANCEL', 'OTHER'] as const
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number]

/** An earlier message, as a later one names it. */
export type EvidenceReference = { readonly sender: string; readonly sourceId: string }

/** Evidence as it is kept: what was read, what it relates to, and nothing that may name a person. */
export type EvidenceRecord = Omit<DisasterEvidence, 'sender'> & {
  /** Empty where the source names none. */
  readonly sender: string
  readonly kind: EvidenceKind
  readonly references: readonly EvidenceReference[]
  /** Its text may name a person: neither the text nor the bytes it came in are kept, only their hash. */
  readonly isWithheld: boolean
}

const KIND_OF_CAP: Readonly<Record<string, EvidenceKind>> = { Alert: 'ALERT', Update: 'UPDATE', Cancel: 'CANCEL' }
const LONGEST_NAME = 200
const LONGEST_WORD = 200
const MOST_REFERENCES = 50
const LONGEST_UNKNOWN = 2_000

/**
 * The record of a message, or null where its identifier or sender is too long to be one. Words are cut to what a screen can show and a database can
 * store; `unknown` keeps what we do not read.
 */
export function recordOf(evidence: DisasterEvidence): EvidenceRecord | null {
  const sender = storable(evidence.sender ?? '')
  const sourceId = storable(evidence.sourceId)
  if (sourceId.length > LONGEST_NAME || sender.length > LONGEST_NAME) return null
  const unknown = Object.entries(evidence.unknown).map(([name, value]) => [storable(name).slice(0, LONGEST_WORD), storable(value)] as const)
  const isPersonal = evidence.text === null ? evidence.source === 'MOIS_MESSAGE' : suspectIn(evidence.text) !== null
  const isWithheld = isPersonal || unknown.some(([, value]) => isOfPerson(value))
  return {
    source: evidence.source,
    sourceId,
    sender,
    sentAt: evidence.sentAt,
    status: evidence.status,
    kind: evidence.source === 'CAP' ? (KIND_OF_CAP[evidence.unknown['msgType'] ?? ''] ?? 'OTHER') : 'ALERT',
    references: referencesIn(evidence.unknown['references'] ?? ''),
    hazard: evidence.hazard === null ? null : word(evidence.hazard),
    hazardWord: word(evidence.hazardWord),
    areas: evidence.areas.map(area => ({ word: word(area.word), region: word(area.region) })),
    suggestedLevel: evidence.suggestedLevel,
    levelWord: evidence.levelWord === null ? null : word(evidence.levelWord),
    text: isPersonal || evidence.text === null ? null : storable(evidence.text),
    unknown: Object.fromEntries(
      unknown.filter(([, value]) => !isOfPerson(value)).map(([name, value]) => [name, value.slice(0, LONGEST_UNKNOWN)]),
    ),
    isWithheld,
  }
}

/** Offices are reached by mail and telephone, and say so; that leads to no person. */
const isOfPerson = (text: string): boolean => {
  const kind = findSuspect(text)
  return kind === 'e-mail address' ? false : suspectIn(text) !== null
}

/** PostgreSQL stores neither U+0000 nor half a character. */
const storable = (text: string): string =>
  text
    .replaceAll('\u0000', '\uFFFD')
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .normalize('NFC')

const word = (text: string): string => Array.from(storable(text)).slice(0, LONGEST_WORD).join('')

/** CAP 1.2, references: `sender,identifier,sent`, several between spaces. */
const referencesIn = (text: string): readonly EvidenceReference[] =>
  storable(text)
    .split(/\s+/)
    .slice(0, MOST_REFERENCES)
    .flatMap(one => {
      const [sender, sourceId, sent] = one.split(',')
      return sender !== undefined && sourceId && sent ? [{ sender, sourceId }] : []
    })
