import { toKstInstant } from './kst-instant.js'
import type { Placeholder } from './playbook.js'
import type { PlaceholderValue } from './placeholder-value.js'

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

/** A value as it is said in a language: an instant as "11월 21일 오후 6시", a day as "12월 1일", all else as it was given; null where it was not. */
export function wordValue({ type }: Placeholder, { ko, en }: PlaceholderValue, language: 'ko' | 'en'): string | null {
  if (type === 'datetime') return wordInstant(ko, language)
  if (type === 'date') return wordDay(ko, language)
  if (type === 'text' || type === 'sentence') return language === 'ko' ? ko : en
  return ko
}

/** An ISO instant in Korean time. Always with its day, never "today". */
function wordInstant(instant: string, language: 'ko' | 'en'): string {
  const [day = '', time = ''] = (toKstInstant(instant) ?? instant).split('T')
  if (language === 'en') return `${wordDay(day, 'en')}, ${time.slice(0, 5)}`
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  const clock = hour === 0 ? '0시' : `${hour % 12 === 0 ? 12 : hour % 12}시`
  return `${wordDay(day, 'ko')} ${hour < 12 ? '오전' : '오후'} ${clock}${minute === 0 ? '' : ` ${minute}분`}`
}

function wordDay(day: string, language: 'ko' | 'en'): string {
  const [, month = 0, date = 0] = day.split('-').map(Number)
  return language === 'ko' ? `${month}월 ${date}일` : `${date} ${MONTHS[month - 1] ?? ''}`
}
