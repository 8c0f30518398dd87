import type { Center, Region } from '../centers/center.js'
import { regionsNamed } from '../centers/regions-named.js'
import type { AlertLevel } from './alert-level.js'
import { readBroadcast, type BroadcastWords, type Spoken } from './read-broadcast.js'
import { toKstInstant } from './kst-instant.js'
import {
  MESSAGE_SHAPE,
  type ActivationStatus,
  type CancelCause,
  type MessageArea,
  type MessageKind,
  type MessageReference,
  type MessageSection,
  type PlaybookMessage,
  type Ratification,
} from './playbook-message.js'

/** A message as the hub keeps it: the content that was approved, and what is known since it went out. */
export type PublishedBroadcast = {
  readonly id: string
  readonly activationId: string
  readonly status: ActivationStatus
  readonly seq: number
  readonly type: MessageKind
  readonly purpose: string
  readonly hazard: string
  readonly level: AlertLevel
  /** The approved content, as JSON. */
  readonly content: string
  /** Instants with any offset. */
  readonly sentAt: string
  readonly expiresAt: string
  readonly isLate: boolean
  readonly exerciseId: string | null
  readonly ratification: Ratification
  readonly references: readonly MessageReference[]
}

/** What words of the edition and the registry mean on the day it was sent. */
export type BroadcastNames = {
  readonly hazard: { readonly ko: string; readonly en: string }
  readonly regions: ReadonlyMap<string, Region>
  /** Drills name centers where others name regions. */
  readonly centers: ReadonlyMap<string, Pick<Center, 'nameKo' | 'nameEn'>>
}

const COUNCIL = { ko: '120 콜센터 협의체', en: 'Council of the 120 call centers' }
const CAUSES: Readonly<Record<string, CancelCause>> = { ALL_CLEAR: 'ENDED' }

/**
 * What goes out of a published broadcast: the approved words in the order counselors need them, the end or the correction before all else. The same
 * broadcast gives the same message. Null for a content of another format.
 */
export function messageOfBroadcast(published: PublishedBroadcast, names: BroadcastNames): PlaybookMessage | null {
  const words = readBroadcast(published.content)
  const [sent, expires] = [toKstInstant(published.sentAt), toKstInstant(published.expiresAt)]
  if (words === null || sent === null || expires === null) return null
  const { id, activationId, seq, type, status, exerciseId, level, references, isLate, ratification } = published
  return {
    shape: MESSAGE_SHAPE,
    activationId,
    messageId: id,
    seq,
    kind: type,
    status,
    exerciseId,
    hazard: published.hazard,
    hazardKo: names.hazard.ko,
    hazardEn: names.hazard.en,
    level,
    cap: words.cap,
    issuedByKo: words.issuedByKo ?? COUNCIL.ko,
    issuedByEn: words.issuedByKo === null ? COUNCIL.en : null,
    headlineKo: words.headline.ko,
    headlineEn: words.headline.en === '' ? null : words.headline.en,
    areas: words.areas.map(word => areaOf(word, names, sent.slice(0, 10))),
    sections: sectionsOf(words),
    sent,
    effective: sent,
    onset: null,
    expires,
    references,
    cancelCause: type === 'CANCEL' ? (CAUSES[published.purpose] ?? 'ISSUED_IN_ERROR') : null,
    noteKo: null,
    noteEn: null,
    late: isLate,
    ratification,
    playbook: words.template,
  }
}

/** A region by code, ISO code or name, followed to the one that stands for it on the day; a center by its code; a word that nobody knows stays what it is. */
function areaOf(word: string, { regions, centers }: BroadcastNames, day: string): MessageArea {
  const text = word.normalize('NFC').trim()
  const region = regionsNamed(text, regions)
    .map(one => successorOn(one, regions, day))
    .find(({ validFrom }) => validFrom === null || validFrom <= day)
  const { nameKo, nameEn } = centers.get(text) ?? { nameKo: text, nameEn: text }
  if (region === undefined) return { code: text, iso: null, nameKo, nameEn }
  return { code: region.code, iso: region.iso, nameKo: region.nameKo, nameEn: region.nameEn }
}

function successorOn(region: Region, regions: ReadonlyMap<string, Region>, day: string): Region {
  const next = region.successor === null ? undefined : regions.get(region.successor)
  return region.validTo !== null && region.validTo < day && next !== undefined ? successorOn(next, regions, day) : region
}

/** The section types of the library by their names; a section without a line is not sent. */
function sectionsOf(words: BroadcastWords): readonly MessageSection[] {
  const koreanOnly = (ko: readonly string[]): Spoken => ({ ko, en: [] })
  const sections: readonly (readonly [code: string, titleKo: string, titleEn: string, lines: Spoken])[] = [
    ['lead', '먼저 알릴 것', 'First of all', words.lead],
    ['first_answer_script', '첫 응대', 'First answer', words.script],
    ['qa', '물음과 답', 'Questions and answers', koreanOnly(words.qa)],
    ['must_not_say', '하지 않을 말', 'Not to be said', koreanOnly(words.mustNotSay)],
    ['routing', '연결할 곳', 'Where to connect', koreanOnly(words.routing)],
    ['vulnerable_callers', '더 살필 분', 'Callers who need more', koreanOnly(words.vulnerableCallers)],
    ['counselor_care', '상담사 보호', 'Care for counselors', koreanOnly(words.counselorCare)],
  ]
  return sections
    .filter(([, , , { ko, en }]) => ko.length + en.length > 0)
    .map(([code, titleKo, titleEn, { ko, en }]) => ({ code, titleKo, titleEn, ko, en }))
}
