import { createInflateRaw } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import readXlsxFile from 'read-excel-file/node'

/** Records of a CSV by its column names, and the comment lines that stand before them, as another program reads them. */
export function readCsv(text: string): { readonly header: readonly string[][]; readonly records: readonly Record<string, string>[] } {
  const rows: string[][] = parse(text, { bom: true, relax_column_count: true })
  const at = rows.findIndex(([first]) => !first?.startsWith('# '))
  const [names = [], ...records] = rows.slice(at)
  return {
    header: rows.slice(0, at).map(([first = '', ...others]) => [first.slice(2), ...others]),
    records: records.map(cells => Object.fromEntries(names.map((name, place) => [name, cells[place] ?? '']))),
  }
}

type SheetCell = string | number | boolean | Date | null

/** Sheets of a workbook by name, as a program that reads spreadsheets has them: rows of cells. */
export async function readWorkbook(bytes: Buffer): Promise<ReadonlyMap<string, readonly (readonly SheetCell[])[]>> {
  const sheets = await readXlsxFile(bytes)
  return new Map(sheets.map(({ sheet, data }) => [sheet, data as SheetCell[][]]))
}

/** The text of one part of a workbook, found by the archive's own directory. */
export async function readPart(bytes: Buffer, path: string): Promise<string> {
  for (let at = bytes.indexOf('PK\u0001\u0002'); at !== -1; at = bytes.indexOf('PK\u0001\u0002', at + 4)) {
    const name = bytes.subarray(at + 46, at + 46 + bytes.readUInt16LE(at + 28)).toString()
    if (name !== path) continue
    const start = bytes.readUInt32LE(at + 42)
    const data = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28)
    const inflate = createInflateRaw()
    inflate.end(bytes.subarray(data, data + bytes.readUInt32LE(at + 20)))
    const pieces: Buffer[] = []
    for await (const piece of inflate) pieces.push(piece as Buffer) // no encoding is set
    return Buffer.concat(pieces).toString()
  }
  throw new Error(`The archive has no ${path}.`)
}

/** A data set of JSON-stat, as far as its numbers go. */
export type JsonStat = {
  readonly version: string
  readonly class: string
  readonly updated: string
  readonly note: readonly string[]
  readonly id: readonly string[]
  readonly size: readonly number[]
  readonly dimension: Readonly<Record<string, { category: { index: readonly string[]; label: Readonly<Record<string, string>> } }>>
  readonly extension: any // oxlint-disable-line typescript/no-explicit-any -- tests compare whole values
  readonly value: Readonly<Record<string, number | null>>
  readonly status: Readonly<Record<string, string>>
}

/** The number and status at one place of the cube, found as the format says: row by row. */
export function cellOf({ id, size, dimension, value, status }: JsonStat, keys: Readonly<Record<string, string>>) {
  const place = id.reduce((start, name, at) => {
    const found = dimension[name]?.category.index.indexOf(keys[name] ?? '') ?? -1
    if (found === -1) throw new Error(`No category ${keys[name] ?? ''} in ${name}.`)
    return start * (size[at] ?? 0) + found
  }, 0)
  return { value: value[place], status: status[place] }
}
