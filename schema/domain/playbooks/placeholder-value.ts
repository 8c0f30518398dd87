import { issue, type Issue } from '../issue.js'
import { parseInstant } from '../instant.js'
import { parseDate } from '../period.js'
import { findSuspect, type SuspectKind } from '../suspect-text.js'
import { hidesSigns } from './hidden-signs.js'
import type { Placeholder } from './playbook.js'

/** What a coordinator fills in: Korean, and English where an English line says it. Instants and days are ISO texts, the hub words them. */
export type PlaceholderValue = { readonly ko: string; readonly en: string | null }
export type PlaceholderValues = Readonly<Record<string, PlaceholderValue>>

const LONGEST = { text: 100, sentence: 120 } as const
const MOBILE = /01[016789][-. ]?\d{3,4}[-. ]?\d{4}/u
/** Public addresses; telephones are read out and messages sent, so a strange domain would be spread by public servants. */
const PUBLIC_HOST = /^([a-z0-9-]+\.)+(go|or)\.kr$/u

/** What stands against a value, at `path`: PLACEHOLDER_MALFORMED with what would be accepted, or TEXT_NOT_ACCEPTED without repeating it. */
export function checkPlaceholderValue(placeholder: Placeholder, { ko, en }: PlaceholderValue, path: Issue['path']): readonly Issue[] {
  const texts = en === null ? [ko] : [ko, en]
  const suspect = texts.map(suspectIn).find(kind => kind !== null)
  if (suspect !== undefined && suspect !== null) return [personal(path, placeholder, suspect)]
  const expected = faultOf(placeholder, ko) ?? (en === null || !isWorded(placeholder) ? null : faultOf(placeholder, en))
  return expected === null ? [] : [malformed(path, placeholder, { expected, got: ko })]
}

/** text and sentence are words of a language; the others are said the same in each. */
export const isWorded = ({ type }: Placeholder): boolean => type === 'text' || type === 'sentence'

/** What in a text of a playbook leads to one person, or null. A desk's number belongs into many texts, so it does not count. */
export const suspectIn = (text: string): SuspectKind | null => {
  const kind = findSuspect(text)
  return kind === 'phone number' && !MOBILE.test(text.replace(/\p{Default_Ignorable_Code_Point}/gu, '')) ? null : kind
}

type Accepted = { readonly ko: string; readonly en: string }

/** What would be accepted instead; null where the value is good. The library's examples show how a value is read aloud, not how it is given. */
function faultOf({ type, example }: Placeholder, text: string): Accepted | null {
  switch (type) {
    case 'datetime':
      return parseInstant(text) === null
        ? { ko: '2026-11-21T18:00:00+09:00 같은 시각(읽을 말로는 허브가 바꿉니다)', en: 'an instant such as 2026-11-21T18:00:00+09:00' }
        : null
    case 'date':
      return parseDate(text) === null ? { ko: '2026-12-01 같은 날짜(읽을 말로는 허브가 바꿉니다)', en: 'a day such as 2026-12-01' } : null
    case 'url':
      return isPublicUrl(text)
        ? null
        : { ko: `go.kr이나 or.kr의 https 주소(보기: ${example})`, en: 'an https address under go.kr or or.kr' }
    case 'phone':
      return /^[0-9][0-9-]{1,18}[0-9]$/u.test(text)
        ? null
        : { ko: `숫자와 붙임표로 적은 전화번호(보기: ${example})`, en: 'a telephone number of digits and hyphens' }
    case 'sentence':
      return isOneLine(text, LONGEST.sentence) && !/[.。]\s*$/u.test(text)
        ? null
        : {
            ko: `마침표 없이 끝나는 공손한 한 문장, 보이지 않는 글자 없이 ${LONGEST.sentence}자까지(보기: ${example})`,
            en: `one polite sentence of 1 to ${LONGEST.sentence} characters, all of them visible, without its full stop`,
          }
    case 'text':
      return isOneLine(text, LONGEST.text)
        ? null
        : {
            ko: `한 줄, 보이지 않는 글자 없이 ${LONGEST.text}자까지(보기: ${example})`,
            en: `1 to ${LONGEST.text} characters in one line, all of them visible`,
          }
  }
}

const isOneLine = (text: string, most: number): boolean =>
  text.trim() !== '' && Array.from(text).length <= most && !/[{}]/u.test(text) && !hidesSigns(text)

/** Host of an address that is written plainly; the domain has no URL class, and needs no more than this. */
const isPublicUrl = (text: string): boolean => {
  const host = /^https:\/\/([a-z0-9.-]+)(?:\/[A-Za-z0-9\-._~/?=&%#]*)?$/u.exec(text)?.[1]
  return host !== undefined && PUBLIC_HOST.test(host) && text.length <= 300
}

const malformed = (path: Issue['path'], { name }: Placeholder, { expected, got }: { expected: Accepted; got: string }): Issue =>
  issue({
    code: 'PLACEHOLDER_MALFORMED',
    path,
    messageKo: `빈칸 ${name}의 값이 맞지 않습니다. 이렇게 적으십시오: ${expected.ko}.`,
    messageEn: `The value of ${name} is not of its kind; what is accepted is ${expected.en}.`,
    expected: expected.en,
    got: got.slice(0, 80),
  })

const personal = (path: Issue['path'], { name }: Placeholder, kind: string): Issue =>
  issue({
    code: 'TEXT_NOT_ACCEPTED',
    path,
    messageKo: `빈칸 ${name}에 개인정보로 보이는 글이 있습니다. 사람을 알아볼 수 있는 내용을 빼십시오.`,
    messageEn: `The value of ${name} seems to hold a person's data (${kind}) and is not accepted.`,
    expected: 'text that names no person',
  })
