import { normalizeLabel } from '../../terms/normalize-label.js'
import { collectUnitLabels, type PlacedUnitLabel } from '../build-units.js'
import { packIssue, type EditionRule } from './edition-rule.js'

const meaningOf = ({ dimension, unit, factor, clock }: PlacedUnitLabel): string =>
  `${unit ?? dimension} x ${factor.numerator}/${factor.denominator}${clock === null ? '' : ` as ${clock}`}`

/** A unit word means one thing, wherever it is listed. */
export const unitLabelsLeadOneWay: EditionRule = pack => {
  const first = new Map<string, PlacedUnitLabel>()
  return collectUnitLabels(pack).flatMap(found => {
    const key = normalizeLabel(found.label)
    const earlier = first.get(key)
    if (earlier === undefined) first.set(key, found)
    if (earlier === undefined || meaningOf(earlier) === meaningOf(found)) return []
    return packIssue({
      code: 'EDITION_AMBIGUOUS_LABEL',
      path: found.path,
      ko: `단위 이름 "${found.label}"의 뜻이 ${earlier.path.join('.')}와 다릅니다.`,
      en: `the unit word "${found.label}" means ${meaningOf(earlier)} at ${earlier.path.join('.')}.`,
      expected: `a word that is not used yet, or ${meaningOf(earlier)}`,
      got: meaningOf(found),
    })
  })
}
