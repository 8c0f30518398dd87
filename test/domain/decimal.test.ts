import Big from 'big.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  roundRational,
  divideRationals,
  convertExactly,
  multiplyRationals,
  parseDecimal,
  parseRational,
  rationalOf,
  roundHalfEven,
  toDecimalText,
  toRational,
  toRationalText,
  toWire,
} from '../../schema/domain/decimal.js'

const rational = (text: string) => {
  const fraction = parseRational(text)
  if (fraction === null) throw new Error(`${text} is no fraction`)
  return fraction
}

const decimals = fc
  .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.nat(12))
  .map(([units, scale]) => new Big(units.toString()).div(new Big(10).pow(scale)))

describe('S6: decimal text', () => {
  it.each([
    ['12.0', '12'],
    ['-0', '0'],
    ['-0.00', '0'],
    ['007.50', '7.5'],
    ['9007199254740993', '9007199254740993'],
    ['123456789012345678901234567890.123456789', '123456789012345678901234567890.123456789'],
    ['0.0000000001', '0.0000000001'],
    ['100000000000000000000000', '100000000000000000000000'],
  ])('S6: %s equals %s', (text, canonical) => {
    const value = parseDecimal(text)
    expect(value === null ? null : toDecimalText(value)).toBe(canonical)
  })

  it.each(['', ' 1', '1 ', '+1', '1e3', '.5', '5.', '1,000', '--1', '0x10', 'NaN', 'Infinity', '１２', '1_000', '1\n'])(
    'S6: %j is no plain decimal',
    text => expect(parseDecimal(text)).toBeNull(),
  )

  it('S6: canonical text reads back as the same text', () => {
    fc.assert(fc.property(decimals, value => toDecimalText(parseDecimal(toDecimalText(value)) ?? new Big(1)) === toDecimalText(value)))
  })
})

describe('S18: rounding once, half to even', () => {
  it.each([
    ['0.125', 2, '0.12'],
    ['0.135', 2, '0.14'],
    ['-0.125', 2, '-0.12'],
    ['-0.001', 2, '0.00'],
    ['2.5', 0, '2'],
    ['3.5', 0, '4'],
    ['96', 2, '96.00'],
    ['99.995', 2, '100.00'],
    ['0.1250000000000000000001', 2, '0.13'],
  ])('S18: %s to %i decimals is %s', (text, scale, rounded) => expect(roundHalfEven(new Big(text), scale)).toBe(rounded))

  it.each([
    ['1480200', '15420', 2, '95.99'],
    ['1', '3', 6, '0.333333'],
    ['2', '-3', 4, '-0.6667'],
    ['0', '7', 2, '0.00'],
    ['1', '8', 2, '0.12'],
    ['3', '8', 2, '0.38'],
    ['0.5', '0.25', 0, '2'],
  ])('S18: %s over %s to %i decimals is %s', (numerator, denominator, scale, quotient) =>
    expect(roundRational(divideRationals(rationalOf(new Big(numerator)), rationalOf(new Big(denominator))), scale)).toBe(quotient),
  )

  it('S18: a quotient is rounded once, not at twenty decimals first', () => {
    expect(roundRational(rationalOf(new Big('0.5000000000000000000000000000001')), 0)).toBe('1')
  })

  it.each([
    ['1.0000005', '1'],
    ['1.0000015', '1.000002'],
    ['12.500000', '12.5'],
    ['-0.0000001', '0'],
    ['1548', '1548'],
  ])('S18: %s goes out as %s', (text, wire) => expect(toWire(new Big(text))).toBe(wire))

  it('S18: a rounded number is at most half a unit away', () => {
    fc.assert(
      fc.property(decimals, fc.nat(6), (value, scale) => {
        const distance = new Big(roundHalfEven(value, scale)).minus(value).abs()
        return distance.times(2).lte(new Big(10).pow(-scale))
      }),
    )
  })
})

describe('S5: conversion factors', () => {
  it.each([
    ['60', '60'],
    ['1/100', '0.01'],
    ['0.5', '0.5'],
    ['1/60', '1/60'],
    ['2/4', '0.5'],
    ['-1/3', '-1/3'],
    ['0.01/0.03', '1/3'],
  ])('S5: factor %s is %s', (text, canonical) => expect(toRationalText(rational(text))).toBe(canonical))

  it.each(['', '/', '1/', '1/0', '1/2/3', 'x', '1e2', '1/-', '1//2'])('S5: %j is no factor', text => expect(parseRational(text)).toBeNull())

  it.each([
    ['90', '60', '5400', true],
    ['45', '1/60', '0.75', true],
    ['50', '1/60', '0.833333', false],
    ['1', '1/3', '0.333333', false],
    ['12345', '1/100', '123.45', true],
    ['0.000001', '1/100', '0.00000001', true],
    ['0', '1/60', '0', true],
  ])('S5: %s times %s is %s, exact: %s', (value, factor, converted, isExact) => {
    const result = convertExactly(new Big(value), rational(factor))
    expect({ value: toDecimalText(result.value), isExact: result.isExact }).toEqual({ value: converted, isExact })
  })

  it('S5: minutes to hours and back to seconds multiply into one factor', () => {
    expect(multiplyRationals(rational('1/60'), rational('3600'))).toEqual({ numerator: 60n, denominator: 1n })
  })

  it('S5: fractions are kept in lowest terms with a positive divisor', () => {
    expect(toRational(6n, -4n)).toEqual({ numerator: -3n, denominator: 2n })
    expect(rationalOf(new Big('-12.50'))).toEqual({ numerator: -25n, denominator: 2n })
  })

  it('S5: a divisor of 0 is a fault', () => {
    expect(() => toRational(1n, 0n)).toThrow('over 0')
  })
})
