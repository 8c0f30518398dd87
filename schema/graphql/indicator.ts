import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import type { Indicator as DomainIndicator, IndicatorVersion as DomainVersion } from '../domain/statistics/indicator.js'
import { Accesses } from './access.js'
import { LocalDate } from './scalars/local-date.js'

export const Directions = {
  HIGHER_BETTER: 'higher_better',
  LOWER_BETTER: 'lower_better',
  RANGE_BEST: 'range_best',
  CONTEXT: 'context',
} as const

registerEnumType(Directions, {
  name: 'IndicatorDirection',
  description: 'Which way is better.',
  valuesConfig: {
    HIGHER_BETTER: { description: 'A higher value is better.' },
    LOWER_BETTER: { description: 'A lower value is better.' },
    RANGE_BEST: { description: 'Best within a range; above and below are worse.' },
    CONTEXT: { description: 'Neither: it explains other figures.' },
  },
})

const VersionStatuses = { STANDARD: 'standard', SUPERSEDED: 'superseded', DRAFT: 'draft' } as const

registerEnumType(VersionStatuses, {
  name: 'IndicatorVersionStatus',
  description: 'Standing of one version of an indicator.',
  valuesConfig: {
    STANDARD: { description: 'The agreed method.' },
    SUPERSEDED: { description: 'Was the agreed method; a later version took over.' },
    DRAFT: { description: 'Proposed; no figure is served by it.' },
  },
})

@ObjectType('NormalForm', {
  description: 'A formula as factor x numerator / denominator, the parts every figure is served with. Open to every caller.',
})
export class NormalForm {
  @Field(() => String, { description: 'Exact number, for example 100 or 1/60.' })
  readonly factor: string

  @Field(() => String, { description: 'What is divided, in measure codes.' })
  readonly numerator: string

  @Field(() => String, { description: 'What it is divided by, in measure codes; 1 when there is no division.' })
  readonly denominator: string

  @Field(() => [String], { description: 'Codes of the measures it uses, in the order of the formula.' })
  readonly measures: readonly string[]
}

@ObjectType('ScopeItem', { description: 'A fixed filter on one dimension. Open to every caller.' })
export class ScopeItem {
  @Field(() => String, { description: 'Name of the dimension.' })
  readonly dimension: string

  @Field(() => String, { description: 'Code of the item it is fixed to.' })
  readonly item: string
}

@ObjectType('IndicatorVersion', {
  description: 'One dated formula of an indicator; versions follow each other and do not overlap. Open to every caller.',
})
export class IndicatorVersion {
  @Field(() => String, { description: 'Name of the version, unique within the indicator.' })
  readonly version: string

  @Field(() => VersionStatuses, { description: 'Its standing.' })
  readonly status: DomainVersion['status']

  @Field(() => LocalDate, { description: 'First day in force, inclusive.' })
  readonly effectiveFrom: string

  @Field(() => LocalDate, { nullable: true, description: 'Last day in force, inclusive; null: no successor yet.' })
  readonly effectiveTo: string | null

  @Field(() => String, { description: 'The formula as published, in measure codes.' })
  readonly formula: string

  @Field(() => NormalForm, { description: 'The same formula as factor x numerator / denominator.' })
  readonly normalForm: NormalForm

  @Field(() => String, { nullable: true, description: 'Why it is defined so, in Korean; null when not recorded.' })
  readonly whyKo: string | null

  @Field(() => String, { nullable: true, description: 'Why it is defined so, in English; null when not recorded.' })
  readonly whyEn: string | null
}

@ObjectType('IndicatorVariant', { description: 'Another method in use beside the standard one. Open to every caller.' })
export class IndicatorVariant {
  @Field(() => String, { description: 'Code of the variant, unique within the indicator.' })
  readonly variant: string

  @Field(() => String, { nullable: true, description: 'Its own unit; null: the unit of the indicator.' })
  readonly unit: string | null

  @Field(() => String, { description: 'The formula as published, in measure codes.' })
  readonly formula: string

  @Field(() => NormalForm, { description: 'The same formula as factor x numerator / denominator.' })
  readonly normalForm: NormalForm

  @Field(() => String, { description: 'Where it is used and how it differs, in Korean.' })
  readonly whyKo: string

  @Field(() => String, { description: 'Where it is used and how it differs, in English.' })
  readonly whyEn: string
}

@Directive('@key(fields: "code")')
@ObjectType('Indicator', {
  description: 'A derived figure: what is asked of the measures, by an agreed and dated formula. Open to every caller.',
})
export class Indicator {
  @Field(() => ID, { description: 'Code of the indicator, for example response_rate.' })
  readonly code: string

  @Field(() => String, { description: 'Group it is listed under.' })
  readonly group: string

  @Field(() => String, { description: 'Name in Korean.' })
  readonly nameKo: string

  @Field(() => String, { description: 'Name in English.' })
  readonly nameEn: string

  @Field(() => String, { description: 'Code of the unit its values come in, for example percent.' })
  readonly unit: string

  @Field(() => Int, { description: 'Decimals its values are rounded to, once, half-even.' })
  readonly scale: number

  @Field(() => Directions, { description: 'Which way is better.' })
  readonly direction: DomainIndicator['direction']

  @Field(() => [ScopeItem], { description: 'Filters put on every measure of the formula that has the dimension; empty: none.' })
  readonly scope: readonly ScopeItem[]

  @Field(() => [String], { description: 'Dimensions of which one item must be asked for at a time; empty: none.' })
  readonly requiresSingle: readonly string[]

  @Field(() => [IndicatorVersion], { description: 'Its versions, earliest first.' })
  readonly versions: readonly IndicatorVersion[]

  @Field(() => [IndicatorVariant], { description: 'Other methods in use; empty: none known.' })
  readonly variants: readonly IndicatorVariant[]

  @Field(() => String, { description: 'What to mind when reading it, in Korean; may be empty.' })
  readonly noteKo: string

  @Field(() => String, { description: 'What to mind when reading it, in English; may be empty.' })
  readonly noteEn: string

  @Field(() => Accesses, { description: 'Who may see its values; restricted when one of its measures is.' })
  readonly access: DomainIndicator['access']
}
