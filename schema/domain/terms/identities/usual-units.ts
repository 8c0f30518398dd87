import { divideRationals, type Rational } from '../../decimal.js'
import type { Concept } from '../matching/concept.js'
import { PERMILLE, TEN_THOUSANDS, THOUSANDS } from '../matching/evaluate-candidate.js'
import { toNumber } from '../matching/judge-values.js'
import { toBase, type UnitTables } from '../matching/read-unit.js'
import type { UsualUnit } from './judge-identities.js'

/** Units of the same kind, each factor once, in which the word may have been written instead of the one that is stated. */
export const usualUnits = (concept: Concept, stated: Rational, tables: UnitTables): readonly UsualUnit[] => {
  const { unit, dimension } = concept
  if (unit === null) return []
  const standard = toBase(unit, tables)
  const listed = [...tables.units.values()]
    .filter(one => one.dimension === dimension)
    .map(({ code, nameKo, nameEn }) => ({ label: code, nameKo, nameEn, factor: divideRationals(toBase(code, tables), standard) }))
  const more = dimension === 'count' ? [THOUSANDS, TEN_THOUSANDS] : unit === 'percent' ? [PERMILLE] : []
  const seen = new Set([toNumber(stated)])
  return [...listed, ...more].filter(({ factor }) => {
    const isNew = !seen.has(toNumber(factor))
    seen.add(toNumber(factor))
    return isNew
  })
}
