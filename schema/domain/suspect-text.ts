/** What free text may name a person by. */
export type SuspectKind = 'resident number' | 'card number' | 'phone number' | 'e-mail address'

// Dashes as people type them; a place between groups is a dash, a dot or a blank.
const FULL_WIDTH_ZERO = 0xff10
const DASHES = /[\u2010-\u2015\u2212\uff0d\ufe63]/gu
const GAP = '[-. ]'

/** Begins where a run of such signs does: tried from each sign of a long run it takes a second for 20,000 of them, and hours for a megabyte. */
const EMAIL = /(?<![a-z0-9._%+-])[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}/iu
/** Six digits of a birth date, then 1 to 8 for century and sex. */
const RESIDENT_SPLIT = /(?<![0-9a-z])(\d{6}) ?[-. ] ?[1-8]\d{6}(?![0-9a-z])/giu
const RESIDENT_JOINED = /(?<!\d)(\d{6})[1-8]\d{6}(?!\d)/gu
const PHONE_SPLIT = new RegExp(
  `(?<![0-9a-z])(?:\\+?82${GAP}?)?\\(?0?(?:1[016789]|2|[3-6]\\d|70)\\)?${GAP}\\d{3,4}${GAP}\\d{4}(?![0-9a-z])`,
  'iu',
)
const PHONE_JOINED = /(?<!\d)(?:01[016789]|\+?821[016789])\d{7,8}(?!\d)/u
const CARD_SPLIT = new RegExp(`(?<![0-9a-z])\\d{4}(?:${GAP}\\d{4}){3}(?![0-9a-z])`, 'giu')
const CARD_JOINED = /(?<!\d)(?:[3-6]\d{15}|3[47]\d{13})(?!\d)/gu

const plain = (text: string): string =>
  text
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/[\uff10-\uff19]/gu, digit => String(digit.charCodeAt(0) - FULL_WIDTH_ZERO))
    .replace('\uff20', '@')
    .replace(DASHES, '-')

const isBirthDate = (digits: string): boolean => {
  const [month, day] = [Number(digits.slice(2, 4)), Number(digits.slice(4, 6))]
  return month >= 1 && month <= 12 && day >= 1 && day <= 31
}

const hasBirthDate = (text: string, pattern: RegExp): boolean => [...text.matchAll(pattern)].some(([, digits = '']) => isBirthDate(digits))

/** Check digit of payment cards (ISO/IEC 7812, Luhn). */
const isCardNumber = (digits: string): boolean => {
  let sum = 0
  for (const [place, digit] of digits.split('').toReversed().entries()) {
    const doubled = place % 2 === 0 ? Number(digit) : Number(digit) * 2
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

const hasCard = (text: string, pattern: RegExp): boolean =>
  [...text.matchAll(pattern)].some(([found]) => isCardNumber(found.replace(/\D/gu, '')))

/**
 * What in a free text looks like it names a person, or null. Resident registration numbers, phone numbers, card numbers with a right check digit and
 * e-mail addresses; with separators or without, in half or full width. Never says what it found, only of which kind: the text must not be repeated.
 */
export const findSuspect = (text: string): SuspectKind | null => {
  const line = plain(text)
  const identifier = findSuspectIdentifier(text)
  if (identifier !== null) return identifier
  if (hasBirthDate(line, RESIDENT_JOINED)) return 'resident number'
  if (hasCard(line, CARD_JOINED)) return 'card number'
  return PHONE_JOINED.test(line) ? 'phone number' : null
}

/** The same for keys that programs make: digits in one run are taken for instants and counters there, not for numbers of persons. */
export const findSuspectIdentifier = (text: string): SuspectKind | null => {
  const line = plain(text)
  if (EMAIL.test(line)) return 'e-mail address'
  if (hasBirthDate(line, RESIDENT_SPLIT)) return 'resident number'
  if (hasCard(line, CARD_SPLIT)) return 'card number'
  return PHONE_SPLIT.test(line) ? 'phone number' : null
}
