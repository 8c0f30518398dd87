import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { JsonFault, readJson } from '../../schema/domain/read-json.js'
import { NumberText } from '../../schema/domain/number-text.js'

const faultOf = (text: string): string => {
  try {
    readJson(text)
  } catch (error) {
    if (error instanceof JsonFault) return error.reasonEn
    throw error
  }
  return 'none'
}

describe('S6: the strict JSON reader', () => {
  it('reads what JSON.parse reads, for any value without keys or numbers that are refused', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), value => {
        const text = JSON.stringify(value)
        const isTaken =
          !/__proto__|\\u0000|\\ud[89a-f]/i.test(text) && !/[eE][+-]?\d|-0(?![.\d])/.test(text.replace(/"(?:[^"\\]|\\.)*"/g, '""'))
        fc.pre(isTaken)
        expect(readJson(text)).toEqual(JSON.parse(text))
        expect(readJson(JSON.stringify(value, null, 2))).toEqual(JSON.parse(text))
      }),
    )
  })

  it.each([
    ['{"a":1,"a":1}', 'a key is repeated'],
    ['{"a":{"b":1,"\\u0062":2}}', 'a key is repeated'],
    ['{"__proto__":{"role":"admin"}}', 'a key that is not accepted'],
    ['{"\\u005f_proto__":1}', 'a key that is not accepted'],
    ['NaN', 'a value is missing or is no JSON value'],
    ['[Infinity]', 'a value is missing or is no JSON value'],
    ['[1,2', 'the text is cut off'],
    ['{"a":', 'the text is cut off'],
    ['{"a"', 'a colon is missing'],
    ['"abc', 'a string is missing or cut off'],
    ['"abc\\"', 'a string is missing or cut off'],
    ['"abc\\', 'a string is missing or cut off'],
    ['"a\u0001"', 'a string holds a control character or a bad escape'],
    ['"\\n\u0001"', 'a string holds a control character or a bad escape'],
    ['"\\x41"', 'a string holds a control character or a bad escape'],
    ['[1 2]', 'a comma is missing'],
    ['[1,]', 'a value is missing or is no JSON value'],
    ['{"a":1,}', 'a string is missing or cut off'],
    ['01', 'something follows the value'],
    ['+1', 'a value is missing or is no JSON value'],
    ['.5', 'a value is missing or is no JSON value'],
    ['1.', 'something follows the value'],
    ['tru', 'a value is missing or is no JSON value'],
    ["{'a':1}", 'a string is missing or cut off'],
    ['{} {}', 'something follows the value'],
    ['\ufeff{}', 'a value is missing or is no JSON value'],
    ['', 'the text is cut off'],
    ['[{"a":1,"b":2},{"a":1,"a":2}]', 'a key is repeated'],
    ['[{"a":1,"b":2},{"a":1,"b":2,"a":3}]', 'a key is repeated'],
    ['[{"a":1,"b":2},{"b":1,"b":2}]', 'a key is repeated'],
    ['[{"a\\"":1},{"a"":1}]', 'a colon is missing'],
    ['[{"a\\n":1},{"a\n":1}]', 'a string holds a control character or a bad escape'],
    ['[{"a\\\\":1},{"a\\":1}]', 'a string is missing or cut off'],
    ['[{"a":1},{"a" 1}]', 'a colon is missing'],
    ['[{"abc":1},{"ab', 'a string is missing or cut off'],
    ['1234567890123456 7', 'something follows the value'],
    ['007', 'something follows the value'],
    ['1e', 'something follows the value'],
  ])('refuses %j: %s', (text, reason) => {
    expect(faultOf(text)).toBe(reason)
  })

  it('reads objects that repeat the keys of those before them, or some of them, in any order', () => {
    const text =
      '[{"a":1,"b":{"c":2}},{"a":3,"b":{"c":4}},{"b":{"c":5,"d":6},"a":7},{"a":8},{},{"a":9,"b":1,"c":2},{"a\\u0062":1,"b":2},{"ab":3,"b":4}]'
    expect(readJson(text)).toEqual(JSON.parse(text))
    expect((readJson(text) as object[]).map(one => Object.keys(one).join())).toEqual(
      (JSON.parse(text) as object[]).map(one => Object.keys(one).join()),
    )
  })

  it('reads whole numbers of up to fifteen digits as they are, and keeps longer ones as they were written', () => {
    const text = '[0,7,10,999999999999999,123456789012345]'
    expect(readJson(text)).toEqual(JSON.parse(text))
    expect(readJson('[1234567890123456,12345678901234567]')).toEqual([1234567890123456, new NumberText('12345678901234567')])
  })

  it('refuses more than 32 levels, however many they are', () => {
    expect(readJson(`${'['.repeat(32)}${']'.repeat(32)}`)).toBeDefined()
    expect(faultOf(`${'['.repeat(33)}${']'.repeat(33)}`)).toBe('nested deeper than 32 levels')
    expect(faultOf('{"a":'.repeat(1_000_000))).toBe('nested deeper than 32 levels')
  })

  it.each([
    ['H20: half a character', '"\\ud800"', 'a string holds half a character'],
    ['H20: half a character in a key', '{"\\udc00":1}', 'a string holds half a character'],
    ['H21: U+0000', '"a\\u0000b"', 'a string holds the character U+0000'],
  ])('%s is refused', (_title, text, reason) => {
    expect(faultOf(text)).toBe(reason)
  })

  it('H20: reads whole pairs of surrogates', () => {
    expect(readJson('"\\ud83d\\ude00 \\uac00"')).toBe('😀 가')
  })

  it.each(['97.10', '9007199254740993', '1e3', '1E400', '-0', '12.0', '0.1234567890123456789'])(
    'keeps the text of %s, which a double does not carry',
    text => {
      expect(readJson(text)).toEqual(new NumberText(text))
      expect(readJson(text)).toBeInstanceOf(NumberText)
    },
  )

  it.each(['0', '12', '-4', '97.1', '9007199254740991', '0.1'])('reads %s as a number', text => {
    expect(readJson(text)).toBe(Number(text))
  })

  it('H22: constructor and prototype are keys like others and change no object', () => {
    expect(readJson('{"constructor":{"prototype":{"role":"admin"}}}')).toEqual({ constructor: { prototype: { role: 'admin' } } })
    expect(({} as { role?: string }).role).toBeUndefined()
  })

  it('reads megabytes of escapes without running out of stack', () => {
    const text = JSON.stringify('\n'.repeat(2_000_000))
    expect(readJson(text)).toBe('\n'.repeat(2_000_000))
  })

  it('says where the fault is and never what stood there', () => {
    expect(() => readJson('{"name":"900101-1234567" x}')).toThrow('Not JSON at character 25: a comma is missing.')
  })
})
