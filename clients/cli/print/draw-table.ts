import Table from 'cli-table3'

/** Widths of borders and padding per column. */
const FRAME = 3
const NARROWEST = 8

export type TableShape = {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Columns that take what room is left and wrap; the others are as wide as their text. */
  readonly flexible: readonly number[]
  readonly columns: number
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
  const fixed = natural.reduce((sum, width, at) => (flexible.includes(at) ? sum : sum + width), 0)
  const room = Math.floor((columns - fixed - head.length - 1) / Math.max(1, flexible.length))
  return natural.map((width, at) => (flexible.includes(at) ? Math.max(NARROWEST + FRAME, Math.min(width, room)) : width))
}

/** A table without color, so that it reads the same in a log file. */
export function drawTable(shape: TableShape): string {
  const table = new Table({
    head: [...shape.head],
    colWidths: columnWidths(shape),
    wordWrap: true,
    wrapOnWordBoundary: true,
    style: { head: [], border: [] },
  })
  for (const row of shape.rows) table.push([...row])
  return table.toString()
}
