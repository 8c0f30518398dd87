import { issue, type Issue, type IssueCode } from '../issue.js'
import { isPeriodType, parsePeriod, type Period } from '../period.js'
import type { Edition } from '../statistics/edition.js'
import { KeyTree } from './key-tree.js'
import { hasKey, pathOf, type CurrentValues } from './row-key.js'
import type { CurrentValue, JudgedRow, SubmittedBatch } from './submission.js'

/** What a batch means for current values that it does not name (S13). */
export type ReplacementPlan = {
  /** The rows, those of a refused scope rejected. */
  readonly rows: readonly JudgedRow[]
  /** Current values of the scope that the batch does not name: to be retracted, and counted apart. */
  readonly implied: readonly CurrentValue[]
  /** Whether every key of the scope could be read. */
  readonly isReadable: boolean
}

/** Measures and period that a REPLACE_SCOPE batch replaces. */
export type ReplacementScope = { readonly measures: ReadonlySet<string>; readonly period: Period }

const refusal = (code: IssueCode, facts: { ko: string; en: string; expected: string; got: string | null }): Issue =>
  issue({ code, path: ['scope'], messageKo: facts.ko, messageEn: facts.en, expected: facts.expected, got: facts.got })

const shorten = (text: string): string => (text.length > 100 ? `${text.length} characters` : text)

/** The scope a batch names, or SCOPE_REQUIRED, SCOPE_UNKNOWN. */
export const readScope = (scope: SubmittedBatch['scope'], edition: Edition): ReplacementScope | Issue => {
  const sets = [...edition.measureSets.keys()].join(', ')
  if (scope === null) {
    const ko = 'REPLACE_SCOPE에는 항목 묶음과 기간을 적어야 합니다.'
    return refusal('SCOPE_REQUIRED', { ko, en: 'REPLACE_SCOPE needs a measure set and a period.', expected: sets, got: null })
  }
  const set = edition.measureSets.get(scope.measureSet)
  const period = isPeriodType(scope.periodType) ? parsePeriod(scope.periodType, scope.periodStart) : null
  if (set !== undefined && period?.ok === true) return { measures: new Set(set.measures), period: period.value }
  const got = shorten(`${scope.measureSet} ${scope.periodType} ${scope.periodStart}`)
  return refusal('SCOPE_UNKNOWN', {
    ko: `교체 범위(${got})를 알 수 없습니다. 항목 묶음은 ${sets} 가운데 하나이고 기간은 종류와 첫날로 적습니다.`,
    en: `The scope ${got} is not known; name one of the measure sets ${sets} and a period by type and first day.`,
    expected: sets,
    got,
  })
}

const isPeriodOf = (scope: ReplacementScope, period: Period): boolean =>
  period.type === scope.period.type && period.start === scope.period.start

/** True when the row's key lies in the scope, as far as it could be read; null where it may. Rows of another center never do. */
const isInScope = (row: JudgedRow, scope: ReplacementScope): boolean | null => {
  if (row.issues.some(({ code }) => code === 'FOREIGN_CENTER')) return false
  if (row.measure !== null && !scope.measures.has(row.measure)) return false
  if (row.period !== null && !isPeriodOf(scope, row.period)) return false
  return hasKey(row) ? true : null
}

const scopeUnreadable = (row: JudgedRow, unreadable: readonly JudgedRow[]): Issue => {
  const names = unreadable.slice(0, 10).map(other => `${other.sourceRow ?? other.index}`)
  return issue({
    code: 'SCOPE_UNREADABLE',
    path: pathOf(row),
    messageKo: `교체 범위에 들 수 있는 행 가운데 ${unreadable.length}건의 항목·기간·구분을 읽을 수 없어(${names.join(', ')}) 범위 전체를 받지 않았습니다.`,
    messageEn: `The key of ${unreadable.length} rows that may belong to the scope cannot be read (${names.join(', ')}); the scope is refused whole.`,
    expected: 'every row of the scope with a readable measure, period and dimensions',
    got: `${unreadable.length}`,
    sourceRow: row.sourceRow,
  })
}

/**
 * What REPLACE_SCOPE does beside landing its rows (S13): current keys of the scope that no row names are retracted; a row with any outcome counts as
 * naming its key. A row whose measure, period or dimensions could not be read may name any key of the scope, unless what could be read lies outside:
 * then the scope is refused whole (SCOPE_UNREADABLE on each of its rows, nothing retracted), and rows outside it go on. Comes before the rules.
 */
export const planReplacement = (rows: readonly JudgedRow[], scope: ReplacementScope, current: CurrentValues): ReplacementPlan => {
  const unreadable = rows.filter(row => isInScope(row, scope) === null)
  if (unreadable.length > 0) {
    const refused = rows.map((row): JudgedRow =>
      isInScope(row, scope) === true ? { ...row, verdict: 'rejected', issues: [...row.issues, scopeUnreadable(row, unreadable)] } : row,
    )
    return { rows: refused, implied: [], isReadable: false }
  }
  const named = new KeyTree<JudgedRow>()
  for (const row of rows) if (hasKey(row)) named.put(row, row)
  const stored = [...(current.find(scope.period)?.measures ?? [])].filter(([measure]) => scope.measures.has(measure))
  const implied = stored
    .flatMap(([, cells]) => [...cells.values()])
    .filter(value => named.get(value.measure, value.period, value.cell) === null)
  return { rows, implied, isReadable: true }
}
