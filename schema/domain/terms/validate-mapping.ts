import { parseDecimal } from '../decimal.js'
import { issue, type Issue } from '../issue.js'
import type { Edition } from '../statistics/edition.js'
import type { Unit } from '../statistics/unit.js'
import type { Conversion, Effective, MappingPredicate, MappingStatus, SourceWord } from './mapping.js'
import { parseTarget } from './parse-target.js'
import type { TermTarget } from './term.js'

/** What somebody wants to say about a word, before it is known whether it can be. */
export type MappingToValidate = {
  readonly word: Pick<SourceWord, 'kind' | 'field'>
  readonly target: string | null
  readonly predicate: MappingPredicate
  readonly isNegated: boolean
  readonly conversion: Conversion
  readonly status: MappingStatus
  readonly effective: Effective
}

const OFFSET_DECIMALS = 6
/** Far beyond any unit; what is longer makes figures of nonsense. */
const WITHIN_DIGITS = /^-?\d{1,15}(?:\.\d{1,15})?$/

const invalid = (path: readonly string[], facts: { ko: string; en: string; expected: string; got: string | null }): Issue =>
  issue({ code: 'MAPPING_INVALID', path, messageKo: facts.ko, messageEn: facts.en, expected: facts.expected, got: facts.got })

const noTarget = (got: string, expected: string): Issue =>
  invalid(['target'], {
    ko: `매핑 대상 "${got}"은(는) 이 용어가 뜻할 수 있는 표준 항목이 아닙니다. 받는 값: ${expected}.`,
    en: `The target "${got}" is nothing that this word can mean; accepted: ${expected}.`,
    expected,
    got,
  })

const SUBJECTS = 'measure:<code>, measure:<code>@<dimension>=<item>, indicator:<code> or indicator:<code>#<variant> of the edition'

const isSubject = (target: TermTarget, { measures, indicators, codelists }: Edition): boolean => {
  if (target.kind === 'item') return false
  if (target.kind === 'indicator') {
    const indicator = indicators.get(target.indicator)
    return indicator !== undefined && (target.variant === null || indicator.variants.some(({ variant }) => variant === target.variant))
  }
  const measure = measures.get(target.measure)
  if (measure === undefined || measure.providedBy === 'hub') return false
  const { fixed } = target
  return fixed === null || (measure.dimensions.includes(fixed.dimension) && codelists.get(fixed.dimension)?.items.has(fixed.item) === true)
}

const checkTarget = ({ word, target }: MappingToValidate, edition: Edition): readonly Issue[] => {
  if (target === null) return []
  const named = parseTarget(target)
  if (word.kind === 'subject') return named !== null && isSubject(named, edition) ? [] : [noTarget(target, SUBJECTS)]
  const isItem =
    named?.kind === 'item' && named.codelist === word.field && edition.codelists.get(word.field)?.items.has(named.item) === true
  return isItem ? [] : [noTarget(target, `codelist:${word.field}.<item> of the edition`)]
}

/** The unit of what a reference leads to; null where that has none. */
export const unitOfTarget = (target: string, edition: Edition): Unit | null => {
  const named = parseTarget(target)
  if (named === null || named.kind === 'item') return null
  if (named.kind === 'measure') return edition.units.get(edition.measures.get(named.measure)?.unit ?? '') ?? null
  const indicator = edition.indicators.get(named.indicator)
  const variant = indicator?.variants.find(one => one.variant === named.variant)
  return edition.units.get(variant?.unit ?? indicator?.unit ?? '') ?? null
}

const wrongConversion = (path: string, expected: string, got: string): Issue =>
  invalid(['conversion', path], {
    ko: `환산의 ${path} "${got}"을(를) 쓸 수 없습니다. 받는 값: ${expected}.`,
    en: `The conversion's ${path} "${got}" cannot be used; accepted: ${expected}.`,
    expected,
    got,
  })

