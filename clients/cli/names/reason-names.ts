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
  UNEQUAL_SUPPORT: '근거 다름',
}

/** Qualities of values in a figure, besides those that are marks as well. */
const QUALITIES: Readonly<Record<string, string>> = {
  NOT_KNOWN: '상태를 알 수 없음',
  UNVALIDATED: '미검증',
  LOW_RELIABILITY: '신뢰도 낮음',
  IMPUTED: '대체',
  ESTIMATED: '추정',
  SPECIAL_EVENT: '특별 상황',
}

const NAMES: Readonly<Record<string, string>> = { ...QUALITIES, ...MARKS, ...REASONS }

/** `HELD 보류`; a word of a newer hub stands alone. */
export const reasonText = (word: string): string => (Object.hasOwn(NAMES, word) ? `${word} ${NAMES[word] ?? ''}` : word)

/** `ESTIMATED 추정 3건 (values)`: how many values of a figure are of which quality. */
export const qualityText = ({ quality, values }: { readonly quality: string; readonly values: number }): string =>
  `${reasonText(quality)} ${values}건 (values)`
