import { issue, type Issue } from '../issue.js'
import { textOfNumber } from './exact-number.js'
import { KeyTree } from './key-tree.js'
import { hasKey, pathOf } from './row-key.js'
import { isSameContent } from './same-content.js'
import type { JudgedRow } from './submission.js'

/** `12행` by the file where it has line numbers, else by index. */
const nameRow = (row: JudgedRow): { readonly ko: string; readonly en: string } =>
  row.sourceRow === null
    ? { ko: `${row.index}번(색인)`, en: `index ${row.index}` }
    : { ko: `${row.sourceRow}행(색인 ${row.index})`, en: `line ${row.sourceRow} (index ${row.index})` }

const contentText = (row: JudgedRow): string => (row.value === null ? (row.status ?? 'null') : `${textOfNumber(row.value)} (${row.status})`)

const equalNote = (row: JudgedRow, first: JudgedRow): Issue =>
  issue({
    code: 'DUPLICATE_EQUAL',
    severity: 'info',
    path: pathOf(row),
    messageKo: `${nameRow(first).ko}과 같은 항목·기간·구분에 같은 값이 다시 왔습니다. 한 번만 씁니다.`,
    messageEn: `The same key with the same value came before at ${nameRow(first).en}; it is used once.`,
    got: contentText(row),
    sourceRow: row.sourceRow,
  })

/** Other rows that an issue names; a hundred thousand rows of one key would else name each other ten thousand million times. */
const MOST_NAMED = 10

const disagreement = (row: JudgedRow, group: readonly JudgedRow[]): Issue => {
  const others = group.slice(0, MOST_NAMED + 1).filter(other => other !== row)
  const named = others.slice(0, MOST_NAMED)
  const further = group.length - 1 - named.length
  const [moreKo, more] = further === 0 ? ['', ''] : [` 외 ${further}건`, ` and ${further} more`]
  return issue({
    code: 'DUPLICATE_DISAGREES',
    severity: 'hold',
    path: pathOf(row),
    messageKo: `같은 항목·기간·구분에 서로 다른 값이 왔습니다: ${named.map(other => nameRow(other).ko).join(', ')}${moreKo}. 어느 값이 맞는지 알려 주십시오.`,
    messageEn: `Another value came for the same key at ${named.map(other => nameRow(other).en).join(', ')}${more}; say which one is right.`,
    expected: `one value; also sent: ${named.map(contentText).join(', ')}${more}`,
    got: contentText(row),
    sourceRow: row.sourceRow,
  })
}

const groupByKey = (rows: readonly JudgedRow[]): ReadonlyMap<JudgedRow, readonly JudgedRow[]> => {
  const firsts = new KeyTree<JudgedRow>()
  const groups = new Map<JudgedRow, JudgedRow[]>()
  for (const row of rows) {
    if (row.verdict !== 'good' || !hasKey(row)) continue
    const first = firsts.put(row, row)
    if (first === null) continue
    firsts.put(row, first)
    const group = groups.get(first)
    if (group === undefined) groups.set(first, [first, row])
    else group.push(row)
  }
  return groups
}

/**
 * Settles good rows that have one key (S8). Equal in value, status and parameters: the later ones are notes on the first, `duplicateOf` it, and end
 * unchanged (DUPLICATE_EQUAL). Otherwise all of them are held, each naming the others (DUPLICATE_DISAGREES).
 */
export const markDuplicates = (rows: readonly JudgedRow[]): readonly JudgedRow[] => {
  const groups = groupByKey(rows)
  if (groups.size === 0) return rows
  const marked = [...rows]
  for (const [first, group] of groups) {
    const isEqual = group.every(row => isSameContent(row, first))
    for (const row of group) {
      if (!isEqual) {
        marked[row.index] = { ...row, verdict: 'held', issues: [...row.issues, disagreement(row, group)] }
      } else if (row !== first) {
        marked[row.index] = { ...row, duplicateOf: first.index, issues: [...row.issues, equalNote(row, first)] }
      }
    }
  }
  return marked
}
