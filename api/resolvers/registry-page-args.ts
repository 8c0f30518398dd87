import { ArgsType, Field, Int } from 'type-graphql'
import type { RegistryQuestion } from '../operations/list-registry.js'

@ArgsType()
export class RegistryPageArgs {
  @Field(() => String, { nullable: true, description: 'Code of a center; null for all that the caller may see.' })
  center?: string | null

  @Field(() => Int, { defaultValue: 100, description: 'Entries a page, 1 to 500.' })
  first: number

  @Field(() => String, { nullable: true, description: 'Cursor of the page before.' })
  after?: string | null
}

export const toRegistryQuestion = ({ center, first, after }: RegistryPageArgs): RegistryQuestion => ({
  center: center ?? null,
  first,
  after: after ?? null,
})
