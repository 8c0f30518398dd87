import type { Agreement, CalendarException, OpeningCalendar } from '../centers/calendar.js'
import type { Center, CenterRegion, Membership, Region } from '../centers/center.js'
import type { Edition } from './edition.js'

/** Who reports, from which day, when their doors are open and what is due when: the dated half of an edition pack. */
export type Registry = {
  readonly centers: readonly Center[]
  readonly regions: readonly Region[]
  readonly centerRegions: readonly CenterRegion[]
  readonly memberships: readonly Membership[]
  readonly calendars: readonly OpeningCalendar[]
  readonly agreements: readonly Agreement[]
}

/** Everything one edition pack says, read and checked. */
export type EditionContents = { readonly edition: Edition; readonly registry: Registry }

/** A center with the number that facts carry for it. */
export type RegisteredCenter = Center & { readonly id: number }

/** What the hub judges by: the edition in force and the registry, with the numbers that stored rows carry for codes. */
export type Standards = {
  readonly edition: Edition
  /** Codes of all editions that have begun, the one in force among them. */
  readonly editions: ReadonlySet<string>
  /** Stamp of the council's latest act in it (S25); null where none was ever stamped. */
  readonly recordedAt: string | null
  readonly centers: ReadonlyMap<string, RegisteredCenter>
  readonly centerIds: ReadonlyMap<string, number>
  readonly centerCodes: ReadonlyMap<number, string>
  readonly regions: ReadonlyMap<string, Region>
  readonly centerRegions: readonly CenterRegion[]
  readonly memberships: readonly Membership[]
  readonly calendars: readonly OpeningCalendar[]
  readonly calendarExceptions: readonly CalendarException[]
  readonly agreements: readonly Agreement[]
  /** Measures by code, and reported rates by `reportedRateCode`. */
  readonly measureIds: ReadonlyMap<string, number>
  readonly measureCodes: ReadonlyMap<number, string>
  readonly statusIds: ReadonlyMap<string, number>
  readonly statusCodes: ReadonlyMap<number, string>
}

/** The code under which a rate that a center computed itself is stored; it enters no figure (S8). */
export const reportedRateCode = (indicator: string, variant: string | null): string =>
  variant === null ? `reported:${indicator}` : `reported:${indicator}:${variant}`
