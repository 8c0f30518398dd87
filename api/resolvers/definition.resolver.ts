import { Arg, Args, ArgsType, Ctx, Field, ID, Int, Mutation, Query, Resolver } from 'type-graphql'
import {
  DefinitionDraft,
  DefinitionDraftConnection,
  DefinitionDraftResult,
  DraftStates,
  PublishDraftsResult,
} from '../../schema/graphql/definition-draft.js'
import { DefinitionDiff } from '../../schema/graphql/definition-diff.js'
import { DefinitionImpact, DefinitionImpactInput } from '../../schema/graphql/definition-impact.js'
import {
  DraftIndicatorVersionInput,
  DraftMeasureInput,
  PublishDraftsInput,
  WithdrawDraftInput,
} from '../../schema/graphql/definition-input.js'
import type { Context } from '../context.js'
import { diffDefinitions } from '../operations/diff-definitions.js'
import { draftIndicatorVersion, type NewIndicator } from '../operations/draft-indicator-version.js'
import { draftMeasure } from '../operations/draft-measure.js'
import { listDrafts } from '../operations/list-drafts.js'
import { previewImpact } from '../operations/preview-impact.js'
import { publishDrafts } from '../operations/publish-drafts.js'
import { withdrawDraft } from '../operations/withdraw-draft.js'
import { valueOrError, valueOrRefused } from './value-or-error.js'

@ArgsType()
class DraftsArgs {
  @Field(() => Int, { defaultValue: 100, description: 'Drafts a page, 1 to 500.' })
  first: number

  @Field(() => String, { nullable: true, description: 'Only of this measure or indicator.' })
  code?: string | null

  @Field(() => DraftStates, { nullable: true, description: 'Only those that stand so; null: all.' })
  state?: (typeof DraftStates)[keyof typeof DraftStates] | null

  @Field(() => String, { nullable: true, description: 'Cursor of the page before.' })
  after?: string | null
}

@ArgsType()
class DiffArgs {
  @Field(() => String, { description: 'Code of an indicator or measure.' })
  code: string

  @Field(() => String, { description: 'Version of the indicator (v1), or code of an edition for a measure (2026.1).' })
  from: string

  @Field(() => String, { nullable: true, description: 'The same, to compare with; null where a draft is named.' })
  to?: string | null

  @Field(() => ID, { nullable: true, description: 'Id of a draft to compare with.' })
  draft?: string | null
}

@Resolver(() => DefinitionDraft)
export class DefinitionResolver {
  @Query(() => DefinitionDraftConnection, { nullable: true, description: 'Drafts of definitions with their history. Needs hub:admin.' })
  async definitionDrafts(@Args(() => DraftsArgs) args: DraftsArgs, @Ctx() { hub, caller }: Context): Promise<DefinitionDraftConnection> {
    const { first, code, state, after } = args
    return valueOrError(await listDrafts(hub, caller, { code: code ?? null, state: state ?? null, first, after: after ?? null }))
  }

  @Query(() => DefinitionDiff, {
    nullable: true,
    description:
      'What is different about two published versions, in plain Korean and English. Open to every caller; a draft can be named with hub:admin only.',
  })
  async definitionDiff(@Args(() => DiffArgs) args: DiffArgs, @Ctx() { hub, caller }: Context): Promise<DefinitionDiff> {
    const { code, from, to, draft } = args
    const { changes, ...diff } = valueOrError(await diffDefinitions(hub, caller, { code, from, to: to ?? null, draft: draft ?? null }))
    return { ...diff, changes: changes.map(({ ko, en, ...change }) => ({ ...change, messageKo: ko, messageEn: en })) }
  }

  @Query(() => DefinitionImpact, {
    nullable: true,
    description: 'Which figures would move if drafts were published, by how much, for which centers. Needs hub:admin.',
  })
  async definitionImpact(
    @Ctx() { hub, caller }: Context,
    @Arg('input', () => DefinitionImpactInput, { description: 'The drafts and the figures.' }) input: DefinitionImpactInput,
    @Arg('first', () => Int, { defaultValue: 100, description: 'Moves a page, 1 to 500.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the page before.' }) after?: string | null,
  ): Promise<DefinitionImpact> {
    const { centers = null, by = null, ...asked } = input
    return valueOrError(await previewImpact(hub, caller, { ...asked, centers: centers ?? [], by, first, after: after ?? null }))
  }

  @Mutation(() => DefinitionDraftResult, {
    description: 'Drafts a version of an indicator, or edits its draft. No figure is served by a draft. Needs hub:admin.',
  })
  async draftIndicatorVersion(
    @Arg('input', () => DraftIndicatorVersionInput, { description: 'The version.' }) input: DraftIndicatorVersionInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof DefinitionDraftResult> {
    const { draft = null, revision = null, create, variants, ...said } = input
    const outcome = await draftIndicatorVersion(hub, caller, {
      ...said,
      draft,
      revision,
      create: create == null ? null : toNewIndicator(create),
      variants: (variants ?? []).map(({ whyKo, whyEn, unit = null, ...variant }) => ({ ...variant, unit, why_ko: whyKo, why_en: whyEn })),
    })
    return valueOrRefused(outcome)
  }

  @Mutation(() => DefinitionDraftResult, {
    description: 'Drafts a measure, or other words, dimensions and rules of a published one, or edits such a draft. Needs hub:admin.',
  })
  async draftMeasure(
    @Arg('input', () => DraftMeasureInput, { description: 'The measure.' }) input: DraftMeasureInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof DefinitionDraftResult> {
    const { draft = null, revision = null, ...said } = input
    return valueOrRefused(await draftMeasure(hub, caller, { ...said, draft, revision }))
  }

  @Mutation(() => DefinitionDraftResult, { description: 'Ends a draft that will not be published; it is kept. Needs hub:admin.' })
  async withdrawDraft(
    @Arg('input', () => WithdrawDraftInput, { description: 'Which draft, and why.' }) input: WithdrawDraftInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof DefinitionDraftResult> {
    return valueOrRefused(await withdrawDraft(hub, caller, input))
  }

  @Mutation(() => PublishDraftsResult, {
    description:
      'Publishes drafts as one new edition: the latest with the drafts in it. What is published never changes; it is undone by publishing again what was. Needs hub:admin.',
  })
  async publishDrafts(
    @Arg('input', () => PublishDraftsInput, { description: 'Which drafts, and why.' }) input: PublishDraftsInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof PublishDraftsResult> {
    const { editionCode = null, ...said } = input
    return valueOrRefused(await publishDrafts(hub, caller, { ...said, editionCode }))
  }
}

const toNewIndicator = ({
  nameKo,
  nameEn,
  noteKo,
  noteEn,
  requiresSingle,
  allowSumOver,
  scope,
  ...said
}: NonNullable<DraftIndicatorVersionInput['create']>): NewIndicator => ({
  ...said,
  name_ko: nameKo,
  name_en: nameEn,
  note_ko: noteKo,
  note_en: noteEn,
  requires_single: requiresSingle ?? [],
  allow_sum_over: allowSumOver ?? [],
  scope: Object.fromEntries((scope ?? []).map(({ dimension, item }) => [dimension, item])),
})
