import { toRationalText } from '../decimal.js'
import { asDirection, asObject, inSentence, type DefinitionChange } from './definition-change.js'
import type { Measure } from './measure.js'
import { isOne, type NormalForm, type Polynomial } from './normalize-formula.js'

/** What formulas are told with: the measures they name, by code. */
export type NamedMeasures = ReadonlyMap<string, Pick<Measure, 'nameKo' | 'nameEn' | 'parameters'>>

type Term = Polynomial[number]
type Side = { readonly aspect: 'NUMERATOR' | 'DENOMINATOR'; readonly ko: string; readonly en: string }
const NUMERATOR: Side = { aspect: 'NUMERATOR', ko: '분자', en: 'numerator' }
const DENOMINATOR: Side = { aspect: 'DENOMINATOR', ko: '분모', en: 'denominator' }

const size = ({ coefficient }: Term): bigint => (coefficient < 0n ? -coefficient : coefficient)
const keyOf = (term: Term): string => term.measures.join('*')
const negated = (polynomial: Polynomial): Polynomial => polynomial.map(term => ({ ...term, coefficient: -term.coefficient }))

type Words = { readonly ko: string; readonly en: string }

/** A product in words, without its sign and weight. */
const nameOf = (term: Term, named: NamedMeasures): Words => {
  if (term.measures.length === 0) return { ko: `숫자 ${size(term)}`, en: `the number ${size(term)}` }
  const names = (pick: (measure: NonNullable<ReturnType<NamedMeasures['get']>>) => string) =>
    term.measures.map(code => {
      const measure = named.get(code)
      return measure === undefined ? code : pick(measure)
    })
  return { ko: names(measure => measure.nameKo).join(' × '), en: names(measure => inSentence(measure.nameEn)).join(' times ') }
}

const weighed = (term: Term, { ko, en }: Words): Words =>
  size(term) === 1n || term.measures.length === 0 ? { ko, en } : { ko: `${ko}의 ${size(term)}배`, en: `${size(term)} times ${en}` }

const wordsOf = (term: Term, named: NamedMeasures): Words => weighed(term, nameOf(term, named))

/** A sum in words: `calls offered minus short-abandoned calls`. */
const sumOf = (polynomial: Polynomial, named: NamedMeasures): Words => {
  const join = (lang: keyof Words, plus: string, minus: string) =>
    polynomial
      .map(
        (term, at) =>
          `${at > 0 ? (term.coefficient < 0n ? minus : plus) : term.coefficient < 0n ? minus.trimStart() : ''}${wordsOf(term, named)[lang]}`,
      )
      .join('')
  return { ko: join('ko', ' + ', ' - '), en: join('en', ' plus ', ' minus ') }
}

type TermChange = { readonly before: Term | null; readonly after: Term | null }

/** One product that came, went or counts otherwise. */
const describeTerm = ({ ko, en }: Side, { before, after }: TermChange, named: NamedMeasures): Words => {
  if (before !== null && after !== null) {
    const words = nameOf(after, named)
    if (before.coefficient < 0n !== after.coefficient < 0n) {
      return after.coefficient < 0n
        ? { ko: `${ko}에 더하던 ${asObject(words.ko)} 이제 뺍니다.`, en: `The ${en} now subtracts ${words.en}, which it included before.` }
        : {
            ko: `${ko}에서 빼던 ${asObject(words.ko)} 이제 더합니다.`,
            en: `The ${en} now includes ${words.en}, which it subtracted before.`,
          }
    }
    return {
      ko: `${ko}에서 ${words.ko}의 비중이 ${size(before)}배에서 ${size(after)}배로 바뀝니다.`,
      en: `In the ${en}, ${words.en} count ${size(after)} times instead of ${size(before)}.`,
    }
  }
  const term = before ?? after
  if (term === null) throw new Error('A change of a formula has no term on either side.')
  const words = wordsOf(term, named)
  const isSubtracted = term.coefficient < 0n
  if (after === null) {
    return isSubtracted
      ? { ko: `${ko}에서 ${asObject(words.ko)} 더 이상 빼지 않습니다.`, en: `The ${en} no longer subtracts ${words.en}.` }
      : { ko: `${ko}에 ${asObject(words.ko)} 더 이상 더하지 않습니다.`, en: `The ${en} no longer includes ${words.en}.` }
  }
  return isSubtracted
    ? { ko: `${ko}에서 ${asObject(words.ko)} 뺍니다.`, en: `The ${en} now subtracts ${words.en}.` }
    : { ko: `${ko}에 ${asObject(words.ko)} 더합니다.`, en: `The ${en} now includes ${words.en}.` }
}

