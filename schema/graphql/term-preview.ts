import { Field, Int, ObjectType, registerEnumType } from 'type-graphql'
import { FigureMove, FigureMoveCounts } from './definition-impact.js'
import { LocalDate } from './scalars/local-date.js'
import { TouchedMeasure } from './term-decision.js'

const RowMoves = { LANDED: 'landed', SUPERSEDED: 'superseded', HELD_AGAIN: 'heldAgain' } as const
registerEnumType(RowMoves, {
  name: 'TermRowMove',
  description: 'What a decision about a word would do with a row.',
  valuesConfig: {
    LANDED: { description: 'It would land; after HELD_AGAIN, with another reading.' },
    SUPERSEDED: { description: 'It would be settled without a value: a later one stands for its key.' },
    HELD_AGAIN: { description: 'Its value would be taken out of the figures, and it would go on waiting.' },
  },
})

@ObjectType({ description: 'A row that a decision would move. Seen by stewards.' })
class TermRow {
  @Field(() => RowMoves, { description: 'What would become of it.' })
  readonly outcome: 'landed' | 'superseded' | 'heldAgain'

  @Field(() => LocalDate, { nullable: true, description: 'First day of its period; null where that cannot be read.' })
  readonly periodStart: string | null

  // Text and not Decimal, whose 40 characters a number as it came may pass.
  @Field(() => String, { nullable: true, description: 'Its number as it came, in whatever unit; null where it is none.' })
  readonly rawNumber: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Code of the measure or reported rate that it would be read as; null unless it would land.',
  })
  readonly measure: string | null

  @Field(() => String, {
    nullable: true,
    description:
      'Its number as it would land, converted into the unit of the measure; null unless it would land, or for a status without a number.',
  })
  readonly value: string | null

  @Field(() => Int, { nullable: true, description: 'Line of the file it came in; null when none was given.' })
  readonly sourceRow: number | null
}

@ObjectType({ description: 'What a decision about a word would do. Nothing is decided by asking. Seen by stewards.' })
export class MappingPreview {
  @Field(() => String, {
    description: 'Give it to the decision or the undo as previewHash: it is refused if what this rests on has changed.',
  })
  readonly hash: string

  @Field(() => Boolean, {
    description:
      'Whether another steward would have to agree; what is shown is as it stands after both. Of an undo it is what the undo does at once: what waits for the other does not move yet.',
  })
  readonly needsReview: boolean

  @Field(() => Int, { description: 'Rows that would land.' })
  readonly landed: number

  @Field(() => Int, { description: 'Rows that would be put into quarantine again, to be read anew.' })
  readonly heldAgain: number

  @Field(() => Int, { description: 'Rows for whose key a later value stands.' })
  readonly superseded: number

  @Field(() => Int, { description: 'Rows held by the same rules that would land by themselves.' })
  readonly freed: number

  @Field(() => Int, { description: 'Rows of the word that would go on waiting.' })
  readonly stillHeld: number

  @Field(() => Int, { description: 'Rows beyond the first 20,000, which a job would read afterwards: nothing here tells of them.' })
  readonly toCome: number

  @Field(() => [TouchedMeasure], { description: 'Measures whose values would move.' })
  readonly touched: readonly TouchedMeasure[]

  @Field(() => [TermRow], { description: 'The rows, by day; as many as `first` says.' })
  readonly rows: readonly TermRow[]

  @Field(() => FigureMoveCounts, { description: 'Figures compared, of the center and of all centers together.' })
  readonly counts: FigureMoveCounts

  @Field(() => [FigureMove], {
    description: 'The figures that would move; as many as `first` says. A center of null is all centers together.',
  })
  readonly moves: readonly FigureMove[]

  @Field(() => Boolean, { description: 'Whether more would move than are listed.' })
  readonly hasMoreMoves: boolean
}
