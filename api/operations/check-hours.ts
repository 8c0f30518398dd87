import { isSpanOfHours } from '../../schema/domain/centers/is-open.js'
import type { Issue } from '../../schema/domain/issue.js'
import { inputFault } from './registry-refusals.js'

/** Opening hours as an administrator writes them, `08:30-18:30`, over midnight `18:00-26:00`; null is a day without service. */
export const checkHours = (field: string, text: string | null): readonly Issue[] => {
  if (text === null) return []
  if (isSpanOfHours(text)) return []
  return [
    inputFault('BAD_USER_INPUT', field, {
      ko: `운영 시간 "${text.slice(0, 20)}"을(를) 읽을 수 없습니다. 08:30-18:30처럼, 자정을 넘기면 18:00-26:00처럼 적고, 쉬는 날은 비우십시오.`,
      en: `Hours "${text.slice(0, 20)}" do not read; write them like 08:30-18:30, over midnight like 18:00-26:00, and null for a day without service.`,
      expected: 'HH:MM-HH:MM, opening before closing, at most 24 hours and up to 36:00; or null',
      got: text.slice(0, 20),
    }),
  ]
}
