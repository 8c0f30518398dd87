import { isOne, type NormalForm, type Polynomial } from './normalize-formula.js'

/** Whether a term with measures stands in which all apply; a polynomial of plain numbers alone always does. */
const says = (polynomial: Polynomial, notApplicable: ReadonlySet<string>): boolean =>
  isOne(polynomial) || polynomial.some(({ measures }) => measures.length > 0 && measures.every(code => !notApplicable.has(code)))

/**
 * False where a center's numerator or denominator has no term that applies: it leaves both together, as a cell with a part missing does (S17).
 *
 * How S31 is read: a product with a part that is not applicable is empty, and an empty term counts as nothing inside + and -. A numerator or
 * denominator of which every term is empty is a factor or divisor that is not applicable.
 */
export const isApplicable = (form: NormalForm, notApplicable: ReadonlySet<string>): boolean =>
  says(form.numerator, notApplicable) && says(form.denominator, notApplicable)
