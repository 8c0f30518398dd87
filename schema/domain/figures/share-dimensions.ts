import type { Edition } from '../statistics/edition.js'
import type { NormalForm, Polynomial } from '../statistics/normalize-formula.js'
import { isOne } from '../statistics/normalize-formula.js'

/** How a dimension that a question filters or groups by stands to a formula (S30). */
export type SharedBy = 'all' | 'numeratorOnly' | 'notShared'

/** Days of a period are the same for every item: they neither have a dimension nor lack it. */
const hasIt = (polynomial: Polynomial, has: (measure: string) => boolean): readonly boolean[] =>
  polynomial.map(term => {
    const dimensional = term.measures.filter(measure => measure !== 'period_days')
    return dimensional.length > 0 && dimensional.every(has)
  })

/** all: every term on both sides has the dimension. numeratorOnly: shares of the whole. notShared: refused as DIMENSION_NOT_SHARED. */
export const sharedBy = (form: NormalForm, has: (measure: string) => boolean): SharedBy => {
  const above = hasIt(form.numerator, has)
  if (!above.every(Boolean)) return 'notShared'
  if (isOne(form.denominator)) return 'all'
  const below = hasIt(form.denominator, has)
  if (below.every(Boolean)) return 'all'
  return form.measures.some(measure => has(measure) && form.denominator.some(term => term.measures.includes(measure)))
    ? 'notShared'
    : 'numeratorOnly'
}

/** Dimensions that a formula can be filtered or grouped by (S30). */
export const sharedDimensions = (form: NormalForm, { measures, codelists }: Pick<Edition, 'measures' | 'codelists'>): readonly string[] =>
  [...codelists.keys()].filter(name => sharedBy(form, code => measures.get(code)?.dimensions.includes(name) ?? false) !== 'notShared')
