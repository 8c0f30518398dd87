import type { Issue } from '../../issue.js'
import { inFile, packIssue, type EditionRule, type PackPath } from './edition-rule.js'
import { unlessKnown } from './references-exist.js'

const UNIT = { code: 'EDITION_UNKNOWN_REFERENCE', ko: '단위', en: 'unit' } as const

const differs = (path: PackPath, expected: string, got: string): Issue =>
  packIssue({
    code: 'EDITION_UNITS_DIFFER',
    path,
    ko: `${got} 단위를 ${expected} 단위로 환산할 수 없습니다.`,
    en: `a unit of ${got} is never one of ${expected}.`,
    expected: `a unit of ${expected}`,
    got,
  })

/** A unit is scaled to one unit of its own dimension (S5). */
export const unitScalesHold: EditionRule = ({ codelists }, { units }) =>
  codelists.codelists.flatMap((list, i) =>
    (list.kind === 'units' ? list.items : []).flatMap((unit, j) => {
      const path = inFile('codelists', 'codelists', i, 'items', j, 'scale_to')
      const targets = Object.keys(unit.scale_to ?? {})
      const many = targets.length > 1 ? [differs(path, 'one scale only', targets.join(', '))] : []
      return [
        ...many,
        ...targets.flatMap(code => {
          const target = units.get(code)
          if (target === undefined) return unlessKnown(UNIT, code, { path: [...path, code], known: units.keys() })
          return target.dimension === unit.dimension ? [] : [differs([...path, code], unit.dimension, target.dimension)]
        }),
      ]
    }),
  )

/** A submitted unit word names a unit of the dimension it gives. */
export const unitLabelsHold: EditionRule = ({ codelists }, { units }) =>
  codelists.submitted_unit_labels.items.flatMap(({ unit, dimension }, i) => {
    if (unit === null) return []
    const path = inFile('codelists', 'submitted_unit_labels', 'items', i, 'unit')
    const named = units.get(unit)
    if (named === undefined) return unlessKnown(UNIT, unit, { path, known: units.keys() })
    return named.dimension === dimension ? [] : [differs(path, dimension, named.dimension)]
  })
