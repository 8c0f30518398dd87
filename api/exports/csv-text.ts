import { stringify } from 'csv-stringify/sync'
import { isNumeral, neutralizeFormula } from './neutralize-formula.js'

/** Text that may not be read as a formula, or a number as it stands; null is an empty cell. */
export type CsvCell = string | number | null

/** A number where it is written as one, else a text on one line that begins no formula. */
export const csvNumber = (value: CsvCell): string => {
  const text = value === null ? '' : String(value)
  return isNumeral(text) ? text : csvWords(text)
}

/** A text on one line that begins no formula; half a character becomes U+FFFD, as in every UTF-8. */
export const csvWords = (value: CsvCell): string => (value === null ? '' : neutralizeFormula(String(value)).replaceAll(/[\r\n]+/g, ' '))

/** Records by RFC 4180: CRLF, and quotes where a cell holds a comma, a quote or a line feed, or another separator of spreadsheets. */
export const csvText = (records: readonly (readonly string[])[]): string =>
  stringify(records as string[][], { record_delimiter: '\r\n', quoted_match: /[;\t]/ }) // the library only reads them
