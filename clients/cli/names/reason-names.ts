import type { FigureMark, NullReason } from '../../../schema/domain/figures/figure.js'

const REASONS: Readonly<Record<NullReason, string>> = {
  HELD: '보류',
  NOT_COMPARABLE: '비교 불가',
  NOT_COLLECTED: '미수집',
  NOT_APPLICABLE: '해당 없음',
  OUTAGE: '장애',
  MISSING: '결측',
  CLOSED: '휴무',
  NOT_ADDITIVE: '합산 불가',
  SUPPRESSED: '비공개',
  NOT_A_MEMBER: '회원 아님',
  ZERO_DENOMINATOR: '분모 0',
  NO_DEFINITION: '정의 없음',
  REGION_NOT_VALID: '지역 유효 기간 아님',
  NOT_ALIGNED: '기간 경계 불일치',
  WITHHELD: '공개 보류',
  NO_SUCH_PERIOD: '해당 기간 없음',
}

const MARKS: Readonly<Record<FigureMark, string>> = {
  DERIVED: '세부 합산',
  BREAK: '시계열 단절',
  PENDING_REVISION: '수정 대기',
  TOTAL_MISMATCH: '합계 불일치',
  PERIOD_MISMATCH: '기간 값 불일치',
  SHARE_OF_WHOLE: '전체 대비',
  PREDECESSOR: '이전 지역',
  EXTRA: '예정 외 값 포함',
  DEFINITION_DIFFERS: '정의 상이',
}

const NAMES: Readonly<Record<string, string>> = { ...MARKS, ...REASONS }

/** `HELD 보류`; a word of a newer hub stands alone. */
export const reasonText = (word: string): string => (Object.hasOwn(NAMES, word) ? `${word} ${NAMES[word] ?? ''}` : word)
