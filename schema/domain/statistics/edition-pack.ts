import type { PeriodType } from '../period.js'
import type { DisclosureLimit, Additivity } from './measure.js'
import type { UnitDimension } from './unit.js'

/**
 * An edition pack as its five files say it, shape already checked, meaning not yet.
 * Field names are those of the files, so that the path of an issue leads to the line; an absent field is null.
 * Only what the hub reads is named here; remarks on sources stay in the files.
 */
export type EditionPack = {
  readonly codelists: CodelistsFile
  readonly measures: MeasuresFile
  readonly indicators: IndicatorsFile
  readonly members: MembersFile
  readonly terms: TermsFile
}

/** The files of a pack: `measures` is read from measures.yaml. */
export const PACK_FILES = ['codelists', 'measures', 'indicators', 'members', 'terms'] as const
export type PackFile = (typeof PACK_FILES)[number]

export type PackHeader = { readonly edition: string; readonly status: string; readonly effective_from: string }

export type PackItem = {
  readonly code: string
  readonly ko: string
  readonly en: string
  readonly valid_from: string | null
  readonly valid_to: string | null
  readonly jurisdiction: string | null
  readonly instrument: string | null
  readonly counts_in: {
    readonly center_total: boolean
    readonly council_total: boolean
    readonly measures: readonly string[] | null
  } | null
}

/** Bounds of an item that stands for a range of seconds; left out for every other. */
export type PackDimensionItem = PackItem & {
  readonly lower_exclusive_s?: number | null | undefined
  readonly upper_inclusive_s?: number | null | undefined
}

export type PackRegion = PackItem & { readonly iso_3166_2: string | null; readonly successor: string | null }

export type PackCenter = PackItem & {
  readonly jurisdiction: string
  readonly jurisdiction_history:
    readonly { readonly jurisdiction: string; readonly valid_from: string | null; readonly valid_to: string | null }[] | null
  readonly call_centre_name_ko: string | null
  readonly number: string | null
}

export type PackStatus = PackItem & {
  readonly has_value: boolean
  readonly missing_reason: string | null
  readonly quality: string | null
  readonly rules: 'full' | 'warn' | 'none'
  readonly sdmx_code: string
}

export type PackUnit = PackItem & { readonly dimension: UnitDimension; readonly scale_to: Readonly<Record<string, string>> | null }

type PackListHead = {
  readonly code: string
  readonly name_ko: string
  readonly name_en: string
  readonly column_labels: readonly string[]
  readonly pattern: string | null
  readonly unlisted_pattern: { readonly prefix: 'jurisdiction' } | null
}

/** The codelist `jurisdiction` holds regions, `center` centers, `obs_status` statuses, `unit` units; every other is a dimension. */
export type PackCodelist =
  | (PackListHead & { readonly kind: 'dimension'; readonly items: readonly PackDimensionItem[] })
  | (PackListHead & { readonly kind: 'regions'; readonly items: readonly PackRegion[] })
  | (PackListHead & { readonly kind: 'centers'; readonly items: readonly PackCenter[] })
  | (PackListHead & { readonly kind: 'statuses'; readonly items: readonly PackStatus[] })
  | (PackListHead & { readonly kind: 'units'; readonly items: readonly PackUnit[] })

export type PackUnitLabels = {
  readonly labels: readonly string[]
  readonly dimension: UnitDimension
  readonly unit: string | null
  readonly factor: string | null
  readonly parse: 'mm:ss' | 'hh:mm:ss' | null
}

export type CodelistsFile = PackHeader & {
  readonly codelists: readonly PackCodelist[]
  readonly submitted_unit_labels: { readonly items: readonly PackUnitLabels[] }
}

export type PackConstraint = {
  readonly id: string
  readonly check: string
  readonly when: string | null
  readonly severity: 'error' | 'hold' | 'warning'
  readonly sum_over: string | null
  readonly over: 'closed_day' | 'closed_week' | 'closed_quarter' | null
  readonly level: 'total' | null
  readonly periods: readonly PeriodType[] | null
  readonly doubts: string | null
  readonly effective_from: string | null
}

/** `of` is null where the limit is on the measure itself. */
export type PackLimit = Omit<DisclosureLimit, 'of'> & { readonly of: string | null }

