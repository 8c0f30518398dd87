import { GraphQLError } from 'graphql'
import type { Issue } from '../../schema/domain/issue.js'
import type { Outcome } from '../../schema/domain/outcome.js'

/** An answer that refuses stays below 16 KB, whatever was asked (G12). */
const MOST_ISSUES = 30

/**
 * The error of a refused query field (S28): its code is the first issue's, and the issues stand beside it in both languages, the first 30 of them;
 * `moreIssues` says how many others there are.
 */
export function refusedField(issues: readonly Issue[]): GraphQLError {
  const [first] = issues
  const message = first === undefined ? 'Refused.' : `${first.messageKo} (${first.messageEn})`
  const more = issues.length > MOST_ISSUES ? { moreIssues: issues.length - MOST_ISSUES } : {}
  return new GraphQLError(message, { extensions: { code: first?.code ?? 'BAD_USER_INPUT', issues: issues.slice(0, MOST_ISSUES), ...more } })
}

/** The value of an outcome for a mutation, or its refusal: the other member of the result's union. */
export const valueOrRefused = <T>(outcome: Outcome<T>): T | { readonly issues: readonly Issue[] } =>
  outcome.ok ? outcome.value : { issues: outcome.issues }

/** The value of an outcome for a query field; a refusal is thrown as the field's error, which leaves the field null (S28). */
export function valueOrError<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value
  throw refusedField(outcome.issues)
}
