import { getNamedType, isObjectType, isUnionType, type GraphQLNamedType, type GraphQLSchema } from 'graphql'
import { SCOPES, type Caller, type Scope } from '../../schema/domain/centers/caller.js'
import type { Rule } from './rules.js'

type OpenFields = Readonly<Record<string, readonly string[]>>

/**
 * Throws when a root field that is open to every role leads to a field that is not named as open (api/auth/open-fields.ts): a field of a center's
 * own rows cannot be hung on a type that everybody reads, and a new field of such a type is open only once somebody has said so.
 * Fields behind a narrower rule need no name: who may use their root field may read them.
 */
export function enforceOpenFields(schema: GraphQLSchema, rules: Readonly<Record<string, Rule>>, openFields: OpenFields): GraphQLSchema {
  const unnamed = [...listOpenFields(schema, rules)].filter(field => !isNamed(field, openFields))
  if (unnamed.length > 0) {
    throw new Error(`Fields that every role could read and api/auth/open-fields.ts does not name: ${unnamed.join(', ')}.`)
  }
  return schema
}

const isNamed = (field: string, openFields: OpenFields): boolean => {
  const [type = '', name = ''] = field.split('.')
  return Object.hasOwn(openFields, type) && openFields[type]?.includes(name) === true
}

/** `Type.field` of everything that open root fields lead to. */
function listOpenFields(schema: GraphQLSchema, rules: Readonly<Record<string, Rule>>): ReadonlySet<string> {
  const found = new Set<string>()
  const visited = new Set<GraphQLNamedType>()
  const visit = (type: GraphQLNamedType): void => {
    if (visited.has(type)) return
    visited.add(type)
    if (isUnionType(type)) type.getTypes().forEach(visit)
    if (!isObjectType(type)) return
    for (const field of Object.values(type.getFields())) {
      found.add(`${type.name}.${field.name}`)
      visit(getNamedType(field.type))
    }
  }
  for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
    for (const field of Object.values(root?.getFields() ?? {})) {
      const rule = rules[`${root?.name ?? ''}.${field.name}`]
      if (rule !== undefined && isOpen(rule)) visit(getNamedType(field.type))
    }
  }
  return found
}

/** Whether each role by itself is let through: what the field leads to is read by all of them. Entities (`_entities`) are authorized one by one. */
const isOpen = (rule: Rule): boolean => SCOPES.every(scope => rule(callerWith(scope)))

const callerWith = (scope: Scope): Caller => ({ subject: 'any', kind: 'person', center: null, scopes: new Set([scope]) })
