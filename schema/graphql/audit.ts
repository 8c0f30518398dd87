import { Field, ID, Int, ObjectType } from 'type-graphql'
import { DateTime } from './scalars/date-time.js'

@ObjectType({
  description:
    'An entry of an audit chain with everything its hash was taken over, as text, so that anybody can take the hash again (docs/audit.md). Seen by its center and by administrators. Holds ids, counts and codes, never figures.',
})
export class AuditEntry {
  @Field(() => Int, { description: 'Number of the chain: one for each center, 0 for the council.' })
  chain: number

  @Field(() => Int, { description: 'Place in the chain: 1, 2, 3 without gaps.' })
  seq: number

  @Field(() => String, { description: 'When it was recorded: UTC with six decimals of a second and Z, the very text that was hashed.' })
  at: string

  @Field(() => String, { description: 'Who did it: client:<id>, person:<id> or job:<name>.' })
  actor: string

  @Field(() => String, { description: 'What was done, for example submission.accepted.' })
  action: string

  @Field(() => String, { description: 'What it was done to: a JSON object, the very text that was hashed.' })
  subject: string

  @Field(() => String, { description: 'Hash of the entry before, SHA-256 in hexadecimal; 64 zeros before the first.' })
  previousHash: string

  @Field(() => String, { description: 'Hash of this entry, SHA-256 in hexadecimal.' })
  hash: string
}

@ObjectType({ description: 'A page of an audit chain, oldest entry first. Empty for a chain that the caller may not see.' })
export class AuditEntryPage {
  @Field(() => [AuditEntry], { description: 'The entries of the page.' })
  nodes: readonly AuditEntry[]

  @Field(() => Boolean, { description: 'Whether there are more; the next page begins one after the last seq.' })
  hasNextPage: boolean
}

@ObjectType({
  description:
    'The signed head of an audit chain: whoever keeps it can show later that the chain was cut off or written anew. Seen by every caller, for every center; holds no figure.',
})
export class AuditHead {
  @Field(() => Int, { description: 'Number of the chain: one for each center, 0 for the council.' })
  chain: number

  @Field(() => String, { nullable: true, description: 'Code of the center whose chain it is; null for the council.' })
  center: string | null

  @Field(() => Int, { description: 'Number of the last entry when it was signed.' })
  seq: number

  @Field(() => String, { description: 'Hash of that entry, SHA-256 in hexadecimal.' })
  hash: string

  @Field(() => String, { description: 'When it was signed: UTC with six decimals of a second and Z, the very text that was signed.' })
  at: string

  @Field(() => ID, { description: 'Id of the key it was signed with.' })
  keyId: string

  @Field(() => String, { description: 'Ed25519 signature in base64.' })
  signature: string
}

@ObjectType({ description: 'A page of signed heads of all chains, oldest first.' })
export class AuditHeadConnection {
  @Field(() => [AuditHead], { description: 'The heads of the page.' })
  nodes: readonly AuditHead[]

  @Field(() => String, { nullable: true, description: 'Cursor for the next page; null on an empty page.' })
  endCursor: string | null

  @Field(() => Boolean, { description: 'Whether there are more.' })
  hasNextPage: boolean
}

@ObjectType({ description: 'A public key that heads of audit chains are or were signed with.' })
export class AuditKey {
  @Field(() => ID, { description: 'SHA-256 of the DER form of the key, in hexadecimal: compare it with what the council announced.' })
  id: string

  @Field(() => String, { description: 'Ed25519 public key, DER of its SubjectPublicKeyInfo in base64.' })
  publicKey: string

  @Field(() => DateTime, { description: 'When it was first used.' })
  firstUsedAt: string
}

@ObjectType({
  description:
    'A slice of the content of a submission as its content hash was taken over it. The slices joined in order have the SHA-256 contentHash. Seen by its center and by administrators.',
})
export class SubmissionBody {
  @Field(() => ID, { description: 'Id of the receipt.' })
  submission: string

  @Field(() => String, { description: 'SHA-256 of the whole text in UTF-8, in hexadecimal, as the receipt says.' })
  contentHash: string

  @Field(() => String, { description: 'The slice: part of canonical JSON, at most a million characters.' })
  text: string

  @Field(() => Int, { nullable: true, description: 'Where the next slice begins; null where this is the last.' })
  next: number | null
}
