import { issue, type Issue } from '../issue.js'
import type { Day, Period } from '../period.js'
import type { Edition } from '../statistics/edition.js'

/** First and last day on which a declared emergency stood for a center. */
export type SpecialSpan = { readonly from: Day; readonly to: Day }

/** The status that rows of such days end with where they name none, and the days on which one did. */
export type SpecialDays = {
  /** Null on every other day, and for longer periods, of which one day says nothing. */
  statusOn(period: Period | null): string | null
  readonly taken: ReadonlySet<Day>
}

/** Null where nothing was declared, which is nearly always, and under an edition that knows no such status. */
export const startSpecialDays = (spans: readonly SpecialSpan[], { statuses }: Pick<Edition, 'statuses'>): SpecialDays | null => {
  const status = spans.length === 0 ? undefined : [...statuses.values()].find(({ quality }) => quality === 'SPECIAL_EVENT')
  if (status === undefined) return null
  const taken = new Set<Day>()
  return {
    taken,
    statusOn(period) {
      if (period?.type !== 'day' || !spans.some(({ from, to }) => from <= period.start && period.start <= to)) return null
      taken.add(period.start)
      return status.code
    },
  }
}

/** Says once per batch of which days the values were taken so: nothing is settled for a center in silence. */
export const noteSpecialDays = ({ taken }: SpecialDays): readonly Issue[] => {
  const days = [...taken].sort().join(', ')
  return taken.size === 0
    ? []
    : [
        issue({
          code: 'SPECIAL_EVENT_ASSUMED',
          severity: 'info',
          path: [],
          messageKo: `재난 방송이 나간 날의 값이라 관측상태를 적지 않은 행을 특별 상황(special_event)으로 받았습니다: ${days}. 아니면 관측상태를 적어 다시 보내십시오.`,
          messageEn: `An emergency was declared for the center on ${days}: rows that name no status were taken as special_event. Send them again with a status where they are not.`,
          expected: 'a status, where another one holds',
          got: days,
        }),
      ]
}
