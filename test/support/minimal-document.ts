import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
} from 'graphql'

/** The smallest operation that uses a root field: required arguments with the emptiest values that their types take, and no more than needed of the answer. */
export function minimalDocument(kind: 'query' | 'mutation' | 'subscription', field: GraphQLField<unknown, unknown>): string {
  const args = field.args.filter(({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined)
  const given = args.map(({ name, type }) => `${name}: ${literalOf(type)}`)
  return `${kind} { ${field.name}${given.length === 0 ? '' : `(${given.join(', ')})`}${selectionOf(getNamedType(field.type))} }`
}

function selectionOf(type: GraphQLNamedType): string {
  if (isUnionType(type)) return ' { __typename ... on Refused { issues { code } } }'
  return isObjectType(type) ? ' { __typename }' : ''
}

function literalOf(type: GraphQLInputType): string {
  const nullable = getNullableType(type)
  if (isListType(nullable)) return '[]'
  if (isEnumType(nullable)) return nullable.getValues()[0]?.name ?? 'null'
  if (isInputObjectType(nullable)) {
    const fields = Object.values(nullable.getFields()).filter(f => isNonNullType(f.type) && f.defaultValue === undefined)
    return `{ ${fields.map(({ name, type: fieldType }) => `${name}: ${literalOf(fieldType)}`).join(', ')} }`
  }
  return SCALARS[getNamedType(nullable).name] ?? '""'
}

const SCALARS: Readonly<Record<string, string>> = {
  Int: '1',
  Float: '1',
  Boolean: 'false',
  ID: '"00000000-0000-4000-8000-000000000000"',
  LocalDate: '"2026-11-19"',
  Date: '"2026-11-19"',
  DateTime: '"2026-11-19T00:00:00+09:00"',
  Decimal: '"1"',
  Cell: '"x"',
}
