import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import type { NullReason } from '../domain/figures/figure.js'
import type { RowUse } from '../domain/figures/use-of-row.js'
import type { PeriodType } from '../domain/period.js'
import type { Additivity as AdditivityValue } from '../domain/statistics/measure.js'
import { FigureReason } from './figure-enums.js'
import { Figure } from './figure.js'
import { Combinations } from './measure.js'
import { PeriodTypes } from './period-type.js'
import { DateTime } from './scalars/date-time.js'
import { Decimal } from './scalars/decimal.js'
import { LocalDate } from './scalars/local-date.js'
import { DimensionItem } from './submission-receipt.js'

const FigureRowUse: { readonly [K in RowUse]: K } = {
  ADDED: 'ADDED',
  SUBTRACTED: 'SUBTRACTED',
  UNCOUNTED: 'UNCOUNTED',
  LEFT_OUT: 'LEFT_OUT',
}
registerEnumType(FigureRowUse, {
  name: 'FigureRowUse',
  description: 'How a row takes part in a figure.',
  valuesConfig: {
    ADDED: { description: 'Its value is in the figure.' },
    SUBTRACTED: { description: 'Its value is in a total that was sent, and taken off again: the council counts it once elsewhere (S3).' },
    UNCOUNTED: { description: 'Its item does not count in the total asked for (S3).' },
    LEFT_OUT: { description: 'Not in the figure; `reason` says why, `lacking` for want of what.' },
  },
})

@ObjectType({ description: 'The definition a figure was made by.' })
export class FigureDefinition {
  @Field(() => String, { nullable: true, description: 'Version of the indicator; null for a measure by itself.' })
  version: string | null

  @Field(() => String, { description: 'The formula as it was published; the code of a measure by itself.' })
  formula: string

  @Field(() => LocalDate, { description: 'First day in force.' })
  effectiveFrom: string

  @Field(() => LocalDate, { nullable: true, description: 'Last day in force; null while there is no successor.' })
  effectiveTo: string | null

  @Field(() => String, { nullable: true, description: 'What it says, in Korean; null where the edition says nothing.' })
  textKo: string | null

  @Field(() => String, { nullable: true, description: 'The same in English.' })
  textEn: string | null
}

@ObjectType({ description: 'A table that values of a measure were taken from (S3).' })
class FigureTable {
  @Field(() => [String], { description: 'Its dimensions; empty for totals that were sent.' })
  dimensions: readonly string[]

  @Field(() => Boolean, { description: 'Whether its rows were summed, because the asked values themselves were not sent.' })
  isDerived: boolean

  @Field(() => Int, { description: 'Periods taken from it, over all centers.' })
  periods: number

  @Field(() => Int, { description: 'Centers.' })
  centers: number
}

@ObjectType({ description: 'What one center brings to a part of a figure.' })
class FigureCenterPart {
  @Field(() => String, { description: 'Code of the center.' })
  center: string

  @Field(() => Decimal, {
    nullable: true,
    description: 'Sum of its values: of the amounts of its rows. Null where it may rest on too few for the caller.',
  })
  sum: string | null

  @Field(() => Int, { description: 'Periods with a value.' })
  periods: number

  @Field(() => Decimal, {
    nullable: true,
    description: 'What the sum is combined to over time, up to six decimals; null where the measure does not apply, or as the sum.',
  })
  value: string | null
}

@ObjectType({ description: 'What one measure of the formula rests on.' })
export class FigureMeasure {
  @Field(() => String, { description: 'Code of the measure.' })
  measure: string

  @Field(() => String, { description: 'Korean name.' })
  nameKo: string

  @Field(() => String, { description: 'English name.' })
  nameEn: string

  @Field(() => String, { description: 'Code of its unit.' })
  unit: string

  @Field(() => Decimal, { nullable: true, description: 'The part served with the figure; null where the figure has none.' })
  value: string | null

  @Field(() => Boolean, { description: 'True for days that the hub counts itself: there are no rows.' })
  isCounted: boolean

  @Field(() => Combinations, { description: 'How its values are combined over time.' })
  overTime: AdditivityValue

  @Field(() => Combinations, { description: 'How its values are combined over centers; inside formulas they are added.' })
  overCenters: AdditivityValue

  @Field(() => [FigureTable], { description: 'Tables its values were taken from, of the rows the caller may see and of others.' })
  tables: readonly FigureTable[]

  @Field(() => [FigureCenterPart], { description: 'Center by center, those that have any cell in the figure; empty where it has none.' })
  centers: readonly FigureCenterPart[]
}

@ObjectType({
  description:
    'A value behind a figure, or a place where one was looked for. The amounts of all rows of a measure and center add up to the sum.',
})
export class FigureRow {
  @Field(() => String, { description: 'Code of the measure.' })
  measure: string

  @Field(() => String, { description: 'Code of the center.' })
  center: string

