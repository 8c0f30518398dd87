import type { ExportBook, FilePieces } from '../exports/export-book.js'
import { writeCsv } from '../exports/write-csv.js'
import { writeJsonStat } from '../exports/write-json-stat.js'
import { writeSdmxCsv } from '../exports/write-sdmx-csv.js'
import { writeXlsx } from '../exports/write-xlsx.js'
import { badRequest } from './door-refusal.js'

type WriteFile = (book: ExportBook) => FilePieces

/** One format of a download: how it is called, named and written. */
export type ExportFormat = {
  readonly contentType: string
  readonly extension: string
  /** How the parameters of the URL want it written. Throws a refusal with status 400 for those it cannot read. */
  readonly prepare: (parameters: unknown) => WriteFile
}

/** A switch in the URL, on unless it is `0`. Throws a refusal with status 400 for any other word. */
function readSwitch(parameters: unknown, name: string): boolean {
  const given: unknown = Object(parameters)[name]
  if (given === undefined || given === '1') return true
  if (given === '0') return false
  throw badRequest(`${name}에는 0이나 1만 쓸 수 있습니다.`, `"${name}" is 0 or 1.`)
}

/** The formats by the last part of their address, `/export/csv`. */
export const EXPORT_FORMATS: Readonly<Record<'csv' | 'xlsx' | 'sdmx-csv' | 'json-stat', ExportFormat>> = {
  csv: {
    contentType: 'text/csv; charset=utf-8',
    extension: 'csv',
    prepare: parameters => {
      const options = { hasBom: readSwitch(parameters, 'bom'), hasHeader: readSwitch(parameters, 'header') }
      return book => writeCsv(book, options)
    },
  },
  xlsx: {
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    extension: 'xlsx',
    prepare: () => writeXlsx,
  },
  'sdmx-csv': {
    contentType: 'application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8',
    extension: 'sdmx.csv',
    prepare: () => writeSdmxCsv,
  },
  'json-stat': { contentType: 'application/json; charset=utf-8', extension: 'json-stat.json', prepare: () => writeJsonStat },
}
