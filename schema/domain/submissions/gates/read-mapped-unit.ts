import { multiplyRationals, parseDecimal, parseRational, toRational, toRationalText, type Rational } from '../../decimal.js'
import type { Edition } from '../../statistics/edition.js'
import type { Unit } from '../../statistics/unit.js'
import type { Conversion } from '../../terms/mapping.js'
import { echoOf, textOf } from '../read-cell.js'
import type { Cell } from '../submission.js'
import { converted, factorBetween, readUnit, settledUnit, type UnitReading } from './read-unit.js'

const ONE: Rational = toRational(1n, 1n)

/** What a decision about the word says of the unit: null where it leaves that to the unit of the row. */
const factorOf = (conversion: Conversion, target: Unit, edition: Edition): Rational | null => {
  switch (conversion.kind) {
    case 'identity':
      return null
    case 'linear':
      return parseRational(`${conversion.numerator}/${conversion.denominator}`)
    case 'clock': {
      const seconds = edition.units.get('seconds')
      return seconds === undefined ? ONE : multiplyRationals(ONE, factorBetween(seconds, target))
    }
  }
}

/** Reads a unit by the decision about its word, whatever the row calls it; a decision without a conversion leaves it to the gate of units (S5). */
export const readMappedUnit = (
  cell: Cell,
  target: Unit,
  { conversion, edition }: { readonly conversion: Conversion; readonly edition: Edition },
): UnitReading => {
  const factor = factorOf(conversion, target, edition)
  if (factor === null || conversion.kind === 'identity') return readUnit(cell, target, edition)
  const rawUnit = textOf(cell) ?? ''
  const isPlain = factor.numerator === factor.denominator
  const fields = { factor: isPlain ? null : factor, factorText: isPlain ? null : toRationalText(factor), rawUnit }
  if (conversion.kind === 'clock') {
    const { format } = conversion
    return settledUnit({
      ...fields,
      clock: format,
      note: converted(target, echoOf(rawUnit), { ko: `표기 ${format}`, en: `written as ${format}` }),
    })
  }
  const offset = parseDecimal(conversion.offset)
  const hasOffset = offset !== null && !offset.eq(0)
  const sign = hasOffset && offset.gt(0) ? '+' : ''
  const text = `${toRationalText(factor)}${hasOffset ? `${sign}${offset.toFixed()}` : ''}`
  const note = converted(target, echoOf(rawUnit), { ko: `×${text}`, en: `x ${text}` })
  return settledUnit({
    ...fields,
    factorText: isPlain && !hasOffset ? null : text,
    offset: hasOffset ? offset : null,
    note: isPlain && !hasOffset ? null : note,
  })
}
