import { GraphQLJSON } from 'graphql-scalars'
import { Field, ID, ObjectType } from 'type-graphql'
import { DateTime } from './scalars/date-time.js'
import { LocalDate } from './scalars/local-date.js'

@ObjectType({ description: "A published edition of the council's definitions. It never changes. Open to every caller." })
export class EditionDocument {
  @Field(() => String, { description: 'Code of the edition: 2026.1.' })
  code: string

  @Field(() => String, { description: 'SHA-256 of the pack it was published as, hexadecimal; the same hash is the same edition.' })
  contentHash: string

  @Field(() => GraphQLJSON, {
    description:
      'The pack: codelists, measures, indicators, members and terms, each as the hub reads it. By it a client checks a file before it sends it.',
  })
  document: unknown
}

@ObjectType({ description: 'An edition that was loaded, with its dates. Open to every caller.' })
export class LoadedEdition {
  @Field(() => ID, { description: 'Code of the edition: 2026.1. The field edition gives its document.' })
  code: string

  @Field(() => String, { description: 'What the council says of it, for example adopted.' })
  status: string

  @Field(() => LocalDate, { description: 'First day on which it is in force.' })
  effectiveFrom: string

  @Field(() => DateTime, { description: 'When it was loaded.' })
  loadedAt: string

  @Field(() => String, { description: 'SHA-256 of the pack, hexadecimal.' })
  contentHash: string

  @Field(() => Boolean, { description: 'Whether it is the one in force today; exactly one is.' })
  isInForce: boolean
}
