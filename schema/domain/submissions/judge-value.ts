import type { Period } from '../period.js'
import { checkMinimum, checkWhole } from './gates/check-value.js'
import { convertValue } from './gates/convert-value.js'
import { checkValidity, type CellReading } from './gates/read-dimensions.js'
import { isDuration, readClock, readNumber } from './gates/read-number.js'
import { checkDefined, checkFuture } from './gates/read-period.js'
import { settleStatus, type StatusReading } from './gates/read-status.js'
import type { UnitReading } from './gates/read-unit.js'
import type { Subject, SubjectReading } from './gates/subject.js'
import { compareNumbers } from './exact-number.js'
import type { Fault } from './fault.js'
import type { JudgeState } from './judge-state.js'
import type { Cell, ExactNumber, RowOrigin } from './submission.js'

/** What value and status of a row are judged by. */
export type ValueHeader = { readonly subject: SubjectReading; readonly unit: UnitReading }

/** A row's value and status, settled with the findings on them. */
export type SettledValue = { readonly value: ExactNumber | null; readonly status: string | null; readonly faults: readonly Fault[] }

const NO_FAULTS: readonly Fault[] = []

const isFault = (reading: ExactNumber | null | Fault): reading is Fault =>
  typeof reading === 'object' && reading !== null && 'level' in reading

const NOT_EXPECTED: Fault = {
  level: 'rejected',
  code: 'VALUE_NOT_EXPECTED',
  field: ['value'],
  ko: '철회(RETRACT)에는 값을 적지 않습니다. 값을 고치려면 MERGE로 내십시오.',
  en: 'A retraction names keys and carries no value; to change a value send it with MERGE.',
  expected: 'null',
  got: 'a value',
}

/** A duration under a unit that does not say how it is written: right, perhaps, and 02:54 may be minutes or hours. A person says, and the row lands (S8). */
export const NOTATION_OPEN: Fault = {
  level: 'held',
  code: 'UNIT_UNKNOWN',
  field: ['value'],
  ko: '값이 02:54나 2분 54초 같은 시각 표기입니다. 단위에 mm:ss 또는 hh:mm:ss를 적어 내시거나, 용어 담당자가 표기를 정할 때까지 기다립니다.',
  en: 'The value is written like 02:54; name the unit mm:ss or hh:mm:ss, or wait until a steward says how the word is written.',
  expected: 'a number, or the unit mm:ss or hh:mm:ss',
  got: 'a duration in words or clock notation',
}

/** Findings on a number in the unit of its measure. Where the unit is unsettled only the sign can be judged. */
const checkNumber = (value: ExactNumber, { measure, minimum }: Subject, isSettled: boolean): readonly Fault[] => {
  if (measure === null || minimum === null) return NO_FAULTS
  if (!isSettled) {
    const low = compareNumbers(minimum, 0) >= 0 && compareNumbers(value, 0) < 0 ? checkMinimum(value, minimum, measure) : null
    return low === null ? NO_FAULTS : [low]
  }
  const low = checkMinimum(value, minimum, measure)
  const broken = checkWhole(value, measure)
  if (low === null && broken === null) return NO_FAULTS
  return [...(low === null ? [] : [low]), ...(broken === null ? [] : [broken])]
}

/** A number or text that is one, converted and checked; a finding where it is none. */
const settleNumber = (
  cell: Cell,
  unit: UnitReading,
  subject: Subject | null,
): { value: ExactNumber | null; faults: readonly Fault[]; isRead: boolean } => {
  const isSettled = unit.kind === 'settled'
  // How it is written is for the decision to say that the row waits for (2분 54초, 02:54).
  if (!isSettled && isDuration(cell)) return { value: null, faults: NO_FAULTS, isRead: false }
  const isOpen = isSettled && unit.clock === null && subject?.unit.dimension === 'time' && isDuration(cell)
  if (isOpen) return { value: null, faults: [NOTATION_OPEN], isRead: false }
  const read = isSettled && unit.clock !== null ? readClock(cell, unit.clock) : readNumber(cell)
  if (isFault(read)) return { value: null, faults: [read], isRead: false }
  if (read === null) return { value: null, faults: NO_FAULTS, isRead: true }
  const value = isSettled ? convertValue(read, unit) : read
  return { value, faults: subject === null ? NO_FAULTS : checkNumber(value, subject, isSettled), isRead: true }
}

/** The value in the measure's unit and the status it ends with (S4 to S6); another definition outranks what the row says of itself. */
export const settleValue = (
  {
    value: cell,
    status,
    cell: { isOtherDefinition },
  }: { readonly value: Cell; readonly status: StatusReading; readonly cell: CellReading },
  { subject: { subject }, unit }: ValueHeader,
  isRetraction: boolean,
): SettledValue => {
  if (isRetraction) return { value: null, status: null, faults: cell === null ? NO_FAULTS : [NOT_EXPECTED] }
  const number = settleNumber(cell, unit, subject)
  const settled = number.isRead ? settleStatus(status, number.value) : { code: status.status?.code ?? null, fault: null }
  const isSound = settled.fault === null && status.fault === null
  const isDiffering = isSound && subject !== null && (subject.isOtherDefinition || isOtherDefinition) && number.value !== null
  const value = subject === null || unit.kind === 'unsettled' ? null : number.value
  const code = isDiffering ? 'definition_differs' : settled.code
  if (isSound && number.faults.length === 0) return { value, status: code, faults: NO_FAULTS }
  return { value, status: code, faults: [...number.faults, ...[status.fault, settled.fault].filter(fault => fault !== null)] }
}

/** Findings that need period and subject together. */
export const checkPeriod = (period: Period, subject: Subject | null, cell: CellReading, state: JudgeState): readonly Fault[] => {
  const future = checkFuture(period, state.context.today)
  const early = subject === null ? null : checkDefined(period, subject.effectiveFrom, { ko: subject.nameKo, code: subject.code })
  if (future === null && early === null && cell.dated.length === 0) return NO_FAULTS
  return [...[future, early].filter(fault => fault !== null), ...checkValidity(cell.dated, period)]
}

const rawText = (cell: Cell): string | null => {
  if (typeof cell === 'object' && cell !== null && 'numberText' in cell && typeof cell.numberText === 'string') return cell.numberText
  return typeof cell === 'number' || typeof cell === 'string' ? `${cell}` : null
}

/** What the row said where that differs from what is stored (S5); null where nothing does. `unit` is null for a row without a value. */
export const originOf = (value: Cell, label: string | null, unit: UnitReading | null): RowOrigin | null => {
  const settled = unit !== null && unit.kind === 'settled' ? unit : null
  const rawUnit = settled?.rawUnit ?? null
  if (label === null && rawUnit === null) return null
  const isConverted = settled !== null && (settled.factor !== null || settled.offset !== null || settled.clock !== null)
  return { rawValue: isConverted ? rawText(value) : null, rawUnit, factor: settled?.factorText ?? null, label }
}
