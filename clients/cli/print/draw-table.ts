import Table from 'cli-table3'
import { visibleText } from './visible-text.js'

const NARROWEST = 11

export type TableShape = {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Columns that share the room left and wrap, each with the most it may take; the others are as wide as their text. */
  readonly flexible: Readonly<Record<number, number>>
  readonly columns: number
  /** Without lines between the rows, for rows of one line. */
  readonly isCompact?: boolean
}

/** Cells a text takes on screen: Hangul and other wide letters take two. */
export const widthOf = (text: string): number =>
  Array.from(text).reduce(
    (width, letter) =>
      width + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(letter) ? 2 : 1),
    0,
  )

const longestLine = (text: string): number => Math.max(...text.split('\n').map(widthOf))

function columnWidths({ head, rows, flexible, columns }: TableShape): number[] {
  const natural = head.map((title, at) => Math.max(longestLine(title), ...rows.map(row => longestLine(row[at] ?? ''))) + 2)
  const wanted = natural.map((width, at) => Math.min(width, flexible[at] ?? width))
  const sharing = Object.keys(flexible).map(Number)
  const fixed = wanted.reduce((sum, width, at) => (sharing.includes(at) ? sum : sum + width), 0)
  let room = columns - fixed - head.length - 1
  const widths = [...wanted]
  // The narrow ones first: what they leave goes to the others.
  for (const [given, at] of sharing.toSorted((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0)).entries()) {
    widths[at] = Math.max(NARROWEST, Math.min(wanted[at] ?? 0, Math.floor(room / (sharing.length - given))))
    room -= widths[at] ?? 0
  }
  return widths
}

/** A table without color, so that it reads the same in a log file. */
export function drawTable({ rows, ...rest }: TableShape): string {
  const shape: TableShape = { ...rest, rows: rows.map(row => row.map(visibleText)) }
  const table = new Table({
    head: [...shape.head],
    colWidths: columnWidths(shape),
    wordWrap: true,
    wrapOnWordBoundary: true,
    style: { head: [], border: [], compact: shape.isCompact ?? false },
  })
  for (const row of shape.rows) table.push([...row])
  return table.toString()
}
