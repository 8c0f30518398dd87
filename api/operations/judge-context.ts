import { regionOf } from '../../schema/domain/centers/membership-on.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import type { JudgeContext } from '../../schema/domain/submissions/judge-context.js'

/** What rows of a center are judged by today. */
export function judgeContext(
  { standards, centerId }: { readonly standards: Standards; readonly centerId: number },
  today: string,
): JudgeContext {
  const center = standards.centers.get(standards.centerCodes.get(centerId) ?? '')
  if (center === undefined) throw new Error(`Center ${centerId} is not registered.`)
  return { edition: standards.edition, center, today, regionOf: day => regionOf(standards.centerRegions, center.code, day) }
}
