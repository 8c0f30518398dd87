import type { Issue } from '../issue.js'
import type { Edition } from '../statistics/edition.js'
import { decideOutcomes, type DecidedRow } from './decide-outcomes.js'
import { planReplacement, readScope, type ReplacementScope } from './plan-replacement.js'
import { indexCurrent, type CurrentValues } from './row-key.js'
import { evaluateRules } from './rules/evaluate-rules.js'
import type { CurrentValue, JudgedRow, SubmittedBatch } from './submission.js'

/** Every row with its outcome, and the current values that a replacement retracts beside them. */
export type DecidedBatch = {
  readonly rows: readonly DecidedRow[]
  readonly impliedRetractions: readonly CurrentValue[]
  /** The scope that it says anew; null where it replaces none, or none of it stands. */
  readonly replaced: ReplacementScope | null
  readonly issues: readonly Issue[]
}

const without = (current: CurrentValues, retracted: readonly CurrentValue[]): CurrentValues => {
  if (retracted.length === 0) return current
  const gone = new Set(retracted)
  const cells = [...current.branches()].flatMap(({ measures }) => [...measures.values()])
  return indexCurrent(cells.flatMap(byCell => [...byCell.values()]).filter(value => !gone.has(value)))
}

/**
 * The second half of judging (S7): scope of a replacement, rules on the candidate state, outcomes. `rows` come from judgeRows and markDuplicates;
 * `current` are the center's stored values of every period that rows or scope name. A refused scope or batch retracts nothing.
 * SCOPE_REQUIRED and SCOPE_UNKNOWN are errors of the whole batch, for its caller to refuse: its rows are then judged as by MERGE.
 */
export const decideBatch = (
  batch: Pick<SubmittedBatch, 'mode' | 'strategy' | 'scope'>,
  rows: readonly JudgedRow[],
  { edition, current }: { readonly edition: Edition; readonly current: CurrentValues },
): DecidedBatch => {
  if (batch.strategy === 'RETRACT')
    return { rows: decideOutcomes(rows, current, batch), impliedRetractions: [], replaced: null, issues: [] }
  const scope = batch.strategy === 'REPLACE_SCOPE' ? readScope(batch.scope, edition) : null
  const issues = scope !== null && 'code' in scope ? [scope] : []
  const plan = scope === null || 'code' in scope ? { rows, implied: [], isReadable: false } : planReplacement(rows, scope, current)
  const judged = evaluateRules(edition, plan.rows, without(current, plan.implied))
  const decided = decideOutcomes(judged, current, batch)
  const isRefused = batch.mode === 'ATOMIC' && judged.some(row => row.verdict !== 'good')
  const replaced = scope === null || 'code' in scope || isRefused || !plan.isReadable ? null : scope
  return { rows: decided, impliedRetractions: isRefused ? [] : plan.implied, replaced, issues }
}
