import { PERIOD_AXIS } from '../expand-batch.js'
import type { Fault } from '../fault.js'
import { isBlank } from '../read-cell.js'
import type { SubmittedSeries } from '../submission.js'

const shapeFault = (ko: string, en: string, facts: { expected: string; got: string }): Fault => ({
  level: 'rejected',
  code: 'SERIES_SHAPE',
  field: [],
  ko,
  en,
  ...facts,
})

/** Why the columns of a series cannot be put side by side, or null: every row of such a series is rejected (SERIES_SHAPE). Source: S16. */
export const checkSeriesShape = (series: SubmittedSeries): Fault | null => {
  const count = series.values.length
  if (series.items.length !== series.axes.length) {
    return shapeFault(
      `축은 ${series.axes.length}개인데 항목 목록은 ${series.items.length}개입니다. 축마다 목록이 하나씩 있어야 합니다.`,
      `${series.axes.length} axes have ${series.items.length} item lists; each axis takes one list.`,
      { expected: `${series.axes.length} lists`, got: `${series.items.length} lists` },
    )
  }
  const lists: [string, number][] = series.items.map((list, axis) => [`items[${axis}]`, list === null ? -1 : list.length])
  if (series.status.length > 1) lists.push(['status', series.status.length])
  if (series.sourceRows.length > 0) lists.push(['sourceRows', series.sourceRows.length])
  const odd = lists.find(([, length]) => length !== count)
  if (odd !== undefined) {
    const got = odd[1] < 0 ? 'null' : `${odd[1]}`
    return shapeFault(
      `${odd[0]} 목록의 길이는 ${got}인데 값은 ${count}개입니다. 길이가 같아야 합니다.`,
      `The list ${odd[0]} has length ${got} beside ${count} values; the lengths must be equal.`,
      { expected: `${odd[0]}: ${count}`, got },
    )
  }
  const periodAxes = series.axes.filter(name => name === PERIOD_AXIS).length
  if (periodAxes > 1 || (periodAxes === 1 && !isBlank(series.periodStart))) {
    return shapeFault(
      '기간 시작(periodStart)이 두 번 주어졌습니다. 축이나 필드 가운데 한 곳에만 적으십시오.',
      'The period start is given twice; name it once, as an axis or as a field.',
      { expected: 'periodStart once', got: 'periodStart twice' },
    )
  }
  return null
}
