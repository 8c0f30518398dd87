/** Codes, mostly: visible ASCII without capitals is its own normal form, and is what rows hold by the hundred thousand. */
const NORMAL_ALREADY = /^[!-@[-~]*$/

const composed = (text: string): string => text.normalize('NFC').normalize('NFKC')

/** Blanks of every kind, and characters that show nothing: zero-width signs, byte order mark, Hangul fillers. */
const withoutBlanks = (text: string): string => text.replace(/[\s\p{Default_Ignorable_Code_Point}]/gu, '')

/**
 * The form in which labels are compared: composed Hangul, full-width letters and digits as plain ones, no blanks, lower case, and the rate
 * suffix 률 as 율. Doing it twice changes nothing. Source: terms.yaml, matching_en.
 */
export const normalizeLabel = (text: string): string =>
  NORMAL_ALREADY.test(text) ? text : composed(withoutBlanks(composed(withoutBlanks(composed(text)).toLowerCase()))).replaceAll('률', '율')