const checkConversion = ({ conversion, target }: MappingToValidate, edition: Edition): readonly Issue[] => {
  if (conversion.kind === 'identity') return []
  const unit = target === null ? null : unitOfTarget(target, edition)
  if (unit === null) return [wrongConversion('kind', 'identity, where the target has no unit', conversion.kind)]
  const { toUnit } = conversion
  const issues = toUnit === null || toUnit === unit.code ? [] : [wrongConversion('toUnit', unit.code, toUnit)]
  if (conversion.kind === 'clock')
    return unit.dimension === 'time' ? issues : [...issues, wrongConversion('format', 'a target in a unit of time', conversion.format)]
  const [numerator, denominator, offset] = [conversion.numerator, conversion.denominator, conversion.offset].map(text =>
    WITHIN_DIGITS.test(text) ? parseDecimal(text) : null,
  )
  // A rate may be the rest of another one (100 - x); a count or a sum below 0 would come out above it.
  const isMeasure = parseTarget(target ?? '')?.kind === 'measure'
  if (numerator === null || numerator === undefined || numerator.eq(0) || (isMeasure && numerator.lt(0)))
    issues.push(wrongConversion('numerator', `a decimal ${isMeasure ? 'above' : 'other than'} 0`, conversion.numerator))
  if (denominator === null || denominator === undefined || !denominator.gt(0))
    issues.push(wrongConversion('denominator', 'a decimal above 0', conversion.denominator))
  if (offset === null || offset === undefined || offset.c.length - 1 - offset.e > OFFSET_DECIMALS)
    issues.push(wrongConversion('offset', `a decimal of at most ${OFFSET_DECIMALS} places`, conversion.offset))
  return issues
}

const checkSense = ({ target, predicate, isNegated, status, effective, conversion }: MappingToValidate): readonly Issue[] => {
  const issues: Issue[] = []
  if (isNegated && target === null)
    issues.push(
      invalid(['target'], {
        ko: '무엇이 아닌지 적어야 합니다. 맞는 표준 항목이 없다는 뜻이면 부정(negated) 없이 대상을 비우십시오.',
        en: 'Say what the word does not mean; if nothing matches it, leave the target empty without negation.',
        expected: 'a target',
        got: null,
      }),
    )
  if (predicate === 'related' && status === 'active' && !isNegated && target !== null)
    issues.push(
      invalid(['predicate'], {
        ko: '관련(related)은 값을 옮길 수 있는 뜻이 아닙니다. 제안으로 두거나 exact, close, broad, narrow 가운데 고르십시오.',
        en: 'Related is no meaning that values can be read by; leave it a proposal or say exact, close, broad or narrow.',
        expected: 'exact, close, broad, narrow',
        got: predicate,
      }),
    )
  if (effective.from !== null && effective.to !== null && effective.to <= effective.from)
    issues.push(
      invalid(['effective'], {
        ko: `적용 기간이 비어 있습니다(${effective.from}부터 ${effective.to} 전날까지).`,
        en: `The days from ${effective.from} to before ${effective.to} are none.`,
        expected: 'a last day after the first',
        got: effective.to,
      }),
    )
  if (target === null && conversion.kind !== 'identity')
    issues.push(wrongConversion('kind', 'identity, where nothing is meant', conversion.kind))
  return issues
}

/** Every reason why this cannot be said of the word (MAPPING_INVALID); empty where it can. */
export const validateMapping = (said: MappingToValidate, edition: Edition): readonly Issue[] => [
  ...checkTarget(said, edition),
  ...(said.target === null ? [] : checkConversion(said, edition)),
  ...checkSense(said),
]

/** Whether the edition has what a reference names. */
export const isKnownTarget = (target: string, edition: Edition): boolean => {
  const named = parseTarget(target)
  if (named === null) return false
  return named.kind === 'item' ? edition.codelists.get(named.codelist)?.items.has(named.item) === true : isSubject(named, edition)
}
