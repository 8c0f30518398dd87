import type { CenterRegion, Membership } from './center.js'

/** The center's membership of that day, trial or full (S29), or null when it is no member then. */
export const membershipOn = (memberships: readonly Membership[], center: string, day: string): Membership | null =>
  memberships.find(
    membership =>
      membership.center === center && membership.memberFrom <= day && (membership.memberTo === null || day <= membership.memberTo),
  ) ?? null

/** Code of the region a center reports for on that day (S33), or null when none is known. */
export const regionOf = (centerRegions: readonly CenterRegion[], center: string, day: string): string | null =>
  centerRegions.find(
    ({ center: code, validFrom, validTo }) =>
      code === center && (validFrom === null || validFrom <= day) && (validTo === null || day <= validTo),
  )?.region ?? null
