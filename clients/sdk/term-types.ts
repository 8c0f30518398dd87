import type { Issue } from '../../schema/domain/issue.js'

/** Formats of the glossary and of what words were decided to mean. */
export const TERM_FORMATS = ['sssom', 'skos-turtle', 'skos-jsonld'] as const
export type TermFormat = (typeof TERM_FORMATS)[number]

/** What became of the rows of a mapping set: proposed, unchanged and refused add up to `rows`. */
export type MappingImport = {
  readonly rows: number
  readonly proposed: number
  readonly unchanged: number
  readonly refused: number
  /** Why rows were refused, each with its line (`sourceRow`) and column (`path`). */
  readonly issues: readonly Issue[]
}

/** An address of the reconciliation service. */
export type ReconciliationUrl = {
  readonly id: string
  readonly subject: string
  readonly issuedAt: string
  readonly expiresAt: string
  readonly revokedAt: string | null
}

/** The same as it is issued; `path` holds the token and is told once. */
export type IssuedReconciliationUrl = ReconciliationUrl & { readonly path: string }
