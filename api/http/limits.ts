import { Kind, visit, type DocumentNode, type FragmentDefinitionNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql'

/** What a document may ask for at most. Tokens are counted by the parser (`maxTokens`); the rest here, with fragments spread out. */
export const LIMITS = { tokens: 1_500, depth: 10, aliases: 30, rootFields: 10, fields: 1_000, directives: 50 } as const

export type DocumentMeasure = {
  readonly depth: number
  readonly aliases: number
  readonly rootFields: number
  readonly fields: number
  readonly directives: number
  readonly asksForSchema: boolean
}

/** Cycles of fragments are reported by validation later; here they only must not run for ever. */
const CYCLE: Counts = { depth: 0, aliases: 0, fields: 0, direct: 0 }

type Counts = {
  readonly depth: number
  readonly aliases: number
  readonly fields: number
  /** Fields that land on the level of the selection itself. */
  readonly direct: number
}

/** The greatest measures over all operations of the document. Each fragment is measured once, so time is linear in the document's length. */
export function measureDocument(document: DocumentNode): DocumentMeasure {
  const fragments = new Map<string, FragmentDefinitionNode>()
  const operations: OperationDefinitionNode[] = []
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition)
  }
  const counter = new Counter(fragments)
  const counts = operations.map(operation => counter.count(operation.selectionSet))
  const greatest = (pick: (counts: Counts) => number) => Math.max(0, ...counts.map(pick))
  return {
    depth: greatest(({ depth }) => depth),
    aliases: greatest(({ aliases }) => aliases),
    rootFields: greatest(({ direct }) => direct),
    fields: greatest(({ fields }) => fields),
    directives: countDirectives(document),
    asksForSchema: counter.asksForSchema,
  }
}

function countDirectives(document: DocumentNode): number {
  let count = 0
  visit(document, { Directive: () => void count++ })
  return count
}

/** The names of the limits that the measure is over, with what they allow: `depth 12 > 10`. Empty when it is within all. */
export const overLimits = (measure: DocumentMeasure): string[] =>
  (['depth', 'aliases', 'rootFields', 'fields', 'directives'] as const)
    .filter(name => measure[name] > LIMITS[name])
    .map(name => `${name} > ${LIMITS[name]}`)

/** Whether the document is one operation with `submitStatistics` as its only root field, the one that may come in a large body (S16). */
export function isSingleSubmission(document: DocumentNode): boolean {
  const [definition, ...others] = document.definitions.filter(({ kind }) => kind !== Kind.FRAGMENT_DEFINITION)
  if (definition?.kind !== Kind.OPERATION_DEFINITION || definition.operation !== 'mutation' || others.length > 0) return false
  const [field, ...more] = definition.selectionSet.selections
  return field?.kind === Kind.FIELD && field.name.value === 'submitStatistics' && more.length === 0
}

class Counter {
  asksForSchema = false
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  private readonly known = new Map<string, Counts>()

  constructor(fragments: ReadonlyMap<string, FragmentDefinitionNode>) {
    this.fragments = fragments
  }

  count(set: SelectionSetNode): Counts {
    let [depth, aliases, fields, direct] = [0, 0, 0, 0]
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) {
        const isSchema = node.name.value === '__schema' || node.name.value === '__type'
        if (isSchema) this.asksForSchema = true
        // The schema's own shape nests `ofType` deeply; who may ask for it is decided elsewhere, and tokens bound it.
        const below = node.selectionSet === undefined || isSchema ? CYCLE : this.count(node.selectionSet)
        depth = Math.max(depth, 1 + below.depth)
        aliases += below.aliases + (node.alias === undefined ? 0 : 1)
        fields += below.fields + 1
        direct += 1
      } else {
        const inside = node.kind === Kind.INLINE_FRAGMENT ? this.count(node.selectionSet) : this.countFragment(node.name.value)
        depth = Math.max(depth, inside.depth)
        aliases += inside.aliases
        fields += inside.fields
        direct += inside.direct
      }
    }
    return { depth, aliases, fields, direct }
  }

  private countFragment(name: string): Counts {
    const known = this.known.get(name)
    if (known !== undefined) return known
    this.known.set(name, CYCLE)
    const fragment = this.fragments.get(name)
    const counts = fragment === undefined ? CYCLE : this.count(fragment.selectionSet)
    this.known.set(name, counts)
    return counts
  }
}
