import { Field, Int, ObjectType } from 'type-graphql'
import type {
  Coverage as DomainCoverage,
  Figure as DomainFigure,
  FigureBreak as DomainBreak,
  FigureChange as DomainChange,
  FigureItem,
  FigureMark as Mark,
  FigurePart as DomainPart,
  FigurePercentile as DomainPercentile,
  FigureQuality as DomainQuality,
  HeldVolume,
  NullReason,
} from '../domain/figures/figure.js'
import type { Grain } from '../domain/figures/grain.js'
import type { Issue as DomainIssue } from '../domain/issue.js'
import { Coverage } from './coverage.js'
import { FigureChange } from './figure-change.js'
import { FigureMark, FigureReason } from './figure-enums.js'
import { FigureQuality } from './figure-quality.js'
import { Grains } from './grain.js'
import { FigureHeldVolume } from './held-volume.js'
import { Issue } from './issue.js'
import { DateTime } from './scalars/date-time.js'
import { Decimal } from './scalars/decimal.js'
import { LocalDate } from './scalars/local-date.js'
import { DimensionItem } from './submission-receipt.js'

@ObjectType({ description: 'What one measure of a formula adds up to over the cells of a figure.' })
class FigurePart implements DomainPart {
  @Field(() => String, { description: 'Code of the measure.' })
  readonly measure: string

  @Field(() => Decimal, { description: 'In the unit of the measure, up to six decimals.' })
  readonly value: string
}

@ObjectType({ description: 'Where the definition of a series changes: figures before and after are not to be compared.' })
class FigureBreak implements DomainBreak {
  @Field(() => LocalDate, { description: 'First day of the new version.' })
  readonly date: string

  @Field(() => String, { description: 'Version before.' })
  readonly fromVersion: string

  @Field(() => String, { description: 'Version from then on.' })
  readonly toVersion: string

  @Field(() => String, { nullable: true, description: 'Why it changed, in Korean; null where the edition gives no reason.' })
  readonly whyKo: string | null

  @Field(() => String, { nullable: true, description: 'The same in English.' })
  readonly whyEn: string | null
}

@ObjectType({
  description:
    'Where a percentile of a distribution lies: the band of the merged counts that reaches it. No value inside a band is guessed.',
})
class FigurePercentile implements DomainPercentile {
  @Field(() => Int, { description: 'The percentile, 1 to 99.' })
  readonly percent: number

  @Field(() => String, { description: 'Code of the band.' })
  readonly band: string

  @Field(() => String, { description: 'Its name in Korean.' })
  readonly nameKo: string

  @Field(() => String, { description: 'Its name in English.' })
  readonly nameEn: string

  @Field(() => Int, { nullable: true, description: 'The band is over this many seconds; null for the lowest.' })
  readonly over: number | null

  @Field(() => Int, { nullable: true, description: 'And up to this many; null for the highest.' })
  readonly upTo: number | null

  @Field(() => Decimal, { description: 'What the bands add up to; less than the value where a day came without its bands.' })
  readonly of: string
}

@ObjectType({
  description:
    'One figure: factor x numerator / denominator over the cells that coverage counts, rounded once, half to even. Seen by every role; restricted ones by their own center.',
})
export class Figure implements Omit<DomainFigure, 'kind'> {
  @Field(() => String, { description: 'Code of the indicator or measure.' })
  readonly code: string

  @Field(() => String, { description: 'Korean name.' })
  readonly nameKo: string

  @Field(() => String, { description: 'English name.' })
  readonly nameEn: string

  @Field(() => String, {
    nullable: true,
    description: 'Version of the indicator; null for measures, variants and before the first version.',
  })
  readonly version: string | null

  @Field(() => String, { nullable: true, description: 'Variant whose formula and unit answer, not the standard; null for the standard.' })
  readonly variant: string | null

  @Field(() => String, { description: 'Code of the unit of the value.' })
  readonly unit: string

  @Field(() => Int, { nullable: true, description: 'Decimals of the value; null for measures, which have up to six.' })
  readonly scale: number | null

  @Field(() => String, { nullable: true, description: 'Code of the center; null for a figure over several.' })
  readonly center: string | null

