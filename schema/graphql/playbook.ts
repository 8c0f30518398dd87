import { GraphQLJSON } from 'graphql-scalars'
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql'
import type { Level } from '../domain/playbooks/playbook.js'
import { Issue } from './issue.js'
import { AlertLevels, RouteModes } from './playbook-enums.js'
import { LocalDate } from './scalars/local-date.js'

@ObjectType({ description: 'A question callers ask.' })
export class PlaybookQuestion {
  @Field(() => String, { description: 'The question, in Korean.' })
  q: string

  @Field(() => String, { nullable: true, description: 'The answer; null where a fact for it was not given.' })
  a: string | null

  @Field(() => String, { nullable: true, description: 'What is said while the answer is not known.' })
  u: string | null
}

@ObjectType({ description: 'Where a caller is passed on to.' })
export class PlaybookRoute {
  @Field(() => String, { description: 'When.' })
  when: string

  @Field(() => String, { description: 'Code of the contact.' })
  to: string

  @Field(() => String, { nullable: true, description: 'Name of the contact; null where the library does not have it.' })
  nameKo: string | null

  @Field(() => String, { nullable: true, description: 'Its number; a placeholder where each center has its own.' })
  number: string | null

  @Field(() => RouteModes, { description: 'How.' })
  mode: 'warm' | 'cold'
}

@ObjectType({ description: 'What to mind with callers who need more.' })
export class VulnerableCallerAdvice {
  @Field(() => String, { description: 'Who: deaf, foreigner, senior, disability, child.' })
  who: string

  @Field(() => String, { description: 'What to do, in Korean.' })
  text: string
}

@ObjectType({ description: 'A place in a text that somebody fills in.' })
export class PlaybookPlaceholder {
  @Field(() => String, { description: 'Name, as it stands between double braces.' })
  name: string

  @Field(() => String, {
    description: 'text, sentence, datetime, date, url or phone. Instants and days are given in ISO 8601; the hub words them.',
  })
  type: string

  @Field(() => Boolean, { description: 'Whether it must be filled in. A line with an empty one that need not be is left out.' })
  isRequired: boolean

  @Field(() => String, { description: 'An example.' })
  example: string
}

@Directive('@key(fields: "code")')
@ObjectType({ description: "A template of the council's library, for one hazard. Open to every role." })
export class Playbook {
  @Field(() => ID, { description: 'Code, stable over editions.' })
  code: string

  @Field(() => Int, { description: 'Its version; a changed text comes with the next.' })
  version: number

  @Field(() => String, { description: 'Code of the library it is in.' })
  library: string

  @Field(() => String, { description: 'Code of hazard_type.' })
  hazard: string

  @Field(() => [String], { description: 'Other hazards it serves.' })
  also: readonly string[]

  @Field(() => [AlertLevels], { description: 'Levels it is for.' })
  levels: readonly Level[]

  @Field(() => String, { description: 'Title in Korean.' })
  titleKo: string

  @Field(() => String, { description: 'Title in English.' })
  titleEn: string

  @Field(() => String, { description: 'The headline, with its places.' })
  headlineKo: string

  @Field(() => String, { description: 'The manual it must agree with.' })
  basisManualKo: string

  @Field(() => String, { description: 'The ministry in the lead.' })
  basisLeadKo: string

  @Field(() => [String], { description: 'Whom it is for, in Korean.' })
  audience: readonly string[]

  @Field(() => [String], { description: 'What is said first, line by line, in Korean.' })
  scriptKo: readonly string[]

  @Field(() => [String], { description: 'The same in English.' })
  scriptEn: readonly string[]

  @Field(() => [String], { nullable: true, description: 'The same in Chinese; null where nobody wrote it.' })
  scriptZh: readonly string[] | null

  @Field(() => [String], { nullable: true, description: 'The same in Vietnamese; null where nobody wrote it.' })
  scriptVi: readonly string[] | null

  @Field(() => [PlaybookPlaceholder], { description: 'What a coordinator fills in.' })
  placeholders: readonly PlaybookPlaceholder[]

  @Field(() => [PlaybookQuestion], { description: 'Questions and answers.' })
  qa: readonly PlaybookQuestion[]

  @Field(() => [String], { description: 'What must not be said.' })
  mustNotSay: readonly string[]

  @Field(() => [PlaybookRoute], { description: 'Where callers are passed on to.' })
  routing: readonly PlaybookRoute[]

  @Field(() => [VulnerableCallerAdvice], { description: 'Callers who need more.' })
  vulnerableCallers: readonly VulnerableCallerAdvice[]

