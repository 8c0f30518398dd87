import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql'
import type { PeriodType } from '../domain/period.js'
import type { Cell as CellValue } from '../domain/submissions/submission.js'
import { HeldRowState, type HeldRowStateValue } from './held-row-state.js'
import { Issue } from './issue.js'
import { PeriodTypes } from './period-type.js'
import { Refused } from './refused.js'
import { Cell } from './scalars/cell.js'
import { DateTime } from './scalars/date-time.js'
import { LocalDate } from './scalars/local-date.js'
import { DimensionItem } from './submission-receipt.js'

@ObjectType({ description: 'A row in quarantine. Seen by its center and by administrators, and by stewards where it waits for a word.' })
export class HeldRow {
  @Field(() => ID, { description: 'Id to resolve it by.' })
  id: string

  @Field(() => String, { description: 'Code of the center.' })
  center: string

  @Field(() => ID, {
    nullable: true,
    description: 'Submission it came with; null for a steward, who reads the row and not its receipt.',
  })
  submission: string | null

  @Field(() => Int, { nullable: true, description: 'Line of the file it came in; null when none was given.' })
  sourceRow: number | null

  @Field(() => HeldRowState, { description: 'Where it stands now.' })
  state: HeldRowStateValue

  @Field(() => String, { nullable: true, description: 'Measure; null where its word is not settled.' })
  measure: string | null

  @Field(() => PeriodTypes, { nullable: true, description: 'Period type; null where it could not be read.' })
  periodType: PeriodType | null

  @Field(() => LocalDate, { nullable: true, description: 'First day of the period; null where it could not be read.' })
  periodStart: string | null

  @Field(() => [DimensionItem], { description: 'Items; empty for totals, and without those that could not be read.' })
  dimensions: readonly DimensionItem[]

  @Field(() => Cell, { nullable: true, description: 'The row as it came.' })
  submitted: CellValue

  @Field(() => [Issue], { description: 'Why it waits, and notes.' })
  issues: readonly Issue[]

  @Field(() => [String], { description: 'Rules of the edition that hold it.' })
  rules: readonly string[]

  @Field(() => DateTime, { description: 'When it was held.' })
  heldAt: string

  @Field(() => DateTime, { description: 'When it expires unless it is resolved before.' })
  expiresAt: string

  @Field(() => DateTime, { nullable: true, description: 'When it left quarantine; null while it waits.' })
  settledAt: string | null
}

@ObjectType({ description: 'A page of held rows, oldest first.' })
export class HeldRowConnection {
  @Field(() => [HeldRow], { description: 'The rows of the page.' })
  nodes: readonly HeldRow[]

  @Field(() => String, { nullable: true, description: 'Cursor for the next page; null on an empty page.' })
  endCursor: string | null

  @Field(() => Boolean, { description: 'Whether there are more.' })
  hasNextPage: boolean
}

const ResolutionActions = { CONFIRM: 'CONFIRM', CORRECT: 'CORRECT', WITHDRAW: 'WITHDRAW' } as const
registerEnumType(ResolutionActions, {
  name: 'ResolutionAction',
  description: 'What somebody says about a held row (S11).',
  valuesConfig: {
    CONFIRM: { description: 'The value is right. Overrides a hold rule, never an error rule; needs a reason.' },
    CORRECT: { description: 'Another value is right; needs it.' },
    WITHDRAW: { description: 'The row is not to land.' },
  },
})

@InputType({ description: 'What is said about one held row.' })
export class HeldRowResolutionInput {
  @Field(() => ID, { description: 'Id of the held row.' })
  heldRow: string

  @Field(() => ResolutionActions, { description: 'What is said.' })
  action: 'CONFIRM' | 'CORRECT' | 'WITHDRAW'

  @Field(() => Cell, { nullable: true, description: 'With CORRECT: the right value, in the unit of the row as it came.' })
  value?: CellValue

  @Field(() => String, {
    nullable: true,
    description: 'Why; required with CONFIRM and for administrators. Up to 500 characters, no personal data.',
  })
  reason?: string | null
}

@InputType({ description: 'Resolutions that are judged together: rows that only fit each other are resolved in one call.' })
export class ResolveHeldRowsInput {
  @Field(() => [HeldRowResolutionInput], { description: 'One to 1,000 resolutions, at most one per row.' })
  resolutions: HeldRowResolutionInput[]
}

const ResolutionOutcomes = { LANDED: 'landed', WITHDRAWN: 'withdrawn', STILL_HELD: 'stillHeld', SUPERSEDED: 'superseded' } as const
registerEnumType(ResolutionOutcomes, {
  name: 'ResolutionOutcome',
  description: 'How the resolution of a held row ended.',
  valuesConfig: {
    LANDED: { description: 'The value stands now.' },
    WITHDRAWN: { description: 'The row is settled without a value.' },
    STILL_HELD: { description: 'Something still stands against it; see issues.' },
    SUPERSEDED: { description: 'Another value was accepted for its key.' },
  },
})

@ObjectType({ description: 'How one held row ended. Seen by its center and by administrators.' })
class ResolvedHeldRow {
  @Field(() => ID, { description: 'Id of the held row.' })
  heldRow: string

  @Field(() => Int, { nullable: true, description: 'Line of the file it came in; null when none was given.' })
  sourceRow: number | null

  @Field(() => ResolutionOutcomes, { description: 'How it ended.' })
  outcome: 'landed' | 'withdrawn' | 'stillHeld' | 'superseded'

  @Field(() => Boolean, { description: 'True when nobody named it: it was freed or overtaken by another row.' })
  isAutomatic: boolean

  @Field(() => [Issue], { description: 'What stands against it still, and notes.' })
  issues: readonly Issue[]
}

@ObjectType({ description: 'What came of the resolutions, the rows they freed or overtook included.' })
class HeldRowsResolved {
  @Field(() => [ResolvedHeldRow], { description: 'Every row that was named, freed or overtaken.' })
  rows: readonly ResolvedHeldRow[]
}

export const ResolveHeldRowsResult = createUnionType({
  name: 'ResolveHeldRowsResult',
  description: 'What came of the resolutions, or everything that stands against the request as a whole.',
  types: () => [HeldRowsResolved, Refused] as const,
  resolveType: value => ('rows' in value ? HeldRowsResolved : Refused),
})
