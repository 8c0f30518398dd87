import { listHeldRowsOfKeys, type HeldRow, type KeyOfValue } from '../../db/queries/held-rows.js'
import { rememberConfirmations, storeObservations, type Confirmation, type ObservationToStore } from '../../db/queries/observations.js'
import { refreshRollups } from '../../db/queries/rollups.js'
import { mappingVersionsOf } from '../../schema/domain/submissions/collect-words.js'
import { textOfNumber } from '../../schema/domain/submissions/exact-number.js'
import type { DecidedRow } from '../../schema/domain/submissions/decide-outcomes.js'
import type { CurrentValue, JudgedRow } from '../../schema/domain/submissions/submission.js'
import type { CenterWork } from './center-work.js'
import { storedKey } from './load-current.js'

/**
 * A row that is to stand: `submissionNo` is the submission it came with, `rowIndex` its place there, `confirmedRules` the hold rules somebody
 * confirmed for it.
 */
export type Landing = DecidedRow & { readonly submissionNo: number; readonly rowIndex: number; readonly confirmedRules: readonly string[] }

/** Values that a replaced scope takes back; `mayOvertake` says whether rows wait where the landings are, null where nobody has looked. */
export type RetractedValues = {
  readonly values: readonly CurrentValue[]
  readonly submissionNo: number
  readonly mayOvertake: boolean | null
}

/**
 * Stores what is new among the landings and the values that a replaced scope takes back, sums again what they touch, and returns the held rows
 * that they overtake: a value was accepted for their key (S11). The caller settles those.
 */
export async function landRows(
  work: CenterWork,
  landings: readonly Landing[],
  retracted: RetractedValues = { values: [], submissionNo: 0, mayOvertake: null },
): Promise<readonly HeldRow[]> {
  const { tx, centerId } = work
  const changed = [
    ...landings.filter(({ outcome }) => outcome !== 'unchanged').map(landing => toStore(work, landing)),
    ...retracted.values.map(value => toRetract(work, value, retracted.submissionNo)),
  ]
  if (changed.length > 0) {
    await storeObservations(tx, centerId, changed)
    await refreshRollups(tx, centerId, changed)
  }
  const confirmations = landings.flatMap(landing => confirmationsOf(work, landing))
  if (confirmations.length > 0) await rememberConfirmations(tx, centerId, confirmations)
  const accepted = [...landings.map(({ row }) => keyOf(work, row)), ...retracted.values.map(value => keyOf(work, value))]
  if (accepted.length === 0 || retracted.mayOvertake === false) return []
  return listHeldRowsOfKeys(tx, { centerId, isKnown: retracted.mayOvertake === true }, accepted)
}

/** What was confirmed is about the value that each rule doubts, be it this row's or one that stands already. */
function confirmationsOf(work: CenterWork, { row, confirmedRules }: Landing): readonly Confirmation[] {
  if (confirmedRules.length === 0) return []
  return confirmedRules.map(rule => {
    const constraints = [...work.standards.edition.measures.values()].flatMap(measure => measure.constraints)
    const measure = constraints.find(({ id }) => id === rule)?.doubts ?? row.measure
    return { ...keyOf(work, { ...row, measure }), rule }
  })
}

type Keyed = Pick<JudgedRow, 'measure' | 'period' | 'cell'>

/** The stored form of a key. Rows that land have one; a missing number is a fault of ours. */
export function keyOf({ standards, cellIds }: Pick<CenterWork, 'standards' | 'cellIds'>, { measure, period, cell }: Keyed): KeyOfValue {
  const measureId = standards.measureIds.get(measure ?? '')
  const cellId = cellIds.get(cell ?? '?')
  if (measureId === undefined || cellId === undefined || period === null)
    throw new Error(`The key of ${measure ?? 'a row'} has no numbers.`)
  return { measureId, periodType: period.type, periodStart: period.start, cellId }
}

function statusId({ standards }: CenterWork, status: string | null): number {
  const id = standards.statusIds.get(status ?? '')
  if (id === undefined) throw new Error(`Status ${status ?? 'null'} has no number.`)
  return id
}

function toStore(work: CenterWork, { row, outcome, submissionNo, rowIndex, confirmedRules }: Landing): ObservationToStore {
  const isRetracted = outcome === 'retracted'
  return {
    ...keyOf(work, row),
    isKnown: outcome !== 'inserted' || work.retractedKeys.has(storedKey(row)),
    value: row.value === null || isRetracted ? null : textOfNumber(row.value),
    statusId: statusId(work, isRetracted ? 'missing' : row.status),
    submissionNo,
    rowIndex,
    isRetracted,
    isProvisionalMapping: row.isProvisionalMapping,
    parameters: row.parameters,
    confirmedRules: confirmedRules.length === 0 ? null : confirmedRules,
    rawValue: row.origin?.rawValue ?? null,
    rawUnit: row.origin?.rawUnit ?? null,
    unitFactor: row.origin?.factor ?? null,
    label: row.origin?.label ?? null,
    mappingVersions: mappingVersionsOf(row),
  }
}

function toRetract(work: CenterWork, value: CurrentValue, submissionNo: number): ObservationToStore {
  return {
    ...keyOf(work, value),
    isKnown: true,
    value: null,
    statusId: statusId(work, 'missing'),
    submissionNo,
    rowIndex: null,
    isRetracted: true,
    isProvisionalMapping: false,
    parameters: null,
    confirmedRules: null,
    rawValue: null,
    rawUnit: null,
    unitFactor: null,
    label: null,
    mappingVersions: [],
  }
}
