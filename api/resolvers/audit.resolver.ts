import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql'
import { AuditEntry, AuditEntryPage, AuditHeadConnection, AuditKey, SubmissionBody } from '../../schema/graphql/audit.js'
import type { Context } from '../context.js'
import { listAuditEntries, listAuditHeads, listAuditKeys } from '../operations/read-audit.js'
import { readSubmissionBody } from '../operations/read-submission-body.js'
import { valueOrError } from './value-or-error.js'

@Resolver(() => AuditEntry)
export class AuditResolver {
  @Query(() => AuditEntryPage, {
    nullable: true,
    description:
      'The audit chain of the center of the caller, oldest entry first; any chain for an administrator. hub120 verify recomputes it. Needs stats:write, playbooks:ack or hub:admin.',
  })
  async auditEntries(
    @Ctx() { hub, caller }: Context,
    @Arg('fromSeq', () => Int, { defaultValue: 1, description: 'First number wanted, from 1.' }) fromSeq: number,
    @Arg('first', () => Int, { defaultValue: 100, description: 'Entries a page, 1 to 500.' }) first: number,
    @Arg('chain', () => Int, {
      nullable: true,
      description: 'Number of the chain; null for that of the center of the caller, and for the council without one.',
    })
    chain?: number | null,
  ): Promise<AuditEntryPage> {
    return valueOrError(await listAuditEntries(hub, caller, { chain: chain ?? null, fromSeq, first }))
  }

  @Query(() => AuditHeadConnection, {
    nullable: true,
    description:
      'Signed heads of the audit chains of all centers, oldest first. A chain that grew gets a new one every night. For every caller.',
  })
  async auditHeads(
    @Ctx() { hub, caller }: Context,
    @Arg('first', () => Int, { defaultValue: 100, description: 'Heads a page, 1 to 500.' }) first: number,
    @Arg('after', () => String, { nullable: true, description: 'Cursor of the page before.' }) after?: string | null,
  ): Promise<AuditHeadConnection> {
    const page = valueOrError(await listAuditHeads(hub, caller, { first, after: after ?? null }))
    const { centerCodes } = await hub.standards()
    return { ...page, nodes: page.nodes.map(head => ({ ...head, center: centerCodes.get(head.chain) ?? null })) }
  }

  @Query(() => [AuditKey], {
    nullable: true,
    description: 'Public keys that heads are or were signed with, oldest first. For every caller.',
  })
  async auditKeys(@Ctx() { hub, caller }: Context): Promise<readonly AuditKey[]> {
    return listAuditKeys(hub, caller)
  }

  @Query(() => SubmissionBody, {
    nullable: true,
    description:
      'The content of a submission as its content hash was taken over it, in slices; null when there is none that the caller may see. Needs stats:write or hub:admin.',
  })
  async submissionBody(
    @Ctx() { hub, caller }: Context,
    @Arg('id', () => ID, { description: 'Id of the receipt.' }) id: string,
    @Arg('from', () => Int, { defaultValue: 0, description: 'Where the slice begins: 0, then `next` of the slice before.' }) from: number,
  ): Promise<SubmissionBody | null> {
    return readSubmissionBody(hub, caller, { id, from })
  }
}
