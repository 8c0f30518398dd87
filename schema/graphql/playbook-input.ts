import { Field, ID, InputType, Int } from 'type-graphql'
import type { Level } from '../domain/playbooks/playbook.js'
import type { BroadcastStatus } from '../domain/playbooks/level-policy.js'
import { AlertLevels, BroadcastStatuses } from './playbook-enums.js'
import { DateTime } from './scalars/date-time.js'

const KEY = 'Another one for each message, the same one for a retry; 1 to 200 characters. The same key with another request is refused.'
const WHY = 'Why, in up to 500 characters, no personal data.'
const VERSION = 'Id of the text.'

@InputType({ description: 'What makes an activation an exercise.' })
class ExerciseInput {
  @Field(() => String, { description: 'Id of the exercise, for example the code of its scenario.' })
  id: string

  @Field(() => [String], { description: 'Codes of the centers that take part; nobody else is reached.' })
  participants: string[]

  @Field(() => DateTime, { description: 'When it ends; nothing of it lives longer.' })
  endsAt: string
}

@InputType({ description: 'An emergency, a drill or a test to be opened.' })
export class OpenActivationInput {
  @Field(() => BroadcastStatuses, { description: 'Whether it is real. Never changes.' })
  status: BroadcastStatus

  @Field(() => String, { description: 'Code of hazard_type, or its name (typhoon, 태풍); an unknown one is kept as it is.' })
  hazard: string

  @Field(() => [String], {
    description:
      'Where: region codes (11), ISO codes (KR-11), names of regions, short ones too (부산, 경남), center codes (seoul), or all. Ended regions lead to their successors.',
  })
  areas: string[]

  @Field(() => [String], { nullable: true, description: 'Centers that take over calls and read along.' })
  overflow?: string[] | null

  @Field(() => ID, { nullable: true, description: 'An earlier activation that this one continues.' })
  relatesTo?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Why there is another one, where the same hazard and area had a message within 24 hours (RECENT_ALERT).',
  })
  repeatReason?: string | null

  @Field(() => ExerciseInput, { nullable: true, description: 'For an exercise, and only for one.' })
  exercise?: ExerciseInput | null
}

@InputType({ description: 'What is filled in at a place of a text.' })
export class PlaceholderValueInput {
  @Field(() => String, { description: 'Name of the place.' })
  name: string

  @Field(() => String, { description: 'Korean words; or an instant, day, address or number in its own form.' })
  ko: string

  @Field(() => String, { nullable: true, description: 'English words, where an English line says it.' })
  en?: string | null
}

@InputType({ description: 'A question in other words than the template has.' })
class PlaybookQuestionInput {
  @Field(() => String, { description: 'The question.' })
  q: string

  @Field(() => String, { description: 'The answer.' })
  a: string

  @Field(() => String, { description: 'What is said while the answer is not known.' })
  u: string
}

@InputType({ description: "The coordinator's own words in place of the template's; null leaves them as they are." })
export class TextEditsInput {
  @Field(() => String, { nullable: true, description: 'The headline.' })
  headlineKo?: string | null

  @Field(() => [String], { nullable: true, description: 'What is said first, in Korean.' })
  scriptKo?: string[] | null

  @Field(() => [String], { nullable: true, description: 'What is said first, in English.' })
  scriptEn?: string[] | null

  @Field(() => [PlaybookQuestionInput], { nullable: true, description: 'Questions and answers.' })
  qa?: PlaybookQuestionInput[] | null

  @Field(() => [String], { nullable: true, description: 'What must not be said.' })
  mustNotSay?: string[] | null
}

@InputType({ description: 'What a coordinator writes.' })
export class PlaybookTextInput {
  @Field(() => String, { description: 'Code of the template.' })
  playbook: string

  @Field(() => AlertLevels, { description: 'Level, one of the template.' })
  level: Level

  @Field(() => [String], { description: 'Where, as for openActivation.' })
  areas: string[]

  @Field(() => [String], { nullable: true, description: 'Centers that take over calls and read along.' })
  overflow?: string[] | null

  @Field(() => DateTime, {
    description: 'When its message ends by itself: 24 hours from now at the latest for 심각, 48 for 경계, 96 for 주의, 168 for 관심.',
  })
  expiresAt: string

  @Field(() => [PlaceholderValueInput], {
    description: 'What is filled in. A draft may lack some; a review asks for all that are required.',
  })
  values: PlaceholderValueInput[]

  @Field(() => TextEditsInput, { nullable: true, description: 'Other words than the template has.' })
  edits?: TextEditsInput | null
}

