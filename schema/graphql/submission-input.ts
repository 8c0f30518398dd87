import { Field, InputType, Int, registerEnumType } from 'type-graphql'
import type { Cell as CellValue } from '../domain/submissions/submission.js'
import { Cell } from './scalars/cell.js'

export const SubmissionMode = { PARTIAL: 'PARTIAL', ATOMIC: 'ATOMIC' } as const
registerEnumType(SubmissionMode, {
  name: 'SubmissionMode',
  description: 'What one doubtful row does to the others (S12).',
  valuesConfig: {
    PARTIAL: { description: 'Good rows land; doubtful rows wait in quarantine, impossible ones are rejected.' },
    ATOMIC: { description: 'All rows land or none: one rejected or quarantined row refuses the batch.' },
  },
})

export const SubmissionStrategy = { MERGE: 'MERGE', REPLACE_SCOPE: 'REPLACE_SCOPE', RETRACT: 'RETRACT' } as const
registerEnumType(SubmissionStrategy, {
  name: 'SubmissionStrategy',
  description: 'What becomes of values that the batch does not name (S13).',
  valuesConfig: {
    MERGE: { description: 'They stay.' },
    REPLACE_SCOPE: { description: 'Those of the scope are retracted: the batch is all there is for that center, period and measure set.' },
    RETRACT: { description: 'They stay; the keys that the batch names are retracted. Rows carry no value, and a reason is required.' },
  },
})

@InputType({ description: 'A dimension and its item, by code, label or known synonym.' })
export class DimensionItemInput {
  @Field(() => Cell, { nullable: true, description: 'Name of the dimension: hour, 시간대.' })
  dimension?: CellValue

  @Field(() => Cell, { nullable: true, description: 'Item of its codelist; all or 전체 is the same as leaving the dimension out.' })
  item?: CellValue
}

@InputType({ description: 'One value. Every field takes any JSON value; what cannot be accepted costs its row, never the batch.' })
export class RowInput {
  @Field(() => Cell, { nullable: true, description: 'Center the file names for itself. It grants nothing: a foreign one rejects the row.' })
  center?: CellValue

  @Field(() => Cell, { nullable: true, description: 'Measure by code, label or known synonym.' })
  measure?: CellValue

  @Field(() => Cell, { nullable: true, description: 'Unit by code or label; null is the unit of the measure, with a note.' })
  unit?: CellValue

  @Field(() => Cell, { nullable: true, description: 'day, month, quarter, half or year; null is the frequency of the measure.' })
  periodType?: CellValue

  @Field(() => Cell, {
    nullable: true,
    description: 'First day of the period in Korea, 2026-11-19; or an instant with zone for an hourly value.',
  })
  periodStart?: CellValue

  @Field(() => [DimensionItemInput], {
    nullable: true,
    description: 'Items that make the value a part of the total; null or empty for a total.',
  })
  dimensions?: DimensionItemInput[] | null

  @Field(() => Cell, {
    nullable: true,
    description: 'A number or its text; null only with a status that carries a missing reason. Zero is a number.',
  })
  value?: CellValue

  @Field(() => Cell, {
    nullable: true,
    description:
      'Code or label of obs_status; null is provisional for a row with a number, special_event on a day of an emergency declared for the center.',
  })
  status?: CellValue

  @Field(() => Int, { nullable: true, description: 'Line of your own file, echoed in the receipt.' })
  sourceRow?: number | null
}

@InputType({
  description: 'Many values of one measure in columns. Lists of different lengths reject every row of the series (SERIES_SHAPE).',
})
export class SeriesInput {
  @Field(() => Cell, {
    nullable: true,
    description: 'Center the file names for itself. It grants nothing: a foreign one rejects the rows.',
  })
  center?: CellValue

  @Field(() => Cell, { nullable: true, description: 'Measure by code, label or known synonym.' })
  measure?: CellValue

  @Field(() => Cell, { nullable: true, description: 'Unit by code or label; null is the unit of the measure, with a note.' })
  unit?: CellValue

  @Field(() => Cell, { nullable: true, description: 'day, month, quarter, half or year; null is the frequency of the measure.' })
  periodType?: CellValue