  @Field(() => [String], { description: 'Care for counselors.' })
  counselorCare: readonly string[]

  @Field(() => [String], { description: 'Its correction, written beforehand.' })
  correctionKo: readonly string[]

  @Field(() => [String], { description: 'What is said when it is over.' })
  allClearKo: readonly string[]

  @Field(() => Boolean, { description: 'Whether that goes out by itself, as an update, when the last message expires.' })
  isAllClearOnExpiry: boolean

  @Field(() => LocalDate, { description: 'Day by which the council looks at it again.' })
  reviewBy: string

  @Field(() => Boolean, { description: 'Whether that day has passed.' })
  isReviewPast: boolean

  @Field(() => String, { description: 'How sure its facts are: confirmed, partial or unverified.' })
  sourceStatus: string

  @Field(() => [Issue], { description: 'What the lint says of it, with reasons.' })
  lint: readonly Issue[]
}

@ObjectType({ description: 'A page of templates, by code.' })
export class PlaybookConnection {
  @Field(() => [Playbook], { description: 'The templates of the page.' })
  nodes: readonly Playbook[]

  @Field(() => String, { nullable: true, description: 'Cursor for the next page; null on an empty page.' })
  endCursor: string | null

  @Field(() => Boolean, { description: 'Whether there are more.' })
  hasNextPage: boolean
}

@ObjectType({
  description: 'A standing playbook that protects counselors or callers; always in force, sent by nobody. Open to every role.',
})
export class ProtectionPlaybook {
  @Field(() => ID, { description: 'Code.' })
  code: string

  @Field(() => String, { description: 'Title in Korean.' })
  titleKo: string

  @Field(() => String, { description: 'Title in English.' })
  titleEn: string

  @Field(() => LocalDate, { description: 'Day by which the council looks at it again.' })
  reviewBy: string

  @Field(() => String, { description: 'How sure its facts are.' })
  sourceStatus: string

  @Field(() => GraphQLJSON, { description: 'The whole of it: principle, steps or timeline, what not to do, routing, statistics.' })
  document: unknown
}

@ObjectType({ description: 'A page of standing playbooks, by code.' })
export class ProtectionPlaybookConnection {
  @Field(() => [ProtectionPlaybook], { description: 'The playbooks of the page.' })
  nodes: readonly ProtectionPlaybook[]

  @Field(() => String, { nullable: true, description: 'Cursor for the next page; null on an empty page.' })
  endCursor: string | null

  @Field(() => Boolean, { description: 'Whether there are more.' })
  hasNextPage: boolean
}

@ObjectType({ description: 'Something that happens in an exercise.' })
export class ExerciseInject {
  @Field(() => Int, { description: 'Minutes after its beginning.' })
  minute: number

  @Field(() => String, { description: 'To whom.' })
  to: string

  @Field(() => String, { description: 'message, call, fact, system, load, hours, approval or real.' })
  type: string

  @Field(() => String, { description: 'What they get.' })
  text: string

  @Field(() => String, { description: 'What is expected of them.' })
  expect: string
}

@ObjectType({ description: 'An exercise as it is planned. Open to every role.' })
export class ExerciseScenario {
  @Field(() => ID, { description: 'Code; begins with EXR-.' })
  code: string

  @Field(() => String, { description: 'Code of the template it uses.' })
  playbook: string

  @Field(() => String, { description: 'Title in Korean.' })
  titleKo: string

  @Field(() => String, { description: 'Title in English.' })
  titleEn: string

  @Field(() => Int, { description: 'How long it takes, in minutes.' })
  durationMinutes: number

  @Field(() => String, { description: 'Code of the center that controls it.' })
  controller: string

  @Field(() => [String], { description: 'Centers that take part.' })
  players: readonly string[]

  @Field(() => [String], { description: 'Centers that take over calls in it.' })
  overflow: readonly string[]

  @Field(() => [String], { description: 'What it is for, in Korean.' })
  objectivesKo: readonly string[]

  @Field(() => [ExerciseInject], { description: 'What happens, in order.' })
  injects: readonly ExerciseInject[]

  @Field(() => [String], { description: 'What is measured, in Korean.' })
  measuresKo: readonly string[]
}

@ObjectType({ description: 'A page of exercise scenarios, by code.' })
export class ExerciseScenarioConnection {
  @Field(() => [ExerciseScenario], { description: 'The scenarios of the page.' })
  nodes: readonly ExerciseScenario[]

  @Field(() => String, { nullable: true, description: 'Cursor for the next page; null on an empty page.' })
  endCursor: string | null

  @Field(() => Boolean, { description: 'Whether there are more.' })
  hasNextPage: boolean
}
