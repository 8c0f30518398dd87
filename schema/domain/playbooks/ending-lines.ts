import type { Lead, Purpose } from './broadcast.js'
import type { Playbook, PlaybookLibrary, Level } from './playbook.js'

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
