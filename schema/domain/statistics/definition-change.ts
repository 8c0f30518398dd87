/** What part of a definition a change is about. */
export const CHANGED_ASPECTS = [
  'FORMULA',
  'NUMERATOR',
  'DENOMINATOR',
  'FACTOR',
  'PARAMETER',
  'NAME',
  'WORDING',
  'UNIT',
  'SCALE',
  'ADDITIVITY',
  'DIMENSIONS',
  'RULES',
  'LIMITS',
  'VARIANTS',
  'DATES',
  'REASON',
] as const
export type ChangedAspect = (typeof CHANGED_ASPECTS)[number]

/** One difference of two definitions, as a plain sentence in Korean and English; `before` and `after` are null where there is nothing on that side. */
export type DefinitionChange = {
  readonly aspect: ChangedAspect
  readonly ko: string
  readonly en: string
  readonly before: string | null
  readonly after: string | null
}

/** Number of the consonant that closes the last letter of a Korean word, 0 for none; null where the word does not end in Hangul. */
const finalOf = (word: string): number | null => {
  const last = /[가-힣](?=[)\]"' ]*$)/.exec(word)?.[0]
  return last === undefined ? null : ((last.codePointAt(0) ?? 0) - 0xac00) % 28
}

const RIEUL = 8

/** The word as an object: 인입호를, 응대건을. */
export const asObject = (word: string): string => {
  const final = finalOf(word)
  return `${word}${final === null ? '을(를)' : final === 0 ? '를' : '을'}`
}

/** The word as where something goes: 인입호로, 응대건으로, 서울로. */
export const asDirection = (word: string): string => {
  const final = finalOf(word)
  return `${word}${final === null ? '(으)로' : final === 0 || final === RIEUL ? '로' : '으로'}`
}

/** A name inside an English sentence: `Calls offered` is written small, `FTE` and `VOC share` are not. */
export const inSentence = (name: string): string => (/^[A-Z][a-z]/.test(name) ? `${name.slice(0, 1).toLowerCase()}${name.slice(1)}` : name)
