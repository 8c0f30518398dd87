import type { Issue } from './issue.js'

/** Either a value, or every issue that stands against it. A refusal is expected and the member's to fix; a fault of ours is thrown instead. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly issues: readonly Issue[] }

/** An outcome that holds `value`. */
export const accept = <T>(value: T): Outcome<T> => ({ ok: true, value })

/** An outcome that holds the issues against it; at least one. */
export const refuse = (...issues: readonly Issue[]): Outcome<never> => ({ ok: false, issues })
