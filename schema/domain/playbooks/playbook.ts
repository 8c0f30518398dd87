import { ALERT_LEVELS, type AlertLevel } from './alert-level.js'

/** Levels of a template. */
export const LEVELS = ALERT_LEVELS
export type Level = AlertLevel

/** Korean and English text of one thing. */
export type Bilingual = { readonly ko: string; readonly en: string }

/** Lines that are read aloud, in the order they are read; Chinese and Vietnamese where somebody wrote them. */
export type Script = {
  readonly ko: readonly string[]
  readonly en: readonly string[]
  readonly zh: readonly string[] | null
  readonly vi: readonly string[] | null
}

/** Question, answer, and what is said while the answer is not known. */
export type Question = { readonly q: string; readonly a: string; readonly u: string }

/** When, to which contact, and how: warm stays until the other side answers, cold gives the number. */
export type Route = readonly [when: string, to: string, mode: 'warm' | 'cold']

/** A text that belongs to every alert from its birth: its correction, and how it ends. */
export type Twin = { readonly ko: readonly string[]; readonly en: string }

/** CAP defaults of one level: urgency, severity, certainty, response types. */
export type CapLevel = readonly [urgency: string, severity: string, certainty: string, responseTypes: readonly string[]]

export type PlaybookSections = {
  readonly first_answer_script: Script
  readonly key_facts: { readonly required: readonly string[]; readonly optional: readonly string[] }
  readonly qa: readonly Question[]
  readonly must_not_say: readonly string[]
  readonly routing: readonly Route[]
  readonly vulnerable_callers: Readonly<Record<string, string>>
  readonly counselor_care: readonly string[]
  readonly statistics: {
    readonly hazard_type: string
    readonly topics: readonly string[]
    readonly measures_add: readonly string[]
    readonly note_ko: string | null
  }
}

/** What a coordinator may change of a template before it is sent; the placeholders are still in it. */
export type PlaybookText = {
  readonly headline_ko: string
  readonly sections: PlaybookSections
  readonly correction: Twin
  readonly all_clear: Twin
}

/**
 * One template of the council's library, for a hazard at some levels. Field names are those of the file, so that the path of an issue leads to
 * the line; days are Korean. `version` is its template edition: a changed text comes with the next.
 */
export type Playbook = PlaybookText & {
  readonly code: string
  readonly version: number
  readonly hazard_type: string
  readonly also: readonly string[]
  readonly levels: readonly Level[]
  readonly title: Bilingual
  readonly basis_manual: { readonly ko: string; readonly lead: string }
  readonly cap: { readonly category: readonly string[] } & { readonly [L in Level]: CapLevel | null }
  readonly audience: readonly string[]
  /** Whether the all-clear goes out by itself when the last message expires: for what ends at an hour that was set beforehand. */
  readonly all_clear_on_expiry: boolean
  readonly review_by: string
  readonly source_status: string
}

export type PlaceholderType = 'text' | 'sentence' | 'datetime' | 'date' | 'url' | 'phone'
/** hub values are set by the hub, coordinator values with the draft, center values by each center on its own screen. */
export type Placeholder = {
  readonly name: string
  readonly type: PlaceholderType
  readonly fillBy: 'hub' | 'coordinator' | 'center'
  readonly example: string
}

export type Contact = {
  readonly code: string
  readonly number: string
  readonly ko: string
  readonly transfer_target: string
  readonly source_status: string
  readonly note_ko: string | null
}

/** A standing playbook that protects counselors or callers; in force always, sent by nobody. */
export type ProtectionPlaybook = {
  readonly code: string
  readonly title: Bilingual
  readonly review_by: string
  readonly source_status: string
  /** The whole entry as the file has it: principle, steps or timeline, what not to do, routing, statistics. */
  readonly document: Readonly<Record<string, unknown>>
}

export type ExerciseScenario = {
  readonly code: string
  readonly template: string
  readonly title: Bilingual
  readonly duration_min: number
  readonly participants: { readonly controller: string; readonly players: readonly string[]; readonly overflow: readonly string[] }
  readonly objectives_ko: readonly string[]
  readonly injects: readonly {
    readonly t: number
    readonly to: string
    readonly type: string
    readonly text: string
    readonly expect: string
  }[]
  readonly measures: readonly string[]
  readonly source_status: string
}

export type LengthLimits = {
  readonly headline_ko_chars: number
  readonly script_lines: number
  readonly script_line_chars_ko: number
  readonly qa_answer_chars_ko: number
  readonly correction_lines: number
  readonly all_clear_lines: number
}

/** The council's playbooks of one edition. */
export type PlaybookLibrary = {
  readonly code: string
  readonly status: string
  readonly preparedOn: string
  readonly levelNames: Readonly<Record<Level, Bilingual>>
  readonly limits: LengthLimits
  readonly placeholders: ReadonlyMap<string, Placeholder>
  /** Placeholders of the header and record, never read aloud. */
  readonly headerOnly: readonly string[]
  /** Placeholders that any template may use, and every one must have a value for. */
  readonly requiredEverywhere: readonly string[]
  readonly requiredIn: Readonly<Record<'correction' | 'all_clear' | 'center_setup', readonly string[]>>
  readonly contacts: ReadonlyMap<string, Contact>
  /** Rules shown before every template: opening, routing, vulnerable callers, care, statistics, what not to say. */
  readonly common: Readonly<Record<string, unknown>>
  readonly playbooks: ReadonlyMap<string, Playbook>
  readonly protections: ReadonlyMap<string, ProtectionPlaybook>
  readonly exercises: ReadonlyMap<string, ExerciseScenario>
}