  @Field(() => Cell, { nullable: true, description: 'First day of the period for all values, unless periodStart is an axis.' })
  periodStart?: CellValue

  @Field(() => [DimensionItemInput], { nullable: true, description: 'Items that are the same for every value.' })
  fixed?: DimensionItemInput[] | null

  @Field(() => [String], { nullable: true, description: 'Names of the varying dimensions, or periodStart.' })
  axes?: string[] | null

  @Field(() => [[Cell]], { nullable: 'itemsAndList', description: 'One list per axis, each as long as values.' })
  items?: (CellValue[] | null)[] | null

  @Field(() => [Cell], { nullable: 'items', description: 'The values, as in RowInput.value.' })
  values: CellValue[]

  @Field(() => [Cell], { nullable: 'itemsAndList', description: 'Codes of obs_status: one per value, one for all, or none.' })
  status?: CellValue[] | null

  @Field(() => [Int], { nullable: true, description: 'Lines of your own file, one per value, echoed in the receipt.' })
  sourceRows?: number[] | null
}

@InputType({ description: 'What REPLACE_SCOPE replaces: the measures of a set in one period of the calling center.' })
export class ReplaceScopeInput {
  @Field(() => String, { description: 'Code of the measure set named in the agreement: nightly.' })
  measureSet: string

  @Field(() => String, { description: 'day, month, quarter, half or year.' })
  periodType: string

  @Field(() => String, { description: 'First day of the period, 2026-11-19.' })
  periodStart: string
}

@InputType({
  description: 'A parameter your center really used. One that differs from the definition keeps the rows out of standard figures (S5).',
})
export class DeclaredParameterInput {
  @Field(() => String, { description: 'Name in the edition: short_abandon_threshold_seconds.' })
  name: string

  @Field(() => Cell, { nullable: true, description: 'Its value: 5.' })
  value?: CellValue
}

@InputType({ description: 'Statistics handed in by the calling center. Up to 250,000 values in columns or 100,000 rows, 32 MB.' })
export class SubmitStatisticsInput {
  @Field(() => String, {
    nullable: true,
    description: 'Required: same key and same content give the first receipt again, other content is IDEMPOTENCY_KEY_REUSED.',
  })
  idempotencyKey?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Standard edition the file declares; standard names are exact then. Null for a file in local words.',
  })
  edition?: string | null

  @Field(() => SubmissionMode, { defaultValue: SubmissionMode.PARTIAL, description: 'What one doubtful row does to the others.' })
  mode: 'PARTIAL' | 'ATOMIC'

  @Field(() => SubmissionStrategy, {
    defaultValue: SubmissionStrategy.MERGE,
    description: 'What becomes of values the batch does not name.',
  })
  strategy: 'MERGE' | 'REPLACE_SCOPE' | 'RETRACT'

  @Field(() => ReplaceScopeInput, { nullable: true, description: 'Required with REPLACE_SCOPE, and only there.' })
  scope?: ReplaceScopeInput | null

  @Field(() => String, {
    nullable: true,
    description: 'Required with RETRACT: why the values are taken back. Up to 500 characters, no personal data.',
  })
  reason?: string | null

  @Field(() => Cell, {
    nullable: true,
    description: 'Center the file names for itself. It grants nothing: a foreign one rejects the rows.',
  })
  center?: CellValue

  @Field(() => [DeclaredParameterInput], { nullable: true, description: 'Parameters your center really used.' })
  parameters?: DeclaredParameterInput[] | null

  @Field(() => [RowInput], { nullable: true, description: 'Values row by row.' })
  rows?: RowInput[] | null

  @Field(() => [SeriesInput], { nullable: true, description: 'Values in columns; row numbers go on after those of rows.' })
  series?: SeriesInput[] | null

  @Field(() => String, {
    nullable: true,
    description: 'One id for the several submissions of one large upload; each has its own key and receipt.',
  })
  uploadId?: string | null

  @Field(() => Boolean, { defaultValue: false, description: 'Does everything and keeps nothing; the receipt has the hash to commit with.' })
  dryRun: boolean

  @Field(() => String, {
    nullable: true,
    description: 'Hash of a dry run: if anything it was based on has changed since, the answer is STALE_DRY_RUN.',
  })
  dryRunHash?: string | null
}
