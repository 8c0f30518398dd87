import type { GraphQLField, GraphQLSchema } from 'graphql'
import type { Scope } from '../../schema/domain/centers/caller.js'
import { issue, type Issue, type IssueCode } from '../../schema/domain/issue.js'
import type { Context } from '../context.js'
import { refusedField } from '../resolvers/value-or-error.js'
import { recordDenial } from './record-denial.js'
import type { Rule } from './rules.js'

type RootField = GraphQLField<unknown, Context>

/**
 * Puts its rule before every root field of the schema, and notes the codes of refused mutations for the log.
 * Only root resolvers are wrapped: a check on a list item's field costs seconds on large results.
 * Throws when a root field has no rule or a rule has no field, so that neither can be forgotten.
 */
export function enforceRules(schema: GraphQLSchema, rules: Readonly<Record<string, Rule>>): GraphQLSchema {
  const fields = listRootFields(schema)
  const unruled = [...fields.keys()].filter(name => !Object.hasOwn(rules, name))
  const idle = Object.keys(rules).filter(name => !fields.has(name))
  if (unruled.length > 0) throw new Error(`Root fields without a rule in api/auth/rules.ts: ${unruled.join(', ')}.`)
  if (idle.length > 0) throw new Error(`Rules in api/auth/rules.ts whose field does not exist: ${idle.join(', ')}.`)
  for (const [name, field] of fields) {
    const rule = rules[name]
    if (rule !== undefined) guard(name, field, rule)
  }
  return schema
}

function listRootFields(schema: GraphQLSchema): Map<string, RootField> {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]
  return new Map(roots.flatMap(root => Object.values(root?.getFields() ?? {}).map(field => [`${root?.name ?? ''}.${field.name}`, field])))
}

function guard(name: string, field: RootField, rule: Rule): void {
  const { resolve, subscribe } = field
  const mayUse = async (context: Context): Promise<readonly Issue[] | null> => {
    if (rule(context.caller, context.isGateway)) return null
    await recordDenial(context.hub, context.caller, name)
    return [forbidden(field.name, rule.scopes ?? [])]
  }
  if (subscribe) {
    field.subscribe = async (source, args, context, info) => {
      const issues = await mayUse(context)
      if (issues !== null) throw refusedField(issues)
      return subscribe(source, args, context, info)
    }
    return
  }
  field.resolve = async (source, args, context, info) => {
    const issues = await mayUse(context)
    if (issues !== null && !name.startsWith('Mutation.')) throw refusedField(issues)
    const answer: unknown = issues === null ? await resolve?.(source, args, context, info) : { issues }
    for (const code of codesOf(answer)) context.issueCodes.add(code)
    return answer
  }
}

/** Codes of a refusal, which is a value with `issues`; none for every other answer. */
function codesOf(answer: unknown): IssueCode[] {
  const { issues } = Object(answer) as { issues?: unknown } // an object, whatever the resolver gave
  return Array.isArray(issues) ? issues.map(({ code }: Issue) => code) : []
}

/** Says which scope would open the field; any role at all does where the rule names none. */
const forbidden = (field: string, scopes: readonly Scope[]): Issue => {
  const [ko, en] = scopes.length === 0 ? ['역할 하나', 'any role'] : [scopes.join(' 또는 '), scopes.join(' or ')]
  return issue({
    code: 'FORBIDDEN',
    path: [field],
    messageKo: `이 요청(${field})을 사용할 권한이 없습니다. 필요한 권한: ${ko}. 권한이 있는 클라이언트로 로그인하거나 협의체 관리자에게 문의하십시오.`,
    messageEn: `You have no right to use ${field}; it needs ${en}. Sign in as a client that has it, or ask the council administrator.`,
    expected: en,
  })
}
