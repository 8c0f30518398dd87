import type { Figure } from '../../schema/domain/figures/figure.js'
import { csvNumber, csvText, csvWords } from './csv-text.js'
import type { ExportBook, FilePieces } from './export-book.js'
import { figureColumns } from './figure-columns.js'
import { coverageTables, definitionTables, type HeaderTable } from './header-block.js'

const BOM = '\uFEFF'

/** The header block as records whose first cell begins with `# `, so that readers of CSV can leave them out as comments. */
const commentRecords = ({ titleKo, titleEn, columns, rows }: HeaderTable): readonly (readonly string[])[] =>
  rows.length === 0
    ? []
    : [[`${titleKo} · ${titleEn}`], columns, ...rows].map(([first = '', ...others]) => [`# ${csvWords(first)}`, ...others.map(csvWords)])

export type CsvOptions = {
  /** Excel takes a file without it for the code page of the machine. */
  readonly hasBom: boolean
  readonly hasHeader: boolean
}

/** CSV by RFC 4180 in UTF-8: the header block, a line of column names, a line per figure. Numbers are the hub's own decimal text. */
export async function* writeCsv(book: ExportBook, { hasBom, hasHeader }: CsvOptions): FilePieces {
  const columns = figureColumns(book)
  const record = (figure: Figure): readonly string[] =>
    columns.map(({ holdsNumbers, read }) => (holdsNumbers ? csvNumber(read(figure)) : csvWords(read(figure))))
  const block = hasHeader ? [...definitionTables(book), ...coverageTables(book)].flatMap(commentRecords) : []
  yield `${hasBom ? BOM : ''}${csvText([...block, columns.map(({ name }) => csvWords(name))])}`
  for await (const batch of book.batches()) yield csvText(batch.map(record))
}
