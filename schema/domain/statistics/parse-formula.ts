import { parseDecimal, toDecimalText } from '../decimal.js'
import { issue } from '../issue.js'
import { accept, refuse, type Outcome } from '../outcome.js'
import type { FormulaNode, Operator } from './formula.js'

/** A formula is a line of text, not a program: longer or deeper ones are refused before they cost anything. */
const MAX_CHARACTERS = 2000
const MAX_DEPTH = 50
const MAX_DIGITS = 40

/** One sign, word or number; `column` counts characters from 1. The end of the text is a token too. */
type Token = { readonly kind: 'number' | 'measure' | 'sign' | 'unknown' | 'end'; readonly text: string; readonly column: number }

/** A reading in progress: one token after the other, and the first refusal met, after which nothing more is read. */
export type FormulaReading = { readonly tokens: readonly Token[]; position: number; depth: number; refusal: Outcome<never> | null }

const TOKEN = /\s*(?:(?<measure>[a-z][a-z0-9_]*)|(?<number>[0-9]+(?:\.[0-9]+)?)|(?<sign><=|[-+*/()<=])|(?<unknown>\S))/uy

const tokensOf = (text: string): readonly Token[] => {
  const tokens: Token[] = []
  const pattern = new RegExp(TOKEN)
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [kind, found] = Object.entries(match.groups ?? {}).find(([, group]) => group !== undefined) ?? ['unknown', '']
    tokens.push({ kind: kind as Token['kind'], text: found ?? '', column: pattern.lastIndex - (found ?? '').length + 1 }) // group names are kinds
  }
  return [...tokens, { kind: 'end', text: '', column: text.trimEnd().length + 1 }]
}

/** Begins to read a text; one that is too long is refused at once. */
export const startReading = (text: string): FormulaReading => {
  const isTooLong = text.length > MAX_CHARACTERS
  const reading: FormulaReading = { tokens: isTooLong ? [] : tokensOf(text), position: 0, depth: 0, refusal: null }
  if (isTooLong) refuseHere(reading, `at most ${MAX_CHARACTERS} characters`, `최대 ${MAX_CHARACTERS}자`)
  return reading
}

const END: Token = { kind: 'end', text: '', column: MAX_CHARACTERS + 1 }

/** The token to be read next. */
export const tokenHere = (reading: FormulaReading): Token => reading.tokens[reading.position] ?? END

/** Notes that something else was expected at this column; the first such note is the one that counts. Gives null for the node that could not be read. */
export const refuseHere = (reading: FormulaReading, expected: string, expectedKo: string): null => {
  const { kind, text, column } = tokenHere(reading)
  const got = kind === 'end' ? 'the end' : text.slice(0, 60)
  reading.refusal ??= refuse(
    issue({
      code: 'FORMULA_SYNTAX',
      messageKo: `식의 ${column}번째 글자를 읽을 수 없습니다. 올 수 있는 것: ${expectedKo}. 실제: ${kind === 'end' ? '식의 끝' : got}.`,
      messageEn: `The formula cannot be read at column ${column}: expected ${expected}, got ${got}.`,
      expected: `${expected} at column ${column}`,
      got,
    }),
  )
  return null
}

const readNumber = (reading: FormulaReading, text: string): FormulaNode | null => {
  const value = text.length > MAX_DIGITS ? null : parseDecimal(text)
  if (value === null) return refuseHere(reading, `a number of at most ${MAX_DIGITS} digits`, `${MAX_DIGITS}자리 이하의 수`)
  reading.position++
  return { kind: 'number', text: toDecimalText(value) }
}

const readGroup = (reading: FormulaReading): FormulaNode | null => {
  if (reading.depth >= MAX_DEPTH) return refuseHere(reading, `at most ${MAX_DEPTH} nested parentheses`, `최대 ${MAX_DEPTH}겹의 괄호`)
  reading.position++
  reading.depth++
  const node = readSum(reading)
  if (node === null) return null
  if (tokenHere(reading).text !== ')') return refuseHere(reading, '+, -, *, / or )', '+, -, *, /, )')
  reading.position++
  reading.depth--
  return node
}

const readOperand = (reading: FormulaReading): FormulaNode | null => {
  const token = tokenHere(reading)
  if (token.kind === 'number') return readNumber(reading, token.text)
  if (token.text === '(') return readGroup(reading)
  if (token.kind !== 'measure') return refuseHere(reading, 'a measure code, a number or (', '측정값 코드, 수, (')
  reading.position++
  return { kind: 'measure', code: token.text }
}

/** A chain of operands with signs of one strength between them, grouped from the left. */
const readChain = (
  reading: FormulaReading,
  signs: readonly string[],
  next: (reading: FormulaReading) => FormulaNode | null,
): FormulaNode | null => {
  let left = next(reading)
  while (left !== null && signs.includes(tokenHere(reading).text)) {
    const operator = tokenHere(reading).text as Operator // `signs` lists operators only
    reading.position++
    const right = next(reading)
    left = right === null ? null : { kind: 'operation', operator, left, right }
  }
  return left
}

const readProduct = (reading: FormulaReading): FormulaNode | null => readChain(reading, ['*', '/'], readOperand)

/** The longest formula that begins here; null when there is none, with the refusal noted. */
export function readSum(reading: FormulaReading): FormulaNode | null {
  return readChain(reading, ['+', '-'], readProduct)
}

/**
 * The formula as a tree: measure codes, decimal numbers, + - * / and parentheses; no functions, no sign before a number.
 * FORMULA_SYNTAX with the exact column, what was expected there and what was found. Source: the edition's grammar_en.
 */
export const parseFormula = (text: string): Outcome<FormulaNode> => {
  const reading = startReading(text)
  const node = reading.refusal === null ? readSum(reading) : null
  if (node !== null && tokenHere(reading).kind !== 'end') refuseHere(reading, '+, -, *, / or the end', '+, -, *, /, 식의 끝')
  if (reading.refusal !== null) return reading.refusal
  if (node === null) throw new Error('A formula that could not be read left no refusal.')
  return accept(node)
}
