import { GraphQLScalarType, Kind, type ValueNode } from 'graphql'
import type { Cell as SubmittedCell } from '../../domain/submissions/submission.js'
import { NumberText } from '../../domain/number-text.js'

type Variables = Readonly<Record<string, unknown>> | null | undefined

/**
 * Any JSON value, handed through. It never throws, because one faulty cell must cost its row and not the batch (S8):
 * what cannot be a value is judged row by row in the domain.
 */
export const Cell = new GraphQLScalarType<SubmittedCell, SubmittedCell>({
  name: 'Cell',
  description:
    'One submitted cell: any JSON value. A number is read from its source text, up to 15 significant digits; a longer one goes as a string of at most 40 characters. What cannot be accepted rejects its row, never the batch.',
  serialize: value => value as SubmittedCell, // cells are echoed as they came
  parseValue: readCell,
  parseLiteral: (node, variables) => readLiteral(node, variables),
})

function readCell(value: unknown): SubmittedCell {
  // An object that a client wrote to look like a number of ours is emptied; it is unreadable as a value either way.
  if (typeof value === 'object' && value !== null && !(value instanceof NumberText) && 'numberText' in value) return {}
  return value as SubmittedCell // JSON values and NumberText are all there is
}

function readLiteral(node: ValueNode, variables: Variables): SubmittedCell {
  switch (node.kind) {
    case Kind.INT:
    case Kind.FLOAT:
      return String(Number(node.value)) === node.value ? Number(node.value) : new NumberText(node.value)
    case Kind.STRING:
    case Kind.ENUM:
      return node.value
    case Kind.BOOLEAN:
      return node.value
    case Kind.NULL:
      return null
    case Kind.LIST:
      return node.values.map(item => readLiteral(item, variables))
    case Kind.OBJECT:
      return readCell(Object.fromEntries(node.fields.map(field => [field.name.value, readLiteral(field.value, variables)])))
    case Kind.VARIABLE:
      return readCell(variables?.[node.name.value] ?? null)
  }
}
