import { GraphQLError } from 'graphql'
import type { Issue } from '../../schema/domain/issue.js'
import type { Outcome } from '../../schema/domain/outcome.js'

/** The error of a refused query field (S28): its code is the first issue's, and every issue stands beside it in both languages. */
export function refusedField(issues: readonly Issue[]): GraphQLError {
  const [first] = issues
  const message = first === undefined ? 'Refused.' : `${first.messageKo} (${first.messageEn})`
  return new GraphQLError(message, { extensions: { code: first?.code ?? 'BAD_USER_INPUT', issues } })
}

/** The value of an outcome for a query field; a refusal is thrown as the field's error, which leaves the field null (S28). */
export function valueOrError<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value
  throw refusedField(outcome.issues)
}
