import { issue } from '../../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../../schema/domain/outcome.js'
import { writeJson, type SubmitStatisticsInput } from '../../sdk/index.js'
import type { SourceFile } from '../files/source-file.js'
import { deriveKey } from './derive-key.js'
import { groupSeries } from './group-series.js'
import type { PushChoices } from './push-choices.js'

/** What one submission may hold (S16): the hub takes 250,000 values and 32 MB; the rest of the 2 MB is for the question around them. */
export type SizeLimits = { readonly values: number; readonly bytes: number }
export const SUBMISSION_LIMITS: SizeLimits = { values: 250_000, bytes: 30_000_000 }

type Rows = SourceFile['rows']

/** Rows of one period stay together as long as they fit: rules look at all of them at once. */
function periodsOf(rows: Rows): readonly Rows[] {
  const groups = new Map<string, Rows[number][]>()
  for (const row of rows) {
    const key = writeJson([row.periodType, row.periodStart])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  return [...groups.values()]
}

const halves = <T>(list: readonly T[]): readonly (readonly T[])[] => {
  const middle = Math.ceil(list.length / 2)
  return [list.slice(0, middle), list.slice(middle)]
}

const bytesOf = (rows: Rows): number => Buffer.byteLength(writeJson(groupSeries(rows)), 'utf8')

/** Halves by periods, then within a period, until every part fits. */
function split(periods: readonly Rows[], limits: SizeLimits): readonly Rows[] {
  const rows = periods.flat()
  const fits = rows.length <= 1 || (rows.length <= limits.values && bytesOf(rows) <= limits.bytes)
  if (fits) return [rows]
  const parts = periods.length > 1 ? halves(periods) : halves(rows).map(half => [half])
  return parts.flatMap(part => split(part, limits))
}

const WHOLE_ONLY = issue({
  code: 'TOO_MANY_ROWS',
  messageKo:
    '파일이 한 번에 보낼 수 있는 크기를 넘습니다. 나누어 보내면 전체 반영(atomic)이나 범위 교체(replace_scope)를 지킬 수 없습니다.',
  messageEn: 'The file is larger than one submission, and in parts neither atomic mode nor replace_scope would keep its promise.',
  expected: `${SUBMISSION_LIMITS.values} values`,
})

const limitsOf = ({ chunkValues }: PushChoices): SizeLimits => ({
  values: chunkValues ?? SUBMISSION_LIMITS.values,
  bytes: SUBMISSION_LIMITS.bytes,
})

/**
 * The submissions that a file becomes: one, or several under one upload id, each with its own key `<key>/n` so that it can be resumed (S16).
 * Refused with TOO_MANY_ROWS where several would break what was asked for (ATOMIC, REPLACE_SCOPE, a dry-run hash).
 */
export function prepareRequests(
  file: SourceFile,
  choices: PushChoices,
  limits: SizeLimits = limitsOf(choices),
): Outcome<readonly SubmitStatisticsInput[]> {
  const key = deriveKey(file, choices)
  const parts = split(periodsOf(file.rows), limits)
  // Parts of another size are other submissions.
  const sizeName = choices.chunkValues === null ? '' : `${choices.chunkValues}-`
  const isWhole = choices.mode === 'ATOMIC' || choices.strategy === 'REPLACE_SCOPE' || choices.dryRunHash !== null
  if (parts.length > 1 && isWhole) return refuse({ ...WHOLE_ONLY, got: `${file.rows.length} values` })
  const inputs = parts.map((rows, at): SubmitStatisticsInput => ({
    idempotencyKey: parts.length === 1 ? key : `${key}/${sizeName}${at + 1}`,
    ...(parts.length === 1 ? {} : { uploadId: key }),
    ...(file.edition === null ? {} : { edition: file.edition }),
    mode: choices.mode,
    strategy: choices.strategy,
    ...(choices.scope === null ? {} : { scope: choices.scope }),
    ...(choices.reason === null ? {} : { reason: choices.reason }),
    center: file.center,
    parameters: file.parameters,
    ...groupSeries(rows),
    dryRun: choices.isDryRun,
    ...(choices.dryRunHash === null ? {} : { dryRunHash: choices.dryRunHash }),
  }))
  return accept(inputs)
}
