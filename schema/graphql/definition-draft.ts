import { GraphQLJSON } from 'graphql-scalars'
import { createUnionType, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import type { DraftRevision as DomainRevision } from '../domain/statistics/definition-draft.js'
import { Refused } from './refused.js'
import { DateTime } from './scalars/date-time.js'
import { LocalDate } from './scalars/local-date.js'

const DefinitionKinds = { MEASURE: 'measure', INDICATOR: 'indicator' } as const
registerEnumType(DefinitionKinds, {
  name: 'DefinitionKind',
  description: 'What is defined.',
  valuesConfig: {
    MEASURE: { description: 'A number that centers send.' },
    INDICATOR: { description: 'A figure derived from measures by a formula.' },
  },
})

export const DraftStates = { DRAFT: 'draft', WITHDRAWN: 'withdrawn', PUBLISHED: 'published' } as const
registerEnumType(DraftStates, {
  name: 'DefinitionDraftState',
  description: 'How a draft stands.',
  valuesConfig: {
    DRAFT: { description: 'May be edited, published or withdrawn. No figure is served by it.' },
    WITHDRAWN: { description: 'Will not be published; kept.' },
    PUBLISHED: { description: 'Part of an edition, and never changes again.' },
  },
})

@ObjectType({ description: 'One revision of a draft; every one is kept. Seen by administrators.' })
export class DefinitionDraftRevision {
  @Field(() => Int, { description: '1 for the first; an edit is the next one, and so is the end.' })
  revision: number

  @Field(() => DraftStates, { description: 'How the draft stood with it.' })
  state: DomainRevision['state']

  @Field(() => String, { nullable: true, description: "Name of the indicator's version; null for measures." })
  version: string | null

  @Field(() => LocalDate, { description: 'First day on which it is to be in force.' })
  effectiveFrom: string

  @Field(() => GraphQLJSON, { description: 'The definition, shaped like an entry of measures.yaml or indicators.yaml.' })
  definition: unknown

  @Field(() => String, { description: 'Who wrote it: person:<sub> or client:<id>.' })
  author: string

  @Field(() => String, { description: 'Why.' })
  reason: string

  @Field(() => DateTime, { description: 'When.' })
  recordedAt: string
}

@ObjectType({ description: 'A draft of a definition as it stands, with its history. Seen by administrators.' })
export class DefinitionDraft extends DefinitionDraftRevision {
  @Field(() => ID, { description: 'Id of the draft.' })
  id: string

  @Field(() => DefinitionKinds, { description: 'What it defines.' })
  kind: DomainRevision['kind']

  @Field(() => String, { description: 'Code of the measure or indicator.' })
  code: string

  @Field(() => String, { nullable: true, description: 'Code of the edition in which it was published; else null.' })
  edition: string | null
}

@ObjectType({ description: 'A draft with every revision of it. Seen by administrators.' })
export class ListedDefinitionDraft extends DefinitionDraft {
  @Field(() => [DefinitionDraftRevision], { description: 'All revisions, the first one first.' })
  revisions: readonly DefinitionDraftRevision[]
}

@ObjectType({ description: 'A page of drafts, the one begun last first.' })
export class DefinitionDraftConnection {
  @Field(() => [ListedDefinitionDraft], { description: 'The drafts of the page.' })
  nodes: readonly ListedDefinitionDraft[]

  @Field(() => String, { nullable: true, description: 'Cursor for the next page; null on an empty page.' })
  endCursor: string | null

  @Field(() => Boolean, { description: 'Whether there are more.' })
  hasNextPage: boolean
}

@ObjectType({ description: 'An edition that came out of drafts: the latest with the drafts in it. Seen by administrators.' })
class EditionPublication {
  @Field(() => ID, { description: 'Code of the new edition; the field edition gives its document.' })
  edition: string

  @Field(() => String, { description: 'Code of the edition it was made from.' })
  base: string

  @Field(() => LocalDate, { description: 'First day of the edition. Its definitions begin on days of their own.' })
  effectiveFrom: string

  @Field(() => [DefinitionDraft], { description: 'The drafts, published.' })
  drafts: readonly DefinitionDraft[]
}

export const DefinitionDraftResult = createUnionType({
  name: 'DefinitionDraftResult',
  description: 'The draft as it was kept, or everything that stands against it: then nothing was kept.',
  types: () => [DefinitionDraft, Refused] as const,
  resolveType: value => ('issues' in value ? Refused : DefinitionDraft),
})

export const PublishDraftsResult = createUnionType({
  name: 'PublishDraftsResult',
  description: 'The edition as it was published, or everything that stands against it: then nothing was.',
  types: () => [EditionPublication, Refused] as const,
  resolveType: value => ('issues' in value ? Refused : EditionPublication),
})
