import type { Cell, NumberText } from './submission.js'

/** Longest text that an issue repeats; longer text is described by its length. */
const MAX_ECHO = 100

export const isNumberText = (cell: Cell): cell is NumberText =>
  typeof cell === 'object' && cell !== null && 'numberText' in cell && typeof cell.numberText === 'string'

/** The cell as a word or code, without blanks around it: text, or a number as written (district 26110). Null for every other kind. */
export const textOf = (cell: Cell): string | null => {
  if (typeof cell === 'string') return cell.trim()
  if (typeof cell === 'number') return `${cell}`
  return isNumberText(cell) ? cell.numberText : null
}

/** True where a cell says nothing: null, or blank text. */
export const isBlank = (cell: Cell): boolean => cell === null || (typeof cell === 'string' && cell.trim() === '')

/** What kind of thing the cell holds, for places where its content may be personal and is not repeated. */
export const kindOf = (cell: Cell): string => {
  if (cell === null) return 'null'
  if (typeof cell === 'string') return cell.trim() === '' ? 'empty text' : 'text'
  if (typeof cell === 'number' || isNumberText(cell)) return 'number'
  if (typeof cell === 'boolean') return 'boolean'
  return Array.isArray(cell) ? 'list' : 'object'
}

/** The cell for `got` and for messages: words and numbers up to 100 characters, else only kind or length. */
export const echoOf = (cell: Cell): string => {
  const text = textOf(cell)
  if (text === null) return typeof cell === 'boolean' ? `${cell}` : kindOf(cell)
  return text.length > MAX_ECHO ? `${text.length} characters` : text
}

const KINDS_KO: Readonly<Record<string, string>> = {
  null: '빈 값',
  'empty text': '빈 글자',
  text: '글자',
  number: '숫자',
  boolean: '참·거짓 값',
  list: '목록',
  object: '객체',
}

/** `kindOf` in Korean. */
export const kindKoOf = (cell: Cell): string => KINDS_KO[kindOf(cell)] ?? kindOf(cell)
