import type { NumberText } from '../../../schema/domain/submissions/submission.js'

/** A number that a double does not carry as written (97.10), by its text. */
export class SourceNumber implements NumberText {
  readonly numberText: string

  constructor(numberText: string) {
    this.numberText = numberText
  }
}

/** A value of a JSON file (S6). */
export type SourceValue = string | number | boolean | null | SourceNumber | readonly SourceValue[] | SourceObject
export type SourceObject = { readonly [key: string]: SourceValue }

/** Text that is not JSON; `line` starts with 1. The text itself is never quoted. */
export class SourceJsonFault extends Error {
  readonly reasonKo: string
  readonly reasonEn: string
  readonly line: number

  constructor(reason: readonly [ko: string, en: string], line: number) {
    super(`Line ${line}: ${reason[1]}.`)
    this.reasonKo = reason[0]
    this.reasonEn = reason[1]
    this.line = line
  }
}

const MAX_DEPTH = 32
const SPACE = /[ \t\n\r]*/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
/** A string with escapes left for JSON.parse; a run of plain characters or one escape at a time, never both ways, so it cannot backtrack. */
const STRING_PART = /[^"\\]+|\\./sy
const WORDS = { true: true, false: false, null: null } as const

/**
 * Strict reader of a member's own file (S6): numerals keep their text, a repeated key or `__proto__` is refused, and every object knows its line.
 * Throws SourceJsonFault.
 */
export function readSourceJson(text: string): { readonly value: SourceValue; readonly lineOf: (object: SourceObject) => number } {
  const reader = new Reader(text)
  const value = reader.readDocument()
  return { value, lineOf: object => reader.lines.get(object) ?? 1 }
}

class Reader {
  readonly lines = new WeakMap<SourceObject, number>()
  private readonly text: string
  private at = 0
  private line = 1
  private countedTo = 0

  constructor(text: string) {
    this.text = text
  }

  readDocument(): SourceValue {
    const value = this.readValue(0)
    this.skipSpace()
    if (this.at < this.text.length) this.fail('값 뒤에 다른 내용이 있습니다', 'something follows the value')
    return value
  }

  private readValue(depth: number): SourceValue {
    this.skipSpace()
    if (depth > MAX_DEPTH) this.fail(`${MAX_DEPTH}단계보다 깊이 중첩되었습니다`, `nested deeper than ${MAX_DEPTH} levels`)
    const sign = this.text[this.at]
    if (sign === '{') return this.readObject(depth + 1)
    if (sign === '[') return this.readArray(depth + 1)
    if (sign === '"') return this.readString()
    for (const [word, value] of Object.entries(WORDS)) {
      if (!this.text.startsWith(word, this.at)) continue
      this.at += word.length
      return value
    }
    return this.readNumber()
  }

  private readObject(depth: number): SourceObject {
    const object: Record<string, SourceValue> = {}
    this.lines.set(object, this.currentLine())
    if (this.opensEmpty('}')) return object
    do {
      this.skipSpace()
      const key = this.readString()
      // The second is how cells carry numbers on their way out; an object of that look would leave as a number.
      if (key === '__proto__' || key === 'numberText') this.fail(`${key} 키는 받지 않습니다`, `the key ${key} is not accepted`)
      if (Object.hasOwn(object, key)) this.fail(`"${key.slice(0, 40)}" 키가 두 번 나옵니다`, `the key "${key.slice(0, 40)}" is repeated`)
      this.skipSpace()
      if (this.text[this.at] !== ':') this.fail('콜론(:)이 없습니다', 'a colon is missing')
      this.at += 1
      object[key] = this.readValue(depth)
    } while (this.continues('}'))
    return object
  }

  private readArray(depth: number): SourceValue[] {
    const array: SourceValue[] = []
    if (this.opensEmpty(']')) return array
    do array.push(this.readValue(depth))
    while (this.continues(']'))
    return array
  }

  private opensEmpty(close: string): boolean {
    this.at += 1
    this.skipSpace()
    if (this.text[this.at] !== close) return false
    this.at += 1
    return true
  }

  private continues(close: string): boolean {
    this.skipSpace()
    const sign = this.text[this.at]
    if (sign === undefined) this.fail('파일이 중간에 끊겼습니다', 'the file is cut off')
    if (sign !== ',' && sign !== close) this.fail('쉼표(,)가 없습니다', 'a comma is missing')
    this.at += 1
    return sign === ','
  }

  private readString(): string {
    const start = this.at
    if (this.text[start] !== '"') this.fail('문자열이 있어야 할 자리입니다', 'a string is missing')
    this.at += 1
    while (this.take(STRING_PART) !== null);
    if (this.text[this.at] !== '"') this.fail('문자열이 끝나지 않았습니다', 'a string is cut off')
    this.at += 1
    try {
      return JSON.parse(this.text.slice(start, this.at)) as string // it stands between quotation marks
    } catch {
      return this.fail('문자열에 제어 문자나 잘못된 이스케이프가 있습니다', 'a string holds a control character or a bad escape')
    }
  }

  private readNumber(): number | SourceNumber {
    const text = this.take(NUMBER)
    if (text === null) this.fail('값이 없거나 JSON 값이 아닙니다', 'a value is missing or is no JSON value')
    return String(Number(text)) === text ? Number(text) : new SourceNumber(text)
  }

  private skipSpace(): void {
    this.take(SPACE)
  }

  private take(pattern: RegExp): string | null {
    pattern.lastIndex = this.at
    if (!pattern.test(this.text)) return null
    const text = this.text.slice(this.at, pattern.lastIndex)
    this.at = pattern.lastIndex
    return text
  }

  private currentLine(): number {
    for (
      let next = this.text.indexOf('\n', this.countedTo);
      next !== -1 && next < this.at;
      next = this.text.indexOf('\n', this.countedTo)
    ) {
      this.line += 1
      this.countedTo = next + 1
    }
    return this.line
  }

  private fail(ko: string, en: string): never {
    throw new SourceJsonFault([ko, en], this.currentLine())
  }
}
