import { LEVEL_NAMES } from '../../schema/domain/playbooks/alert-level.js'
import type { PlaybookMessage } from '../../schema/domain/playbooks/playbook-message.js'
import { element, xmlText } from './write-xml.js'

export type FeedOptions = {
  /** The instant of the answer, by the database's clock, as messages write theirs. */
  readonly now: string
  /** Where the feed itself is read, and where the CAP document of a message is. */
  readonly selfUrl: string
  readonly capUrl: (messageId: string) => string
  /** Who answers for the feed. */
  readonly authorName: string
}

const KEPT_MS = 48 * 60 * 60 * 1000
const LARGEST_FEED = 900_000
const STATUS_KO = { ACTUAL: '실제', EXERCISE: '훈련', TEST: '시험' } as const
const KIND_KO = { ALERT: '발령', UPDATE: '갱신', CANCEL: '취소' } as const

/**
 * The messages sent within 48 hours before `now` as an Atom feed (RFC 4287), newest first, each with the address of its CAP document. Of a feed
 * that would pass 900 KB the oldest entries are left out. Exercises and tests are told in title and category. Texts are text, never markup.
 */
export function renderAtomFeed(messages: readonly PlaybookMessage[], options: FeedOptions): string {
  const since = Date.parse(options.now) - KEPT_MS
  const entries = messages
    .filter(({ sent }) => Date.parse(sent) > since && Date.parse(sent) <= Date.parse(options.now))
    .toSorted((a, b) => Date.parse(b.sent) - Date.parse(a.sent) || b.seq - a.seq)
    .map(message => entryOf(message, options))
  const [head, foot] = [headOf(options), '</feed>\n']
  let size = Buffer.byteLength(head) + Buffer.byteLength(foot)
  const kept = entries.filter(entry => (size += Buffer.byteLength(entry)) <= LARGEST_FEED)
  return head + kept.join('') + foot
}

const headOf = ({ now, selfUrl, authorName }: FeedOptions): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ko">',
    element('id', selfUrl),
    element('title', '120 콜센터 재난 상담 안내 · Emergency playbooks of the 120 call centers'),
    element('updated', now),
    element('author', [element('name', authorName)]),
    `<link rel="self" type="application/atom+xml" href="${xmlText(selfUrl)}"/>`,
  ].join('')

function entryOf(message: PlaybookMessage, { capUrl }: FeedOptions): string {
  const { messageId, sent, status, kind, level, hazard, headlineKo, seq, issuedByKo, areas, expires, cancelCause } = message
  const mark = status === 'ACTUAL' ? '' : `[${STATUS_KO[status]} ${status}] `
  const summary = `${cancelCause === 'ENDED' ? '해제' : KIND_KO[kind]} ${seq}호 · ${LEVEL_NAMES[level].ko} · ${areas.map(({ nameKo }) => nameKo).join(', ')} · ${expires}까지`
  return element('entry', [
    element('id', `urn:hub120:message:${messageId}`),
    element('title', headlineKo.startsWith(mark) ? headlineKo : mark + headlineKo),
    element('updated', sent),
    element('published', sent),
    element('author', [element('name', issuedByKo)]),
    category('status', status),
    category('kind', kind),
    category('level', level),
    category('hazard', hazard),
    `<link rel="alternate" type="application/cap+xml" href="${xmlText(capUrl(messageId))}"/>`,
    element('summary', summary),
  ])
}

const category = (scheme: string, term: string): string => `<category scheme="urn:hub120:${scheme}" term="${xmlText(term)}"/>`
