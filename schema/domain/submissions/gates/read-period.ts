import { businessHourOf, isPeriodType, parsePeriod, PERIOD_TYPES, type Day, type Period, type PeriodType } from '../../period.js'
import type { Fault } from '../fault.js'
import { echoOf, isBlank, kindOf, textOf } from '../read-cell.js'
import type { Cell } from '../submission.js'

const KOREAN_TYPES: Readonly<Record<string, PeriodType>> = { 일: 'day', 월: 'month', 분기: 'quarter', 반기: 'half', 년: 'year', 연: 'year' }

/** The type a cell names, null where it names none, or the finding that there is no such type (S1). */
export const readPeriodType = (cell: Cell): PeriodType | null | Fault => {
  if (isBlank(cell)) return null
  const text = typeof cell === 'string' ? cell.trim().toLowerCase() : ''
  const type = isPeriodType(text) ? text : Object.hasOwn(KOREAN_TYPES, text) ? KOREAN_TYPES[text] : undefined
  if (type !== undefined) return type
  return {
    level: 'rejected',
    code: 'PERIOD_TYPE_UNKNOWN',
    field: ['periodType'],
    ko: '기간 종류를 알 수 없습니다. day(일), month(월), quarter(분기), half(반기), year(연) 가운데 하나로 적으십시오.',
    en: 'The period type is unknown; it is one of day, month, quarter, half, year.',
    expected: 'day, month, quarter, half, year',
    got: echoOf(cell),
  }
}

/** A period start: the period, with the hour of the day where an instant named one. */
export type PeriodReading = { readonly period: Period | null; readonly hour: string | null; readonly fault: Fault | null }

const unreadable = (ko: string, en: string, facts: { expected: string; got: string }): PeriodReading => ({
  period: null,
  hour: null,
  fault: { level: 'rejected', code: 'PERIOD_UNREADABLE', field: ['periodStart'], ko, en, ...facts },
})

const BEGINS_AS_INSTANT = /^\d{4}-\d\d-\d\d[Tt ]\d/

const readText = (text: string, type: PeriodType): PeriodReading => {
  const outcome = parsePeriod(type, text)
  if (outcome.ok) return { period: outcome.value, hour: null, fault: null }
  const first = outcome.issues[0]
  if (first === undefined) throw new Error('A refused period carries no issue.')
  const { code, messageKo: ko, messageEn: en, expected, got } = first
  return { period: null, hour: null, fault: { level: 'rejected', code, field: ['periodStart'], ko, en, expected, got } }
}

/**
 * The period of that type which starts at the cell: a day or short spelling, or for a day also an instant with its zone,
 * which becomes Korean day and hour (S1). PERIOD_UNREADABLE, also for an instant without zone; PERIOD_NOT_ALIGNED.
 */
export const readPeriod = (cell: Cell, type: PeriodType): PeriodReading => {
  const text = textOf(cell)
  if (text === null || text === '') {
    return unreadable('기간 시작이 없습니다. 2026-11-19처럼 적으십시오.', 'The period start is absent; write it like 2026-11-19.', {
      expected: '2026-11-19',
      got: kindOf(cell),
    })
  }
  if (type !== 'day' || !BEGINS_AS_INSTANT.test(text)) return readText(text, type)
  const instant = businessHourOf(text)
  if (instant !== null) return { period: { type, start: instant.day }, hour: instant.hour, fault: null }
  return unreadable(
    '시각에는 시간대가 있어야 합니다. 2026-11-20T15:30:00Z 또는 2026-11-21T00:30:00+09:00처럼 적으십시오.',
    'An instant needs its zone: 2026-11-20T15:30:00Z or 2026-11-21T00:30:00+09:00.',
    { expected: '2026-11-21T00:30:00+09:00', got: text.length > 40 ? `${text.length} characters` : text },
  )
}

/** The first day that a start names, of the type named or, where none is, of the first that fits: what a word is looked up by. Null where none can be read. */
export const readFirstDay = (start: Cell, typeCell: Cell): Day | null => {
  const named = readPeriodType(typeCell)
  if (named !== null && typeof named !== 'string') return null
  for (const type of named === null ? PERIOD_TYPES : [named]) {
    const { period } = readPeriod(start, type)
    if (period !== null) return period.start
  }
  return null
}

/** PERIOD_IN_FUTURE for a period that starts after today; a null `today` skips the question (S8, S26). */
export const checkFuture = (period: Period, today: Day | null): Fault | null =>
  today === null || period.start <= today
    ? null
    : {
        level: 'held',
        code: 'PERIOD_IN_FUTURE',
        field: ['periodStart'],
        ko: `기간 시작 ${period.start}이(가) 오늘(${today})보다 뒤입니다.`,
        en: `The period starts on ${period.start}, after today (${today}).`,
        expected: `${today} or earlier`,
        got: period.start,
      }

/** PERIOD_BEFORE_DEFINITION for a period that starts before the definition it is measured by. */
export const checkDefined = (period: Period, effectiveFrom: Day, name: { readonly ko: string; readonly code: string }): Fault | null =>
  period.start >= effectiveFrom
    ? null
    : {
        level: 'held',
        code: 'PERIOD_BEFORE_DEFINITION',
        field: ['periodStart'],
        ko: `${name.ko}(${name.code})의 정의는 ${effectiveFrom}부터입니다. 받은 기간 시작은 ${period.start}입니다.`,
        en: `${name.code} is defined from ${effectiveFrom} on; the period starts on ${period.start}.`,
        expected: `${effectiveFrom} or later`,
        got: period.start,
      }
