import type { DefinitionPlan } from './figure-plan.js'

/** What makes the values of two definitions another thing: a parameter of measures that stand for each other, or the unit. */
export type Apart =
  | { readonly kind: 'unit'; readonly left: string; readonly right: string }
  | { readonly kind: 'parameter'; readonly name: string; readonly left: ParameterOf; readonly right: ParameterOf }

type ParameterOf = { readonly measure: string; readonly value: string }

const parametersOf = ({ terms }: DefinitionPlan, isOutside: (code: string) => boolean) =>
  terms
    .filter(({ measure }) => isOutside(measure.code))
    .flatMap(({ measure }) =>
      Object.entries(measure.parameters).map(([name, value]) => ({ name, measure: measure.code, value: JSON.stringify(value) })),
    )

/**
 * Why the values of two definitions must not be subtracted, or null where they may: their units differ, or a measure that only one of them uses
 * has a parameter at another value than a measure that only the other uses, as the edition states both. 20 and 15 seconds are two thresholds;
 * leaving out calls given up within 5 seconds is another formula over the same threshold, and its difference is explained by its parts.
 */
export const definitionsApart = (left: DefinitionPlan, right: DefinitionPlan): Apart | null => {
  if (left.unit !== right.unit) return { kind: 'unit', left: left.unit, right: right.unit }
  const lacks = (definition: DefinitionPlan) => (code: string) => definition.terms.every(({ measure }) => measure.code !== code)
  const others = parametersOf(right, lacks(left))
  for (const { name, ...own } of parametersOf(left, lacks(right))) {
    const other = others.find(one => one.name === name && one.value !== own.value)
    if (other !== undefined) return { kind: 'parameter', name, left: own, right: { measure: other.measure, value: other.value } }
  }
  return null
}
