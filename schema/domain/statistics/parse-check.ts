import { accept, type Outcome } from '../outcome.js'
import { COMPARISONS, type Check, type Comparison } from './formula.js'
import { readSum, refuseHere, startReading, tokenHere } from './parse-formula.js'

/**
 * A rule's check or `when`: a formula, one of <=, <, =, and a formula.
 * FORMULA_SYNTAX with the exact column. Source: the edition's constraint_en.
 */
export const parseCheck = (text: string): Outcome<Check> => {
  const reading = startReading(text)
  const left = reading.refusal === null ? readSum(reading) : null
  const sign = tokenHere(reading).text
  const comparison: Comparison | null = COMPARISONS.find(known => known === sign) ?? null
  if (comparison === null) refuseHere(reading, '+, -, *, /, <=, < or =', '+, -, *, /, <=, <, =')
  else reading.position++
  const right = reading.refusal === null ? readSum(reading) : null
  if (right !== null && tokenHere(reading).kind !== 'end') refuseHere(reading, '+, -, *, / or the end', '+, -, *, /, 식의 끝')
  if (reading.refusal !== null) return reading.refusal
  if (left === null || right === null || comparison === null) throw new Error('A check that could not be read left no refusal.')
  return accept({ comparison, left, right })
}
