import type { Measure } from '../../statistics/measure.js'
import { compareNumbers, isWhole, textOfNumber } from '../exact-number.js'
import type { Fault } from '../fault.js'
import type { ExactNumber } from '../submission.js'

/** Finding that a value in the measure's unit is below its minimum: it cannot be a value. */
export const checkMinimum = (value: ExactNumber, minimum: ExactNumber, measure: Measure): Fault | null =>
  compareNumbers(value, minimum) >= 0
    ? null
    : {
        level: 'rejected',
        code: 'VALUE_BELOW_MINIMUM',
        field: ['value'],
        ko: `${measure.nameKo}(${measure.code})의 값이 ${textOfNumber(value)}입니다. ${textOfNumber(minimum)} 이상이어야 합니다.`,
        en: `${measure.code} is ${textOfNumber(value)}; values start at ${textOfNumber(minimum)}.`,
        expected: `>= ${textOfNumber(minimum)}`,
        got: textOfNumber(value),
      }

/** Finding that a value of a measure of whole numbers has a fraction; 12.0 has none (S6). */
export const checkWhole = (value: ExactNumber, measure: Measure): Fault | null =>
  !measure.isInteger || isWhole(value)
    ? null
    : {
        level: 'rejected',
        code: 'VALUE_NOT_INTEGER',
        field: ['value'],
        ko: `${measure.nameKo}(${measure.code})은(는) 정수로 냅니다. 받은 값은 표준 단위로 ${textOfNumber(value)}입니다.`,
        en: `${measure.code} is a whole number; in its unit the value is ${textOfNumber(value)}.`,
        expected: 'a whole number',
        got: textOfNumber(value),
      }
