import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql'
import { toRationalText } from '../../schema/domain/decimal.js'
import type { Indicator as DomainIndicator } from '../../schema/domain/statistics/indicator.js'
import type { NormalForm as DomainForm } from '../../schema/domain/statistics/normalize-formula.js'
import { printPolynomial } from '../../schema/domain/statistics/print-polynomial.js'
import { Indicator, type NormalForm } from '../../schema/graphql/indicator.js'
import type { Context } from '../context.js'
import { listIndicators } from '../operations/list-definitions.js'
import { valueOrError } from './value-or-error.js'

@Resolver()
export class IndicatorResolver {
  @Query(() => [Indicator], {
    nullable: true,
    description: 'Indicators of the edition in force. Null with an error INDICATOR_UNKNOWN when a code is not known. Open to every caller.',
  })
  async indicators(
    @Arg('codes', () => [ID], { nullable: true, description: 'Only these, in this order; null: all.' }) codes: readonly string[] | null,
    @Ctx() { hub }: Context,
  ): Promise<readonly Indicator[]> {
    return valueOrError(await listIndicators(hub, codes ?? null)).map(toIndicator)
  }
}

/** An indicator of the edition as the schema shows it. */
export function toIndicator(indicator: DomainIndicator): Indicator {
  return {
    ...indicator,
    scope: Object.entries(indicator.scope).map(([dimension, item]) => ({ dimension, item })),
    versions: indicator.versions.map(({ form, formulaText, ...version }) => ({
      ...version,
      formula: formulaText,
      normalForm: toNormalForm(form),
    })),
    variants: indicator.variants.map(({ form, formulaText, ...variant }) => ({
      ...variant,
      formula: formulaText,
      normalForm: toNormalForm(form),
    })),
  }
}

const toNormalForm = ({ factor, numerator, denominator, measures }: DomainForm): NormalForm => ({
  factor: toRationalText(factor),
  numerator: printPolynomial(numerator),
  denominator: printPolynomial(denominator),
  measures,
})
