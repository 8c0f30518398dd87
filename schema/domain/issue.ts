/**
 * The closed list of issue codes. Clients switch on them; a code is never renamed.
 * Grouped by the noun whose rule gives them. Source: design rules S1 to S34.
 */
export const ISSUE_CODES = [
  // who and what may be asked
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'INVALID_CURSOR',
  'INTERNAL',
  // editions and definitions
  'EDITION_SHAPE',
  'EDITION_UNKNOWN_SYMBOL',
  'EDITION_DUPLICATE_CODE',
  'EDITION_VERSIONS_OVERLAP',
  'EDITION_SCOPE_UNUSED',
  'EDITION_UNITS_DIFFER',
  'EDITION_UNKNOWN_REFERENCE',
  'EDITION_ALREADY_LOADED',
  'EDITION_AMBIGUOUS_LABEL',
  'EDITION_DATES',
  'EDITION_DEFINITION_LOST',
  'FORMULA_SYNTAX',
  'FORMULA_NOT_NORMAL',
  'VERSION_IMMUTABLE',
  'DRAFT_EXISTS',
  'DRAFT_SETTLED',
  'RETROACTIVE_DEFINITION',
  // administration of the registry
  'ALREADY_REGISTERED',
  'DATES_OVERLAP',
  'LAST_ADMINISTRATOR',
  'CHANGED_SINCE',
  // submissions: the batch
  'IDEMPOTENCY_KEY_REQUIRED',
  'IDEMPOTENCY_KEY_REUSED',
  'STALE_DRY_RUN',
  'BATCH_REFUSED',
  'TOO_MANY_ROWS',
  'ROWS_REQUIRED',
  'REASON_REQUIRED',
  'SCOPE_REQUIRED',
  'SCOPE_UNREADABLE',
  'SCOPE_UNKNOWN',
  'NOT_A_MEMBER',
  'UNKNOWN_PARAMETER',
  'TEXT_NOT_ACCEPTED',
  // submissions: rejected rows
  'SERIES_SHAPE',
  'ROW_UNREADABLE',
  'FOREIGN_CENTER',
  'MEASURE_REQUIRED',
  'HUB_MEASURE',
  'VALUE_REQUIRED',
  'VALUE_NOT_A_NUMBER',
  'VALUE_TOO_PRECISE',
  'VALUE_NOT_INTEGER',
  'VALUE_BELOW_MINIMUM',
  'VALUE_NOT_EXPECTED',
  'PERIOD_UNREADABLE',
  'PERIOD_TYPE_UNKNOWN',
  'PERIOD_NOT_ALIGNED',
  'STATUS_UNKNOWN',
  'CODE_MALFORMED',
  'DIMENSION_REPEATED',
  // submissions: quarantined rows
  'WORD_UNKNOWN',
  'WORD_AMBIGUOUS',
  'RATE_AMBIGUOUS',
  'WORD_REJECTED',
  'WORD_SUSPENDED',
  'DIMENSION_NOT_ALLOWED',
  'DIMENSION_UNKNOWN',
  'CODE_UNKNOWN',
  'UNIT_UNKNOWN',
  'UNIT_MISMATCH',
  'UNIT_DOUBTED',
  'RULE_BROKEN',
  'DUPLICATE_DISAGREES',
  'PERIOD_IN_FUTURE',
  'PERIOD_BEFORE_DEFINITION',
  'EDITION_UNKNOWN',
  'NOTHING_TO_RETRACT',
  // submissions: warnings and notes, which never change an outcome
  'RULE_WARNING',
  'BREAKDOWN_REQUIRED',
  'PARAMETER_MISMATCH',
  'DUPLICATE_EQUAL',
  'LABEL_PROVISIONAL',
  'WORD_MAPPED',
  'UNIT_LABEL_KEPT',
  'UNIT_CONVERTED',
  'UNIT_ASSUMED',
  'CODE_UNLISTED',
  'REPORTED_RATE',
  'COLUMN_NOT_SENT',
  'OUTLIER',
  'SPECIAL_EVENT_ASSUMED',
  'UNREAD_ROW_WAITS',
  // quarantine
  'HELD_ROW_SETTLED',
  'RULE_NOT_OVERRIDABLE',
  'RESOLUTION_REPEATED',
  // decisions about words
  'MAPPING_INVALID',
  'MAPPING_REJECTED',
  'DECISION_OVERTAKEN',
  'SECOND_STEWARD_REQUIRED',
  'WEIGHTS_NOT_BETTER',
  'WEIGHTS_NOT_COMPARED',
  // figures
  'TOTAL_MISMATCH',
  'PERIOD_MISMATCH',
  'LONGER_PERIOD_ONLY',
  'UNEQUAL_SUPPORT',
  'HOLIDAYS_UNKNOWN',
  'DIMENSION_NOT_SHARED',
  'AS_OF_IN_FUTURE',
  'AS_OF_TOO_EARLY',
  'RATIO_NOT_AVERAGEABLE',
  'NOT_ALIGNED',
  'NOT_ADDITIVE',
  'NOT_COMPARABLE',
  'DIMENSION_SINGLE_REQUIRED',
  'INDICATOR_UNKNOWN',
  'MEASURE_UNKNOWN',
  'TERM_UNKNOWN',
  'CENTER_UNKNOWN',
  'REGION_UNKNOWN',
  'VERSION_UNKNOWN',
  'VARIANT_UNKNOWN',
  'PERIOD_TOO_LONG',
  'QUESTIONS_WAITING',
  'NOT_ONE_FIGURE',
  'SHARE_OF_WHOLE',
  'PENDING_REVISION',
  // playbooks: what others have told the public
  'EVIDENCE_UNREADABLE',
  'PERSON_REQUIRED',
  // mapping sets that come in
  'SSSOM_UNREADABLE',
  'SSSOM_CELL',
  // playbooks: the text
  'PLAYBOOK_SECTION_MISSING',
  'PLAYBOOK_INCOMPLETE',
  'PLAYBOOK_TOO_LONG',
  'PLAYBOOK_HARD_WORD',
  'PLAYBOOK_REVIEW_PAST',
  'PLACEHOLDER_UNDECLARED',
  'PLACEHOLDER_UNUSED',
  'PLACEHOLDER_MISPLACED',
  'PLACEHOLDER_PARTICLE',
  'PLACEHOLDER_MALFORMED',
  'PLACEHOLDER_MISSING',
  // playbooks: who may send what, when and where
  'WRONG_STATE',
  'PLAYBOOK_UNKNOWN',
  'LEVEL_NOT_OFFERED',
  'STATUS_IMMUTABLE',
  'EXERCISE_INCOMPLETE',
  'DRILL_INVALID',
  'EXPIRY_NOT_ALLOWED',
  'HEAD_MOVED',
  'APPROVER_IS_AUTHOR',
  'APPROVER_IS_PROGRAM',
  'APPROVAL_OF_OTHER_CONTENT',
  'APPROVAL_MISSING',
  'APPROVED_ALREADY',
  'RETYPED_DIFFERS',
  'NO_TARGETS',
  'TARGETS_CHANGED',
  'NO_DRILL_ENDPOINT',
  'RECENT_ALERT',
  'BREAK_GLASS_NOT_ALLOWED',
  'SIGN_IN_AGAIN',
  'DESK_REQUIRED',
  'DESKS_IMPOSSIBLE',
] as const

