import { Field, ObjectType, registerEnumType } from 'type-graphql'
import type { ChangedAspect } from '../domain/statistics/definition-change.js'

const Aspects: { readonly [A in ChangedAspect]: A } = {
  FORMULA: 'FORMULA',
  NUMERATOR: 'NUMERATOR',
  DENOMINATOR: 'DENOMINATOR',
  FACTOR: 'FACTOR',
  PARAMETER: 'PARAMETER',
  NAME: 'NAME',
  WORDING: 'WORDING',
  UNIT: 'UNIT',
  SCALE: 'SCALE',
  ADDITIVITY: 'ADDITIVITY',
  DIMENSIONS: 'DIMENSIONS',
  RULES: 'RULES',
  LIMITS: 'LIMITS',
  VARIANTS: 'VARIANTS',
  DATES: 'DATES',
  REASON: 'REASON',
}
registerEnumType(Aspects, {
  name: 'DefinitionAspect',
  description: 'What part of a definition a change is about.',
  valuesConfig: {
    FORMULA: { description: 'The formula as a whole: both give the same result.' },
    NUMERATOR: { description: 'What is divided.' },
    DENOMINATOR: { description: 'What it is divided by.' },
    FACTOR: { description: 'What the fraction is multiplied by.' },
    PARAMETER: { description: 'A threshold or other parameter of a measure.' },
    NAME: { description: 'A name.' },
    WORDING: { description: 'The definition in words.' },
    UNIT: { description: 'Unit or kind.' },
    SCALE: { description: 'Decimals.' },
    ADDITIVITY: { description: 'How values combine.' },
    DIMENSIONS: { description: 'Dimensions, breakdowns or scope.' },
    RULES: { description: 'A rule that values are checked by.' },
    LIMITS: { description: 'Who may see it, and what values are taken.' },
    VARIANTS: { description: 'Other methods.' },
    DATES: { description: 'Days in force, or how often it is sent.' },
    REASON: { description: 'Why it was changed, as its author says.' },
  },
})

@ObjectType({ description: 'One difference of two definitions, in plain words. Open to every caller.' })
class DefinitionChange {
  @Field(() => Aspects, { description: 'What it is about.' })
  readonly aspect: ChangedAspect

  @Field(() => String, { description: 'The difference in Korean.' })
  readonly messageKo: string

  @Field(() => String, { description: 'The difference in English.' })
  readonly messageEn: string

  @Field(() => String, { nullable: true, description: 'What it was; null where there was nothing.' })
  readonly before: string | null

  @Field(() => String, { nullable: true, description: 'What it is; null where there is nothing any more.' })
  readonly after: string | null
}

@ObjectType({ description: 'What is different about two definitions of one code. Open to every caller; drafts to administrators.' })
export class DefinitionDiff {
  @Field(() => String, { description: 'Code of the indicator or measure.' })
  readonly code: string

  @Field(() => String, { description: 'Version of the indicator, or edition of the measure, that it is compared with.' })
  readonly from: string

  @Field(() => String, { description: 'Version of the indicator, or edition or draft of the measure.' })
  readonly to: string

  @Field(() => [DefinitionChange], { description: 'Every difference, the formula first.' })
  readonly changes: readonly DefinitionChange[]
}
