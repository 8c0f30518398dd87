import { readClock as readDuration } from '../../submissions/gates/read-number.js'
import type { TextFormat } from '../mapping.js'

/** What the nights say, each total read from its raw text. Figures here are evidence; no value is converted with them. */
export type ValueProfile = {
  /** Nights with a number that could be read. */
  readonly nights: number
  readonly unreadable: number
  readonly median: number
  readonly lowest: number
  readonly highest: number
  readonly isInteger: boolean
  readonly isConstant: boolean
  /** Rises from every night to the next and more than trebles: looks like a running total. */
  readonly isRunningTotal: boolean
  /** Rises more steadily than days of their own do: from every night to the next over seven nights, or but once not over ten (a month that begins anew). */
  readonly isRising: boolean
  readonly clock: TextFormat | null
  /** A percent sign stood with the numbers. */
  readonly hasPercent: boolean
}

export const ENOUGH_NIGHTS = 7
const MOST_NIGHTS = 400

const CLOCK = /^(\d{1,4}):([0-5]\d)(?::([0-5]\d))?$/
const NUMBER = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$|^[+-]?\d*\.?\d+$|^[+-]?\d+\.$/

type ReadValue = { readonly value: number; readonly clock: ValueProfile['clock']; readonly hasPercent: boolean }

const readClock = (text: string): ReadValue | null => {
  const [, first, second, third] = CLOCK.exec(text) ?? []
  if (first === undefined || second === undefined) return null
  if (third === undefined) return { value: Number(first) * 60 + Number(second), clock: 'mm:ss', hasPercent: false }
  return { value: Number(first) * 3600 + Number(second) * 60 + Number(third), clock: 'hh:mm:ss', hasPercent: false }
}

/** 2분 54초, read as it would land: what is no such duration there is none here. */
const readWords = (text: string): ReadValue | null => {
  const seconds = readDuration(text, '분초')
  return typeof seconds === 'number' ? { value: seconds, clock: '분초', hasPercent: false } : null
}

const readValue = (raw: string): ReadValue | null => {
  if (raw.length > 40) return null
  const text = raw.normalize('NFKC').trim()
  const hasPercent = text.endsWith('%')
  if (/[간분초]$/.test(text)) return readWords(text)
  const plain = (hasPercent ? text.slice(0, -1) : text.replace(/(?:건|콜|호|명|점|회)$/, '')).trim()
  if (NUMBER.test(plain)) return { value: Number(plain.replaceAll(',', '')), clock: null, hasPercent }
  return readClock(plain)
}

/** One night with how many decimals it is written with; null where it is no number, or below 0. */
export const readNight = (raw: string): { readonly value: number; readonly decimals: number } | null => {
  const read = readValue(raw)
  if (read === null || !(read.value >= 0) || !Number.isFinite(read.value)) return null
  return { value: read.value, decimals: read.clock === null ? (/\.(\d+)/.exec(raw)?.[1]?.length ?? 0) : 0 }
}

const medianOf = (sorted: readonly number[]): number => {
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

/** Over so many nights a total that begins anew once is told from days of their own, too: by chance it would happen once in three thousand times. */
const NIGHTS_WITH_A_START = 10

const isRising = (values: readonly number[]): boolean => {
  const falls = values.filter((value, i) => i > 0 && value <= (values[i - 1] ?? value)).length
  return values.length >= ENOUGH_NIGHTS && falls <= (values.length >= NIGHTS_WITH_A_START ? 1 : 0)
}

const isTrebled = (values: readonly number[]): boolean => {
  const first = values[0] ?? 0
  return first > 0 && (values.at(-1) ?? 0) > 3 * first && values.every((value, i) => i === 0 || value > (values[i - 1] ?? value))
}

/** The profile of a word's nights, or null where it has none. Blank cells are no nights. */
export const readValues = (raw: readonly string[]): ValueProfile | null => {
  const given = raw.slice(-MOST_NIGHTS).filter(text => text.trim() !== '' && text.trim() !== '-')
  if (given.length === 0) return null
  const read = given.flatMap(text => readValue(text) ?? [])
  const values = read.map(({ value }) => value)
  const sorted = values.toSorted((a, b) => a - b)
  const clocks = new Set(read.map(({ clock }) => clock))
  const [clock = null] = clocks
  return {
    nights: read.length,
    unreadable: given.length - read.length + (clocks.size > 1 ? read.length : 0),
    median: medianOf(sorted),
    lowest: sorted[0] ?? 0,
    highest: sorted.at(-1) ?? 0,
    isInteger: values.every(value => Number.isInteger(value)),
    isConstant: values.length > 1 && sorted[0] === sorted.at(-1),
    isRunningTotal: values.length >= ENOUGH_NIGHTS && isTrebled(values),
    isRising: isRising(values),
    clock,
    hasPercent: read.length > 0 && read.every(({ hasPercent }) => hasPercent),
  }
}