export type PackMeasure = {
  readonly code: string
  readonly group: string
  readonly name_ko: string
  readonly name_en: string
  readonly definition_ko: string
  readonly definition_en: string
  readonly unit: string
  readonly kind: 'flow_count' | 'duration_sum' | 'score_sum' | 'stock_level' | 'distribution'
  readonly additivity: { readonly over_time: Additivity; readonly over_centers: Additivity; readonly over_dimensions: Additivity }
  readonly frequency: PeriodType
  readonly dimensions: readonly string[]
  readonly required_breakdown: readonly string[]
  readonly parameters: Readonly<Record<string, unknown>>
  readonly provided_by: 'center' | 'hub'
  readonly access: 'open' | 'restricted'
  readonly min_n: PackLimit | null
  readonly min_cell: PackLimit | null
  readonly effective_from: string
  readonly minimum: string
  readonly integer: boolean
  readonly constraints: readonly PackConstraint[]
}

export type MeasuresFile = PackHeader & {
  readonly conventions: { readonly declared_parameters: Readonly<Record<string, readonly string[]>> }
  readonly measures: readonly PackMeasure[]
}

export type PackVersion = {
  readonly version: string
  readonly effective_from: string
  readonly effective_to: string | null
  readonly status: 'standard' | 'superseded' | 'draft'
  readonly formula: string
  readonly why_ko: string | null
  readonly why_en: string | null
}

export type PackVariant = {
  readonly variant: string
  readonly unit: string | null
  readonly formula: string
  readonly why_ko: string
  readonly why_en: string
}

export type PackIndicator = {
  readonly code: string
  readonly group: string
  readonly name_ko: string
  readonly name_en: string
  readonly unit: string
  readonly scale: number
  readonly direction: 'higher_better' | 'lower_better' | 'range_best' | 'context'
  readonly scope: Readonly<Record<string, string>>
  readonly requires_single: readonly string[]
  readonly allow_sum_over: readonly string[]
  readonly versions: readonly PackVersion[]
  readonly variants: readonly PackVariant[]
  readonly note_ko: string
  readonly note_en: string
}

export type IndicatorsFile = PackHeader & { readonly indicators: readonly PackIndicator[] }

/** Opening hours of a kind of day: 'closed' or '08:30-18:30'. */
export type PackCalendar = {
  readonly center: string
  readonly valid_from: string
  readonly valid_to: string | null
  readonly weekdays: string
  readonly saturday: string
  readonly sunday: string
  readonly holidays: string
}

export type PackMeasureSet = {
  readonly code: string
  readonly name_ko: string
  readonly name_en: string
  readonly frequency: PeriodType
  readonly measures: readonly string[]
  readonly core: readonly string[]
}

export type PackAgreement = {
  readonly code: string
  readonly measure_set: string
  /** All members, or the centers named. */
  readonly centers: 'all_members' | readonly string[]
  readonly valid_from: string
  readonly valid_to: string | null
  readonly mode: 'PARTIAL' | 'ATOMIC'
  readonly strategy: 'MERGE' | 'REPLACE_SCOPE'
  readonly due: { readonly days: number; readonly time: string }
  readonly lock: { readonly days: number; readonly time: string }
  readonly holiday_rule: 'none' | 'next_business_day'
}

export type PackMember = {
  readonly center: string
  readonly member_from: string
  readonly member_to: string | null
  readonly trial: boolean
}

export type MembersFile = PackHeader & {
  readonly members: readonly PackMember[]
  readonly calendars: readonly PackCalendar[]
  readonly measure_sets: readonly PackMeasureSet[]
  readonly agreements: readonly PackAgreement[]
}

export type PackTerm = {
  readonly ref: string
  readonly term_ko: string
  readonly term_en: string
  readonly synonyms: readonly string[]
  readonly confusable_with: readonly string[]
  readonly ambiguous_labels: readonly string[]
}

export type TermsFile = PackHeader & {
  readonly terms: readonly PackTerm[]
  readonly confusables: readonly { readonly refs: readonly string[]; readonly why_ko: string; readonly why_en: string }[]
  readonly variant_labels: readonly { readonly label: string; readonly indicator: string; readonly variant: string }[]
  readonly dimension_labels: readonly {
    readonly label: string
    readonly measure: string
    readonly dimension: string
    readonly item: string
  }[]
  readonly ambiguous: readonly {
    readonly label: string
    readonly candidates: readonly string[]
    readonly rule_ko: string
    readonly rule_en: string
  }[]
}
