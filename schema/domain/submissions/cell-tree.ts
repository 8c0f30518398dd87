import type { CellReading, DimensionPair } from './gates/read-dimensions.js'
import type { Subject } from './gates/subject.js'
import type { Cell } from './submission.js'

/**
 * Readings of cells by their raw dimensions and items in turn, without building a text for every value; at the leaf the one made without a measure
 * (`base`), and those for measures that need another.
 */
export type CellTree = {
  next: Map<Cell, CellTree> | null
  base: CellReading | null
  readings: Map<Subject | null, CellReading> | null
}

export const emptyCellTree = (): CellTree => ({ next: null, base: null, readings: null })

/** Goes on with that cell. Cells that are no text are met by identity, so that faulty ones are read anew. */
export const stepCell = (tree: CellTree, cell: Cell): CellTree => {
  tree.next ??= new Map()
  const found = tree.next.get(cell)
  if (found !== undefined) return found
  const empty = emptyCellTree()
  tree.next.set(cell, empty)
  return empty
}

/** Whether a reading made without a measure holds for this one: most cells are read once for all measures of a night. */
const isAllowed = ({ cell, names }: CellReading, subject: Subject | null): boolean =>
  subject === null || (cell !== null && names.every(name => subject.dimensions?.has(name) ?? true))

/** The reading at that leaf for a measure, made at the first question. */
export const readingAt = (leaf: CellTree, subject: Subject | null, read: (of: Subject | null) => CellReading): CellReading => {
  leaf.base ??= read(null)
  if (isAllowed(leaf.base, subject)) return leaf.base
  leaf.readings ??= new Map()
  const found = leaf.readings.get(subject)
  if (found !== undefined) return found
  const reading = read(subject)
  leaf.readings.set(subject, reading)
  return reading
}

/** Stands before a pair that a label or an instant implies: findings point to other fields than for one that is written out. */
const IMPLIED: Cell = Object.freeze({})
const WRITTEN_OUT = 2

/** The leaf of the pairs below that root, in the order they came. */
export const leafOf = (root: CellTree, pairs: readonly DimensionPair[]): CellTree => {
  let tree = root
  for (const { dimension, item, field } of pairs) {
    if (field.length !== WRITTEN_OUT) tree = stepCell(tree, IMPLIED)
    tree = stepCell(stepCell(tree, dimension), item)
  }
  return tree
}
