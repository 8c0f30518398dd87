import { Field, Int, ObjectType } from 'type-graphql'
import type { HeldVolume } from '../domain/figures/figure.js'
import { Decimal } from './scalars/decimal.js'

@ObjectType({
  description:
    'What share of the volume of a figure waits in quarantine for words that may lead to it, by what the edition and proposals say they may mean. Of several counted measures in a formula the one of which most waits.',
})
export class FigureHeldVolume implements HeldVolume {
  @Field(() => Decimal, { description: 'In percent of what was served and what waits together, one decimal, half to even.' })
  readonly percent: string

  @Field(() => Decimal, { description: 'What waits, in the unit of the measure as far as that is known before the word is settled.' })
  readonly volume: string

  @Field(() => Int, { description: 'How many words it waits for.' })
  readonly words: number

  @Field(() => String, { description: 'One sentence, in Korean.' })
  readonly textKo: string

  @Field(() => String, { description: 'The same in English.' })
  readonly textEn: string
}