const describeWhole = (side: Side, before: Polynomial, after: Polynomial, named: NamedMeasures): Words => {
  const [was, is] = [sumOf(before, named), sumOf(after, named)]
  if (side === DENOMINATOR && isOne(before))
    return { ko: `이제 ${asDirection(is.ko)} 나눕니다.`, en: `The result is now divided by ${is.en}.` }
  if (side === DENOMINATOR && isOne(after))
    return { ko: `더 이상 ${asDirection(was.ko)} 나누지 않습니다.`, en: `The result is no longer divided by ${was.en}.` }
  return { ko: `${side.ko}가 ${was.ko}에서 ${asDirection(is.ko)} 바뀝니다.`, en: `The ${side.en} is ${is.en} instead of ${was.en}.` }
}

const describeSide = (
  side: Side,
  { before, after }: { readonly before: Polynomial; readonly after: Polynomial },
  named: NamedMeasures,
): readonly DefinitionChange[] => {
  const [was, is] = [new Map(before.map(term => [keyOf(term), term])), new Map(after.map(term => [keyOf(term), term]))]
  const keys = [...new Set([...was.keys(), ...is.keys()])]
  const changes = keys
    .map(key => ({ before: was.get(key) ?? null, after: is.get(key) ?? null }))
    .filter(change => change.before?.coefficient !== change.after?.coefficient)
  if (changes.length === 0) return []
  const texts = { before: sumOf(before, named).en, after: sumOf(after, named).en }
  const isReplaced = changes.length === keys.length && changes.every(change => change.before === null || change.after === null)
  if (isReplaced) return [{ aspect: side.aspect, ...describeWhole(side, before, after, named), ...texts }]
  return changes.map(change => ({ aspect: side.aspect, ...describeTerm(side, change, named), ...texts }))
}

/** The code without its numbers: calls_answered_within_20s and calls_answered_within_30s count the same thing under another threshold. */
const kindOf = (code: string): string => code.replaceAll(/\d+/g, '')

/** Measures that took another's place and differ in a parameter: 20 seconds became 30. */
const describeParameters = (before: NormalForm, after: NormalForm, named: NamedMeasures): readonly DefinitionChange[] => {
  const gone = before.measures.filter(code => !after.measures.includes(code))
  const come = after.measures.filter(code => !before.measures.includes(code))
  const found = new Map<string, DefinitionChange>()
  for (const old of gone) {
    for (const [name, value] of Object.entries(named.get(old)?.parameters ?? {})) {
      for (const next of come.filter(code => kindOf(code) === kindOf(old))) {
        const changed = named.get(next)?.parameters[name]
        if (changed === undefined || JSON.stringify(changed) === JSON.stringify(value)) continue
        const [was, is] = [JSON.stringify(value), JSON.stringify(changed)]
        found.set(`${name} ${was} ${is}`, {
          aspect: 'PARAMETER',
          ko: `기준값 ${name}이(가) 바뀝니다: ${was} → ${is}.`,
          en: `The parameter ${name} is ${is} instead of ${was}.`,
          before: was,
          after: is,
        })
      }
    }
  }
  return [...found.values()]
}

/** -1 where every product that both have stands with the opposite sign: the same sum, written the other way round. */
const signBetween = (before: Polynomial, after: Polynomial): 1n | -1n => {
  const was = new Map(before.map(term => [keyOf(term), term.coefficient]))
  const shared = after.filter(term => was.has(keyOf(term)))
  return shared.length > 0 && shared.every(term => (was.get(keyOf(term)) ?? 0n) < 0n !== term.coefficient < 0n) ? -1n : 1n
}

/**
 * How one formula differs from another, from their normal forms (S18) and so whatever way they are written: one sentence per product that came,
 * went or counts otherwise, and one for the factor and for each parameter. Empty: they give the same number for the same parts.
 */
export const describeFormulaChange = (before: NormalForm, after: NormalForm, named: NamedMeasures): readonly DefinitionChange[] => {
  const [above, below] = [signBetween(before.numerator, after.numerator), signBetween(before.denominator, after.denominator)]
  const sides = {
    numerator: { before: before.numerator, after: above === 1n ? after.numerator : negated(after.numerator) },
    denominator: { before: before.denominator, after: below === 1n ? after.denominator : negated(after.denominator) },
  }
  const [was, is] = [toRationalText(before.factor), toRationalText({ ...after.factor, numerator: above * below * after.factor.numerator })]
  return [
    ...describeSide(NUMERATOR, sides.numerator, named),
    ...describeSide(DENOMINATOR, sides.denominator, named),
    ...(was === is
      ? []
      : [
          {
            aspect: 'FACTOR' as const,
            ko: `곱하는 수가 바뀝니다: ${was} → ${is}.`,
            en: `The factor is ${is} instead of ${was}.`,
            before: was,
            after: is,
          },
        ]),
    ...describeParameters(before, after, named),
  ]
}
