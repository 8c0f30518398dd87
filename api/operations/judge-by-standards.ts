import type { IssueCode } from '../../schema/domain/issue.js'
import type { Outcome } from '../../schema/domain/outcome.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import type { Hub } from '../hub.js'

/** Refusals that something published a moment ago, perhaps by another process, would turn over. */
const UNKNOWN: ReadonlySet<IssueCode> = new Set([
  'INDICATOR_UNKNOWN',
  'MEASURE_UNKNOWN',
  'VERSION_UNKNOWN',
  'VARIANT_UNKNOWN',
  'DIMENSION_UNKNOWN',
  'CODE_UNKNOWN',
  'CENTER_UNKNOWN',
  'REGION_UNKNOWN',
])

/** Judges by the edition and registry as this process knows them, and once more as they are now where it knows something not. */
export async function judgeByStandards<T>(hub: Hub, judge: (standards: Standards) => Outcome<T>): Promise<Outcome<T>> {
  const known = await hub.standards()
  const judged = judge(known)
  if (judged.ok || !judged.issues.some(({ code }) => UNKNOWN.has(code))) return judged
  const now = await hub.freshStandards()
  return now.recordedAt === known.recordedAt && now.edition.code === known.edition.code ? judged : judge(now)
}
