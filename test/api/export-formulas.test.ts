import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ExportBook, FilePieces } from '../../api/exports/export-book.js'
import { writeCsv } from '../../api/exports/write-csv.js'
import { writeSdmxCsv } from '../../api/exports/write-sdmx-csv.js'
import { writeXlsx } from '../../api/exports/write-xlsx.js'
import { exportFigures } from '../../api/operations/export-figures.js'
import type { Figure } from '../../schema/domain/figures/figure.js'
import { questionOf } from '../domain/figures/ask-figures.js'
import { startCenterHub, valueOf, type CenterHub } from '../support/center-hub.js'
import { readPart } from '../support/read-exports.js'
import { seoulBatch } from '../support/submission-samples.js'

let center: CenterHub
let book: ExportBook
beforeAll(async () => {
  center = await startCenterHub()
  await center.database.setClock('2026-11-20T09:30:00+09:00')
  valueOf(await center.submit('seoul', seoulBatch()))
  const question = questionOf({
    indicators: ['response_rate', 'aht'],
    measures: ['contacts_handled'],
    centers: ['seoul', 'busan'],
    from: '2026-11-18',
    to: '2026-11-19',
    by: 'day',
    changes: ['PREVIOUS_PERIOD', 'SAME_PERIOD_LAST_YEAR'],
  })
  const made = valueOf(await exportFigures(center.hub, await center.caller(null, 'stats:read'), { question }))
  book = { ...made, asked: JSON.stringify({ from: '2026-11-18' }) }
})
afterAll(() => center.close())

/** Texts that some spreadsheet would calculate, or would after splitting the line by another separator. */
const HOSTILE = [
  '=1+1',
  '+1+cmd|calc!A0',
  '-1+1',
  '@SUM(A1)',
  '\t=1+1',
  '\r\n=1+1',
  '  "=1+1',
  "'=1+1",
  '＝1+1',
  '＠SUM(A1)',
  '−1+1',
  '\u00A0=1',
  '\uFEFF=1',
  '\u200B=1',
  'a,=1+1',
  'a;"+1',
  'a|@SUM(A1)',
  'a\n-1+1',
] as const

/** What is looked up, or is a day: nobody writes it. */
const KEPT = new Set(['kind', 'reason', 'periodType', 'from', 'to', 'effectiveFrom', 'effectiveTo', 'status', 'marks', 'frequency'])

/** The same with every text replaced; numbers as the hub writes them stay. */
function poison<T>(value: T, text: string, name = ''): T {
  const isText = typeof value === 'string' && !/^-?[\d./]+$/.test(value) && !KEPT.has(name)
  if (isText) return text as T // a text in the place of a text
  if (Array.isArray(value)) return value.map(one => poison<unknown>(one, text, name)) as T // as long as before
  if (value instanceof Map) return new Map([...value].map(([key, one]) => [key, poison<unknown>(one, text)])) as T // of the same keys
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, poison<unknown>(one, text, key)])) as T // of the same fields
}

/** A file about figures in which every name, note, definition, formula and code says the text. */
function poisoned(text: string, withCodes: boolean): ExportBook {
  const { standards, batches } = book
  const poisonFigure = (figure: Figure): Figure =>
    withCodes ? poison(figure, text) : { ...poison(figure, text), center: figure.center, dimensions: figure.dimensions }
  return {
    ...book,
    edition: text,
    asOf: text,
    asked: text,
    indicators: poison(book.indicators, text),
    measures: poison(book.measures, text),
    standards: {
      centers: poison(standards.centers, text),
      regions: poison(standards.regions, text),
      edition: standards.edition,
    },
    async *batches() {
      for await (const batch of batches()) yield batch.map(poisonFigure)
    },
  }
}

async function bytesOf(pieces: FilePieces): Promise<Buffer> {
  const read: Buffer[] = []
  for await (const piece of pieces) read.push(Buffer.from(piece))
  return Buffer.concat(read)
}

/** Cells that a spreadsheet of any country would see and calculate: split by every separator there is, quotes or not. */
const calculated = (text: string): readonly string[] =>
  text.split(/[,;|\t\r\n]/).filter(cell => {
    const seen = cell.replace(/^[\s\p{C}"`]+/u, '').normalize('NFKC')
    return /^[=+\-@\u2212]/.test(seen) && !/^-?\d+(\.\d+)?"?$/.test(seen)
  })

const WRITERS = {
  csv: (one: ExportBook) => writeCsv(one, { hasBom: true, hasHeader: true }),
  'sdmx-csv': writeSdmxCsv,
}

describe('T6: whatever stands in names, codes, notes, definitions, formulas and the question', () => {
  it.each(Object.entries(WRITERS))('no cell of %s begins a formula, in the header as in the table', async (_format, write) => {
    for (const text of HOSTILE) {
      for (const withCodes of [true, false]) {
        const written = (await bytesOf(write(poisoned(text, withCodes)))).toString()
        expect(written.split('1').length).toBeGreaterThan(100)
        expect([text, ...calculated(written)]).toEqual([text])
      }
    }
  })

  it('every cell of every sheet of a workbook is a number or typed as text', async () => {
    const bytes = await bytesOf(writeXlsx(poisoned('=1+1', false)))
    for (const sheet of [1, 2, 3]) {
      const xml = await readPart(bytes, `xl/worksheets/sheet${sheet}.xml`)
      const cells = [...xml.matchAll(/<c [^>]*>/g)].map(([cell]) => cell)
      expect(xml.includes('>=1+1<')).toBe(sheet < 3)
      expect(xml).not.toContain('<f')
      expect(cells.filter(cell => !/ t="inlineStr" s="[01]">$| s="\d+">$/.test(cell))).toEqual([])
    }
  })
})
