import type { Membership } from '../centers/center.js'
import { issue, type Issue } from '../issue.js'
import { periodEnd, type Day, type Period } from '../period.js'
import { pathOf } from './row-key.js'
import type { JudgedRow } from './submission.js'

/** Last day of the membership that was over when the period began; null where the center is a member in it, or is not one yet. */
const membershipEndedBefore = (memberships: readonly Membership[], period: Period): Day | null => {
  let ended: Day | null = null
  for (const { memberFrom, memberTo } of memberships) {
    if (memberFrom <= periodEnd(period) && (memberTo === null || memberTo >= period.start)) return null
    if (memberTo !== null && memberTo < period.start && (ended === null || ended < memberTo)) ended = memberTo
  }
  return ended
}

const notAMember = (row: JudgedRow, period: Period, ended: Day): Issue =>
  issue({
    code: 'NOT_A_MEMBER',
    path: pathOf(row),
    messageKo: `이 센터의 회원 기간은 ${ended}에 끝났습니다. 그 뒤의 기간(${period.start})은 받지 않습니다.`,
    messageEn: `The membership of this center ended on ${ended}; the later period ${period.start} is not accepted.`,
    expected: `periods up to ${ended}`,
    got: period.start,
    sourceRow: row.sourceRow,
  })

/**
 * Rejects rows for periods that begin after the center's membership ended (NOT_A_MEMBER, with the last day of it). Periods before the center joined
 * may be loaded. `memberships` are those of the center alone.
 */
export const rejectNonMembers = (rows: readonly JudgedRow[], memberships: readonly Membership[]): readonly JudgedRow[] => {
  if (memberships.every(({ memberTo }) => memberTo === null)) return rows
  return rows.map(row => {
    const ended = row.period === null ? null : membershipEndedBefore(memberships, row.period)
    if (row.period === null || ended === null) return row
    return { ...row, verdict: 'rejected', issues: [...row.issues, notAMember(row, row.period, ended)] }
  })
}
