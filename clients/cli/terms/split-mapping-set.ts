/** Rows that go up at once: the hub takes up to 1,000 in a body of a megabyte. */
const ROWS_AT_ONCE = 500

const isOpen = (text: string): boolean => text.split('"').length % 2 === 0

/**
 * A mapping set in pieces that the hub takes, each a file of its own with the same head; a small one as it is. Rows keep their line numbers, for the lines before
 * them are there and empty. A cell between quotation marks may go over several lines.
 */
export function splitMappingSet(file: string): readonly string[] {
  const lines = file.split('\n')
  const first = lines.findIndex(line => !line.replace(/^\ufeff/, '').startsWith('#'))
  const head = first === -1 ? lines : lines.slice(0, first + 1)
  const pieces: string[] = []
  let [row, rows, before]: [string, string[], number] = ['', [], 0]
  const close = () => {
    pieces.push([...head, ...Array.from({ length: before }, () => ''), ...rows].join('\n'))
    before += rows.reduce((sum, text) => sum + text.split('\n').length, 0)
    rows = []
  }
  for (const line of lines.slice(head.length)) {
    row = row === '' ? line : `${row}\n${line}`
    if (isOpen(row)) continue
    rows.push(row)
    row = ''
    if (rows.length === ROWS_AT_ONCE) close()
  }
  if (row !== '') rows.push(row)
  if (pieces.length === 0) return [file]
  if (rows.some(text => text !== '')) close()
  return pieces
}
