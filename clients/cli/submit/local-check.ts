import type { Issue } from '../../../schema/domain/issue.js'
import type { CenterNames, JudgeContext } from '../../../schema/domain/submissions/judge-context.js'
import { judgeRows } from '../../../schema/domain/submissions/judge-rows.js'
import { markDuplicates } from '../../../schema/domain/submissions/mark-duplicates.js'
import { indexCurrent } from '../../../schema/domain/submissions/row-key.js'
import { evaluateRules } from '../../../schema/domain/submissions/rules/evaluate-rules.js'
import type { Cell, SubmittedBatch, SubmittedDimension } from '../../../schema/domain/submissions/submission.js'
import type { EditionContents } from '../../../schema/domain/statistics/standards.js'
import type { DimensionInput, SubmitStatisticsInput } from '../../sdk/index.js'
import { centerCodeOf } from '../center-names.js'

/** What the hub will most likely say of a row, found before anything is sent. Values stored in the hub are not known here. */
export type CheckedRow = {
  readonly sourceRow: number | null
  readonly verdict: 'held' | 'rejected' | 'good'
  readonly issues: readonly Issue[]
}
export type LocalCheck = { readonly rows: readonly CheckedRow[]; readonly issues: readonly Issue[] }

const toDimensions = (pairs: readonly DimensionInput[] | undefined): readonly SubmittedDimension[] => pairs ?? []
const cell = (value: Cell | undefined): Cell => value ?? null

/** The request in the domain's shape, as the hub makes it. */
export const toBatch = (input: SubmitStatisticsInput): SubmittedBatch => ({
  edition: input.edition ?? null,
  mode: input.mode ?? 'PARTIAL',
  strategy: input.strategy ?? 'MERGE',
  scope: input.scope ?? null,
  reason: input.reason ?? null,
  center: cell(input.center),
  parameters: input.parameters ?? [],
  rows: (input.rows ?? []).map(row => ({
    center: cell(row.center),
    measure: cell(row.measure),
    unit: cell(row.unit),
    periodType: cell(row.periodType),
    periodStart: cell(row.periodStart),
    dimensions: toDimensions(row.dimensions),
    value: cell(row.value),
    status: cell(row.status),
    sourceRow: row.sourceRow ?? null,
  })),
  series: (input.series ?? []).map(series => ({
    center: cell(series.center),
    measure: cell(series.measure),
    unit: cell(series.unit),
    periodType: cell(series.periodType),
    periodStart: cell(series.periodStart),
    fixed: toDimensions(series.fixed),
    axes: series.axes ?? [],
    items: series.items ?? [],
    values: series.values,
    status: series.status ?? [],
    sourceRows: series.sourceRows ?? [],
  })),
})

/** The client does not know the hub's clock: whether a period lies in the future is the hub's to say. */
function contextOf({ edition, registry }: EditionContents, center: Cell, signedIn: CenterNames | null): JudgeContext {
  const code = signedIn?.code ?? (typeof center === 'string' ? centerCodeOf(center) : null)
  return {
    edition,
    editions: null,
    center: signedIn,
    today: null,
    mappings: [],
    ranges: new Map(),
    specialSpans: [],
    regionOf: day =>
      registry.centerRegions.find(
        row => row.center === code && (row.validFrom === null || row.validFrom <= day) && (row.validTo === null || day <= row.validTo),
      )?.region ?? null,
  }
}

/**
 * The domain's own rules over a request (S7): only rows about which something is to be said, in the order of the file.
 * `signedIn` is the center of the sign-in; null, where it is not known, skips the check for rows of another center (S2).
 */
export function checkLocally(input: SubmitStatisticsInput, contents: EditionContents, signedIn: CenterNames | null): LocalCheck {
  const batch = toBatch(input)
  const judged = judgeRows(batch, contextOf(contents, batch.center, signedIn))
  const rows = markDuplicates(judged.rows)
  const ruled = batch.strategy === 'RETRACT' ? rows : evaluateRules(contents.edition, rows, indexCurrent([]))
  return {
    issues: judged.issues,
    rows: ruled
      .filter(({ issues }) => issues.length > 0)
      .map(({ sourceRow, verdict, issues }) => ({ sourceRow, verdict, issues }))
      .toSorted((a, b) => (a.sourceRow ?? 0) - (b.sourceRow ?? 0)),
  }
}
