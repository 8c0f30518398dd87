import type { Bilingual } from '../playbooks/playbook.js'
import { weekday } from '../period.js'
import type { FoundSurge } from './find-surges.js'

const WEEKDAYS_KO = ['일', '월', '화', '수', '목', '금', '토'] as const
const WEEKDAYS_EN = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const

/** Names as a reader knows them. */
export type SurgeNames = { readonly center: Bilingual; readonly measure: Bilingual; readonly item: Bilingual }

/** The numbers behind a surge in one sentence, in Korean and English: what was counted, what it was held against, how far it stands out. */
export function explainSurge(surge: Omit<FoundSurge, 'series'>, { center, measure, item }: SurgeNames): Bilingual {
  const { day, hour, value, median, mad, z, comparedWith, dayKind } = surge
  const of = weekday(day)
  const days = comparedWith.length
  const times = median > 0 ? (value / median).toFixed(1) : null
  const alike =
    dayKind === 'HOLIDAY'
      ? { ko: `공휴일·일요일 ${days}일`, en: `${days} holidays and Sundays` }
      : { ko: `같은 요일 ${days}일`, en: `${days} days of the same weekday` }
  const ko = `${center.ko} ${day}(${WEEKDAYS_KO[of] ?? ''})${hour === null ? '' : ` ${hour}시`} ${measure.ko} '${item.ko}' ${value}건. 지난 ${alike.ko}의 중앙값 ${median}건, 중앙값 절대편차 ${mad}건${times === null ? '' : `, ${times}배`}, 강건 z ${z}.`
  const en = `${center.en}, ${WEEKDAYS_EN[of] ?? ''} ${day}${hour === null ? '' : ` ${hour}:00`}: ${value} ${measure.en.toLowerCase()} about ${item.en}. The median of ${alike.en} before is ${median}, their median absolute deviation ${mad}${times === null ? '' : `, so it is ${times} times as many`}; robust z ${z}.`
  return { ko, en }
}
