import { isNumeral } from './neutralize-formula.js'

/** Decimals for which there is a style; a number with more is a text. */
const MOST_DECIMALS = 9
/** Digits that a double gives back as they were written (IEEE 754); Excel shows no more either. */
const MOST_DIGITS = 15
/** Characters of one cell. */
const MOST_CHARACTERS = 32_767

const XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text as XML 1.0 can hold it: forbidden characters fall away, half characters become U+FFFD. */
const xmlText = (text: string): string =>
  text
    .replaceAll(/\p{Cs}/gu, '\uFFFD')
    .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '') // oxlint-disable-line no-control-regex -- these are what XML forbids
    // What looks like an escape of SpreadsheetML would be read as the character that it names.
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll(/[&<>"]/g, sign => ENTITIES[sign] ?? sign)

/** Column by place: A, Z, AA. */
const columnName = (place: number): string =>
  (place < 26 ? '' : columnName(Math.floor(place / 26) - 1)) + String.fromCodePoint(65 + (place % 26))

/** Whether a double carries the decimal with every digit that is written. */
const isExact = (text: string): boolean =>
  isNumeral(text) &&
  text.replace('-', '').replace('.', '').replace(/^0+/, '').length <= MOST_DIGITS &&
  (text.split('.')[1]?.length ?? 0) <= MOST_DECIMALS

/** A value of a cell. `isBold` is for headings. */
export type SheetCell = { readonly text: string; readonly isNumber?: boolean; readonly isBold?: boolean }

/** Numbers only where a double carries them as they are shown; all else is typed as text, which no spreadsheet takes for a formula. */
const cellXml = ({ text, isNumber = false, isBold = false }: SheetCell, reference: string): string => {
  if (text === '') return ''
  if (isNumber && isExact(text)) return `<c r="${reference}" s="${2 + (text.split('.')[1]?.length ?? 0)}"><v>${text}</v></c>`
  const shown = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text
  return `<c r="${reference}" t="inlineStr" s="${isBold ? 1 : 0}"><is><t xml:space="preserve">${xmlText(shown)}</t></is></c>`
}

/** One row of a sheet; rows count from 1. */
export const rowXml = (row: number, cells: readonly SheetCell[]): string =>
  `<row r="${row}">${cells.map((cell, place) => cellXml(cell, `${columnName(place)}${row}`)).join('')}</row>`

/** Begins a sheet; `frozenRows` stay in sight. */
export const sheetStart = ({ columns, frozenRows = 0 }: { readonly columns: number; readonly frozenRows?: number }): string => {
  const pane =
    frozenRows === 0 ? '' : `<pane ySplit="${frozenRows}" topLeftCell="A${frozenRows + 1}" activePane="bottomLeft" state="frozen"/>`
  return `${XML_HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews><cols><col min="1" max="${columns}" width="18" customWidth="1"/></cols><sheetData>`
}
export const SHEET_END = '</sheetData></worksheet>'

const numberFormats = Array.from({ length: MOST_DECIMALS + 1 }, (_, decimals) => ({
  id: 164 + decimals,
  code: decimals === 0 ? '0' : `0.${'0'.repeat(decimals)}`,
}))

/** Styles by place: 0 text, 1 heading, from 2 on numbers with so many decimals. */
const STYLES = `${XML_HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="${numberFormats.length}">${numberFormats
  .map(({ id, code }) => `<numFmt numFmtId="${id}" formatCode="${code}"/>`)
  .join(
    '',
  )}</numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${
  numberFormats.length + 2
}"><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>${numberFormats
  .map(({ id }) => `<xf numFmtId="${id}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`)
  .join('')}</cellXfs></styleSheet>`

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** Path of a sheet in the package; sheets count from 1. */
export const sheetPath = (sheet: number): string => `xl/worksheets/sheet${sheet}.xml`

/** The parts of a workbook beside its sheets, by path: ECMA-376, the least that Excel, LibreOffice and Numbers open. */
export const workbookParts = (sheetNames: readonly string[]): Readonly<Record<string, string>> => {
  const sheets = sheetNames.map((name, place) => ({ name: xmlText(name), number: place + 1 }))
  return {
    '[Content_Types].xml': `${XML_HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${SHEET_TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${SHEET_TYPE}.styles+xml"/>${sheets
      .map(({ number }) => `<Override PartName="/${sheetPath(number)}" ContentType="${SHEET_TYPE}.worksheet+xml"/>`)
      .join('')}</Types>`,
    '_rels/.rels': `${XML_HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${XML_HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets
      .map(({ name, number }) => `<sheet name="${name}" sheetId="${number}" r:id="rId${number}"/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${XML_HEAD}<Relationships xmlns="${PACKAGE}/relationships">${sheets
      .map(({ number }) => `<Relationship Id="rId${number}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${number}.xml"/>`)
      .join('')}<Relationship Id="rId${sheets.length + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': STYLES,
  }
}