  @Field(() => PeriodTypes, { description: 'Period type.' })
  periodType: PeriodType

  @Field(() => LocalDate, { description: 'First day of the period.' })
  periodStart: string

  @Field(() => [DimensionItem], {
    description: 'Items; empty for a total, and where nothing stands. An item that nobody knows is left out.',
  })
  dimensions: readonly DimensionItem[]

  @Field(() => FigureRowUse, { description: 'How it takes part.' })
  use: RowUse

  @Field(() => Decimal, {
    nullable: true,
    description:
      'What it adds to the sum, negative where it is subtracted; null where it adds nothing. In a figure over centers a baseline adds its value less what leaves it there (S3).',
  })
  amount: string | null

  @Field(() => FigureReason, { nullable: true, description: 'Why it is left out; null otherwise, and where its day has not ended yet.' })
  reason: NullReason | null

  @Field(() => [String], { description: 'Measures for want of which a value that stands is left out (S17).' })
  lacking: readonly string[]

  @Field(() => Decimal, { nullable: true, description: 'The value as it stands; null without one.' })
  value: string | null

  @Field(() => Boolean, {
    description: 'Whether the value rests on too few for anyone but its center: value and amount are null then (S24).',
  })
  isWithheld: boolean

  @Field(() => String, { nullable: true, description: 'Code of obs_status; null where nothing stands.' })
  status: string | null

  @Field(() => String, { nullable: true, description: 'Quality of the value; null without one.' })
  quality: string | null

  @Field(() => Int, { nullable: true, description: 'Revision, from 1; null where nothing stands.' })
  revision: number | null

  @Field(() => DateTime, { nullable: true, description: 'When this revision was recorded; null where nothing stands.' })
  recordedAt: string | null

  @Field(() => ID, { nullable: true, description: 'Receipt it came with; null where nothing stands, or the caller may not read it.' })
  submission: string | null

  @Field(() => Int, {
    nullable: true,
    description:
      'Its row in that submission, from 0, as the receipt numbers rows; null where no row brought it, where it was stored before hub120 kept it, or the caller may not read the receipt.',
  })
  rowIndex: number | null

  @Field(() => Int, { nullable: true, description: 'Line of the file it came in; null where the sender named none, or as `rowIndex`.' })
  sourceRow: number | null

  @Field(() => String, {
    nullable: true,
    description: 'Edition by whose words and units it was judged; null where nothing stands, or the caller may not read the receipt.',
  })
  edition: string | null

  @Field(() => String, { nullable: true, description: 'Word it was sent under, where it was not the code.' })
  label: string | null

  @Field(() => Boolean, {
    description:
      'Whether its word was understood by the hub alone: through a synonym that the center has not confirmed, or by a mapping that no person had confirmed by then. A confirmation makes no revision and is told from its instant on.',
  })
  isProvisionalMapping: boolean

  @Field(() => String, { nullable: true, description: 'Value as it was sent, where a unit was converted.' })
  rawValue: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Unit as it was sent, where it differs; empty where none was sent and it was assumed (S5).',
  })
  rawUnit: string | null

  @Field(() => String, { nullable: true, description: 'Factor from the sent unit to the unit of the measure: 60, 1/3600.' })
  unitFactor: string | null

  @Field(() => [ID], {
    description:
      "Versions of the center's own mappings by which its words were read; empty where the edition settled them, or the words are not for the caller.",
  })
  mappingVersions: readonly string[]

  @Field(() => Boolean, { description: 'Whether a row waits in quarantine under its key.' })
  pendingRevision: boolean

  @Field(() => [ID], { description: 'Rows that wait under its key; empty where the caller may not read them.' })
  heldRows: readonly string[]
}

@ObjectType({
  description:
    'One figure with everything it rests on, and a page of the rows behind it: by measure, center, period and items. A center sees its own rows; analysts and administrators those of open measures.',
})
export class FigureExplanation {
  @Field(() => Figure, { description: 'The figure, as `figures` gives it.' })
  figure: Figure

  @Field(() => FigureDefinition, { nullable: true, description: 'What it was made by; null before the first version.' })
  definition: FigureDefinition | null

  @Field(() => [FigureMeasure], { description: 'The measures of its formula.' })
  measures: readonly FigureMeasure[]

  @Field(() => [String], { description: 'Centers whose rows are behind it and are not for the caller to see.' })
  hiddenCenters: readonly string[]

  @Field(() => String, { description: 'Code of the edition it rests on.' })
  edition: string

  @Field(() => DateTime, { description: 'Instant of the answer: what was accepted until then is in it.' })
  asOf: string

  @Field(() => [FigureRow], { description: 'The rows of the page.' })
  nodes: readonly FigureRow[]

  @Field(() => String, { nullable: true, description: 'Cursor for the next page; null on an empty page.' })
  endCursor: string | null

  @Field(() => Boolean, { description: 'Whether there are more.' })
  hasNextPage: boolean
}
