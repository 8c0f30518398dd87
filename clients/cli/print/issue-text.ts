import type { Issue } from '../../../schema/domain/issue.js'
import { linesText } from './line-ranges.js'

/** Issues that stand in a row's way; notes and warnings change nothing. Of a row of another center nothing else is worth saying. */
export function standing(issues: readonly Issue[]): readonly Issue[] {
  const foreign = issues.filter(({ code }) => code === 'FOREIGN_CENTER')
  return foreign.length > 0 ? foreign : issues.filter(({ severity }) => severity === 'error' || severity === 'hold')
}

/** The issue in both languages, with its rule or code in front for who looks it up. */
export const issueText = (issue: Issue): string =>
  `[${issue.rule ?? issue.code}] ${issue.messageKo}${issue.messageEn === issue.messageKo ? '' : `\n${issue.messageEn}`}`

/** One line for a list: where in the file, as far as that is known, then what. */
const atLines = (lines: readonly (number | null)[], text: string): string => {
  const place = linesText(lines)
  return `  ${place === '' ? '' : `${place}: `}${text}`
}

/** One line for a list, with the line of the file where there is one. */
export const issueLine = (issue: Issue): string => atLines([issue.sourceRow], issueText(issue).replace('\n', ' / '))

/** Texts said of lines, each once with all its lines, in the order in which they are first met. */
export function joinAlike(said: readonly { readonly sourceRow: number | null; readonly text: string }[]): readonly string[] {
  const linesOf = new Map<string, (number | null)[]>()
  for (const { sourceRow, text } of said) {
    const lines = linesOf.get(text)
    if (lines === undefined) linesOf.set(text, [sourceRow])
    else lines.push(sourceRow)
  }
  return [...linesOf].map(([text, lines]) => atLines(lines, text))
}

/** A list of issues in which the same fault of many lines stands once. */
export const issueLines = (issues: readonly Issue[]): readonly string[] =>
  joinAlike(issues.map(issue => ({ sourceRow: issue.sourceRow, text: issueText(issue).replace('\n', ' / ') })))
