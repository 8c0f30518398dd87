import { Field, ID, ObjectType, registerEnumType } from 'type-graphql'
import { Center } from './center.js'

export const CallerKinds = { CLIENT: 'client', PERSON: 'person' } as const

registerEnumType(CallerKinds, {
  name: 'CallerKind',
  description: 'What stands behind a token.',
  valuesConfig: {
    CLIENT: { description: 'A system, by its client id.' },
    PERSON: { description: 'A person, by the subject that the issuer gave.' },
  },
})

@ObjectType('Viewer', { description: 'Who is asking, as the hub sees it. Seen by the caller alone.' })
export class Viewer {
  @Field(() => ID, { description: 'Subject of the token: the client id of a system, or the subject of a person.' })
  readonly subject: string

  @Field(() => CallerKinds, { description: 'System or person.' })
  readonly kind: 'client' | 'person'

  @Field(() => Center, { nullable: true, description: 'The center the hub has registered the caller for; null: a role of the council.' })
  readonly center: Center | null

  @Field(() => [String], { description: 'Scopes in force: those that both the token and the registry name, for example stats:write.' })
  readonly scopes: readonly string[]
}
