/** Signs with which a spreadsheet begins a formula, also after characters that it overlooks; full-width forms are folded before. */
const BEGINS_FORMULA = /^[\s\p{C}'"`]*[=+\-@\u2212]/u
/** Characters that some spreadsheets drop or take as the end of a cell where they stand first. */
const BEGINS_CELL = /^[\t\r\n]/
/** A new cell may begin behind these, where a spreadsheet splits by its own separator; the quotes of CSV do not help then. */
const AFTER_SEPARATOR = /([;,|\t\r\n])(?=[\s\p{C}'"`]*[=+\-@\u2212\uFE62\uFE63\uFE66\uFE6B\uFF0B\uFF0D\uFF1D\uFF20])/gu

/**
 * A text that no spreadsheet reads as a formula: an apostrophe stands before what would begin one, at the start and behind separators.
 * Other texts are given back as they are. Numbers must not pass here, or -4 becomes a text.
 * Source: OWASP, CSV Injection.
 */
export function neutralizeFormula(text: string): string {
  const parted = text.replaceAll(AFTER_SEPARATOR, "$1'")
  return BEGINS_CELL.test(parted) || BEGINS_FORMULA.test(parted.slice(0, 64).normalize('NFKC')) ? `'${parted}` : parted
}

/** A decimal as the hub writes it: what may stand in a file as a number. */
export const isNumeral = (text: string): boolean => /^-?\d+(?:\.\d+)?$/.test(text)
