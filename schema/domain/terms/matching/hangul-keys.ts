const CHOSEONG = Array.from('ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ')
const JUNGSEONG = Array.from('ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ')
const JONGSEONG = ['', ...Array.from('ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ')]
const FIRST_SYLLABLE = 0xac00
const SYLLABLES = 11_172

const COMPOUNDS: Readonly<Record<string, string>> = {
  ㅗㅏ: 'ㅘ',
  ㅗㅐ: 'ㅙ',
  ㅗㅣ: 'ㅚ',
  ㅜㅓ: 'ㅝ',
  ㅜㅔ: 'ㅞ',
  ㅜㅣ: 'ㅟ',
  ㅡㅣ: 'ㅢ',
  ㄱㅅ: 'ㄳ',
  ㄴㅈ: 'ㄵ',
  ㄴㅎ: 'ㄶ',
  ㄹㄱ: 'ㄺ',
  ㄹㅁ: 'ㄻ',
  ㄹㅂ: 'ㄼ',
  ㄹㅅ: 'ㄽ',
  ㄹㅌ: 'ㄾ',
  ㄹㅍ: 'ㄿ',
  ㄹㅎ: 'ㅀ',
  ㅂㅅ: 'ㅄ',
}
const PARTS = new Map(Object.entries(COMPOUNDS).map(([parts, whole]) => [whole, parts]))

/** Keys of the Korean two-set keyboard, by the Latin letter on the same key. */
const KEYS: Readonly<Record<string, string>> = {
  q: 'ㅂ', Q: 'ㅃ', w: 'ㅈ', W: 'ㅉ', e: 'ㄷ', E: 'ㄸ', r: 'ㄱ', R: 'ㄲ', t: 'ㅅ', T: 'ㅆ', y: 'ㅛ', u: 'ㅕ', i: 'ㅑ', o: 'ㅐ', O: 'ㅒ',
  p: 'ㅔ', P: 'ㅖ', a: 'ㅁ', s: 'ㄴ', d: 'ㅇ', f: 'ㄹ', g: 'ㅎ', h: 'ㅗ', j: 'ㅓ', k: 'ㅏ', l: 'ㅣ', z: 'ㅋ', x: 'ㅌ', c: 'ㅊ', v: 'ㅍ',
  b: 'ㅠ', n: 'ㅜ', m: 'ㅡ',
} // prettier-ignore
const LETTERS = new Map(Object.entries(KEYS).map(([letter, jamo]) => [jamo, letter]))

const isVowel = (jamo: string | undefined): boolean => jamo !== undefined && jamo >= 'ㅏ' && jamo <= 'ㅣ'
const isConsonant = (jamo: string | undefined): boolean => jamo !== undefined && jamo >= 'ㄱ' && jamo <= 'ㅎ'

const partsOfSyllable = (syllable: string): readonly string[] => {
  const index = syllable.charCodeAt(0) - FIRST_SYLLABLE
  if (index < 0 || index >= SYLLABLES) return [syllable]
  return [CHOSEONG[Math.floor(index / 588)] ?? '', JUNGSEONG[Math.floor((index % 588) / 28)] ?? '', JONGSEONG[index % 28] ?? '']
}

/** The text with each syllable as its jamo, compound ones taken apart: 원 is ㅇㅜㅓㄴ. Other characters stay. */
export const toJamo = (text: string): string => {
  let jamo = ''
  for (const character of text) for (const part of partsOfSyllable(character)) jamo += PARTS.get(part) ?? part
  return jamo
}

/** One syllable from `jamo[at]` on, as a keyboard would make it, and where the next begins; null where none begins. */
const readSyllable = (jamo: readonly string[], at: number): { readonly text: string; readonly next: number } | null => {
  const cho = CHOSEONG.indexOf(jamo[at] ?? '')
  if (cho < 0 || !isVowel(jamo[at + 1])) return null
  const joined = COMPOUNDS[`${jamo[at + 1]}${jamo[at + 2]}`]
  const vowel = joined !== undefined && isVowel(joined) ? joined : (jamo[at + 1] ?? '')
  let next = at + (vowel === joined ? 3 : 2)
  let final = ''
  const closes = (index: number): boolean => isConsonant(jamo[index]) && !isVowel(jamo[index + 1])
  if (closes(next) && JONGSEONG.includes(jamo[next] ?? '-')) {
    final = jamo[next++] ?? ''
    const pair = COMPOUNDS[`${final}${jamo[next]}`]
    if (pair !== undefined && closes(next)) {
      final = pair
      next++
    }
  }
  const code = FIRST_SYLLABLE + cho * 588 + JUNGSEONG.indexOf(vowel) * 28 + JONGSEONG.indexOf(final)
  return { text: String.fromCharCode(code), next }
}

/** Stray jamo put together as a keyboard would: ㅇㅡㅇㄷㅐ is 응대. What makes no syllable stays. */
export const composeJamo = (text: string): string => {
  const jamo = Array.from(text)
  let composed = ''
  for (let at = 0; at < jamo.length;) {
    const syllable = readSyllable(jamo, at)
    composed += syllable?.text ?? jamo[at] ?? ''
    at = syllable?.next ?? at + 1
  }
  return composed
}

/** What the keys would have written with the Korean keyboard on: `dmdeodbf` is 응대율. Shift counts only where it makes another jamo. */
export const typeAsHangul = (latin: string): string =>
  composeJamo(
    Array.from(latin)
      .map(letter => KEYS[letter] ?? KEYS[letter.toLowerCase()] ?? letter)
      .join(''),
  )

/** What the keys would have written with the Korean keyboard off: ㅁㅗㅅ and 못 are `aht`. */
export const typeAsLatin = (hangul: string): string =>
  Array.from(toJamo(hangul))
    .map(jamo => (LETTERS.get(jamo) ?? jamo).toLowerCase())
    .join('')

const FOLDS: Readonly<Record<string, string>> = {
  ㅔ: 'ㅐ', ㅖ: 'ㅐ', ㅒ: 'ㅐ', ㄲ: 'ㄱ', ㄸ: 'ㄷ', ㅃ: 'ㅂ', ㅆ: 'ㅅ', ㅉ: 'ㅈ', ㅋ: 'ㄱ', ㅌ: 'ㄷ', ㅍ: 'ㅂ', ㅊ: 'ㅈ',
} // prettier-ignore

/** After ㅈ and ㅊ a glide is written and not heard: 메신져 is 메신저. */
const PLAIN: Readonly<Record<string, string>> = { ㅑ: 'ㅏ', ㅕ: 'ㅓ', ㅛ: 'ㅗ', ㅠ: 'ㅜ' }
const BEFORE_PLAIN = new Set(['ㅈ', 'ㅉ', 'ㅊ'])

/** A key under which words that sound alike meet (레벨, 래밸; 써비스, 서비스). It finds candidates and proves nothing. */
export const foldSound = (text: string): string => {
  const jamo = toJamo(text).replaceAll('ㅗㅐ', 'ㅐ').replaceAll('ㅗㅣ', 'ㅐ').replaceAll('ㅜㅔ', 'ㅐ')
  let folded = ''
  let before = ''
  for (const letter of jamo) {
    const heard = BEFORE_PLAIN.has(before) ? (PLAIN[letter] ?? letter) : letter
    folded += FOLDS[heard] ?? heard
    before = letter
  }
  return folded
}
