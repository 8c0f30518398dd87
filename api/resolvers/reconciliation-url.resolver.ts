import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql'
import {
  IssueReconciliationUrlInput,
  IssueReconciliationUrlResult,
  ReconciliationUrlConnection,
  RevokeReconciliationUrlInput,
  RevokeReconciliationUrlResult,
} from '../../schema/graphql/reconciliation-url.js'
import type { Context } from '../context.js'
import { issueReconciliationUrl, listReconciliationUrls, revokeReconciliationUrl } from '../operations/reconciliation-urls.js'
import { valueOrError, valueOrRefused } from './value-or-error.js'

@Resolver()
export class ReconciliationUrlResolver {
  @Query(() => ReconciliationUrlConnection, {
    nullable: true,
    description: 'Addresses of the reconciliation service: one’s own, or all with hub:admin. Needs terms:curate or hub:admin.',
  })
  async reconciliationUrls(
    @Arg('first', () => Int, { defaultValue: 100, description: 'Addresses a page, 1 to 500.' }) first: number,
    @Ctx() { hub, caller }: Context,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the page before.' }) after?: string | null,
  ): Promise<ReconciliationUrlConnection> {
    return valueOrError(await listReconciliationUrls(hub, caller, { first, after: after ?? null }))
  }

  @Mutation(() => IssueReconciliationUrlResult, {
    description: 'Issues an address under which OpenRefine reconciles words against the glossary, read-only. Needs terms:curate.',
  })
  async issueReconciliationUrl(
    @Arg('input', () => IssueReconciliationUrlInput, { description: 'For how long.' }) input: IssueReconciliationUrlInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof IssueReconciliationUrlResult> {
    return valueOrRefused(await issueReconciliationUrl(hub, caller, input))
  }

  @Mutation(() => RevokeReconciliationUrlResult, {
    description: 'Ends an address at once: one’s own, or any with hub:admin. Needs terms:curate or hub:admin.',
  })
  async revokeReconciliationUrl(
    @Arg('input', () => RevokeReconciliationUrlInput, { description: 'Which one.' }) input: RevokeReconciliationUrlInput,
    @Ctx() { hub, caller }: Context,
  ): Promise<typeof RevokeReconciliationUrlResult> {
    return valueOrRefused(await revokeReconciliationUrl(hub, caller, input))
  }
}
