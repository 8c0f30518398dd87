import { expect, it } from 'vitest'
import { asDirection, asObject } from '../../../schema/domain/statistics/definition-change.js'
import { describeFormulaChange } from '../../../schema/domain/statistics/describe-formula-change.js'
import { normalizeFormula } from '../../../schema/domain/statistics/normalize-formula.js'
import { parseFormula } from '../../../schema/domain/statistics/parse-formula.js'
import { standardEdition } from '../../support/standard-edition.js'

const { measures } = await standardEdition()

const formOf = (text: string) => {
  const parsed = parseFormula(text)
  const form = parsed.ok ? normalizeFormula(parsed.value) : parsed
  if (!form.ok) throw new Error(text)
  return form.value
}
const told = (before: string, after: string) =>
  describeFormulaChange(formOf(before), formOf(after), measures).map(({ aspect, ko, en }) => [aspect, ko, en])

it.each([
  [
    '100 * calls_answered / (calls_offered - calls_abandoned_short)',
    '100 * calls_answered / calls_offered',
    [['DENOMINATOR', '분모에서 단기포기호를 더 이상 빼지 않습니다.', 'The denominator no longer subtracts short-abandoned calls.']],
  ],
  [
    '100 * calls_answered_within_20s / calls_answered',
    '100 * calls_answered_within_20s / calls_offered',
    [['DENOMINATOR', '분모가 응대호에서 인입호로 바뀝니다.', 'The denominator is calls offered instead of calls answered.']],
  ],
  [
    '100 * calls_answered_within_20s / calls_offered',
    '100 * (calls_answered_within_30s + calls_abandoned_short) / calls_offered',
    [
      [
        'NUMERATOR',
        '분자가 20초내응대호에서 30초내응대호 + 단기포기호로 바뀝니다.',
        'The numerator is calls answered within 30 s plus short-abandoned calls instead of calls answered within 20 s.',
      ],
      ['PARAMETER', '기준값 threshold_seconds이(가) 바뀝니다: 20 → 30.', 'The parameter threshold_seconds is 30 instead of 20.'],
    ],
  ],
  [
    'calls_answered + calls_abandoned',
    'calls_answered - calls_abandoned',
    [['NUMERATOR', '분자에 더하던 포기호를 이제 뺍니다.', 'The numerator now subtracts calls abandoned, which it included before.']],
  ],
  [
    'calls_answered + calls_abandoned',
    'calls_answered + 2 * calls_abandoned',
    [['NUMERATOR', '분자에서 포기호의 비중이 1배에서 2배로 바뀝니다.', 'In the numerator, calls abandoned count 2 times instead of 1.']],
  ],
  [
    'calls_answered',
    '1000 * calls_answered / calls_offered',
    [
      ['DENOMINATOR', '이제 인입호로 나눕니다.', 'The result is now divided by calls offered.'],
      ['FACTOR', '곱하는 수가 바뀝니다: 1 → 1000.', 'The factor is 1000 instead of 1.'],
    ],
  ],
  ['100 * calls_answered / calls_offered', 'calls_answered / calls_offered * 100', []],
  ['calls_answered - calls_abandoned', '(calls_abandoned - calls_answered) * (1 - 2)', []],
])('S18: %s after %s is told in plain words, from what it means and not from how it is written', (before, after, changes) => {
  expect(told(before, after)).toEqual(changes)
})

it('particles follow the last letter of the word', () => {
  expect(['인입호', '건수', '응대건', '서울', '호출(전체)'].map(asObject)).toEqual([
    '인입호를',
    '건수를',
    '응대건을',
    '서울을',
    '호출(전체)를',
  ])
  expect(['인입호', '응대건', '서울', 'FTE'].map(asDirection)).toEqual(['인입호로', '응대건으로', '서울로', 'FTE(으)로'])
})
