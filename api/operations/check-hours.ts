import type { Issue } from '../../schema/domain/issue.js'
import { inputFault } from './registry-refusals.js'

const HOURS = /^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/

/** Opening hours as an administrator writes them, `08:30-18:30`; null is a day without service. */
export const checkHours = (field: string, text: string | null): readonly Issue[] => {
  if (text === null) return []
  const [opens = '', closes = ''] = text.split('-')
  if (HOURS.test(text) && opens < closes) return []
  return [
    inputFault('BAD_USER_INPUT', field, {
      ko: `운영 시간 "${text.slice(0, 20)}"을(를) 읽을 수 없습니다. 08:30-18:30처럼 적고, 쉬는 날은 비우십시오.`,
      en: `Hours "${text.slice(0, 20)}" do not read; write them like 08:30-18:30, and null for a day without service.`,
      expected: 'HH:MM-HH:MM, opening before closing, up to 24:00; or null',
      got: text.slice(0, 20),
    }),
  ]
}
