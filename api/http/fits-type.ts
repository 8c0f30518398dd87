import { isInputObjectType, isLeafType, isListType, isNonNullType, type GraphQLInputObjectType, type GraphQLInputType } from 'graphql'

/** Whether a value read from JSON is already what coercion would make of it. */
export type Fits = (value: unknown) => boolean

/**
 * Says of a value whether GraphQL's coercion to that type would give an equal value. False where it would refuse the value, fill in a default, wrap
 * a single item as a list or parse a leaf into something else: what does not fit is left to GraphQL, with its own errors. Nothing is built, where
 * coercion makes a path for every field and two copies of every object: a third of the time that a row costs (docs/benchmarks.md).
 */
export const compileFits = (type: GraphQLInputType): Fits => {
  if (!isNonNullType(type)) {
    const fits = compileNullable(type)
    return value => value === null || fits(value)
  }
  const fits = compileNullable(type.ofType)
  return value => value !== null && fits(value)
}

/** The type without its exclamation mark. */
const compileNullable = (type: GraphQLInputType): Fits => {
  if (isListType(type)) {
    const fits = compileFits(type.ofType)
    return value => Array.isArray(value) && value.every(item => fits(item))
  }
  if (isInputObjectType(type)) return compileObject(type)
  return value => {
    try {
      return isLeafType(type) && Object.is(type.parseValue(value), value)
    } catch {
      return false // GraphQL will say why
    }
  }
}

const compileObject = (type: GraphQLInputObjectType): Fits => {
  const fields = Object.values(type.getFields())
  const fitsOf = new Map(fields.map(field => [field.name, compileFits(field.type)]))
  const needed = fields.filter(field => isNonNullType(field.type) || field.defaultValue !== undefined).map(({ name }) => name)
  return value => {
    if (type.isOneOf || typeof value !== 'object' || value === null || Array.isArray(value)) return false
    for (const name in value) {
      // an own field: objects that were read from JSON inherit nothing that is listed
      if (fitsOf.get(name)?.((value as Readonly<Record<string, unknown>>)[name]) !== true) return false
    }
    return needed.every(name => Object.hasOwn(value, name))
  }
}
