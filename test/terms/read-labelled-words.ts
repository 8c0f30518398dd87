import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { projectRoot } from '../../db/project-root.js'

/** One local word with what a careful steward would say of it; the columns are told in README.md beside this file. */
export type LabelledWord = {
  readonly row: number
  readonly center: string
  readonly localTerm: string
  readonly localUnit: string
  readonly kind: string
  readonly values: readonly string[]
  /** Refs that are right, `NONE` among them where no ref may be; never empty. */
  readonly gold: readonly string[]
  readonly mayAccept: boolean
  readonly conversion: string
  readonly difficulty: string
  readonly source: string
}

export const LABELLED_COLUMNS = [
  'row',
  'center',
  'local_term',
  'local_unit',
  'kind',
  'values',
  'gold',
  'decision_allowed',
  'conversion',
  'difficulty',
  'source',
] as const

/** The cells of a file of labelled words as they stand, header first. */
export async function readLabelledCells(file = join(projectRoot, 'test', 'terms', 'labelled-words.csv')): Promise<readonly string[][]> {
  // Without `columns` every record is an array of cells
  return parse(await readFile(file, 'utf8'), { bom: false, trim: false, relax_column_count: true }) as unknown as string[][]
}

/** Labelled words in the order of their file. */
export const toLabelledWords = (cells: readonly string[][]): readonly LabelledWord[] =>
  cells.slice(1).map(line => {
    const cell = (column: (typeof LABELLED_COLUMNS)[number]): string => line[LABELLED_COLUMNS.indexOf(column)] ?? ''
    return {
      row: Number(cell('row')),
      center: cell('center'),
      localTerm: cell('local_term'),
      localUnit: cell('local_unit'),
      kind: cell('kind'),
      values: cell('values') === '' ? [] : cell('values').split(';'),
      gold: cell('gold').split('|'),
      mayAccept: cell('decision_allowed') === 'may_accept',
      conversion: cell('conversion'),
      difficulty: cell('difficulty'),
      source: cell('source'),
    }
  })
