/** An entry of an audit chain, with the very texts that its hash was taken over. */
export type AuditEntry = {
  /** One for each center, 0 for the council. */
  readonly chain: number
  /** 1, 2, 3 without gaps. */
  readonly seq: number
  /** UTC with six decimals of a second and Z. */
  readonly at: string
  readonly actor: string
  readonly action: string
  /** A JSON object as text. */
  readonly subject: string
  /** SHA-256 in hexadecimal, as `hash`. */
  readonly previousHash: string
  readonly hash: string
}

export type AuditEntryPage = { readonly nodes: readonly AuditEntry[]; readonly hasNextPage: boolean }

/** The head of a chain as the hub signed it one night. */
export type AuditHead = {
  readonly chain: number
  /** Null for the council's chain. */
  readonly center: string | null
  readonly seq: number
  readonly hash: string
  readonly at: string
  readonly keyId: string
  /** Ed25519, in base64. */
  readonly signature: string
}

export type AuditKey = {
  /** SHA-256 of the DER, in hexadecimal. */
  readonly id: string
  /** DER of the SubjectPublicKeyInfo, in base64. */
  readonly publicKey: string
  readonly firstUsedAt: string
}

/** A slice of the content that a receipt speaks of; `next` is null on the last. */
export type SubmissionBody = {
  readonly submission: string
  readonly contentHash: string
  readonly text: string
  readonly next: number | null
}
