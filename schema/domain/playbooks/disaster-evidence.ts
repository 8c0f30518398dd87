import type { AlertLevel } from './alert-level.js'
import type { ActivationStatus } from './playbook-message.js'

/** A place as a message of others names it, and the word in it that a region goes by: a code, an ISO code or a name. */
export type EvidenceArea = { readonly word: string; readonly region: string }

/**
 * What another authority has told the public, read as evidence: it may suggest a playbook and never sends one. Words that we do not know stay as
 * they came, with null for what we make of them.
 */
export type DisasterEvidence = {
  readonly source: 'CAP' | 'MOIS_MESSAGE'
  /** Its identifier there; with `source` and `sender` the same message is known again. */
  readonly sourceId: string
  readonly sender: string | null
  /** Instant with its offset; null where it was not said or not readable. */
  readonly sentAt: string | null
  /** Null: a draft, or a status that is none of ours. */
  readonly status: ActivationStatus | null
  /** Code of the edition's hazard types; null for a word that leads to none. */
  readonly hazard: string | null
  readonly hazardWord: string
  readonly areas: readonly EvidenceArea[]
  /** A proposal for the coordinator, made from how loud the message is; never a crisis level that somebody declared. */
  readonly suggestedLevel: AlertLevel | null
  readonly levelWord: string | null
  /** Null where it may name a person, as in the search for somebody missing. */
  readonly text: string | null
  /** Fields that we do not read, as they came. */
  readonly unknown: Readonly<Record<string, string>>
}
