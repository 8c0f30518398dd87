import type { Surface } from './surface-index.js'

/** Words that every vendor uses alike: they say how something is put together and not what. */
const PLAIN_KINDS: ReadonlySet<string> = new Set(['stat', 'count', 'object', 'neutral', 'soft', 'total'])
const PLAIN_TOKENS: ReadonlySet<string> = new Set(['TIME', 'SCORE'])

const isPlain = ({ kind, tokens }: Surface): boolean => PLAIN_KINDS.has(kind) || (tokens.length === 1 && PLAIN_TOKENS.has(tokens[0] ?? ''))

/** Words of phrases that say no more than those (average speed of answer), and the few that manuals of every vendor use in one sense. */
const COMMON: ReadonlySet<string> = new Set(
  (
    'avg average mean total sum time times number num no of the to per by in for rate percent percentage count call calls sec second seconds daily ' +
    'offered answered answer answers ans abandoned abandon abandons aband aban abn abandonment talk hold held after contact work wrap up acw ' +
    'wrapup wait waiting speed login logged logon queue inbound ib outbound ob callback callbacks cb sms mms first resolution survey csat qa ' +
    'quality handling handle ai anstime abntime availtime stafftime'
  ).split(' '),
)

const wordsIn = (text: string): readonly string[] => text.match(/[a-z]{2,}/g) ?? []

/** English words of a label that say what is measured, from its pieces. */
export const englishWords = (pieces: readonly Surface[]): readonly string[] =>
  pieces.flatMap(piece => (isPlain(piece) ? [] : wordsIn(piece.text).filter(word => !COMMON.has(word))))

/** Words in which the edition speaks of a standard: their stems, whole labels in order, and what their first letters make (acw). */
export type EditionWords = { readonly stems: ReadonlySet<string>; readonly initials: readonly string[] }

const stemOf = (word: string): string => (word.length > 4 ? word.replace(/(?:ings?|ments?|ed|es|s|e)$/, '') : word.replace(/s$/, ''))

/** The words of all labels of a standard; `labels` as the edition writes them. */
export const editionWordsOf = (labels: readonly string[]): EditionWords => {
  const sayings = labels.map(label => wordsIn(label.toLowerCase()))
  return {
    stems: new Set(sayings.flat().map(stemOf)),
    initials: sayings.filter(words => words.length > 1).map(words => words.map(([first = '']) => first).join('')),
  }
}

const SHORTEST_ABBREVIATION = 3

const isWordOf = (word: string, { stems, initials }: EditionWords): boolean => {
  if (stems.has(stemOf(word)) || (word.length > 2 && initials.some(letters => letters.includes(word)))) return true
  if (word.length < SHORTEST_ABBREVIATION) return false
  for (const stem of stems) if (stem.startsWith(word)) return true
  return false
}

/**
 * English words of a label that the edition does not use for the standard. Vendors' manuals give words such as presented, handled, queued or contained
 * meanings of their own, so that a phrase of them says less than it seems to.
 */
export const vendorWords = (words: readonly string[], edition: EditionWords): readonly string[] =>
  words.filter(word => !isWordOf(word, edition))
