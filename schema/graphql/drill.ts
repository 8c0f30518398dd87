import { createUnionType, Field, ID, Int, ObjectType } from 'type-graphql'
import type { DrillCause, DrillPlanState, DrillState } from '../domain/playbooks/drill-state.js'
import { DrillCauses, DrillPlanStates, DrillStates } from './drill-enums.js'
import { Refused } from './refused.js'
import { LocalDate } from './scalars/local-date.js'
import { DateTime } from './scalars/date-time.js'

@ObjectType({ description: 'One person who approved what stands of a drill plan. Seen by coordinators and administrators.' })
class DrillApproval {
  @Field(() => String, { description: 'Who.' })
  approver: string

  @Field(() => String, { description: 'Agency: code of a center, or council.' })
  agency: string

  @Field(() => DateTime, { description: 'When.' })
  approvedAt: string
}

@ObjectType({ description: 'What a drill is to be. Seen by coordinators and administrators.' })
export class DrillPlan {
  @Field(() => ID, { description: 'Id of the plan.' })
  id: string

  @Field(() => String, { description: 'Id of the exercise.' })
  exerciseId: string

  @Field(() => String, { description: 'Code of its scenario.' })
  scenario: string

  @Field(() => String, { description: 'Hazard of its messages.' })
  hazard: string

  @Field(() => DrillPlanStates, { description: 'How it stands.' })
  state: DrillPlanState

  @Field(() => Int, { description: 'Revision, from 1; every edit makes the next.' })
  revision: number

  @Field(() => String, {
    description: 'All that is approved, as canonical JSON (RFC 8785): participants, times, and every inject with its message and targets.',
  })
  content: string

  @Field(() => String, { description: 'SHA-256 of the content in UTF-8, hexadecimal.' })
  contentHash: string

  @Field(() => [String], { description: 'Codes of the centers that take part.' })
  participants: readonly string[]

  @Field(() => [String], { description: 'Codes of the centers that take over calls.' })
  overflow: readonly string[]

  @Field(() => Int, { description: 'How many minutes it lasts.' })
  durationMinutes: number

  @Field(() => DateTime, { nullable: true, description: 'When an announced drill begins; null for an unannounced one.' })
  startsAt: string | null

  @Field(() => LocalDate, { nullable: true, description: 'First day of the window of an unannounced one; null for an announced one.' })
  windowFrom: string | null

  @Field(() => LocalDate, { nullable: true, description: 'Last day of that window; null for an announced one.' })
  windowTo: string | null

  @Field(() => Int, { nullable: true, description: 'Months until the window comes again; null: once.' })
  everyMonths: number | null

  @Field(() => String, { description: 'Who planned it.' })
  author: string

  @Field(() => [DrillApproval], { description: 'Who approved what stands.' })
  approvals: readonly DrillApproval[]

  @Field(() => DateTime, { description: 'When it was planned.' })
  createdAt: string
}

@ObjectType({ description: 'A page of drill plans, the newest first.' })
export class DrillPlanConnection {
  @Field(() => [DrillPlan], { description: 'The plans of the page.' })
  nodes: readonly DrillPlan[]

  @Field(() => String, { nullable: true, description: 'Cursor for the next page; null on an empty page.' })
  endCursor: string | null

  @Field(() => Boolean, { description: 'Whether there are more.' })
  hasNextPage: boolean
}

@ObjectType({
  description:
    'One drill of an approved plan. Seen by coordinators, administrators, and the centers of it: an unannounced one only once it has begun.',
})
export class Drill {
  @Field(() => ID, { description: 'Id of the drill; begins with EXR-.' })
  id: string

  @Field(() => ID, { description: 'Id of its plan.' })
  plan: string

  @Field(() => Int, { description: 'Which time of the window, from 0.' })
  round: number

  @Field(() => String, { description: 'Id of the exercise.' })
  exerciseId: string

  @Field(() => DrillStates, { description: 'How it stands.' })
  state: DrillState

  @Field(() => Boolean, { description: 'Whether its participants were told when it begins.' })
  isAnnounced: boolean

  @Field(() => [String], { description: 'Codes of the centers that take part.' })
  participants: readonly string[]

  @Field(() => DateTime, { nullable: true, description: 'When it begins or began; null for an unannounced one that has not.' })
  startsAt: string | null

  @Field(() => DateTime, { nullable: true, description: 'When its time is over; null for an unannounced one that has not begun.' })
  endsAt: string | null

  @Field(() => DateTime, { nullable: true, description: 'When it ended; null while it has not.' })
  endedAt: string | null

  @Field(() => DrillCauses, { nullable: true, description: 'Why it ended, or never began; null while it has not.' })
  cause: DrillCause | null

  @Field(() => ID, { nullable: true, description: 'Id of its activation; null before it began.' })
  activation: string | null
}

@ObjectType({ description: 'A page of drills, the newest first.' })
export class DrillConnection {
  @Field(() => [Drill], { description: 'The drills of the page.' })
  nodes: readonly Drill[]

  @Field(() => String, { nullable: true, description: 'Cursor for the next page; null on an empty page.' })
  endCursor: string | null

  @Field(() => Boolean, { description: 'Whether there are more.' })
  hasNextPage: boolean
}

@ObjectType({ description: 'When a drill begins. Seen by the coordinator who asked, whose name is in the audit.' })
class DrillStart {
  @Field(() => ID, { description: 'Id of the drill.' })
  drill: string

  @Field(() => DateTime, { nullable: true, description: 'When; null while no instant is drawn.' })
  startsAt: string | null
}

export const DrillPlanResult = createUnionType({
  name: 'DrillPlanResult',
  description: 'The plan, or everything that stands against it: then nothing was done.',
  types: () => [DrillPlan, Refused] as const,
  resolveType: value => ('issues' in value ? Refused : DrillPlan),
})

export const DrillResult = createUnionType({
  name: 'DrillResult',
  description: 'The drill, or everything that stands against it: then nothing was done.',
  types: () => [Drill, Refused] as const,
  resolveType: value => ('issues' in value ? Refused : Drill),
})

export const DrillStartResult = createUnionType({
  name: 'DrillStartResult',
  description: 'When the drill begins, or why that is not told.',
  types: () => [DrillStart, Refused] as const,
  resolveType: value => ('issues' in value ? Refused : DrillStart),
})
