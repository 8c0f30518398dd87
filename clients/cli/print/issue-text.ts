import type { Issue } from '../../../schema/domain/issue.js'

/** Issues that stand in a row's way; notes and warnings change nothing. */
export const standing = (issues: readonly Issue[]): readonly Issue[] =>
  issues.filter(({ severity }) => severity === 'error' || severity === 'hold')

/** The issue in both languages, with its rule or code in front for who looks it up. */
export const issueText = (issue: Issue): string =>
  `[${issue.rule ?? issue.code}] ${issue.messageKo}${issue.messageEn === issue.messageKo ? '' : `\n${issue.messageEn}`}`

/** One line for a list, with the line of the file where there is one. */
export const issueLine = (issue: Issue): string =>
  `  ${issue.sourceRow === null ? '' : `${issue.sourceRow}행 line ${issue.sourceRow}: `}${issueText(issue).replace('\n', ' / ')}`
