import type { CenterRegion, Membership, Region } from '../../schema/domain/centers/center.js'
import type { RegisteredCenter, Standards } from '../../schema/domain/statistics/standards.js'
import type { Hub } from '../hub.js'

/** A center with what is dated about it, earliest first. */
export type CenterProfile = RegisteredCenter & {
  readonly regions: readonly (Pick<Region, 'code' | 'nameKo' | 'nameEn'> & Pick<CenterRegion, 'validFrom' | 'validTo'>)[]
  readonly memberships: readonly Membership[]
}

/** All centers in the order in which they were registered. Open to every caller. */
export async function listCenters(hub: Hub): Promise<CenterProfile[]> {
  const standards = await hub.standards()
  return [...standards.centers.values()].map(center => profileOf(center, standards))
}

/** The profile of one center by code; null when there is none. */
export async function findCenter(hub: Hub, code: string): Promise<CenterProfile | null> {
  const [profile = null] = await findCenters(hub, [code])
  return profile
}

/** The profiles of these centers in the order of the codes; null where there is none. */
export async function findCenters(hub: Hub, codes: readonly string[]): Promise<readonly (CenterProfile | null)[]> {
  const standards = await hub.standards()
  return codes.map(code => {
    const center = standards.centers.get(code)
    return center === undefined ? null : profileOf(center, standards)
  })
}

function profileOf(center: RegisteredCenter, { regions, centerRegions, memberships }: Standards): CenterProfile {
  return {
    ...center,
    regions: centerRegions
      .filter(row => row.center === center.code)
      .flatMap(({ region, validFrom, validTo }) => {
        const found = regions.get(region)
        return found === undefined ? [] : [{ code: found.code, nameKo: found.nameKo, nameEn: found.nameEn, validFrom, validTo }]
      }),
    memberships: memberships.filter(row => row.center === center.code),
  }
}
