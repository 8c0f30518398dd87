import { Field, Float, ID, Int, ObjectType } from 'type-graphql'
import type { DrillVerdict } from '../domain/playbooks/drill-report.js'
import type { InjectState } from '../domain/playbooks/drill-state.js'
import type { Level } from '../domain/playbooks/playbook.js'
import { Drill } from './drill.js'
import { DrillVerdicts, InjectStates } from './drill-enums.js'
import { AlertLevels } from './playbook-enums.js'
import { DateTime } from './scalars/date-time.js'

@ObjectType({
  description: 'Medians over the centers of a drill, kept when it ends. Each is null where fewer than three centers have a time.',
})
class DrillMedians {
  @Field(() => Float, { nullable: true, description: 'Seconds until an endpoint took the message.' })
  delivered: number | null

  @Field(() => Float, { nullable: true, description: 'Seconds until a system of the center had it.' })
  received: number | null

  @Field(() => Float, { nullable: true, description: 'Seconds until it was acknowledged.' })
  acknowledged: number | null

  @Field(() => Float, { nullable: true, description: 'Seconds until it was applied.' })
  applied: number | null
}

@ObjectType({
  description: 'Something that happens in a drill. Coordinators and administrators see all, a center the messages that went out.',
})
class DrillInject {
  @Field(() => Int, { description: 'Its number, from 1 in order of time.' })
  no: number

  @Field(() => String, { description: 'Kind, in words of the scenario: message, call, fact, system, load …' })
  kind: string

  @Field(() => String, { description: 'For whom, in words of the scenario.' })
  recipient: string

  @Field(() => String, { description: 'What is said or played.' })
  said: string

  @Field(() => String, { description: 'What is expected.' })
  expected: string

  @Field(() => AlertLevels, { nullable: true, description: 'Level of its message; null where it is none.' })
  level: Level | null

  @Field(() => DateTime, { description: 'When it is due.' })
  dueAt: string

  @Field(() => DateTime, { nullable: true, description: 'When that was done; null before.' })
  doneAt: string | null

  @Field(() => InjectStates, { description: 'What became of it.' })
  state: InjectState

  @Field(() => Boolean, { description: 'Whether it came more than a minute late.' })
  isLate: boolean

  @Field(() => ID, { nullable: true, description: 'Id of the message that went out; null where none did.' })
  broadcast: string | null

  @Field(() => Int, { nullable: true, description: 'Seconds in which it is to be acknowledged; null where it is not asked.' })
  ackSeconds: number | null

  @Field(() => Int, { nullable: true, description: 'Seconds in which it is to be applied; null where it is not asked.' })
  applySeconds: number | null

  @Field(() => DrillMedians, {
    nullable: true,
    description: "The council's medians; null until the drill has ended, and where it is no message.",
  })
  medians: DrillMedians | null
}

@ObjectType({
  description:
    'How one center stood to one message, in whole seconds after it was sent; null: it did not come to that before the drill ended. Seen by that center, coordinators and administrators.',
})
class DrillAnswer {
  @Field(() => Int, { description: 'Number of the inject.' })
  inject: number

  @Field(() => Int, { nullable: true, description: 'Until an endpoint of the center took it.' })
  delivered: number | null

  @Field(() => Int, { nullable: true, description: 'Until a system of the center had it.' })
  received: number | null

  @Field(() => Int, { nullable: true, description: 'Until it was acknowledged.' })
  acknowledged: number | null

  @Field(() => DrillVerdicts, { description: 'What the acknowledgment was worth against the target.' })
  acknowledgedAs: DrillVerdict

  @Field(() => Int, { nullable: true, description: 'Until it was applied.' })
  applied: number | null

  @Field(() => DrillVerdicts, { description: 'What that was worth against the target.' })
  appliedAs: DrillVerdict

  @Field(() => Int, { nullable: true, description: 'Until it was rejected.' })
  rejected: number | null

  @Field(() => String, { nullable: true, description: 'Why it was rejected.' })
  rejectReason: string | null

  @Field(() => Int, { description: 'How often contacts were called because no answer came.' })
  escalations: number
}

@ObjectType({ description: 'How a center did in one drill. Seen by that center, coordinators and administrators.' })
class DrillTrend {
  @Field(() => ID, { description: 'Id of the drill.' })
  drill: string

  @Field(() => String, { description: 'Id of the exercise.' })
  exerciseId: string

  @Field(() => DateTime, { description: 'When it began.' })
  startsAt: string

  @Field(() => Int, { description: 'Messages acknowledged in time.' })
  met: number

  @Field(() => Int, { description: 'Messages acknowledged after the target.' })
  late: number

  @Field(() => Int, { description: 'Messages that were not acknowledged.' })
  missed: number

  @Field(() => Int, { description: 'Messages that were rejected.' })
  rejected: number

  @Field(() => Float, { nullable: true, description: 'Median of its seconds until it acknowledged; null where it never did.' })
  medianSeconds: number | null

  @Field(() => Float, {
    nullable: true,
    description: "The council's median; null where fewer than three centers acknowledged anything, and before the end.",
  })
  councilMedianSeconds: number | null
}

@ObjectType({ description: 'How a center did. Seen by that center, coordinators and administrators; nobody sees an order of centers.' })
class DrillCenter {
  @Field(() => String, { description: 'Code of the center.' })
  center: string

  @Field(() => [DrillAnswer], { description: 'Its answers, message by message.' })
  answers: readonly DrillAnswer[]

  @Field(() => [DrillTrend], { description: 'This drill and its former ones, the latest first; twenty-one at most.' })
  trend: readonly DrillTrend[]
}

@ObjectType({ description: 'How centers did in a drill. A center sees itself and the medians, coordinators and administrators see all.' })
export class DrillReport {
  @Field(() => Drill, { description: 'The drill.' })
  drill: Drill

  @Field(() => [DrillInject], { description: 'What happened, in order.' })
  injects: readonly DrillInject[]

  @Field(() => DrillMedians, { nullable: true, description: "The council's medians over all messages; null until the drill has ended." })
  medians: DrillMedians | null

  @Field(() => [DrillCenter], { description: 'Centers by the order of the registry.' })
  centers: readonly DrillCenter[]
}
