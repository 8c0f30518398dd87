import { issue, type Issue } from '../../issue.js'
import type { PeriodType } from '../../period.js'
import { pathOf } from '../row-key.js'
import type { JudgedRow } from '../submission.js'
import type { BrokenRule } from './find-broken-rules.js'

/** Rows beyond this many are counted, not named. */
const MAX_NAMED = 10

const nameOthers = (rows: readonly JudgedRow[]): { readonly ko: string; readonly en: string } => {
  if (rows.length === 0) return { ko: '저장된 값', en: 'stored values' }
  const named = rows.slice(0, MAX_NAMED)
  const more = rows.length - named.length
  const list = (line: string, index: string) =>
    named.map(row => (row.sourceRow === null ? `${index} ${row.index}` : `${line} ${row.sourceRow}`) + ` ${row.measure ?? ''}`).join(', ')
  return {
    ko: list('행', '색인') + (more > 0 ? ` 외 ${more}건` : ''),
    en: list('line', 'index') + (more > 0 ? ` and ${more} more` : ''),
  }
}

const TYPES_KO: Readonly<Record<PeriodType, string>> = { day: '일', month: '월', quarter: '분기', half: '반기', year: '연' }

const placeOf = ({ period, cell }: BrokenRule): { readonly ko: string; readonly en: string } => {
  const slice = cell === '' ? '' : ` ${cell}`
  return { ko: `${period.start} ${TYPES_KO[period.type]} 단위${slice}`, en: `${period.type} ${period.start}${slice}` }
}

/**
 * What a broken rule says on one of its rows: rule, both sides, the imbalance (left minus right) and the other rows (S9).
 * RULE_BROKEN holds the row; RULE_WARNING, for a rule that only warns, changes nothing.
 */
export const brokenRuleIssue = (broken: BrokenRule, row: JudgedRow): Issue => {
  const { constraint, sides, severity, incoming } = broken
  const place = placeOf(broken)
  const others = nameOthers(incoming.filter(other => other.index !== row.index))
  const got = `${sides.left} ${constraint.check.comparison} ${sides.right}`
  const [endKo, endEn] =
    severity === 'warning'
      ? ['값은 받았습니다. 확인해 주십시오.', 'The value is accepted; please check.']
      : ['확인될 때까지 보류합니다.', 'The row waits until it is settled.']
  return issue({
    code: severity === 'warning' ? 'RULE_WARNING' : 'RULE_BROKEN',
    severity,
    path: pathOf(row),
    messageKo: `규칙 ${constraint.id}(${constraint.checkText})에 맞지 않습니다(${place.ko}): ${got}, 차이 ${sides.imbalance}. 함께 본 값: ${others.ko}. ${endKo}`,
    messageEn: `The rule ${constraint.id} (${constraint.checkText}) does not hold for ${place.en}: ${got}, imbalance ${sides.imbalance}. Compared with ${others.en}. ${endEn}`,
    expected: constraint.checkText,
    got,
    sourceRow: row.sourceRow,
    rule: constraint.id,
  })
}
