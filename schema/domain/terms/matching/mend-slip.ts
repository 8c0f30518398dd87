import { typeAsLatin } from './hangul-keys.js'
import { holdsRightWord } from './right-words.js'

export type KnownWord = { readonly text: string; readonly tokens: readonly string[]; readonly isSure: boolean }

/** Known words by the keys that write them, each with any one key left out: a word that differs by one key meets them there. */
export type SlipIndex = ReadonlyMap<string, readonly KnownWord[]>

const ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm']
const ROW_OFFSETS = [0, 0.25, 0.75]
/** Keys whose middles are this near touch each other. */
const TOUCHING = 1.3

const PLACES: ReadonlyMap<string, readonly [number, number]> = new Map(
  ROWS.flatMap((row, y) => Array.from(row, (key, x) => [key, [x + (ROW_OFFSETS[y] ?? 0), y]] as const)),
)

const areNeighbors = (one: string, other: string): boolean => {
  const [a, b] = [PLACES.get(one), PLACES.get(other)]
  return a !== undefined && b !== undefined && Math.hypot(a[0] - b[0], a[1] - b[1]) < TOUCHING
}

const HANGUL = /^[가-힣]+$/
const LATIN = /^[a-z]+$/

/** The keys of a word of one alphabet, the alphabet before them; null for others and for words in which one key is too much. */
const keysOf = (word: string): string | null => {
  if (LATIN.test(word)) return word.length >= 6 ? `l${word}` : null
  if (!HANGUL.test(word) || word.length < 2) return null
  const keys = typeAsLatin(word)
  return keys.length >= 5 ? `h${keys}` : null
}

const withoutOne = (keys: string): readonly string[] =>
  Array.from({ length: keys.length - 1 }, (_, i) => keys.slice(0, i + 1) + keys.slice(i + 2))

export const buildSlipIndex = (surfaces: readonly KnownWord[]): SlipIndex => {
  const index = new Map<string, KnownWord[]>()
  for (const surface of surfaces) {
    const keys = surface.isSure ? keysOf(surface.text) : null
    if (keys === null) continue
    for (const key of new Set([keys, ...withoutOne(keys)])) {
      const found = index.get(key)
      if (found === undefined) index.set(key, [surface])
      else found.push(surface)
    }
  }
  return index
}

/** With fewer keys a word without one of them is often another word. */
const LEAST_TO_OMIT = 8

/** True where one slip of a finger makes `typed` of `meant`: a shift, a touching key, two keys in the wrong order, a key struck again, or one left out of a long word. */
const isSlip = (typed: string, meant: string): boolean => {
  if (typed === meant) return true
  let at = 0
  while (at < typed.length && typed[at] === meant[at]) at++
  const [wrong = '', right = ''] = [typed[at], meant[at]]
  if (typed.length === meant.length) {
    if (typed.slice(at + 1) === meant.slice(at + 1)) return areNeighbors(wrong, right)
    return wrong === meant[at + 1] && right === typed[at + 1] && typed.slice(at + 2) === meant.slice(at + 2)
  }
  if (typed.length === meant.length + 1)
    return typed.slice(at + 1) === meant.slice(at) && (wrong === typed[at - 1] || wrong === typed[at - 2])
  return typed.length === meant.length - 1 && typed.slice(at) === meant.slice(at + 1) && meant.length > LEAST_TO_OMIT
}

/** The one known word that a slip makes this of, or null: none, or more than one. */
const meantBy = (word: string, index: SlipIndex): string | null => {
  const keys = holdsRightWord(word) ? null : keysOf(word)
  if (keys === null) return null
  const meant = new Map<string, KnownWord>()
  for (const key of new Set([keys, ...withoutOne(keys)]))
    for (const surface of index.get(key) ?? []) {
      const other = keysOf(surface.text) ?? ''
      if (surface.text !== word && isSlip(keys, other)) meant.set(surface.text, surface)
    }
  const [first, ...others] = meant.values()
  if (first === undefined) return null
  return others.every(({ tokens }) => tokens.join() === first.tokens.join()) ? first.text : null
}

/** Syllables beside the unknown ones that may belong to the same word. */
const REACH = 3

/** The words of a text that an unknown piece may be part of, with where they begin. */
const wordsAround = (text: string, piece: string): readonly (readonly [number, string])[] => {
  const from = text.indexOf(piece)
  if (from < 0) return []
  if (LATIN.test(piece)) {
    const start = text.lastIndexOf(' ', from) + 1
    const end = text.indexOf(' ', from)
    return [[start, text.slice(start, end < 0 ? text.length : end)]]
  }
  const starts = Array.from({ length: Math.min(REACH, from) + 1 }, (_, i) => from - i)
  const ends = Array.from({ length: REACH + 1 }, (_, i) => from + piece.length + i).filter(end => end <= text.length)
  return starts.flatMap(start => ends.map(end => [start, text.slice(start, end)] as const))
}

/** Longer pieces are no slip. */
const LONGEST_PIECE = 4

/** The ways in which a text may have been meant whose one unknown piece a slip of a finger explains. */
export const mendSlips = (text: string, residual: readonly string[], index: SlipIndex): readonly string[] => {
  const [piece = '', ...others] = residual
  if (others.length > 0 || (HANGUL.test(piece) && piece.length > LONGEST_PIECE)) return []
  return wordsAround(text, piece).flatMap(([start, word]) => {
    const meant = meantBy(word, index)
    return meant === null ? [] : [text.slice(0, start) + meant + text.slice(start + word.length)]
  })
}
