import { NumberText } from './number-text.js'

/** Why a text is not JSON as RFC 8259 and rule S6 have it. */
const REASONS = {
  follows: ['값 뒤에 다른 내용이 있습니다', 'something follows the value'],
  deep: ['32단계보다 깊이 중첩되었습니다', 'nested deeper than 32 levels'],
  key: ['받지 않는 키가 있습니다', 'a key that is not accepted'],
  repeated: ['같은 키가 두 번 나옵니다', 'a key is repeated'],
  colon: ['콜론(:)이 없습니다', 'a colon is missing'],
  comma: ['쉼표(,)가 없습니다', 'a comma is missing'],
  cut: ['중간에 끊겼습니다', 'the text is cut off'],
  string: ['문자열이 없거나 끝나지 않았습니다', 'a string is missing or cut off'],
  escape: ['문자열에 제어 문자나 잘못된 이스케이프가 있습니다', 'a string holds a control character or a bad escape'],
  half: ['문자열에 반쪽 글자가 있습니다', 'a string holds half a character'],
  nul: ['문자열에 U+0000이 있습니다', 'a string holds the character U+0000'],
  value: ['값이 없거나 JSON 값이 아닙니다', 'a value is missing or is no JSON value'],
} as const

/** Text that is not JSON: why, in Korean and English, and at which character; the text is never quoted. */
export class JsonFault extends Error {
  readonly reasonKo: string
  readonly reasonEn: string
  readonly at: number

  constructor([ko, en]: readonly [ko: string, en: string], at: number) {
    super(`Not JSON at character ${at}: ${en}.`)
    this.reasonKo = ko
    this.reasonEn = en
    this.at = at
  }
}

export type JsonReading = {
  /** Told of every object and the character it begins at; a file reader finds its lines by it. */
  readonly onObject?: (object: Readonly<Record<string, unknown>>, at: number) => void
  /** Keys that are refused beside `__proto__`. */
  readonly refusedKeys?: readonly string[]
}

const MAX_DEPTH = 32
const SPACE = /[ \t\n\r]*/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const [QUOTE, BACKSLASH, COLON, ZERO, NINE] = [0x22, 0x5c, 0x3a, 0x30, 0x39] as const
/** Digits of which every whole number is a double that is written the same way. */
const SAFE_DIGITS = 15
/** Characters of a string that is looked up among those before it, and in how many places (a power of two less one). */
const LONG_WORD = 64
const WORD_PLACES = 0xfff
const WORDS = { true: true, false: false, null: null } as const

/**
 * Strict reader (S6): one value, no duplicate keys, no `__proto__`, at most 32 levels, no lone surrogates and no U+0000 in strings.
 * A number that a double does not carry as written (97.10, 2^53+1, 1e3) becomes a NumberText. Throws JsonFault.
 * Linear in the text: 250,000 values in columns take about four times as long as JSON.parse, which knows none of these rules.
 */
export function readJson(text: string, reading: JsonReading = {}): unknown {
  const reader = new Reader(text, reading)
  const value = reader.readValue(0)
  reader.readEnd()
  return value
}

class Reader {
  private readonly text: string
  private readonly reading: JsonReading
  private at = 0
  /** Keys of the last object at each depth: rows repeat theirs in the same order, so the next key is compared before it is read. */
  private readonly lastKeys: (readonly string[])[] = []
  /** Short strings by a hash of their characters: rows repeat their words, and one text for equal words is found again by identity. */
  private readonly words = Array.from({ length: WORD_PLACES + 1 }, (): string | undefined => undefined)

  constructor(text: string, reading: JsonReading) {
    this.text = text
    this.reading = reading
  }

  readValue(depth: number): unknown {
    this.skipSpace()
    switch (this.text[this.at]) {
      case '{':
        return this.readObject(depth + 1)
      case '[':
        return this.readArray(depth + 1)
      case '"':
        return this.readString()
      case 't':
        return this.readWord('true')
      case 'f':
        return this.readWord('false')
      case 'n':
        return this.readWord('null')
      default:
        return this.readNumber()
    }
  }

  readEnd(): void {
    this.skipSpace()
    if (this.at < this.text.length) this.fail('follows')
  }

  private readObject(depth: number): Record<string, unknown> {
    const object: Record<string, unknown> = {}
    this.reading.onObject?.(object, this.at)
    if (this.opensEmpty(depth, '}')) return object
    const expected = this.lastKeys[depth] ?? []
    let keys: string[] | null = null
    let count = 0
    do {
      this.skipSpace()
      const likely = keys === null ? expected[count] : undefined
      let key: string
      if (likely !== undefined && this.isKeyAhead(likely)) {
        key = likely
      } else {
        keys ??= expected.slice(0, count)
        const start = this.at
        key = this.readKey(object)
        // A key that was written with escapes stays out: what is ahead is compared as it is written.
        if (this.at - start === key.length + 2 && keys.length === count) keys.push(key)
      }
      count += 1
      this.skipSpace()
      if (this.text.charCodeAt(this.at) !== COLON) this.fail('colon')
      this.at += 1
      object[key] = this.readValue(depth)
    } while (this.continues('}'))
    if (keys !== null) this.lastKeys[depth] = keys
    return object
  }

