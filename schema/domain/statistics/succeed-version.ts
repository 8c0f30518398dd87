import { issue, type Issue } from '../issue.js'
import { accept, refuse, type Outcome } from '../outcome.js'
import { addDays, type Day } from '../period.js'
import type { PackVersion } from './edition-pack.js'

type DatedVersion = Pick<PackVersion, 'version' | 'effective_from' | 'effective_to' | 'status'>

const byStart = (a: DatedVersion, b: DatedVersion): number => (a.effective_from < b.effective_from ? -1 : 1)

/**
 * The versions of an indicator with one more. The one before it ends on the day before it begins; one that was published for a later day takes
 * over on that day; one that would begin on the same day and has not begun yet is set aside, in force on no day. No formula and no first day
 * of a published version changes: one more under a name that is taken, or from a day on which another came into force, is refused
 * (VERSION_IMMUTABLE) with what would be accepted.
 */
export const succeedVersion = <V extends DatedVersion>(
  versions: readonly V[],
  next: V,
  { indicator, today }: { readonly indicator: string; readonly today: Day },
): Outcome<readonly V[]> => {
  const named = versions.find(({ version }) => version === next.version)
  if (named !== undefined) return refuse(versionIsPublished(indicator, named.version, { versions, today }))
  const dated = versions.filter(({ status }) => status !== 'draft').toSorted(byStart)
  const same = dated.find(one => one.effective_from === next.effective_from)
  if (same !== undefined && same.effective_from <= today) return refuse(dayIsTaken(indicator, same))
  const before = dated.findLast(one => one.effective_from < next.effective_from)
  const after = dated.find(one => one.effective_from > next.effective_from)
  const end = addDays(next.effective_from, -1)
  const kept = versions.map(one => {
    if (one === same) return { ...one, status: 'draft' as const }
    const isCut = one === before && (one.effective_to === null || one.effective_to > end)
    if (one !== before) return one
    return { ...one, effective_to: isCut ? end : one.effective_to, status: 'superseded' as const }
  })
  return accept([...kept, { ...next, effective_to: after === undefined ? null : addDays(after.effective_from, -1) }])
}

/** A name that is not taken: the number at its end goes up. */
const nextName = (versions: readonly DatedVersion[]): string => {
  const numbers = versions.map(({ version }) => Number(/\d+$/.exec(version)?.[0] ?? 0))
  return `v${Math.max(...numbers) + 1}`
}

type At = { readonly versions: readonly DatedVersion[]; readonly today: Day }

/** A published version is never edited; says which new one would be taken. */
export const versionIsPublished = (indicator: string, version: string, { versions, today }: At): Issue =>
  issue({
    code: 'VERSION_IMMUTABLE',
    path: ['input', 'version'],
    messageKo: `지표 ${indicator}의 ${version}은(는) 공표되어 고칠 수 없습니다. 바꿀 내용은 새 버전으로 적으십시오(예: ${nextName(versions)}, ${addDays(today, 1)} 이후 시행).`,
    messageEn: `Version ${version} of ${indicator} is published and never changes; put the change into a new version (for example ${nextName(versions)}, from ${addDays(today, 1)} on).`,
    expected: `a version that is not published yet, for example ${nextName(versions)}`,
    got: version,
  })

const dayIsTaken = (indicator: string, { version, effective_from: start }: DatedVersion): Issue =>
  issue({
    code: 'VERSION_IMMUTABLE',
    path: ['input', 'effectiveFrom'],
    messageKo: `지표 ${indicator}의 ${version}이(가) ${start}부터 시행되었습니다. 시행된 버전은 없앨 수 없으니 그 다음 날부터의 새 버전으로 적으십시오.`,
    messageEn: `Version ${version} of ${indicator} came into force on ${start} and cannot be made undone; let the new one begin on a later day.`,
    expected: `${addDays(start, 1)} or later`,
    got: start,
  })
