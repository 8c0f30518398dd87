import {
  listObservations as findObservations,
  type ObservationPlace,
  type ObservationRow,
  type ObservationsWanted,
} from '../../db/queries/observation-reads.js'
import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import { questionIssue, unknownCode, unknownDimension } from '../../schema/domain/figures/figure-issues.js'
import type { DimensionFilter } from '../../schema/domain/figures/figure-question.js'
import { issue, type Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { isPeriodType, parseDate, type PeriodType } from '../../schema/domain/period.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import { tenantContextOf } from '../auth/tenant-context.js'
import { recordDenial } from '../auth/record-denial.js'
import type { Hub } from '../hub.js'
import { readCursor, readPageSize, toPage, type Page } from './page-cursor.js'

/** A value as the list gives it, with the numbers that codes are stored under. */
export type ListedObservation = ObservationRow

export type ObservationQuestion = {
  /** Codes; none means every center whose rows the caller may see. */
  readonly centers: readonly string[]
  /** Codes of measures or of reported rates (reported:response_rate); none means all. */
  readonly measures: readonly string[]
  readonly from: string
  readonly to: string
  readonly periodType: PeriodType | null
  /** Null for every cell. */
  readonly filters: readonly DimensionFilter[]
  readonly includeRetracted: boolean
  readonly first: number
  readonly after: string | null
}

const isPlace = (place: unknown): place is [number, number, string, PeriodType, number] =>
  Array.isArray(place) &&
  place.length === 5 &&
  [place[0], place[1]].every(id => Number.isInteger(id) && id >= 0 && id <= 32_767) &&
  typeof place[2] === 'string' &&
  parseDate(place[2]) !== null &&
  typeof place[3] === 'string' &&
  isPeriodType(place[3]) &&
  Number.isInteger(place[4]) &&
  place[4] >= 0 &&
  place[4] <= 2_147_483_647

const placeOf = (row: ObservationRow) => [row.center_id, row.measure_id, row.period_start, row.period_type, row.cell_id]

const toPlace = ([center_id, measure_id, period_start, period_type, cell_id]: [
  number,
  number,
  string,
  PeriodType,
  number,
]): ObservationPlace => ({
  center_id,
  measure_id,
  period_start,
  period_type,
  cell_id,
})

/** Whether the caller may see open rows of every center, not of its own alone. */
export const seesAllCenters = (caller: Caller): boolean => holdsAny(caller, 'stats:read', 'hub:admin')

const faultsOf = (question: ObservationQuestion, standards: Standards): readonly Issue[] => [
  ...question.centers.flatMap((got, at) =>
    standards.centers.has(got) ? [] : [unknownCode('CENTER_UNKNOWN', { path: ['input', 'centers', at], got })],
  ),
  ...question.measures.flatMap((got, at) =>
    standards.measureIds.has(got) ? [] : [unknownCode('MEASURE_UNKNOWN', { path: ['input', 'measures', at], got })],
  ),
  ...question.filters.flatMap(({ dimension }, at) =>
    standards.edition.codelists.has(dimension)
      ? []
      : [unknownDimension({ path: ['input', 'filters', at], got: dimension }, standards.edition.codelists)],
  ),
  ...(question.from <= question.to
    ? []
    : [
        questionIssue('BAD_USER_INPUT', ['input', 'to'], {
          ko: `끝 날짜 ${question.to}이(가) 시작 날짜 ${question.from}보다 앞섭니다.`,
          en: `The range ends on ${question.to}, before it begins on ${question.from}.`,
          expected: `a day from ${question.from} on`,
          got: question.to,
        }),
      ]),
]

const foreignCenter = (centers: readonly string[]): Issue =>
  issue({
    code: 'FORBIDDEN',
    path: ['input', 'centers'],
    messageKo: `${centers.join(', ')} 센터의 개별 값은 볼 수 없습니다. 자기 센터의 값만 볼 수 있고, 다른 센터의 값에는 stats:read나 hub:admin이 필요합니다.`,
    messageEn: `Rows of ${centers.join(', ')} are not yours to read; only those of your own center are, and others need stats:read or hub:admin.`,
    expected: 'your own center, or stats:read or hub:admin',
  })

/** Measures that the caller may see of every center, and those of its own center alone. */
const splitMeasures = (codes: readonly string[], standards: Standards) => {
  const isOpen = (code: string) => standards.edition.measures.get(code)?.access === 'open'
  const idsOf = (wanted: readonly string[]) => wanted.flatMap(code => standards.measureIds.get(code) ?? [])
  return { measureIds: idsOf(codes.filter(isOpen)), ownMeasureIds: idsOf(codes.filter(code => !isOpen(code))) }
}

/** Below how many of what the values of a measure stay with their owner (S24); `when` is not asked, which hides more rather than less. */
export const limitsOf = ({ edition, measureIds }: Standards): ObservationsWanted['limits'] =>
  [...edition.measures.values()].flatMap(({ code, minN, minCell }) =>
    [minN, minCell].flatMap(limit => {
      const [measureId, countId] = [measureIds.get(code), measureIds.get(limit?.of ?? code)]
      return limit === null || measureId === undefined || countId === undefined ? [] : [{ measureId, countId, least: String(limit.value) }]
    }),
  )

/**
 * Values as they stand, in the order of center, measure and period. A center's client and duty officer see the rows of their own center;
 * analysts and administrators the open measures of all. Restricted measures, reported rates and values that rest on too few are shown to their own
 * center alone.
 */
export async function listObservations(hub: Hub, caller: Caller, question: ObservationQuestion): Promise<Outcome<Page<ListedObservation>>> {
  const standards = await hub.standards()
  const size = readPageSize(question.first)
  const place = readCursor(question.after, isPlace)
  const faults = [...faultsOf(question, standards), ...(size.ok ? [] : size.issues), ...(place.ok ? [] : place.issues)]
  if (faults.length > 0 || !size.ok || !place.ok) return refuse(...faults)
  const own = caller.center?.code ?? null
  const foreign = seesAllCenters(caller) ? [] : question.centers.filter(code => code !== own)
  if (foreign.length > 0) {
    await recordDenial(hub, caller, 'Query.observations')
    return refuse(foreignCenter(foreign))
  }
  const visible = seesAllCenters(caller) ? [...standards.centers.keys()] : own === null ? [] : [own]
  const centers = question.centers.length > 0 ? question.centers : visible
  const measures = question.measures.length > 0 ? question.measures : [...standards.measureIds.keys()]
  const rows = await hub.db.transaction(
    tenantContextOf(caller),
    tx =>
      findObservations(tx, {
        ...splitMeasures(measures, standards),
        centerIds: centers.flatMap(code => standards.centerIds.get(code) ?? []),
        ownerId: caller.center?.id ?? null,
        limits: limitsOf(standards),
        from: question.from,
        to: question.to,
        periodType: question.periodType,
        filters:
          question.filters.length === 0 ? null : Object.fromEntries(question.filters.map(({ dimension, items }) => [dimension, items])),
        includeRetracted: question.includeRetracted,
        after: place.value === null ? null : toPlace(place.value),
        limit: size.value + 1,
      }),
    { isReadOnly: true },
  )
  return accept(toPage(rows, size.value, placeOf))
}
