import { composeJamo } from './hangul-keys.js'

/** Longer labels are no words; nothing is made of them. */
const LONGEST_LABEL = 200

/** A label as it is read: composed, lower case, with its parenthesised parts taken out. */
export type CleanLabel = {
  /** What stands outside of parentheses, words divided by single blanks. */
  readonly main: string
  /** What stood in parentheses. */
  readonly parts: readonly string[]
  /** All of it without blanks and signs: the form in which whole labels are compared. */
  readonly key: string
  /** It held signs that nobody sees besides those that programs leave behind (blanks without width, marks of the byte order, soft hyphens). */
  readonly hidesSigns: boolean
}

const JAMO_RUN = /[\u3131-\u318e]+/g
const LONE_SURROGATE = /\p{Surrogate}/gu
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cc}]/gu
/** What copying leaves in a label and nobody put there. */
const HARMLESS = /[\s\u00ad\u200b-\u200d\u2060\ufeff]/gu
const HIDDEN = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Surrogate}]/u

/** NFKC would break stray jamo into parts that no keyboard writes, so they are kept from it. */
const compose = (text: string): string =>
  text
    .normalize('NFC')
    .split(/([\u3131-\u318e]+)/)
    .map((part, i) => (i % 2 === 1 ? part : part.normalize('NFKC')))
    .join('')
    .replace(JAMO_RUN, run => (run.length > 1 ? composeJamo(run) : run))

const BULLET = /^(?:[\s※★☆▶▷■□●○◆◇→*•·-]|\(?\d{1,2}[.)](?!\d)\s*|[가나다라마바사아자차카타파하][.)]\s*|[①-⑳]\s*|[ⅰ-ⅹⅠ-Ⅹ][.)]\s*)+/u
const FOOTNOTE = /(?:[*※†]|(?<=[\s가-힣])\d\)|주\d\))+$/u

/** Genesys writes nOffered for a number and tTalk for a time. */
const spellPrefix = (text: string): string =>
  text.replace(/^([nt])([A-Z][a-zA-Z]+)/, (_all, kind: string, word: string) => (kind === 'n' ? word : `${word} time`))

const splitCamel = (text: string): string => text.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')

/** Rate suffix in one spelling, whatever the writer chose: 률 is 율. */
const foldRate = (text: string): string => text.replaceAll('률', '율')

/** Signs are blanks, and a blank between the alphabets means nothing: AI 상담도우미 is AI상담도우미. */
const spaced = (text: string): string =>
  text
    .replace(/\b([soi])\/([lb])\b/g, '$1$2')
    .replace(/[_·ㆍ‧・,;:|~"'`´.‥…=]/g, ' ')
    .replace(/(?<=[^\d\s])-|-(?=[^\d\s])/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/(?<=[가-힣]) (?=[a-z])|(?<=[a-z]) (?=[가-힣])/g, '')
    .trim()

/** The form in which whole labels are compared: no blanks, no signs; what is written matters, how it is set does not. */
export const labelKey = (text: string): string => foldRate(text).replace(/[\s_·ㆍ‧・,;:|~∼〜"'`´.‥…=\-/()[\]{}<>「」『』【】〔〕]/g, '')

const BRACKETED = /[([{<「『【〔]([^()[\]{}<>「」『』【】〔〕]{0,80})[)\]}>」』】〕]/g

/** The label as it is read, or null where it is empty or longer than any word. Never throws, whatever the text holds. */
export const cleanLabel = (raw: string): CleanLabel | null => {
  if (raw.length > LONGEST_LABEL) return null
  const seen = raw.replace(LONE_SURROGATE, ' ').replace(/\s/g, ' ').replace(UNSEEN, '')
  const text = foldRate(splitCamel(spellPrefix(compose(seen.replace(BULLET, '')))).toLowerCase())
    .replace(FOOTNOTE, '')
    .trim()
  const parts = [...text.matchAll(BRACKETED)].map(([, part = '']) => spaced(part)).filter(part => part !== '')
  const main = spaced(text.replace(BRACKETED, ' ').replace(/[()[\]{}<>「」『』【】〔〕]/g, ' '))
  const hidesSigns = HIDDEN.test(raw.replace(HARMLESS, ''))
  return main === '' && parts.length === 0 ? null : { main, parts, key: labelKey(text), hidesSigns }
}
