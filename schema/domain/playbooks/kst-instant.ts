import { parseInstant } from '../instant.js'

const KST = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d):\d\d\+09:00$/

/** Whether a text is an instant as messages carry it: to the second, in Korean time with its offset, never Z. */
export const isKstInstant = (text: string): boolean => KST.test(text) && parseInstant(text) !== null

/** An instant of a message as people say it, to the minute; the text itself where it is written otherwise. */
export function nameKstInstant(text: string): { readonly ko: string; readonly en: string } {
  const [, year, month, day, time] = KST.exec(text) ?? []
  if (year === undefined) return { ko: text, en: text }
  return { ko: `${year}년 ${Number(month)}월 ${Number(day)}일 ${time}`, en: `${year}-${month}-${day} ${time} KST` }
}
