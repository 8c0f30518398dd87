import type { ObservationStatus } from '../../statistics/codelist.js'
import type { Edition } from '../../statistics/edition.js'
import { normalizeLabel } from '../../terms/normalize-label.js'
import type { Fault } from '../fault.js'
import { echoOf, isBlank, textOf } from '../read-cell.js'
import type { Cell, ExactNumber } from '../submission.js'

/** A status cell: the status it names, null where it names none, or the finding that the edition has no such status. */
export type StatusReading = { readonly status: ObservationStatus | null; readonly fault: Fault | null }

const NO_STATUS: StatusReading = { status: null, fault: null }

/** Status of a row that has a number and names none (S4). */
export const DEFAULT_STATUS = 'provisional'

/** Reads a status by code or name (provisional, 잠정). STATUS_UNKNOWN otherwise (S4). */
export const readStatus = (cell: Cell, edition: Edition): StatusReading => {
  if (isBlank(cell)) return NO_STATUS
  const text = typeof cell === 'string' ? cell.trim() : null
  const label = text === null ? null : normalizeLabel(text)
  const status =
    (text === null ? undefined : edition.statuses.get(text)) ??
    [...edition.statuses.values()].find(
      one => label !== null && [one.code, one.nameKo, one.nameEn].some(name => normalizeLabel(name) === label),
    )
  if (status !== undefined) return { status, fault: null }
  const codes = [...edition.statuses.keys()].join(', ')
  const got = textOf(cell) === null ? echoOf(cell) : `"${echoOf(cell)}"`
  return {
    status: null,
    fault: {
      level: 'rejected',
      code: 'STATUS_UNKNOWN',
      field: ['status'],
      ko: `관측상태 ${got}은(는) 표준에 없습니다. 쓸 수 있는 코드: ${codes}`,
      en: `The status ${got} is not in the standard; accepted codes: ${codes}.`,
      expected: codes,
      got: echoOf(cell),
    },
  }
}

const MISSING_REASONS = 'missing, outage, closed, not_applicable, not_collected, suppressed'

const VALUE_REQUIRED: Fault = {
  level: 'rejected',
  code: 'VALUE_REQUIRED',
  field: ['value'],
  ko: '값이 비어 있습니다. 값이 없다면 그 까닭을 관측상태로 적으십시오(예: missing 결측, closed 휴무). 빈 값은 0이 아닙니다.',
  en: 'The value is empty. Where there is none, say why by a status (missing or closed, say); empty is not 0.',
  expected: `a number, or a status with a missing reason (${MISSING_REASONS})`,
  got: 'null',
}

const notExpected = (status: ObservationStatus, expected: string): Fault => ({
  level: 'rejected',
  code: 'VALUE_NOT_EXPECTED',
  field: ['value'],
  ko: `관측상태가 ${status.nameKo}(${status.code})이면 값은 ${expected === '0' ? '0이어야' : '비어 있어야'} 합니다.`,
  en: `With the status ${status.code} the value must be ${expected === '0' ? '0' : 'empty'}.`,
  expected,
  got: expected === '0' ? 'another number' : 'a number',
})

/** What value and status say of each other (S4): the status the row ends with, or the finding that they do not go together. */
export const settleStatus = (
  reading: StatusReading,
  value: ExactNumber | null,
): { readonly code: string | null; readonly fault: Fault | null } => {
  const { status } = reading
  if (reading.fault !== null) return { code: null, fault: null }
  if (value === null)
    return status === null || status.hasValue ? { code: status?.code ?? null, fault: VALUE_REQUIRED } : { code: status.code, fault: null }
  if (status === null) return { code: DEFAULT_STATUS, fault: null }
  if (!status.hasValue) return { code: status.code, fault: notExpected(status, 'null') }
  return { code: status.code, fault: status.code === 'zero_confirmed' && value !== 0 ? notExpected(status, '0') : null }
}
