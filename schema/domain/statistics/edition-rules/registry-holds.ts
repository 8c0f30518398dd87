import { isSpanOfHours } from '../../centers/is-open.js'
import type { Issue } from '../../issue.js'
import { addDays } from '../../period.js'
import type { PackRegion } from '../edition-pack.js'
import { inFile, packIssue, type EditionRule, type PackPath } from './edition-rule.js'
import { unlessKnown } from './references-exist.js'

const CENTER = { code: 'EDITION_UNKNOWN_REFERENCE', ko: '센터', en: 'center' } as const
const REGION = { code: 'EDITION_UNKNOWN_REFERENCE', ko: '시·도', en: 'region' } as const
const SET = { code: 'EDITION_UNKNOWN_REFERENCE', ko: '제출 묶음', en: 'measure set' } as const

const successorIssues = (region: PackRegion, path: PackPath, regions: ReadonlyMap<string, PackRegion>): readonly Issue[] => {
  if (region.successor === null) return []
  const successor = regions.get(region.successor)
  if (successor === undefined) return unlessKnown(REGION, region.successor, { path, known: regions.keys() })
  if (region.valid_to !== null && successor.valid_from === addDays(region.valid_to, 1)) return []
  return [
    packIssue({
      code: 'EDITION_DATES',
      path,
      ko: `${region.code}의 후속 시·도 ${successor.code}은(는) 앞 시·도가 끝난 다음 날 시작해야 합니다.`,
      en: `${successor.code} takes over from ${region.code} and begins on the day after it ends.`,
      expected:
        region.valid_to === null ? `a valid_to on ${region.code}` : `valid_from ${addDays(region.valid_to, 1)} on ${successor.code}`,
      got: successor.valid_from ?? 'no first day',
    }),
  ]
}

/** A region that ends names a successor that exists and begins the day after (S33); centers lie in regions that exist. */
export const regionsHold: EditionRule = ({ codelists }) => {
  const regions = new Map(
    codelists.codelists.flatMap(list => (list.kind === 'regions' ? list.items : [])).map(region => [region.code, region]),
  )
  return codelists.codelists.flatMap((list, i) => {
    const at = (j: number) => inFile('codelists', 'codelists', i, 'items', j)
    if (list.kind === 'regions') return list.items.flatMap((region, j) => successorIssues(region, [...at(j), 'successor'], regions))
    return list.items.flatMap((item, j) => [
      ...(item.jurisdiction === null
        ? []
        : unlessKnown(REGION, item.jurisdiction, { path: [...at(j), 'jurisdiction'], known: regions.keys() })),
      ...('jurisdiction_history' in item ? (item.jurisdiction_history ?? []) : []).flatMap(({ jurisdiction }, k) =>
        unlessKnown(REGION, jurisdiction, { path: [...at(j), 'jurisdiction_history', k, 'jurisdiction'], known: regions.keys() }),
      ),
    ])
  })
}

/** Members, calendars and agreements are of centers and measure sets that exist. */
export const membersExist: EditionRule = ({ members }, { centers }) => {
  const sets = members.measure_sets.map(set => set.code)
  return [
    ...members.members.flatMap(({ center }, i) =>
      unlessKnown(CENTER, center, { path: inFile('members', 'members', i, 'center'), known: centers }),
    ),
    ...members.calendars.flatMap(({ center }, i) =>
      unlessKnown(CENTER, center, { path: inFile('members', 'calendars', i, 'center'), known: centers }),
    ),
    ...members.agreements.flatMap((agreement, i) => [
      ...unlessKnown(SET, agreement.measure_set, { path: inFile('members', 'agreements', i, 'measure_set'), known: sets }),
      ...(agreement.centers === 'all_members' ? [] : agreement.centers).flatMap((center, j) =>
        unlessKnown(CENTER, center, { path: inFile('members', 'agreements', i, 'centers', j), known: centers }),
      ),
    ]),
  ]
}

const KINDS_OF_DAY = ['weekdays', 'saturday', 'sunday', 'holidays'] as const

/** Opening hours open before they close; hours over midnight go on counting, 18:00-26:00. */
export const hoursHold: EditionRule = ({ members }) =>
  members.calendars.flatMap((calendar, i) =>
    KINDS_OF_DAY.filter(kind => calendar[kind] !== 'closed' && !isSpanOfHours(calendar[kind])).map(kind =>
      packIssue({
        code: 'EDITION_DATES',
        path: inFile('members', 'calendars', i, kind),
        ko: `운영시간 "${calendar[kind]}"을(를) 읽을 수 없습니다. 여는 시각이 닫는 시각보다 빨라야 합니다.`,
        en: `"${calendar[kind]}" are no opening hours; a center opens before it closes.`,
        expected: 'closed, or hours such as 08:30-18:30, over midnight 18:00-26:00',
        got: calendar[kind],
      }),
    ),
  )
