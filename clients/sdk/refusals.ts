import { issue, ISSUE_CODES, type Issue, type IssueCode } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { HubFault } from './hub-fault.js'
import type { GraphqlAnswer, GraphqlError } from './post-graphql.js'

const isIssueCode = (code: unknown): code is IssueCode => (ISSUE_CODES as readonly unknown[]).includes(code)

const isIssue = (value: unknown): value is Issue =>
  typeof value === 'object' && value !== null && 'code' in value && 'messageKo' in value && 'messageEn' in value

/** Issues that one GraphQL error carries: as such in its extensions, or made from its code and message. Empty for a fault of the hub. */
function issuesOf({ message, extensions }: GraphqlError): readonly Issue[] {
  const carried = extensions?.['issues']
  if (Array.isArray(carried) && carried.every(isIssue) && carried.length > 0) return carried
  if (isIssue(extensions?.['issue'])) return [extensions['issue']]
  if (isIssue(extensions)) return [extensions]
  const code = extensions?.['code']
  return isIssueCode(code) && code !== 'INTERNAL' ? [issue({ code, messageKo: message, messageEn: message })] : []
}

/** What came back for one query field, or the issues it was refused with (S28). HubFault `answer` when the hub itself failed. */
export function readField<T>(answer: GraphqlAnswer<Readonly<Record<string, T | null>>>, field: string): Outcome<T | null> {
  const issues = answer.errors.flatMap(issuesOf)
  if (issues.length > 0) return refuse(...issues)
  const [failed] = answer.errors
  if (failed !== undefined) throw new HubFault('answer', `The hub could not answer: ${failed.message}`)
  return accept(answer.data?.[field] ?? null)
}

/** The result of a mutation, or the issues of its `Refused` (S28). */
export function readMutation<T extends object>(
  answer: GraphqlAnswer<Readonly<Record<string, (T | { readonly issues: readonly Issue[] }) | null>>>,
  field: string,
): Outcome<T> {
  const read = readField(answer, field)
  if (!read.ok) return read
  if (read.value === null) throw new HubFault('answer', `The hub answered nothing for ${field}.`)
  const { __typename: type, ...result } = read.value as { __typename?: string } & object // every mutation asks for __typename
  // The type name says which half of the union it is.
  return type === 'Refused' ? refuse(...(result as { issues: readonly Issue[] }).issues) : accept(result as T)
}
