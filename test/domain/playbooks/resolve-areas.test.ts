import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { readEdition } from '../../../db/edition/read-edition.js'
import { resolveAreas } from '../../../schema/domain/playbooks/resolve-areas.js'

type Known = Parameters<typeof resolveAreas>[1]
let known: Known
beforeAll(async () => {
  const contents = await readEdition(fileURLToPath(new URL('../../../db/edition/2026.1', import.meta.url)))
  if (!contents.ok) throw new Error('The edition does not read.')
  const { centers, regions, centerRegions, memberships } = contents.value.registry
  known = {
    centers: new Map(centers.map((center, i) => [center.code, { ...center, id: i + 1 }])),
    regions: new Map(regions.map(region => [region.code, region])),
    centerRegions,
    memberships,
  }
})
const centersOf = (areas: readonly string[], day = '2026-11-21') => resolveAreas(areas, known, day).targets.map(({ center }) => center)

describe('scenario 15: areas', () => {
  it.each([
    ['29', ['gwangju', 'jeonnam']],
    ['46', ['gwangju', 'jeonnam']],
    ['KR-29', ['gwangju', 'jeonnam']],
    ['KR-46', ['gwangju', 'jeonnam']],
    ['12', ['gwangju', 'jeonnam']],
    ['전남광주통합특별시', ['gwangju', 'jeonnam']],
    ['광주광역시', ['gwangju', 'jeonnam']],
    ['KR-50', ['sejong']],
    ['50', ['jeju']],
    ['KR-49', ['jeju']],
    ['36', ['sejong']],
    ['KR-42', ['gangwon']],
    ['42', ['gangwon']],
    ['45', ['jeonbuk']],
    ['seoul', ['seoul']],
    [' 11 ', ['seoul']],
    ['부산', ['busan']],
    ['부산시', ['busan']],
    ['경남', ['gyeongnam']],
    ['충북도', ['chungbuk']],
    ['전북', ['jeonbuk']],
    ['전라북도', ['jeonbuk']],
    ['강원', ['gangwon']],
    ['경기', ['gyeonggi']],
    ['제주도', ['jeju']],
    ['세종시', ['sejong']],
    ['광주', ['gwangju', 'jeonnam']],
    ['전남', ['gwangju', 'jeonnam']],
    ['광주특별시', ['gwangju', 'jeonnam']],
  ])('%s leads to %s', (area, centers) => {
    expect(centersOf([area])).toEqual(centers)
  })

  it('29 is Gwangju alone on the day before the union', () => {
    expect(centersOf(['29'], '2026-06-30')).toEqual(['gwangju'])
    expect(centersOf(['KR-46'], '2026-06-30')).toEqual(['jeonnam'])
  })

  it('an unknown area is kept as it was written and leads to nobody', () => {
    expect(resolveAreas(['KR-99', '11', '아틀란티스'], known, '2026-11-21')).toMatchObject({
      targets: [{ center: 'seoul', areas: ['11'] }],
      unknown: ['KR-99', '아틀란티스'],
      isAll: false,
    })
  })

  it.each(['광주시', '경상', '남도', '특별시', '도', '해운대구'])('%s is no region: nobody guesses where an alarm goes', area => {
    expect(resolveAreas([area], known, '2026-11-21')).toMatchObject({ targets: [], unknown: [area] })
  })

  it('several areas that lead to one center are all named with it', () => {
    expect(resolveAreas(['29', 'KR-46'], known, '2026-11-21').targets).toEqual([
      { center: 'gwangju', areas: ['29', 'KR-46'] },
      { center: 'jeonnam', areas: ['29', 'KR-46'] },
    ])
  })

  it('everywhere is every member of the day, and nobody else', () => {
    expect(resolveAreas(['all'], known, '2026-11-21')).toMatchObject({ isAll: true, unknown: [] })
    const left = known.memberships.map(one => (one.center === 'jeju' ? { ...one, memberTo: '2026-11-20' } : one))
    const without = resolveAreas(['전국'], { ...known, memberships: left }, '2026-11-21')
    expect([without.targets.length, without.isAll]).toEqual([16, true])
    expect(resolveAreas(['50'], { ...known, memberships: left }, '2026-11-21')).toMatchObject({ targets: [], empty: ['50'] })
  })
})
