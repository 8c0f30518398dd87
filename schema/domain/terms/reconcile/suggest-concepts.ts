import type { Concept, Glossary } from '../concept.js'
import { normalizeLabel } from '../normalize-label.js'

const [FIRST_SYLLABLE, SYLLABLES_OF_INITIAL] = [0xac00, 588] as const
const INITIALS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'
const ONLY_INITIALS = new RegExp(`^[${INITIALS}]{2,}$`)

/** The first consonants of the syllables, as people type them to find a word: 인입호 is ㅇㅇㅎ. */
const initialsOf = (text: string): string =>
  text.replace(/[가-힣]/g, syllable => INITIALS.charAt(Math.floor((syllable.charCodeAt(0) - FIRST_SYLLABLE) / SYLLABLES_OF_INITIAL)))

/** How well a concept fits what was typed: 0 begins a name, 1 begins another word of it, 2 is within one; null does not fit. */
const fitOf = (
  { ref, nameKo, nameEn, code, synonyms, ambiguous }: Concept,
  typed: string,
  compare: (word: string) => string,
): number | null => {
  const names = [nameKo, nameEn, code, ref].map(compare)
  const others = [...synonyms, ...ambiguous].map(compare)
  if (names.some(word => word.startsWith(typed))) return 0
  if (others.some(word => word.startsWith(typed))) return 1
  return [...names, ...others].some(word => word.includes(typed)) ? 2 : null
}

/** A codelist is a family and no meaning of a word. */
const isMeaning = ({ ref, kind }: Concept): boolean => ref !== kind

/**
 * Concepts for a search box, best first: those whose name begins with what was typed, then those of which another word does, then those that
 * have it within. First consonants alone find Korean words (ㅇㄷㅇ: 응대율). Nothing for a blank; the whole of a long text has to fit.
 */
export const suggestConcepts = ({ concepts }: Glossary, typed: string): readonly Concept[] => {
  // As typed: the compared form would make joining letters of them.
  const isInitials = ONLY_INITIALS.test(typed.trim())
  const compared = isInitials ? typed.trim() : normalizeLabel(typed)
  const compare = (word: string) => (isInitials ? initialsOf(normalizeLabel(word)) : normalizeLabel(word))
  if (compared === '') return []
  return [...concepts.values()]
    .filter(isMeaning)
    .flatMap(concept => {
      const fit = fitOf(concept, compared, compare)
      return fit === null ? [] : [{ concept, fit }]
    })
    .toSorted((a, b) => a.fit - b.fit || a.concept.nameKo.length - b.concept.nameKo.length)
    .map(({ concept }) => concept)
}