  @Field(() => String, { nullable: true, description: 'Code of the region; null unless a region was asked for.' })
  readonly region: string | null

  @Field(() => Grains, { nullable: true, description: 'What was asked by; null for one figure over the range.' })
  readonly periodType: Grain | null

  @Field(() => LocalDate, { description: 'First day the figure is about.' })
  readonly from: string

  @Field(() => LocalDate, { description: 'Last day, itself included.' })
  readonly to: string

  @Field(() => [DimensionItem], { description: 'Items it is grouped by; empty for none, and where nothing was there to group.' })
  readonly dimensions: readonly FigureItem[]

  @Field(() => Decimal, { nullable: true, description: 'In `unit`, with `scale` decimals; null where `reason` says why.' })
  readonly value: string | null

  @Field(() => Decimal, {
    nullable: true,
    description: 'Sum above the line, without the factor, up to six decimals; null without a value of its own.',
  })
  readonly numerator: string | null

  @Field(() => Decimal, { nullable: true, description: 'Sum below the line; null where the formula does not divide.' })
  readonly denominator: string | null

  @Field(() => String, { nullable: true, description: 'Factor of the formula: 100, or 1/3 where no decimal is exact.' })
  readonly factor: string | null

  @Field(() => [FigurePart], { description: 'What each measure of the formula adds up to.' })
  readonly parts: readonly DomainPart[]

  @Field(() => String, { nullable: true, description: 'The arithmetic: 100 x 14802 / 15420.' })
  readonly formula: string | null

  @Field(() => FigureReason, { nullable: true, description: 'Why there is no value; null where there is one.' })
  readonly reason: NullReason | null

  @Field(() => [FigureMark], { description: 'What else to know.' })
  readonly marks: readonly Mark[]

  @Field(() => [FigureQuality], {
    description:
      'How many of its values are estimated, imputed, from a special event or otherwise not ordinary: a break first, then the least sure. Empty where all are ordinary, and without a value of its own.',
  })
  readonly qualities: readonly DomainQuality[]

  @Field(() => FigureBreak, { nullable: true, description: 'The change of definition where the mark BREAK stands; null elsewhere.' })
  readonly break: DomainBreak | null

  @Field(() => [String], {
    description: 'Tables it was summed from, by their dimensions (channel,hour); empty where asked values stand themselves.',
  })
  readonly derivedFrom: readonly string[]

  @Field(() => [FigurePercentile], { description: 'Percentiles asked for, of a distribution; empty for every other figure.' })
  readonly percentiles: readonly DomainPercentile[]

  @Field(() => [FigureChange], {
    description: 'The figure held against other periods, in the order asked; empty where none was asked for.',
  })
  readonly changes: readonly DomainChange[]

  @Field(() => Coverage, { description: 'What it rests on, and what is not in it.' })
  readonly coverage: DomainCoverage

  @Field(() => FigureHeldVolume, {
    nullable: true,
    description:
      'What share of its volume waits for words nobody has decided about; of a figure about items of one dimension, for words that may be one of them. Null where none does, by hour, by items of several dimensions, and where it is withheld.',
  })
  readonly heldVolume: HeldVolume | null

  @Field(() => [Issue], { description: 'Warnings and notes, in Korean and English.' })
  readonly issues: readonly DomainIssue[]
}

@ObjectType({ description: 'A page of figures, by indicator or measure, center or region, items and time.' })
export class FigureConnection {
  @Field(() => [Figure], { description: 'The figures of the page.' })
  nodes: readonly Figure[]

  @Field(() => String, { nullable: true, description: 'Cursor for the next page; null on an empty page.' })
  endCursor: string | null

  @Field(() => Boolean, { description: 'Whether there are more.' })
  hasNextPage: boolean

  @Field(() => Int, { description: 'Figures of the whole question.' })
  totalCount: number

  @Field(() => String, { description: 'Code of the edition they rest on.' })
  edition: string

  @Field(() => DateTime, {
    description:
      'Instant of the answer: what was accepted until then is in it. The same question as of it has the same answer for ever (S25).',
  })
  asOf: string
}
