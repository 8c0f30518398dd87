import { accept, type Outcome } from '../../schema/domain/outcome.js'
import type { AuditEntryPage, AuditHead, AuditKey, SubmissionBody } from './audit-types.js'
import { HubFault } from './hub-fault.js'
import type { PostGraphql } from './post-graphql.js'
import { readField } from './refusals.js'
import type { Page } from './submission-types.js'

const ENTRIES = `query auditEntries($chain: Int, $fromSeq: Int!, $first: Int!) {
  auditEntries(chain: $chain, fromSeq: $fromSeq, first: $first) { nodes { chain seq at actor action subject previousHash hash } hasNextPage }
}`
const HEADS = `query auditHeads($first: Int!, $after: String) {
  auditHeads(first: $first, after: $after) { nodes { chain center seq hash at keyId signature } endCursor hasNextPage }
}`
const KEYS = 'query auditKeys { auditKeys { id publicKey firstUsedAt } }'
const BODY = 'query submissionBody($id: ID!, $from: Int!) { submissionBody(id: $id, from: $from) { submission contentHash text next } }'

const PAGE_SIZE = 500

/** What an outside verifier asks of the hub (docs/audit.md). Every answer is an Outcome, as with all methods of the client. */
export type AuditQuestions = {
  /** Entries of a chain from a number on, at most 500: of the own center, or of any `chain` for an administrator. Empty for a foreign one. */
  readonly auditEntries: (wanted?: {
    readonly chain?: number
    readonly fromSeq?: number
    readonly first?: number
  }) => Promise<Outcome<AuditEntryPage>>
  /** Signed heads of the chains of all centers, in the order of their publication. */
  readonly auditHeads: (page?: { readonly first?: number; readonly after?: string }) => Promise<Outcome<Page<AuditHead>>>
  /** Public keys that heads are or were signed with. */
  readonly auditKeys: () => Promise<Outcome<readonly AuditKey[]>>
  /** A slice of the content of a submission; null where there is none of this center. */
  readonly submissionBody: (id: string, from?: number) => Promise<Outcome<SubmissionBody | null>>
}

type Answered<T> = Readonly<Record<string, T | null>>

function requireAnswer<T>(read: Outcome<T | null>, field: string): Outcome<T> {
  if (!read.ok) return read
  if (read.value === null) throw new HubFault('answer', `The hub answered nothing for ${field}.`)
  return accept(read.value)
}

export const createAuditQuestions = (post: PostGraphql): AuditQuestions => ({
  auditEntries: async ({ chain, fromSeq = 1, first = PAGE_SIZE } = {}) =>
    requireAnswer(
      readField(await post<Answered<AuditEntryPage>>(ENTRIES, { chain: chain ?? null, fromSeq, first }), 'auditEntries'),
      'auditEntries',
    ),
  auditHeads: async ({ first = PAGE_SIZE, after } = {}) =>
    requireAnswer(readField(await post<Answered<Page<AuditHead>>>(HEADS, { first, after: after ?? null }), 'auditHeads'), 'auditHeads'),
  auditKeys: async () => requireAnswer(readField(await post<Answered<readonly AuditKey[]>>(KEYS, {}), 'auditKeys'), 'auditKeys'),
  submissionBody: async (id, from = 0) => readField(await post<Answered<SubmissionBody>>(BODY, { id, from }), 'submissionBody'),
})
