import { Field, ID, InputType, Int } from 'type-graphql'
import type { Level } from '../domain/playbooks/playbook.js'
import { AlertLevels } from './playbook-enums.js'
import { PlaceholderValueInput, RetypedInput } from './playbook-input.js'
import { DateTime } from './scalars/date-time.js'
import { LocalDate } from './scalars/local-date.js'

const WHY = 'Why, in up to 500 characters, no personal data.'

@InputType({ description: 'When an unannounced drill may begin. The instant is drawn by the database and told to nobody who takes part.' })
class DrillWindowInput {
  @Field(() => LocalDate, { description: 'First day.' })
  from: string

  @Field(() => LocalDate, { description: 'Last day.' })
  to: string

  @Field(() => Int, { nullable: true, description: 'Months until the window comes again, 6 or 12; null: once.' })
  everyMonths?: number | null

  @Field(() => [LocalDate], { nullable: true, description: 'Days on which it never begins.' })
  blackoutDays?: string[] | null
}

@InputType({ description: 'What is said of one inject beside the scenario.' })
class DrillInjectChangeInput {
  @Field(() => Int, { description: 'Its number, from 1 in order of time.' })
  inject: number

  @Field(() => AlertLevels, { nullable: true, description: 'Level of its message; null: the one its text names.' })
  level?: Level | null

  @Field(() => Int, { nullable: true, description: "Minutes in which it is to be acknowledged; null: the scenario's, else the level's." })
  ackMinutes?: number | null

  @Field(() => Int, { nullable: true, description: "Minutes in which it is to be applied; null: the level's." })
  applyMinutes?: number | null

  @Field(() => [PlaceholderValueInput], { nullable: true, description: 'What is filled in for this message alone.' })
  values?: PlaceholderValueInput[] | null
}

@InputType({ description: 'A drill to be planned.' })
export class PlanDrillInput {
  @Field(() => String, { description: 'Code of a scenario of the library (exerciseScenarios).' })
  scenario: string

  @Field(() => String, { description: 'Id of the exercise, up to 36 letters, digits and hyphens.' })
  exerciseId: string

  @Field(() => [String], { description: 'Codes of the centers that take part and answer.' })
  participants: string[]

  @Field(() => [String], { nullable: true, description: 'Codes of centers that take over calls and read along.' })
  overflow?: string[] | null

  @Field(() => DateTime, { nullable: true, description: 'When an announced drill begins. Give this or a window.' })
  startsAt?: string | null

  @Field(() => DrillWindowInput, { nullable: true, description: 'Between which days an unannounced drill begins. Give this or startsAt.' })
  window?: DrillWindowInput | null

  @Field(() => [PlaceholderValueInput], {
    nullable: true,
    description:
      "What is filled in; what is not is taken from the library's examples. Instants may be told from when each message is due: +30m, -10m.",
  })
  values?: PlaceholderValueInput[] | null

  @Field(() => [DrillInjectChangeInput], { nullable: true, description: 'Levels, targets and values of single injects.' })
  injects?: DrillInjectChangeInput[] | null
}

@InputType({ description: 'The next revision of a drill plan, whole.' })
export class EditDrillPlanInput extends PlanDrillInput {
  @Field(() => ID, { description: 'Id of the plan.' })
  plan: string
}

@InputType({ description: 'An approval of a drill with all that happens in it.' })
export class ApproveDrillPlanInput {
  @Field(() => ID, { description: 'Id of the plan.' })
  plan: string

  @Field(() => String, { description: 'Hash of the content that was read.' })
  contentHash: string

  @Field(() => RetypedInput, { description: 'What is going to be done, typed again: 훈련, the hazard, how many centers have to answer.' })
  retyped: RetypedInput
}

@InputType({ description: 'A drill plan to be ended.' })
export class CloseDrillPlanInput {
  @Field(() => ID, { description: 'Id of the plan.' })
  plan: string

  @Field(() => String, { description: WHY })
  reason: string
}

@InputType({ description: 'A drill, and why.' })
export class DrillActInput {
  @Field(() => ID, { description: 'Id of the drill.' })
  drill: string

  @Field(() => String, { description: WHY })
  reason: string
}
