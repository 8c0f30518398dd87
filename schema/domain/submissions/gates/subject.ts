import type { Big } from 'big.js'
import type { PeriodType } from '../../period.js'
import type { Measure } from '../../statistics/measure.js'
import type { Unit } from '../../statistics/unit.js'
import type { Fault } from '../fault.js'

/** What a row is about, with everything the other gates need to know of it. */
export type Subject = {
  /** Measure code, or `reported:<indicator>[:<variant>]` (S8). */
  readonly code: string
  /** Null for a reported rate. */
  readonly measure: Measure | null
  readonly nameKo: string
  readonly unit: Unit
  readonly defaultType: PeriodType
  readonly dimensions: ReadonlySet<string>
  /** Smallest value; null for a reported rate, which may be anything. */
  readonly minimum: number | Big | null
  readonly effectiveFrom: string
  /** The slice that a label such as 영어상담건수 names by itself. */
  readonly fixed: { readonly dimension: string; readonly item: string } | null
  /** True where the center uses another definition: a declared parameter differs, or the name is that of a variant. */
  readonly isOtherDefinition: boolean
  /** Declared parameters that differ from the measure's definition, by name. */
  readonly parameters: Readonly<Record<string, string>> | null
}

/** A measure cell, read: the subject or the findings that there is none; a provisional label is kept for the row's origin. */
export type SubjectReading = {
  readonly subject: Subject | null
  readonly fault: Fault | null
  readonly notes: readonly Fault[]
  readonly isProvisional: boolean
  /** The label as submitted where it was not a code or standard name. */
  readonly label: string | null
}

/** The reference by which terms name the subject: measure:calls_offered@channel=phone, indicator:service_level#threshold_15s. */
export const referenceOf = ({ code, measure, fixed }: Subject): string => {
  if (measure !== null) return `measure:${code}${fixed === null ? '' : `@${fixed.dimension}=${fixed.item}`}`
  const [, indicator = '', variant = ''] = /^reported:([^:]+)(?::(.+))?$/.exec(code) ?? []
  return `indicator:${indicator}${variant === '' ? '' : `#${variant}`}`
}
