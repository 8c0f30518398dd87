import type { Conversion } from '../proposal.js'
import type { Evaluated, WordEvidence } from './evaluate-candidate.js'
import { rationalText } from './rational-text.js'
import type { ReadUnit } from './read-unit.js'

/** The code of the unit, or the label as it is written where it stands for so many of them (‰, 천건). */
const nameOf = ({ unit, label, factor }: ReadUnit): string => (unit !== null && factor.numerator === factor.denominator ? unit : label)

/**
 * How values of the word become values of the standard: by a clock notation, by the unit stated, or, where that does not fit the values, by the
 * nearest unit that would. Null where they are taken as they are.
 */
export const findConversion = (best: Evaluated | undefined, { unit, values }: WordEvidence): Conversion | null => {
  if (best === undefined || best.concept.unit === null) return null
  if (best.concept.dimension === 'time' && values !== null && values.clock !== null) return { format: values.clock }
  if (unit.kind === 'unknown') return null
  if (unit.kind === 'named' && best.unit === 'converted' && best.betterUnit === null)
    return unit.unit.clock !== null
      ? { format: unit.unit.clock }
      : { factor: rationalText(best.factor), offset: '0', from: nameOf(unit.unit), to: best.concept.unit }
  if (best.betterUnit === null) return null
  const { factor, label } = best.betterUnit
  return { factor: rationalText(factor), offset: '0', from: label, to: best.concept.unit }
}
