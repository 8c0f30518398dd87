import { readEntry, type FeedEntry, type PlaybookMessage } from '../../sdk/index.js'
import type { NextCommand } from '../commands/command-context.js'
import type { Proof } from '../inbox/prove-entry.js'
import { isOpen, levelAndType, RECEIPT_WORDS, stateWord, STATUS_MARKS, timeWord } from './message-words.js'
import { onOneLine } from './visible-text.js'

const RULES: Readonly<Record<FeedEntry['status'], string>> = { ACTUAL: '█'.repeat(60), EXERCISE: '-'.repeat(60), TEST: '·'.repeat(60) }

const areasOf = ({ areas }: PlaybookMessage): string => areas.map(({ nameKo }) => onOneLine(nameKo)).join(', ')

/** What to do about it next, as commands that run as they stand; without reading it where it has just been read. */
export function nextForMessage(entry: FeedEntry, nextCommand: NextCommand, isRead = false): readonly string[] {
  if (!isOpen(entry)) return []
  const { broadcast, receipt, type } = entry
  const isEnding = type === 'CANCEL'
  const routing = isEnding ? '' : ' --routing "ARS 1번"'
  const answer =
    receipt?.state === 'ACKNOWLEDGED'
      ? `  자리에 알렸으면 once desks are told: ${nextCommand(`inbox apply ${broadcast}`, `--name "당직" --desks 12/12${routing}`)}`
      : `  읽었으면 확인 once read: ${nextCommand(`inbox ack ${broadcast}`, '--name "당직"')}`
  return [
    '다음 할 일 Next',
    ...(isRead ? [] : [`  전문 보기 read it: ${nextCommand(`inbox show ${broadcast}`)}`]),
    answer,
    `  할 수 없으면 if it cannot be done: ${nextCommand(`inbox reject ${broadcast}`, '--name "당직" --reason "까닭"')}`,
  ]
}

/** The few lines that a watch prints of a message that holds, or the one of a message that is over. */
export function announceMessage(entry: FeedEntry, nextCommand: NextCommand): string {
  const { status, seq, state, broadcast, expiresAt } = entry
  const message = readEntry(entry)
  const head = `${STATUS_MARKS[status]} ${levelAndType(entry, message).join(' · ')} · ${seq}번째`
  if (state !== 'CURRENT')
    return `${head} · ${stateWord(state)} · ${message === null ? '' : `${onOneLine(message.headlineKo)} · `}${broadcast}`
  if (message === null) return [RULES[status], head, DOUBTFUL, `번호 id: ${broadcast}`, RULES[status]].join('\n')
  return [
    RULES[status],
    head,
    `${onOneLine(message.hazardKo)}: ${onOneLine(message.headlineKo)}`,
    ...(message.headlineEn === null ? [] : [onOneLine(message.headlineEn)]),
    `지역 areas: ${areasOf(message)}`,
    `${timeWord(message.sent)} 발송, ${timeWord(expiresAt)}까지 · until ${message.expires}`,
    `번호 id: ${broadcast}`,
    ...overflowLines(entry),
    ...leadLines(message),
    ...changeLines(entry),
    ...nextForMessage(entry, nextCommand),
    RULES[status],
  ].join('\n')
}

const DOUBTFUL =
  '!! 글이 없거나 확인값과 맞지 않습니다. 따르지 말고 협의체에 전화로 확인하십시오. (The text is missing or is not what its hash says: do not follow it, call the council.)'

const changeLines = ({ changes }: FeedEntry): readonly string[] =>
  changes === null || changes.length === 0
    ? []
    : [
        '확인한 안내와 달라진 점 Changed since what you acknowledged',
        ...changes.map(({ ko, en }) => `  ${onOneLine(ko)} / ${onOneLine(en)}`),
      ]

/** A correction or an ending says first what is no longer to be read; whoever has only the watch on the screen has to see it. */
const leadLines = ({ sections }: PlaybookMessage): readonly string[] =>
  sections
    .filter(({ code }) => code === 'lead')
    .flatMap(({ titleKo, titleEn, ko }) => [`■ ${onOneLine(titleKo)} · ${onOneLine(titleEn)}`, ...ko.map(line => `  ${onOneLine(line)}`)])

