import { Field, Int, ObjectType } from 'type-graphql'
import type { FigureQuality as DomainQuality } from '../domain/figures/figure.js'

@ObjectType({
  description:
    'How many values of a figure have a quality that a reader must not take for granted, as obs_status of the edition has it. Seen by whoever sees the figure.',
})
export class FigureQuality implements DomainQuality {
  @Field(() => String, {
    description:
      'ESTIMATED, IMPUTED, BREAK, SPECIAL_EVENT or another quality of obs_status, never NORMAL or PROVISIONAL; NOT_KNOWN: the status was not kept with the sum.',
  })
  readonly quality: string

  @Field(() => Int, { description: 'Rows with it that the figure adds or subtracts, over all measures of the formula.' })
  readonly values: number
}
