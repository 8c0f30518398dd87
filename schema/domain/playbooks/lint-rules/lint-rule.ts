import { issue, type Issue, type IssueCode, type IssueSeverity } from '../../issue.js'
import type { Playbook, PlaybookLibrary } from '../playbook.js'

/** What a text is judged by: the library it belongs to, codes of the edition, and today in Korea. */
export type LintContext = {
  readonly library: PlaybookLibrary
  readonly hazards: ReadonlySet<string>
  readonly topics: ReadonlySet<string>
  readonly measures: ReadonlySet<string>
  readonly today: string
}

/** One thing a template, or a text made from one, must satisfy: every breach of it with a reason, or an empty list. An error stands in the way; a warning does not. */
export type LintRule = (playbook: Playbook, context: LintContext) => readonly Issue[]

type Finding = {
  readonly code: IssueCode
  readonly severity?: IssueSeverity
  readonly path: readonly (string | number)[]
  readonly ko: string
  readonly en: string
  readonly expected: string
  readonly got?: string | null
}

/** A finding at a place of the text; `path` begins at the template. */
export const lintIssue = ({ code, severity = 'error', path, ko, en, expected, got = null }: Finding): Issue =>
  issue({ code, severity, path, messageKo: ko, messageEn: en, expected, got })
