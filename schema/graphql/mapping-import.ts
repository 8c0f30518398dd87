import { createUnionType, Field, InputType, Int, ObjectType } from 'type-graphql'
import { Issue } from './issue.js'
import { Refused } from './refused.js'

@InputType({ description: 'A mapping set that others made.' })
export class ImportMappingsInput {
  @Field(() => String, {
    description:
      'A file of SSSOM 1.0 between tabs, with its header: words as subject_label, hub120_center (or subject_source) naming the center, concepts of the glossary as object_id; up to 1,000 rows.',
  })
  readonly sssom: string
}

@ObjectType({ description: 'What became of the rows of a mapping set. Seen by the steward who sent it.' })
class MappingImport {
  @Field(() => Int, { description: 'Rows of the file: proposed, unchanged and refused together.' })
  readonly rows: number

  @Field(() => Int, { description: 'Rows that are proposals now; none is in force before a steward decides.' })
  readonly proposed: number

  @Field(() => Int, { description: 'Rows that stood already, as a proposal or decided, or were refused by a steward before.' })
  readonly unchanged: number

  @Field(() => Int, { description: 'Rows that could not be taken.' })
  readonly refused: number

  @Field(() => [Issue], { description: 'Why rows were refused: each with its line (sourceRow) and column (path). The first 500.' })
  readonly issues: readonly Issue[]
}

export const ImportMappingsResult = createUnionType({
  name: 'ImportMappingsResult',
  description: 'What became of the rows, or why the file could not be read.',
  types: () => [MappingImport, Refused] as const,
  resolveType: value => ('rows' in value ? MappingImport : Refused),
})
