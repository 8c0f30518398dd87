import type { BroadcastContent, BroadcastFacts, Lead, Purpose } from './broadcast.js'
import type { PlaceholderValues } from './placeholder-value.js'
import type { Playbook, PlaybookLibrary, Level } from './playbook.js'
import { STATUS_MARK } from './status-mark.js'

type Endings = Extract<Purpose, 'ISSUED_IN_ERROR' | 'RATIFICATION_REFUSED'>

/**
 * Fixed words that take a message back. Nobody has to write or approve them, so it takes one person and seconds; it took 38 minutes in Hawaii in 2018 for
 * want of them.
 */
export function endingLines(purpose: Endings, { title }: Playbook, { library, level }: { library: PlaybookLibrary; level: Level }): Lead {
  const { ko, en } = library.levelNames[level]
  const why = {
    ISSUED_IN_ERROR: { ko: '잘못 나갔습니다', en: 'was issued in error' },
    RATIFICATION_REFUSED: { ko: '승인되지 않아 거두었습니다', en: 'was not approved and is withdrawn' },
  }[purpose]
  return {
    ko: [
      `${title.ko} ${ko} 안내: ${why.ko}. 지금부터 읽지 마십시오.`,
      '이미 안내를 들은 분이 전화하면 그 안내를 따르지 않아도 된다고 알려 주세요.',
      '위험하다고 느끼시면 119로 연결하겠습니다.',
    ],
    en: [
      `The notice on ${title.en} (${en}) ${why.en}. Stop reading it now.`,
      'Callers who heard it need not follow it.',
      'If a caller is in danger, connect 119.',
    ],
  }
}

/** How a headline of an ending begins. */
export const ENDINGS: Readonly<Partial<Record<Purpose, { readonly ko: string; readonly en: string }>>> = {
  ALL_CLEAR: { ko: '해제', en: 'All clear' },
  ISSUED_IN_ERROR: { ko: '취소, 잘못 나감', en: 'Canceled, issued in error' },
  RATIFICATION_REFUSED: { ko: '취소, 승인되지 않음', en: 'Canceled, not approved' },
}

type Ended = {
  readonly library: Pick<PlaybookLibrary, 'levelNames'>
  readonly playbook: Playbook
  readonly values: PlaceholderValues
  readonly facts: BroadcastFacts
}

const SILENT = { script: { ko: [], en: [] }, qa: [], mustNotSay: [], vulnerableCallers: {} }

/**
 * What ends or takes back, without the words of what it ends: “stay indoors” is not read to callers after the all-clear because it stood below it. After an
 * all-clear callers are still passed on (damage, lost things); what should never have gone out leaves nothing but its taking back.
 */
export function asEnding(content: BroadcastContent, { library, playbook, values, facts }: Ended): BroadcastContent {
  const ending = ENDINGS[facts.purpose]
  if (ending === undefined) return content
  const [mark, level] = [STATUS_MARK[facts.status], library.levelNames[facts.level]]
  const area = values['area']?.ko
  const isOver = facts.purpose === 'ALL_CLEAR'
  const unknown = { urgency: 'Unknown', severity: 'Unknown', certainty: 'Unknown', responseType: ['None'] }
  return {
    ...content,
    ...SILENT,
    ...(isOver ? {} : { routing: [], counselorCare: [] }),
    headline: {
      ko: `${mark.ko}[${ending.ko}] ${area === undefined ? '' : `${area} `}${playbook.title.ko} ${level.ko}`,
      en: `${mark.en}[${ending.en}] ${playbook.title.en}: ${level.en}`,
    },
    cap: {
      category: playbook.cap.category,
      ...(isOver ? { urgency: 'Past', severity: 'Minor', certainty: 'Observed', responseType: ['AllClear'] } : unknown),
    },
  }
}
