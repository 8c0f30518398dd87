import { Readable } from 'node:stream'
import yazl from 'yazl'
import type { ExportBook, FilePieces } from './export-book.js'
import { figureColumns } from './figure-columns.js'
import { coverageTables, definitionTables, type HeaderTable } from './header-block.js'
import { rowXml, SHEET_END, sheetPath, sheetStart, workbookParts, type SheetCell } from './xlsx-sheet.js'

const SHEETS = ['수치 Figures', '정의 Definitions', '범위 Coverage'] as const

type SheetPieces = AsyncGenerator<string, void, undefined>

/** The rows of an entry are made while the archive asks for them. */
async function* figureSheet(book: ExportBook): SheetPieces {
  const columns = figureColumns(book)
  yield sheetStart({ columns: columns.length, frozenRows: 1 })
  yield rowXml(
    1,
    columns.map(({ name, titleKo }) => ({ text: `${titleKo} ${name}`, isBold: true })),
  )
  let row = 1
  for await (const batch of book.batches()) {
    const rows = batch.map(figure => {
      row++
      const cells = columns.map(({ holdsNumbers, read }): SheetCell => ({ text: String(read(figure) ?? ''), isNumber: holdsNumbers }))
      return rowXml(row, cells)
    })
    yield rows.join('')
  }
  yield SHEET_END
}

/** Tables under one another, each with its title and the names of its columns, an empty row between. */
async function* tableSheet(tables: readonly HeaderTable[]): SheetPieces {
  yield sheetStart({ columns: Math.max(...tables.map(({ columns }) => columns.length)) })
  let row = 0
  for (const { titleKo, titleEn, columns, rows } of tables.filter(table => table.rows.length > 0)) {
    const heading: readonly SheetCell[][] = [
      [{ text: `${titleKo} · ${titleEn}`, isBold: true }],
      columns.map(text => ({ text, isBold: true })),
    ]
    const lines = [...heading, ...rows.map(cells => cells.map((text): SheetCell => ({ text }))), []]
    yield lines.map(cells => rowXml(++row, cells)).join('')
  }
  yield SHEET_END
}

/**
 * When the parts of the archive were "changed": the same for every file, so that the same figures give the same bytes. Written as date and time of
 * the clock on the wall alone; as an instant it would differ with the zone of the process.
 */
const stamp = () => ({ mtime: new Date(2000, 0, 1), forceDosTimestamp: true })

/**
 * A workbook with the figures, what they mean and what they rest on. The sheets are compressed while they are made: neither a sheet nor the
 * archive is held whole.
 */
export async function* writeXlsx(book: ExportBook): FilePieces {
  const archive = new yazl.ZipFile()
  const output = archive.outputStream as Readable // a PassThrough, typed as what pipes
  const sheets = [figureSheet(book), tableSheet(definitionTables(book)), tableSheet(coverageTables(book))]
  const entries = sheets.map(pieces => Readable.from(pieces, { objectMode: false }))
  // Whatever fails ends the whole file.
  archive.on('error', (error: Error) => output.destroy(error))
  for (const entry of entries) entry.on('error', error => output.destroy(error))
  for (const [path, xml] of Object.entries(workbookParts(SHEETS))) archive.addBuffer(Buffer.from(xml), path, stamp())
  entries.forEach((entry, place) => archive.addReadStream(entry, sheetPath(place + 1), stamp()))
  archive.end()
  try {
    for await (const piece of output) yield piece as Buffer // without an encoding
  } finally {
    for (const entry of entries) entry.destroy()
  }
}
