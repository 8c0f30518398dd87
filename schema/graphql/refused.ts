import { Field, ObjectType } from 'type-graphql'
import { Issue } from './issue.js'

@ObjectType('Refused', {
  description:
    'The other result of every mutation: nothing was done, and this is everything that stands against it. Seen by the caller who asked.',
})
export class Refused {
  @Field(() => [Issue], { description: 'All issues at once; at least one.' })
  readonly issues: readonly Issue[]
}