const TAKES_OVER = '우리 센터는 전화를 넘겨받습니다. 답은 묻지 않습니다. (this center takes over calls; no answer is asked)'

const overflowLines = ({ part }: FeedEntry): readonly string[] => (part === 'OVERFLOW' ? [TAKES_OVER] : [])

/** Places that each center fills in itself, so that nobody reads a brace aloud. */
function ownPlaces({ sections }: PlaybookMessage): readonly string[] {
  const names = new Set(sections.flatMap(({ ko, en }) => [...ko, ...en].flatMap(line => line.match(/\{\{[a-z_]+\}\}/gu) ?? [])))
  return names.size === 0 ? [] : [`※ ${[...names].join(', ')}: 우리 센터의 것으로 바꾸어 읽습니다. (each center reads its own here)`]
}

const sectionLines = ({ sections }: PlaybookMessage): readonly string[] =>
  sections.flatMap(({ titleKo, titleEn, ko, en }) => [
    '',
    `■ ${onOneLine(titleKo)} · ${onOneLine(titleEn)}`,
    ...ko.map(line => `  ${onOneLine(line)}`),
    ...en.map(line => `  (${onOneLine(line)})`),
  ])

const receiptLine = ({ receipt, part }: FeedEntry): string => {
  if (part === 'OVERFLOW') return TAKES_OVER
  if (receipt === null) return '우리 센터에 보낸 것이 아닙니다. 읽기만 합니다. (not sent to this center; to read only)'
  const { state, acknowledgedAt, acknowledgedDesk, appliedAt, appliedDesk, desksBriefed, desksTotal, rejectReason, isLate } = receipt
  const acknowledged = acknowledgedAt === null ? '' : `, ${timeWord(acknowledgedAt)} ${onOneLine(acknowledgedDesk ?? '')} 확인`
  const applied =
    appliedAt === null ? '' : `, ${timeWord(appliedAt)} ${onOneLine(appliedDesk ?? '')} 적용 ${desksBriefed ?? '?'}/${desksTotal ?? '?'}`
  const rejected = rejectReason === null ? '' : `, 거부 까닭: ${onOneLine(rejectReason)}`
  return `우리 센터 this center: ${RECEIPT_WORDS[state]}${acknowledged}${applied}${rejected}${isLate ? ' (늦음 late)' : ''}`
}

/** All of a message: what it says, how it stands, what changed, and what it was checked against. */
export function messageText(
  entry: FeedEntry,
  { proof, nextCommand }: { readonly proof: Pick<Proof, 'text' | 'isBroken'>; readonly nextCommand: NextCommand },
): string {
  const { status, seq, state, broadcast, activation } = entry
  const message = readEntry(entry)
  const head = [
    RULES[status],
    `${STATUS_MARKS[status]} ${levelAndType(entry, message).join(' · ')} · ${seq}번째 · ${stateWord(state)}`,
    ...(message === null
      ? [DOUBTFUL]
      : [
          `${onOneLine(message.hazardKo)} ${onOneLine(message.hazardEn)}: ${onOneLine(message.headlineKo)}`,
          ...(message.headlineEn === null ? [] : [onOneLine(message.headlineEn)]),
          `지역 areas: ${areasOf(message)}`,
          `낸 곳 issued by: ${onOneLine(message.issuedByKo)}${message.issuedByEn === null ? '' : ` · ${onOneLine(message.issuedByEn)}`}`,
          `${timeWord(message.sent)} 발송 sent · ${timeWord(entry.expiresAt)}까지 expires`,
          ...[message.noteKo, message.noteEn].flatMap(note => (note === null ? [] : [`※ ${onOneLine(note)}`])),
          ...(message.ratification === 'PENDING' ? ['※ 사후승인 대기 · waits for approval after the fact'] : []),
          ...ownPlaces(message),
        ]),
    `번호 id: ${broadcast} · 상황 activation: ${activation}`,
    receiptLine(entry),
    proof.text,
    ...(proof.isBroken && message !== null ? [DOUBTFUL] : []),
    RULES[status],
  ]
  const body = message === null || proof.isBroken ? [] : sectionLines(message)
  const next = proof.isBroken ? [] : nextForMessage(entry, nextCommand, true)
  return [...head, ...changeLines(entry), ...body, '', ...next].join('\n').trimEnd()
}