@InputType({ description: 'A text to be written.' })
export class DraftPlaybookInput extends PlaybookTextInput {
  @Field(() => ID, { description: 'Id of the activation. Its first text is an alert, every later one an update with the full text.' })
  activation: string

  @Field(() => BroadcastStatuses, {
    nullable: true,
    description: 'What the coordinator takes the activation for; another than it is, is refused (STATUS_IMMUTABLE).',
  })
  status?: BroadcastStatus | null
}

@InputType({ description: 'The next revision of a text, whole.' })
export class EditPlaybookInput extends PlaybookTextInput {
  @Field(() => ID, { description: VERSION })
  version: string
}

@InputType({ description: 'A text to be handed over for approval, or taken off the schedule.' })
export class PlaybookVersionInput {
  @Field(() => ID, { description: VERSION })
  version: string
}

@InputType({ description: 'What an approver or a commander types again by hand.' })
export class RetypedInput {
  @Field(() => String, { description: 'Whether it is real: 실제 상황, 훈련 or 시험 (this is real, exercise, test).' })
  status: string

  @Field(() => String, { description: 'Name of the hazard.' })
  hazard: string

  @Field(() => Int, { description: 'How many centers have to answer.' })
  centers: number
}

@InputType({ description: 'An approval.' })
export class ApprovePlaybookInput {
  @Field(() => ID, { description: VERSION })
  version: string

  @Field(() => String, { description: 'Hash of the content that was read.' })
  contentHash: string

  @Field(() => RetypedInput, { description: 'What is going to be sent, typed again.' })
  retyped: RetypedInput
}

@InputType({ description: 'A text given back to its author.' })
export class ReturnPlaybookInput {
  @Field(() => ID, { description: VERSION })
  version: string

  @Field(() => String, { description: WHY })
  reason: string
}

@InputType({ description: 'When an approved text goes out by itself.' })
export class SchedulePlaybookInput {
  @Field(() => ID, { description: VERSION })
  version: string

  @Field(() => DateTime, { description: 'When, by the clock of the database.' })
  publishAt: string
}

@InputType({ description: 'A text to be sent.' })
export class BroadcastPlaybookInput {
  @Field(() => ID, { description: VERSION })
  version: string

  @Field(() => String, { description: KEY })
  idempotencyKey: string
}

@InputType({ description: 'A correction of the last message, in the words that were approved with it.' })
export class CorrectPlaybookInput {
  @Field(() => ID, { description: 'Id of the activation.' })
  activation: string

  @Field(() => [PlaceholderValueInput], {
    description: 'correct_item, correction_time, after_wrong_action; wrong_item for the record; next_update.',
  })
  values: PlaceholderValueInput[]

  @Field(() => [String], { nullable: true, description: 'Optional facts of the message that are wrong and are taken out of it.' })
  takeOut?: string[] | null

  @Field(() => String, { description: KEY })
  idempotencyKey: string
}

@InputType({ description: 'The end of an activation.' })
export class WithdrawPlaybookInput {
  @Field(() => ID, { description: 'Id of the activation.' })
  activation: string

  @Field(() => Boolean, { description: 'True: the hazard has ended. False: it should not have gone out.' })
  isAllClear: boolean

  @Field(() => [PlaceholderValueInput], { nullable: true, description: 'For an all-clear: end_time.' })
  values?: PlaceholderValueInput[] | null

  @Field(() => String, { description: WHY })
  reason: string

  @Field(() => String, { description: KEY })
  idempotencyKey: string
}

@InputType({ description: 'A text to be sent at once, without approval.' })
export class BreakGlassInput {
  @Field(() => ID, { description: VERSION })
  version: string

  @Field(() => String, { description: WHY })
  reason: string

  @Field(() => String, { description: 'Typed by hand: 사전 승인 없이 발령 (send without prior approval).' })
  phrase: string

  @Field(() => RetypedInput, { description: 'What is going to be sent, typed again.' })
  retyped: RetypedInput

  @Field(() => String, { description: KEY })
  idempotencyKey: string
}

@InputType({ description: 'A decision on a message that went out without approval.' })
export class DecideRatificationInput {
  @Field(() => ID, { description: 'Id of the message.' })
  broadcast: string

  @Field(() => Boolean, { description: 'True: approved. False: refused, and a cancel goes out at once.' })
  isRatified: boolean

  @Field(() => String, { description: WHY })
  reason: string

  @Field(() => String, { description: KEY })
  idempotencyKey: string
}

@InputType({ description: 'An activation to be closed.' })
export class CloseActivationInput {
  @Field(() => ID, { description: 'Id of the activation.' })
  activation: string

  @Field(() => String, { description: WHY })
  reason: string
}