  /** Steps over the key where the text goes on with it: it was accepted before, and is no repetition of those before it. */
  private isKeyAhead(key: string): boolean {
    const end = this.at + key.length + 1
    if (this.text.charCodeAt(end) !== QUOTE || this.text.charCodeAt(this.at) !== QUOTE || !this.text.startsWith(key, this.at + 1))
      return false
    this.at = end + 1
    return true
  }

  private readKey(object: Readonly<Record<string, unknown>>): string {
    const key = this.readString()
    if (key === '__proto__' || this.reading.refusedKeys?.includes(key)) this.fail('key')
    if (Object.hasOwn(object, key)) this.fail('repeated')
    return key
  }

  private readArray(depth: number): unknown[] {
    const array: unknown[] = []
    if (this.opensEmpty(depth, ']')) return array
    do array.push(this.readValue(depth))
    while (this.continues(']'))
    return array
  }

  /** Steps over the opening bracket, and over the closing one where nothing lies between. */
  private opensEmpty(depth: number, close: string): boolean {
    if (depth > MAX_DEPTH) this.fail('deep')
    this.at += 1
    this.skipSpace()
    if (this.text[this.at] !== close) return false
    this.at += 1
    return true
  }

  /** Steps over a comma (there is more) or over the closing bracket. */
  private continues(close: string): boolean {
    this.skipSpace()
    const sign = this.text[this.at]
    if (sign !== ',' && sign !== close) this.fail(this.at >= this.text.length ? 'cut' : 'comma')
    this.at += 1
    return sign === ','
  }

  private readString(): string {
    const { text, at } = this
    if (text.charCodeAt(at) === QUOTE) {
      let hash = 0
      for (let end = at + 1; ; end++) {
        const code = text.charCodeAt(end)
        if (code === QUOTE) {
          this.at = end + 1
          return end - at > LONG_WORD ? text.slice(at + 1, end) : this.wordAt(at + 1, end, hash & WORD_PLACES)
        }
        if (code === BACKSLASH || !(code >= 0x20)) break
        hash = (Math.imul(hash, 31) + code) | 0
      }
    }
    const value = this.parseEscaped()
    // Only escapes can bring these two: the bytes were checked as UTF-8 before.
    if (/\p{Surrogate}/u.test(value)) this.fail('half')
    if (value.includes('\u0000')) this.fail('nul')
    return value
  }

  private wordAt(start: number, end: number, place: number): string {
    const word = this.words[place]
    if (word?.length === end - start && this.text.startsWith(word, start)) return word
    const read = this.text.slice(start, end)
    this.words[place] = read
    return read
  }

  /** A string with escapes: its end is found by a plain scan, because a pattern that repeats groups runs out of stack on megabytes. */
  private parseEscaped(): string {
    const start = this.at
    let end = start + 1
    while (end < this.text.length && this.text[end] !== '"') end += this.text[end] === '\\' ? 2 : 1
    if (this.text[start] !== '"' || end >= this.text.length) this.fail('string')
    this.at = end + 1
    try {
      return JSON.parse(this.text.slice(start, this.at)) as string // it stands between quotation marks, so it is a string or nothing
    } catch {
      return this.fail('escape')
    }
  }

  private readNumber(): number | NumberText {
    const whole = this.takeWhole()
    if (whole !== null) return whole
    const text = this.take(NUMBER)
    if (text === null) this.fail(this.at >= this.text.length ? 'cut' : 'value')
    const value = Number(text)
    return String(value) === text ? value : new NumberText(text)
  }

  /** A plain count of up to 15 digits, as nearly all values are; null for every other number, which is left where it stands. */
  private takeWhole(): number | null {
    const { text, at } = this
    let value = 0
    let end = at
    for (; end - at <= SAFE_DIGITS; end++) {
      const code = text.charCodeAt(end)
      if (!(code >= ZERO && code <= NINE)) break
      value = value * 10 + (code - ZERO)
    }
    const next = text[end]
    const isOther = end === at || end - at > SAFE_DIGITS || next === '.' || next === 'e' || next === 'E'
    if (isOther || (text.charCodeAt(at) === ZERO && end - at > 1)) return null
    this.at = end
    return value
  }

  private readWord(word: keyof typeof WORDS): boolean | null {
    if (!this.text.startsWith(word, this.at)) this.fail('value')
    this.at += word.length
    return WORDS[word]
  }

  private skipSpace(): void {
    const code = this.text.charCodeAt(this.at)
    if (code > 0x20) return
    SPACE.lastIndex = this.at
    SPACE.test(this.text)
    this.at = SPACE.lastIndex
  }

  private take(pattern: RegExp): string | null {
    pattern.lastIndex = this.at
    if (!pattern.test(this.text)) return null
    const text = this.text.slice(this.at, pattern.lastIndex)
    this.at = pattern.lastIndex
    return text
  }

  private fail(reason: keyof typeof REASONS): never {
    throw new JsonFault(REASONS[reason], this.at)
  }
}
