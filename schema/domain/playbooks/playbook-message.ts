import type { AlertLevel } from './alert-level.js'
import type { CapValues } from './cap-values.js'

/** Set at birth of an activation, inherited by all its messages, never changed. */
export const ACTIVATION_STATUSES = ['ACTUAL', 'EXERCISE', 'TEST'] as const
export type ActivationStatus = (typeof ACTIVATION_STATUSES)[number]

export const MESSAGE_KINDS = ['ALERT', 'UPDATE', 'CANCEL'] as const
export type MessageKind = (typeof MESSAGE_KINDS)[number]

/** Why a message is canceled: the hazard ended, or it was issued in error. */
export const CANCEL_CAUSES = ['ENDED', 'ISSUED_IN_ERROR'] as const
export type CancelCause = (typeof CANCEL_CAUSES)[number]

/** Whether a message that went out on one person's word has been approved since. */
export const RATIFICATIONS = ['NOT_NEEDED', 'PENDING', 'RATIFIED', 'REFUSED'] as const
export type Ratification = (typeof RATIFICATIONS)[number]

/** Where: the code of the edition's list of governments (11 is Seoul), and the ISO 3166-2 code where there is one; the two never agree by digits. */
export type MessageArea = {
  readonly code: string
  readonly iso: string | null
  readonly nameKo: string
  readonly nameEn: string
}

/** One part of a message: what counselors read or do, a line each. English may be shorter than Korean, or absent. */
export type MessageSection = {
  /** Of the edition's section types, such as first_answer_script; others are kept. */
  readonly code: string
  readonly titleKo: string
  readonly titleEn: string
  readonly ko: readonly string[]
  readonly en: readonly string[]
}

/** An earlier message of the same activation that this one takes the place of. */
export type MessageReference = {
  readonly messageId: string
  readonly seq: number
  readonly sent: string
}

/**
 * What goes out to every center, whole each time: immutable, signed as canonical JSON, rendered as CAP, shown on screens.
 * Ids begin with EXR- for EXERCISE and TST- for TEST (P1). Instants are ISO 8601 with seconds and +09:00.
 */
export type PlaybookMessage = {
  readonly shape: typeof MESSAGE_SHAPE
  readonly activationId: string
  readonly messageId: string
  /** 1, 2, … within the activation. */
  readonly seq: number
  readonly kind: MessageKind
  readonly status: ActivationStatus
  /** Which exercise; null unless the status is EXERCISE. */
  readonly exerciseId: string | null
  /** Code of the edition's hazard types. */
  readonly hazard: string
  readonly hazardKo: string
  readonly hazardEn: string
  readonly level: AlertLevel
  readonly cap: CapValues
  readonly issuedByKo: string
  readonly issuedByEn: string | null
  readonly headlineKo: string
  readonly headlineEn: string | null
  readonly areas: readonly MessageArea[]
  readonly sections: readonly MessageSection[]
  readonly sent: string
  readonly effective: string
  /** When the hazard itself begins; null where nobody can say. */
  readonly onset: string | null
  readonly expires: string
  readonly references: readonly MessageReference[]
  /** Null unless the kind is CANCEL. */
  readonly cancelCause: CancelCause | null
  readonly noteKo: string | null
  readonly noteEn: string | null
  /** Published later than it was scheduled. */
  readonly late: boolean
  readonly ratification: Ratification
  /** The library's text it was made from; null for one written without a template. */
  readonly playbook: { readonly code: string; readonly version: number } | null
}

/** Names the shape inside the signed text, so that a later one is never taken for this. */
export const MESSAGE_SHAPE = 'hub120-playbook-message-1'
