import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NumberText } from '../../../schema/domain/number-text.js'
import { canonicalText } from '../../../schema/domain/submissions/canonical-text.js'

/** The same by the book: fields without a value left out, the others sorted, and JSON of what is left. */
const byTheBook = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(item => byTheBook(item))
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? 0 : value
  const fields = Object.entries(value).filter(([, item]) => item !== null && item !== undefined)
  return Object.fromEntries(fields.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, item]) => [name, byTheBook(item)]))
}

// Names that are numbers come first in every object, whatever was sorted.
const name = fc.string({ unit: 'grapheme' }).filter(text => !/^\d+$/.test(text) && text !== '__proto__' && text !== 'numberText')
const content = fc.letrec(tie => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(null, '"', '\\', '\u0007', '\ud800', '😀', '가', -0),
    fc.array(tie('value')),
    fc.dictionary(name, tie('value')),
  ),
})).value

describe('the text of a content', () => {
  it('S14: is JSON of its sorted fields, whatever their order and characters', () => {
    fc.assert(
      fc.property(content, value => canonicalText(value) === JSON.stringify(byTheBook(value))),
      { numRuns: 500 },
    )
  })

  it('S14: is one for rows whose fields come in other orders, and for more shapes than are remembered', () => {
    const row = { measure: 'a', value: 1, unit: null, dimensions: [{ item: 'x', dimension: 'y' }] }
    const turned = { dimensions: [{ dimension: 'y', item: 'x' }], unit: null, value: 1, measure: 'a' }
    expect(canonicalText([row, turned])).toBe(`[${canonicalText(turned)},${canonicalText(row)}]`)
    const shapes = Array.from({ length: 20 }, (_, width) =>
      Object.fromEntries(Array.from({ length: width }, (__, place) => [`n${width - place}`, place])),
    )
    expect(canonicalText(shapes)).toBe(JSON.stringify(byTheBook(shapes)))
  })

  it('S6: writes numbers as they came', () => {
    expect(canonicalText({ value: new NumberText('97.10'), other: 97.1 })).toBe('{"other":97.1,"value":97.10}')
  })
})
