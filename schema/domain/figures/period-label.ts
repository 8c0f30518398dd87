import type { Day } from '../period.js'
import { grainAround, isoWeekNumber, type Grain } from './grain.js'

type Name = { readonly ko: string; readonly en: string }

const MONTHS_EN = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

/** Names of the longer periods; every other is named by its days. */
const NAMES: Partial<Record<Grain, (year: string, month: number, from: Day) => Name>> = {
  week: (_year, _month, from) => {
    const { year, week } = isoWeekNumber(from)
    return { ko: `${year}년 ${week}주`, en: `Week ${week} of ${year}` }
  },
  month: (year, month) => ({ ko: `${year}년 ${month}월`, en: `${MONTHS_EN[month - 1] ?? ''} ${year}` }),
  quarter: (year, month) => ({ ko: `${year}년 ${Math.ceil(month / 3)}분기`, en: `Q${Math.ceil(month / 3)} ${year}` }),
  half: (year, month) => ({ ko: `${year}년 ${month < 7 ? '상' : '하'}반기`, en: `H${month < 7 ? 1 : 2} ${year}` }),
  year: year => ({ ko: `${year}년`, en: year }),
}

/** What a heading calls the days: the period in words where they are a whole one, else the days themselves. */
export const labelPeriod = (by: Grain | null, from: Day, to: Day): Name => {
  const name = by === null ? undefined : NAMES[by]
  const whole = by === null ? null : grainAround(from, by)
  if (name !== undefined && whole?.from === from && whole.to === to) return name(from.slice(0, 4), Number(from.slice(5, 7)), from)
  return from === to ? { ko: from, en: from } : { ko: `${from}~${to}`, en: `${from} to ${to}` }
}