export type IssueCode = (typeof ISSUE_CODES)[number]

/** error and hold stand in the way of a row; warning and info never change an outcome. */
export type IssueSeverity = 'error' | 'hold' | 'warning' | 'info'

/**
 * One thing that is wrong or worth knowing, in one shape wherever it is met (S28).
 * `path` leads to the place in the input; `expected` says what would be accepted, `got` what came; `sourceRow` is the line of the member's own file.
 * `got` never holds free text that might name a person. All but code, severity, path and the two sentences may be null.
 */
export type Issue = {
  readonly code: IssueCode
  readonly severity: IssueSeverity
  readonly path: readonly (string | number)[]
  readonly messageKo: string
  readonly messageEn: string
  readonly expected: string | null
  readonly got: string | null
  readonly sourceRow: number | null
  /** Rule id of the edition (for example calls_offered.c1) where a rule gave the issue. */
  readonly rule: string | null
}

type IssueFacts = { readonly [K in keyof Issue]?: Issue[K] } & Pick<Issue, 'code' | 'messageKo' | 'messageEn'>

/** An issue with everything not named set to its plain value: severity error, empty path, the rest null. */
export const issue = (facts: IssueFacts): Issue => ({
  severity: 'error',
  path: [],
  expected: null,
  got: null,
  sourceRow: null,
  rule: null,
  ...facts,
})
