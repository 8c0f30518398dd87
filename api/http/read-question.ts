import { coerceInputValue, isInputObjectType, type GraphQLError, type GraphQLSchema } from 'graphql'
import type { FigureQuestion } from '../../schema/domain/figures/figure-question.js'
import { issue, type Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { FiguresInput } from '../../schema/graphql/figure-input.js'
import { toQuestion } from '../resolvers/figure-question.js'
import { sayableReason } from './mask-errors.js'

const INPUT = 'FiguresInput'

const unfit = (path: readonly (string | number)[], { message }: GraphQLError): Issue => {
  const place = ['input', ...path].join('.')
  return issue({
    code: 'BAD_USER_INPUT',
    path: ['input', ...path],
    messageKo: `질문의 ${place} 값이 형식에 맞지 않습니다. docs/api.md의 ${INPUT}을 보십시오.`,
    messageEn: `The value at ${place} does not fit: ${sayableReason(message)}`,
    expected: INPUT,
  })
}

/**
 * The question in a body, by the schema's own input type: what GraphQL takes as `input` is taken here, and nothing else. Refused with every
 * fault at once; the values met are not repeated.
 */
export function readQuestion(schema: GraphQLSchema, body: unknown): Outcome<FigureQuestion> {
  const type = schema.getType(INPUT)
  if (!isInputObjectType(type)) throw new Error(`The schema has no input type ${INPUT}.`)
  const issues: Issue[] = []
  try {
    // By the type of that class; null is a value of every nullable type and no question.
    const input = coerceInputValue(body ?? [], type, (path, _value, error) => {
      issues.push(unfit(path, error))
      if (issues.length === MOST_ISSUES) throw new TooManyIssues()
    }) as FiguresInput
    return issues.length > 0 ? refuse(...issues) : accept(toQuestion(input))
  } catch (error) {
    if (error instanceof TooManyIssues) return refuse(...issues)
    throw error
  }
}

/** A body of a megabyte can hold a hundred thousand faults; nobody reads more. */
const MOST_ISSUES = 30
class TooManyIssues extends Error {}
