import { GraphQLJSON } from 'graphql-scalars'
import { Field, ObjectType } from 'type-graphql'

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
