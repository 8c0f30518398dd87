import { daysBetween } from '../period.js'
import type { RuleFinding } from './evaluate-closed-rule.js'

/** What a finding says to people, in Korean and English: rule, period, both sides, what to do. */
export const describeFinding = (finding: RuleFinding): { readonly messageKo: string; readonly messageEn: string } => {
  const { rule, checkText, start, end, left, right, imbalance, days } = finding
  const length = daysBetween(start, end) + 1
  const [periodKo, periodEn] =
    length === 1
      ? [start, `on ${start}`]
      : [`${start}~${end}, ${length}일 중 ${days}일 기준`, `from ${start} to ${end} (${days} of ${length} days have all values)`]
  return {
    messageKo: `마감된 기간의 값이 규칙 ${rule}(${checkText})에 맞지 않습니다(${periodKo}): 왼쪽 ${left}, 오른쪽 ${right}, 차이 ${imbalance}. 이미 받은 값은 그대로 둡니다. 확인하시고 고칠 값이 있으면 다시 제출해 주십시오.`,
    messageEn: `The rule ${rule} (${checkText}) does not hold ${periodEn}: left side ${left}, right side ${right}, imbalance ${imbalance}. The values stand as they are; please check, and send again what has to be corrected.`,
  }
}
