import { LEVEL_NAMES, type AlertLevel } from './alert-level.js'
import type { Purpose } from './broadcast.js'
import { ENDINGS } from './ending-lines.js'
import { wordsOfPage, type PageWords } from './page-words.js'
import type { BroadcastStatus } from './level-policy.js'

/** What is known of a page when it is told. */
export type PageFacts = {
  readonly id: number
  readonly kind: string
  /** Null: it belongs to no activation. */
  readonly status: BroadcastStatus | null
  readonly level: AlertLevel | null
  readonly hazard: PageWords | null
  readonly activationId: string | null
  readonly messageId: string | null
  readonly seq: number | null
  /** What the message is for; null where it is about none. */
  readonly purpose: Purpose | null
  readonly center: PageWords | null
  readonly waitedSeconds: number | null
  readonly detail: Readonly<Record<string, unknown>>
  /** Lines of a digest; empty for every other page. */
  readonly digest: readonly {
    readonly messageId: string
    readonly hazard: PageWords
    readonly seq: number
    readonly owes: 'ACKNOWLEDGE' | 'APPLY'
    readonly isLate: boolean
  }[]
}

/** A page as it is told: by e-mail with subject and body, as a text message in one short line. */
export type PageText = { readonly subject: string; readonly body: string; readonly short: string }

/** A drill is a drill wherever it is read. */
const MARKS: Readonly<Record<BroadcastStatus, { ko: string; en: string; prefix: string }>> = {
  ACTUAL: { ko: '', en: '', prefix: '' },
  EXERCISE: { ko: '[훈련] ', en: '[EXERCISE] ', prefix: 'EXR-' },
  TEST: { ko: '[시험] ', en: '[TEST] ', prefix: 'TST-' },
}

export const markOf = ({ status }: Pick<PageFacts, 'status'>) => MARKS[status ?? 'ACTUAL']

/** Names a page for good, the same at every attempt; that of a drill begins as ids of drills do. */
export const pageReference = (page: Pick<PageFacts, 'id' | 'status'>): string => `${markOf(page).prefix}page-${page.id}`

/**
 * What somebody is told: what happened, about which message, for how long, and what to do, in Korean with English below. Names of centers, hazards and ids alone:
 * nothing of what a message says, for a mailbox is no place for it and the hub shows it.
 */
export function composePage(facts: PageFacts): PageText {
  const mark = markOf(facts)
  const { what, todo } = wordsOfPage(facts)
  const about = { ko: aboutOf(facts, 'ko'), en: aboutOf(facts, 'en') }
  const subject = `${mark.ko}[120 허브] ${[about.ko, what.ko].filter(part => part !== '').join(' · ')}`
  const body = [
    `${mark.ko}${what.ko}`,
    ...(about.ko === '' ? [] : [`${mark.ko}${about.ko}`]),
    ...digestLines(facts, mark.ko),
    `${mark.ko}할 일: ${todo.ko}`,
    '',
    `${mark.en}${what.en}`,
    ...(about.en === '' ? [] : [`${mark.en}${about.en}`]),
    `${mark.en}To do: ${todo.en}`,
    '',
    ...(facts.messageId === null ? [] : [facts.messageId]),
    pageReference(facts),
  ]
  return { subject, body: `${body.join('\n')}\n`, short: `${subject} (${facts.messageId ?? pageReference(facts)})` }
}

/** `심각 태풍 3회차`, with for how long an answer has been owed. An ending is named by that and not by the level that it ends: nobody is woken by 심각 to read 해제. */
export function aboutOf({ level, hazard, seq, purpose, waitedSeconds, kind }: PageFacts, language: keyof PageWords): string {
  if (hazard === null || kind === 'DIGEST') return ''
  const minutes = waitedSeconds === null ? null : Math.floor(waitedSeconds / 60)
  const ending = purpose === null ? undefined : ENDINGS[purpose]
  const first = ending !== undefined ? `[${ending[language]}] ` : level === null ? '' : `${LEVEL_NAMES[level][language]} `
  const named = `${first}${hazard[language]}`
  if (language === 'ko') return `${named}${seq === null ? '' : ` ${seq}회차`}${minutes === null ? '' : `, ${minutes}분째`}`
  return `${named}${seq === null ? '' : `, message ${seq}`}${minutes === null ? '' : `, for ${minutes} min`}`
}

/** What is to be acknowledged first, and what time is over is said to be so. What is acknowledged already is asked for by another line. */
const digestLines = ({ digest }: PageFacts, mark: string): readonly string[] => [
  ...digest
    .filter(({ owes }) => owes === 'ACKNOWLEDGE')
    .map(
      ({ messageId, hazard, seq, isLate }) =>
        `${mark}- ${isLate ? '[기한 지남 overdue] ' : ''}${hazard.ko} ${seq}회차 / ${hazard.en}, message ${seq}: ${messageId}`,
    ),
  ...digest
    .filter(({ owes }) => owes === 'APPLY')
    .map(
      ({ messageId, hazard, seq }) =>
        `${mark}- 확인했으나 적용 전(applyMessage) not applied yet: ${hazard.ko} ${seq}회차 / ${hazard.en}, message ${seq} (${messageId})`,
    ),
]
