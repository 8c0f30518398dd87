import type { Issue } from '../../issue.js'
import type { Edition } from '../../statistics/edition.js'
import type { CurrentValues } from '../row-key.js'
import type { JudgedRow } from '../submission.js'
import { brokenRuleIssue } from './broken-rule-issue.js'
import { buildCandidateState } from './candidate-state.js'
import { compileRules } from './compile-rules.js'
import { findBrokenRules, type BrokenRule } from './find-broken-rules.js'
import { requireBreakdowns } from './require-breakdowns.js'
import { coverBrokenRules } from './smallest-cover.js'

type Findings = { readonly held: Map<number, Issue[]>; readonly told: Map<number, Issue[]> }

const add = (findings: Map<number, Issue[]>, row: JudgedRow, found: Issue): void => {
  const before = findings.get(row.index)
  if (before === undefined) findings.set(row.index, [found])
  else before.push(found)
}

/** Holds and warnings of one period (S9). */
const settlePeriod = (broken: readonly BrokenRule[], { held, told }: Findings): void => {
  const standing = broken.filter(({ severity }) => severity !== 'warning')
  const cover = coverBrokenRules(standing.map(({ touched }) => touched.map(row => row.index)))
  for (const rule of broken) {
    if (rule.severity === 'warning') for (const row of rule.incoming) add(told, row, brokenRuleIssue(rule, row))
    else for (const row of rule.touched) if (cover.has(row.index)) add(held, row, brokenRuleIssue(rule, row))
  }
}

/**
 * Judges good rows together with what is stored (S7, S9). `rows` are those of one batch in order of index, after duplicates; `current` are the
 * center's stored values of every period the batch touches, without those that a replacement retracts.
 * Rows that a broken rule of severity error or hold puts in doubt come back held with RULE_BROKEN; RULE_WARNING and BREAKDOWN_REQUIRED are added
 * to rows whose verdict they leave alone. A batch of retractions has no values and is not judged.
 */
export const evaluateRules = (edition: Edition, rows: readonly JudgedRow[], current: CurrentValues): readonly JudgedRow[] => {
  const rules = compileRules(edition)
  const findings: Findings = { held: new Map(), told: new Map() }
  for (const [index, missing] of requireBreakdowns(rows, edition)) findings.told.set(index, [missing])
  for (const candidate of buildCandidateState(rows, current, rules.measures))
    settlePeriod(findBrokenRules(candidate, rules, edition), findings)
  if (findings.held.size + findings.told.size === 0) return rows
  return rows.map(row => {
    const held = findings.held.get(row.index)
    const told = findings.told.get(row.index)
    if (held === undefined && told === undefined) return row
    return { ...row, verdict: held === undefined ? row.verdict : 'held', issues: [...row.issues, ...(held ?? []), ...(told ?? [])] }
  })
}
