import 'reflect-metadata'
import { parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { checkDocument } from '../../api/http/check-document.js'
import { isSingleSubmission, measureDocument } from '../../api/http/limits.js'
import { hubSchema } from '../support/hub-schema.js'

const schema = hubSchema()
const refusalOf = (query: string, maySeeSchema = false): string => {
  try {
    checkDocument(query, { schema, operationName: null, variables: null, maySeeSchema })
  } catch (error) {
    return (error as Error).message // refusals of the door
  }
  return 'none'
}

describe('measureDocument', () => {
  it.each([
    ['{ a { b { c } } }', { depth: 3, aliases: 0, rootFields: 1, fields: 3, directives: 0, asksForSchema: false }],
    [
      '{ x: a ...F } fragment F on Query { y: b { c } d }',
      { depth: 2, aliases: 2, rootFields: 3, fields: 4, directives: 0, asksForSchema: false },
    ],
    ['{ ... { a ... { b } } }', { depth: 1, aliases: 0, rootFields: 2, fields: 2, directives: 0, asksForSchema: false }],
    ['query A { a } query B { b { c } }', { depth: 2, aliases: 0, rootFields: 1, fields: 2, directives: 0, asksForSchema: false }],
    [
      '{ ...F } fragment F on Query { a ...G } fragment G on Query { b ...F }',
      { depth: 1, aliases: 0, rootFields: 2, fields: 2, directives: 0, asksForSchema: false },
    ],
    [
      '{ ...F } fragment F on Query { __schema { types { name } } }',
      { depth: 1, aliases: 0, rootFields: 1, fields: 1, directives: 0, asksForSchema: true },
    ],
  ])('%s', (query, measure) => {
    expect(measureDocument(parse(query))).toEqual(measure)
  })
})

describe('checkDocument', () => {
  const chain = Array.from({ length: 10_000 }, (_, i) => `fragment F${i} on Query { ...F${i + 1} }`).join(' ')
  const doubling = Array.from({ length: 16 }, (_, i) => `fragment F${i} on Query { p: x { ...F${i + 1} } q: x { ...F${i + 1} } }`).join(' ')

  it.each([
    ['H06: 1,500 aliases', `{ ${Array.from({ length: 1_500 }, (_, i) => `a${i}: __typename`).join(' ')} }`, 'tokens > 1500'],
    ['H06: 31 aliases', `{ v { ${Array.from({ length: 31 }, (_, i) => `a${i}: b`).join(' ')} } }`, 'aliases > 30'],
    ['H06: 10,000 repeats', `{ ${'__typename '.repeat(10_000)} }`, 'tokens > 1500'],
    ['H06: 11 root fields', `{ ${'viewer '.repeat(11)} }`, 'rootFields > 10'],
    ['H07: a chain of 10,000 fragments', `{ ...F0 } ${chain}`, 'tokens > 1500'],
    ['H08: doubling fragments', `{ ...F0 } ${doubling} fragment F16 on Query { x }`, 'depth > 10, aliases > 30, fields > 1000'],
    ['51 directives', `{ centers ${'@include(if: true) '.repeat(51)} { code } }`, 'directives > 50'],
    [
      'H08: pages of pages',
      '{ submissions(first: 500) { nodes { rows(first: 500) { nodes { index outcome measure } } } } }',
      'cost 1001001 > 500000',
    ],
    [
      'H08: pages by default',
      `{ ${Array.from({ length: 6 }, (_, i) => `a${i}: submissions(first: 500) { nodes { rows { nodes { index outcome } } } }`).join(' ')} }`,
      'cost 906006 > 500000',
    ],
    ['H09: a selection 20,000 deep', `${'{a'.repeat(20_000)}${'}'.repeat(20_000)}`, 'tokens > 1500'],
    ['H09: a selection 11 deep', `${'{a'.repeat(11)}${'}'.repeat(11)}`, 'depth > 10'],
    ['H09: a list 50,000 deep', `{ a(b: ${'['.repeat(50_000)}${']'.repeat(50_000)}) }`, 'tokens > 1500'],
  ])('%s is refused within milliseconds', (_title, query, limit) => {
    const startedAt = performance.now()
    expect(refusalOf(query)).toBe(`The GraphQL document is over a limit: ${limit}. Split it, and send data in variables.`)
    expect(performance.now() - startedAt).toBeLessThan(200)
  })

  it.each([
    ['an escape', String.raw`{ edition(code: "2026\u0000") { code } }`],
    ['an escape in braces', String.raw`{ submission(idempotencyKey: "\u{0}") { id } }`],
    ['a cell deep inside', String.raw`mutation { submitStatistics(input: { rows: [{ value: ["\u0000"] }] }) { __typename } }`],
  ])('H21: U+0000 in a text of the document, as %s, is refused at the door', (_title, query) => {
    expect(refusalOf(query)).toBe('A string of the document holds the character U+0000.')
    expect(refusalOf(query.replaceAll(/\\u(?:0000|\{0\})/g, 'x'))).toBe('none')
  })

  it('H04: introspection is refused unless the caller may see the schema', () => {
    expect(refusalOf('{ __schema { types { name } } }')).toContain('Introspection is closed')
    expect(refusalOf('{ a { ...F } } fragment F on X { __type(name: "Y") { name } }')).toContain('Introspection is closed')
    expect(
      refusalOf('{ __schema { types { fields { type { ofType { ofType { ofType { ofType { ofType { name } } } } } } } } } }', true),
    ).toBe('none')
  })

  it('H15: names the operation from the document', () => {
    const document = 'query A { a } mutation B { b }'
    expect(checkDocument(document, { schema, operationName: 'B', variables: null, maySeeSchema: false })).toMatchObject({
      operationName: 'B',
      kind: 'mutation',
    })
    expect(checkDocument(document, { schema, operationName: 'C', variables: null, maySeeSchema: false })).toMatchObject({
      operationName: null,
      kind: null,
    })
  })

  it('leaves plain syntax errors to the GraphQL server', () => {
    expect(refusalOf('{ token more that')).toBe('none')
  })
})

describe('isSingleSubmission', () => {
  it.each([
    ['mutation S($i: I!) { submitStatistics(input: $i) { ...R } } fragment R on X { y }', true],
    ['mutation { x: submitStatistics { y } }', true],
    ['mutation { submitStatistics { y } submitStatistics { y } }', false],
    ['mutation { ... { submitStatistics { y } } }', false],
    ['mutation A { submitStatistics { y } } mutation B { other }', false],
    ['query { submitStatistics { y } }', false],
    ['mutation { other { y } }', false],
  ])('%s -> %s', (query, isSingle) => {
    expect(isSingleSubmission(parse(query))).toBe(isSingle)
  })
})
