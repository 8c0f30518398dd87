import type { Json } from './canonical-json.js'
import type { BroadcastStatus, MessageType } from './level-policy.js'
import type { Level, Question } from './playbook.js'
import type { PlaceholderValues } from './placeholder-value.js'

/** What a text is for: to inform, to correct what was said, to end, or to take back. */
export const PURPOSES = ['INFORM', 'CORRECT', 'ALL_CLEAR', 'ISSUED_IN_ERROR', 'RATIFICATION_REFUSED'] as const
export type Purpose = (typeof PURPOSES)[number]

/** What a coordinator changed of the template's own words; null is as the template has it. */
export type TextEdits = {
  readonly headlineKo: string | null
  readonly scriptKo: readonly string[] | null
  readonly scriptEn: readonly string[] | null
  readonly qa: readonly Question[] | null
  readonly mustNotSay: readonly string[] | null
}

export const NO_EDITS: TextEdits = { headlineKo: null, scriptKo: null, scriptEn: null, qa: null, mustNotSay: null }

/** Everything that was given for a text; with the template it makes the content. */
export type Given = { readonly values: PlaceholderValues; readonly edits: TextEdits }

/** What a text is about, apart from its words. */
export type BroadcastFacts = {
  readonly activation: string
  readonly status: BroadcastStatus
  readonly hazard: string
  readonly type: MessageType
  readonly purpose: Purpose
  readonly level: Level
  /** As they were written. */
  readonly areas: readonly string[]
  /** ISO instant. */
  readonly expiresAt: string
  /** The instant it is written at, by the database: shelters that were looked at too long ago are left out. */
  readonly now: string
}

/** Lines that stand before everything else: of a correction, of an ending. */
export type Lead = { readonly ko: readonly string[]; readonly en: readonly string[] }

/**
 * What goes out, without what is only known when it does (id, seq, instant). Placeholders of a center (`slots`) and its own name stay open, each center
 * fills them in on its own screen; all others are filled. Nothing in it is a number but what is counted.
 */
export type BroadcastContent = { readonly [name: string]: Json }
