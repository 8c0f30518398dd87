import { Field, Int, ObjectType, registerEnumType } from 'type-graphql'
import type { IssueCode, IssueSeverity, Issue as DomainIssue } from '../domain/issue.js'

const Severity = { ERROR: 'error', HOLD: 'hold', WARNING: 'warning', INFO: 'info' } as const

registerEnumType(Severity, {
  name: 'IssueSeverity',
  description: 'What an issue does to the row or request it is about.',
  valuesConfig: {
    ERROR: { description: 'Stands in the way until it is mended.' },
    HOLD: { description: 'Holds the row until somebody says that it is right.' },
    WARNING: { description: 'Changes no outcome; worth a look.' },
    INFO: { description: 'Changes no outcome; says what was done.' },
  },
})

@ObjectType('Issue', { description: 'One thing that is wrong or worth knowing. Seen by whoever sees what it is about.' })
export class Issue implements DomainIssue {
  @Field(() => String, {
    description: 'What it is, for programs: one word of a closed list that is never renamed, for example UNIT_MISMATCH.',
  })
  readonly code: IssueCode

  @Field(() => Severity, { description: 'What it does to the row or request.' })
  readonly severity: IssueSeverity

  @Field(() => [String], { description: 'Way to the place in the input: names and indexes from 0. Empty: the whole of it.' })
  readonly path: readonly (string | number)[]

  @Field(() => String, { description: 'What it is, for people, in Korean.' })
  readonly messageKo: string

  @Field(() => String, { description: 'What it is, for people, in English.' })
  readonly messageEn: string

  @Field(() => String, { nullable: true, description: 'What would be accepted; null where the message says all.' })
  readonly expected: string | null

  @Field(() => String, { nullable: true, description: 'What came instead; null where it may not be repeated or says nothing.' })
  readonly got: string | null

  @Field(() => Int, { nullable: true, description: 'Line of the file that the center named with the row; null when it named none.' })
  readonly sourceRow: number | null

  @Field(() => String, {
    nullable: true,
    description: 'Rule of the edition that gave it, for example calls_offered.c1; null when no rule did.',
  })
  readonly rule: string | null
}
