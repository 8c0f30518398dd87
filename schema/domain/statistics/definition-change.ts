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

/** Whether the last letter of a Korean word is closed by a consonant; null where it does not end in Hangul. */
const endsClosed = (word: string): boolean | null => {
  const last = /[가-힣](?=[)\]"' ]*$)/.exec(word)?.[0]
  return last === undefined ? null : ((last.codePointAt(0) ?? 0) - 0xac00) % 28 !== 0
}

const withParticle =
  (closed: string, open: string) =>
  (word: string): string => {
    const isClosed = endsClosed(word)
    return `${word}${isClosed === null ? `${closed}(${open})` : isClosed ? closed : open}`
  }

/** The word as an object: 인입호를, 응대건을. */
export const asObject = withParticle('을', '를')
const EULO = withParticle('으로', '로')

/** The word as where something goes: 인입호로, 응대건으로, 서울로. */
export const asDirection = (word: string): string =>
  /[가-힣]$/.test(word) && ((word.codePointAt(word.length - 1) ?? 0) - 0xac00) % 28 === 8 ? `${word}로` : EULO(word)

/** A name inside an English sentence: `Calls offered` is written small, `FTE` and `VOC share` are not. */
export const inSentence = (name: string): string => (/^[A-Z][a-z]/.test(name) ? `${name.slice(0, 1).toLowerCase()}${name.slice(1)}` : name)
