import { Field, ObjectType } from 'type-graphql'

@ObjectType({ description: 'A center that areas lead to. Seen by coordinators and administrators.' })
class AreaTarget {
  @Field(() => String, { description: 'Code of the center.' })
  center: string

  @Field(() => [String], { description: 'The areas, as they were written, that lead to it.' })
  areas: readonly string[]
}

@ObjectType({ description: 'Which member centers areas mean today. Seen by coordinators and administrators.' })
export class AreaResolution {
  @Field(() => [AreaTarget], { description: 'The centers.' })
  targets: readonly AreaTarget[]

  @Field(() => [String], { description: 'Areas that nobody knows, as they were written.' })
  unknown: readonly string[]

  @Field(() => [String], { description: 'Areas that are known and have no member center today.' })
  empty: readonly string[]

  @Field(() => Boolean, { description: 'Whether these are all member centers.' })
  isAll: boolean
}
