import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type ArgumentNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql'

/** Values an answer may hold at most, by the pages that are asked for. */
export const COST_LIMIT = 500_000
/** A page never holds more, whatever is asked for; the field itself refuses such a page. */
const LARGEST_PAGE = 500
/** A question whose figures are all made, whatever page is shown: its own limits hold, this one how many such questions a document may put at once. */
const UNPAGED = new Map([
  ['figures', 100_000],
  ['figureColumns', 100_000],
  ['figureTable', 100_000],
  ['topFigures', 100_000],
  ['compareFigures', 100_000],
  ['explainFigure', 100_000],
  ['definitionImpact', 100_000],
  ['previewMapping', 100_000],
])

type CostOptions = {
  readonly schema: GraphQLSchema
  readonly operation: OperationDefinitionNode | null
  readonly variables: Readonly<Record<string, unknown>> | null
}

/**
 * How many values an answer can hold: each field counts once for every item of the pages around it. Known from the document and its variables
 * alone, before anything is validated or read; what the schema does not have counts nothing, as validation refuses it.
 * The document must be within the limit of fields, which bounds the walk.
 */
export function costOf(document: DocumentNode, { schema, operation, variables }: CostOptions): number {
  if (operation === null) return 0
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  }
  const root = schema.getRootType(operation.operation)
  return root ? new CostWalk(schema, fragments, variables ?? {}).sum(operation.selectionSet, root) : 0
}

class CostWalk {
  private readonly schema: GraphQLSchema
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  private readonly variables: Readonly<Record<string, unknown>>
  private readonly entered = new Set<string>()

  constructor(schema: GraphQLSchema, fragments: ReadonlyMap<string, FragmentDefinitionNode>, variables: Readonly<Record<string, unknown>>) {
    this.schema = schema
    this.fragments = fragments
    this.variables = variables
  }

  /** Values of one object of `type`. */
  sum(set: SelectionSetNode, type: GraphQLNamedType): number {
    return set.selections.reduce((total, node) => {
      if (node.kind === Kind.INLINE_FRAGMENT)
        return total + this.sum(node.selectionSet, this.typeNamed(node.typeCondition?.name.value, type))
      if (node.kind === Kind.FRAGMENT_SPREAD) return total + this.sumFragment(node.name.value, type)
      const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined
      if (field === undefined) return total + 1
      const below = getNamedType(field.type)
      const each = node.selectionSet !== undefined && isCompositeType(below) ? this.sum(node.selectionSet, below) : 0
      return total + 1 + (UNPAGED.get(field.name) ?? 0) + this.pageOf(field, node.arguments ?? []) * each
    }, 0)
  }

  private sumFragment(name: string, type: GraphQLNamedType): number {
    const fragment = this.fragments.get(name)
    if (fragment === undefined || this.entered.has(name)) return 0
    this.entered.add(name)
    const sum = this.sum(fragment.selectionSet, this.typeNamed(fragment.typeCondition.name.value, type))
    this.entered.delete(name)
    return sum
  }

  private lengthOf(list: ValueNode): number {
    if (list.kind === Kind.LIST) return list.values.length
    const given = list.kind === Kind.VARIABLE ? this.variables[list.name.value] : null
    return Array.isArray(given) ? given.length : 1
  }

  private typeNamed(name: string | undefined, otherwise: GraphQLNamedType): GraphQLNamedType {
    return (name === undefined ? undefined : this.schema.getType(name)) ?? otherwise
  }

  /**
   * Items a field can hold: its `first`, as written, from a variable or by default; as many as it is given references; 1 for a field without
   * pages.
   */
  private pageOf(field: GraphQLField<unknown, unknown>, nodes: readonly ArgumentNode[]): number {
    const references = nodes.find(({ name }) => name.value === 'representations')?.value
    if (references !== undefined) return Math.min(this.lengthOf(references), LARGEST_PAGE)
    const first = field.args.find(({ name }) => name === 'first')
    if (first === undefined) return 1
    const given = nodes.find(({ name }) => name.value === 'first')?.value
    const asked =
      given?.kind === Kind.INT
        ? Number(given.value)
        : given?.kind === Kind.VARIABLE
          ? Number(this.variables[given.name.value] ?? first.defaultValue)
          : Number(first.defaultValue)
    return Number.isFinite(asked) ? Math.min(Math.max(asked, 0), LARGEST_PAGE) : LARGEST_PAGE
  }
}
