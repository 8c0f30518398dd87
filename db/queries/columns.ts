/**
 * PostgreSQL array texts for columns of plain words: numbers, dates, codes. One join instead of an escape per item,
 * which is what makes 250,000 values cheap to send. Not for free text: items must hold no comma, brace, quote or backslash.
 */
export const plainColumn = (items: readonly (string | number | boolean | null)[]): string =>
  `{${items.map(item => item ?? 'NULL').join(',')}}`
