import Big from 'big.js'
import { convertExactly } from '../../decimal.js'
import type { ExactNumber } from '../submission.js'
import { toExact } from './read-number.js'
import type { UnitReading } from './read-unit.js'

type Settled = Extract<UnitReading, { kind: 'settled' }>

/** The value in the measure's unit: exact where a finite decimal exists, else six decimals, half to even (S5). An offset has at most six. */
export const convertValue = (value: ExactNumber, { factor, offset }: Settled): ExactNumber => {
  if (offset !== null) return toExact(new Big(scaled(value, factor)).plus(offset))
  return scaled(value, factor)
}

const scaled = (value: ExactNumber, factor: Settled['factor']): ExactNumber => {
  if (factor === null) return value
  if (factor.denominator === 1n && typeof value === 'number') {
    const product = value * Number(factor.numerator)
    if (Number.isSafeInteger(product)) return product
  }
  return toExact(convertExactly(new Big(value), factor).value)
}
