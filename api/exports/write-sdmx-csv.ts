import type { Figure } from '../../schema/domain/figures/figure.js'
import { MARK_SENTENCES, qualitySentence, REASON_SENTENCES } from '../../schema/domain/figures/describe-reasons.js'
import { reasonsIn } from '../../schema/domain/figures/summarize-figures.js'
import { qualitiesText } from '../../schema/domain/figures/tell-qualities.js'
import { CHANGE_FIELDS, CHANGE_NAMES, CHANGE_QUALITIES, changeOf } from './change-cells.js'
import { csvNumber, csvText, csvWords, type CsvCell } from './csv-text.js'
import { itemOf, type ExportBook, type FilePieces } from './export-book.js'
import { gapsText, issuesText, partsText, percentilesText } from './figure-columns.js'
import { TITLE } from './header-block.js'
import { frequencyOf, SDMX_NONE, SDMX_TOTAL, SDMX_UNKNOWN, statusLetter, timePeriodOf } from './sdmx-codes.js'

/** Between the values of one cell. It stands in the name of the first column, as the standard has it. */
const BETWEEN = '|'
/** Of the columns below, described in docs/exports.md; the edition is an attribute. */
const STRUCTURE_ID = 'KR120:FIGURES(1.0)'

/** Attributes of the whole data set; they stand in a row of their own without any dimension. */
const DATASET = ['TITLE[ko|en]', 'EDITION', 'AS_OF', 'QUESTION', 'COVERAGE[]', 'MEANING[ko|en]'] as const
/** Attributes of one indicator or measure; in rows that name it and no other dimension. */
const SUBJECT = ['NAME[ko|en]', 'DEFINITION[ko|en]', 'FORMULA[]'] as const
const OBSERVATION = [
  'OBS_STATUS',
  'UNIT_MEASURE',
  'DECIMALS',
  'VERSION',
  'VARIANT',
  'FACTOR',
  'REASON',
  'MARKS[]',
  'CENTERS_IN',
  'CENTERS_EXPECTED',
  'CELLS_IN',
  'CELLS_EXPECTED',
  'EXTRA',
  'LEFT_OUT[]',
  'PARTS[]',
  'DERIVED_FROM[]',
  'NOTE[ko|en]',
  'QUALITIES[]',
] as const
const MEASURES = ['OBS_VALUE', 'NUMERATOR', 'DENOMINATOR'] as const

type Cells = Readonly<Record<string, CsvCell>>
type Write = (cells: Cells) => readonly string[]

/** Only where percentiles are asked for. */
const PERCENTILES = 'PERCENTILES[]'

/** `PREVIOUS_VALUE` and the like, of each kind of change that is asked for. */
const changeColumns = ({ question }: ExportBook) =>
  [...new Set(question.changes)].flatMap(kind =>
    [...CHANGE_FIELDS, CHANGE_QUALITIES].map(field => ({ kind, field, name: `${CHANGE_NAMES[kind].prefix}_${field.name}`.toUpperCase() })),
  )

const numbersOf = (book: ExportBook): ReadonlySet<string> =>
  new Set<string>([
    ...MEASURES,
    'DECIMALS',
    'FACTOR',
    'CENTERS_IN',
    'CENTERS_EXPECTED',
    'CELLS_IN',
    'CELLS_EXPECTED',
    'EXTRA',
    ...changeColumns(book).flatMap(({ field, name }) => (field.holdsNumbers ? [name] : [])),
  ])

const columnOf = (dimension: string): string => dimension.toUpperCase()
const columnsOf = (book: ExportBook): readonly string[] => [
  'FREQ',
  'INDICATOR',
  'CENTER',
  'REGION',
  ...book.question.dimensions.map(columnOf),
  'TIME_PERIOD',
  ...MEASURES,
  ...OBSERVATION,
  ...(book.question.percentiles.length === 0 ? [] : [PERCENTILES]),
  ...changeColumns(book).map(({ name }) => name),
  ...SUBJECT,
  ...DATASET,
]

const one = (text: string): string => text.replaceAll(BETWEEN, '/')
const several = (texts: readonly string[]): string => texts.map(one).join(BETWEEN)
const inBoth = (ko: string, en: string): string => several([`ko:${ko}`, `en:${en}`])

const datasetCells = (book: ExportBook): readonly Cells[] => {
  const { edition, asOf, asked, summary } = book
  const { figures, withoutValue, coverage } = summary
  const sentences = [
    ...reasonsIn(summary).map(word => [word, REASON_SENTENCES[word]] as const),
    ...[...summary.marks.keys()].map(word => [word, MARK_SENTENCES[word]] as const),
    ...[...summary.qualities.keys()].map(word => [word, qualitySentence(book.standards.edition, word)] as const),
  ]
  const said = (language: 'ko' | 'en'): string => sentences.map(([word, sentence]) => `${word} ${sentence[language]}`).join(' ')
  const totals = [
    `figures ${figures}`,
    `without_value ${withoutValue}`,
    `cells_in ${coverage.cellsIn}`,
    `cells_expected ${coverage.cellsExpected}`,
  ]
  const gaps = summary.gaps.map(({ reason, cells, from, to, centers }) => `${reason} ${cells} ${from}/${to} ${centers.join(' ')}`)
  return [
    {
      'TITLE[ko|en]': inBoth(TITLE.ko, TITLE.en),
      EDITION: edition,
      AS_OF: asOf,
      QUESTION: asked,
      'COVERAGE[]': several([...totals, `extra ${coverage.extra}`, ...gaps]),
      'MEANING[ko|en]': inBoth(said('ko'), said('en')),
    },
  ]
}

const subjectCells = ({ indicators, measures }: ExportBook): readonly Cells[] => [
  ...indicators.map(({ code, nameKo, nameEn, noteKo, noteEn, versions, variants }) => ({
    INDICATOR: code,
    'NAME[ko|en]': inBoth(nameKo, nameEn),
    'DEFINITION[ko|en]': inBoth(noteKo, noteEn),
    'FORMULA[]': several([
      ...versions.map(
        ({ version, effectiveFrom, effectiveTo, status, formulaText }) =>
          `${version} ${effectiveFrom}/${effectiveTo ?? '..'} ${status}: ${formulaText}`,
      ),
      ...variants.map(({ variant, formulaText }) => `${variant} variant: ${formulaText}`),
    ]),
  })),
  ...measures.map(({ code, nameKo, nameEn, definitionKo, definitionEn }) => ({
    INDICATOR: code,
    'NAME[ko|en]': inBoth(nameKo, nameEn),
    'DEFINITION[ko|en]': inBoth(definitionKo, definitionEn),
  })),
]

const observationCells = (book: ExportBook, figure: Figure): Cells => ({
  FREQ: frequencyOf(figure),
  INDICATOR: figure.code,
  CENTER: figure.center ?? SDMX_TOTAL,
  REGION: figure.region ?? SDMX_NONE,
  ...Object.fromEntries(book.question.dimensions.map(name => [columnOf(name), itemOf(figure, name) ?? SDMX_UNKNOWN])),
  TIME_PERIOD: timePeriodOf(figure),
  OBS_VALUE: figure.value,
  NUMERATOR: figure.numerator,
  DENOMINATOR: figure.denominator,
  OBS_STATUS: statusLetter(figure, book.standards.edition),
  UNIT_MEASURE: figure.unit,
  DECIMALS: figure.scale,
  VERSION: figure.version,
  VARIANT: figure.variant,
  FACTOR: figure.factor,
  REASON: figure.reason,
  'MARKS[]': several(figure.marks),
  CENTERS_IN: figure.coverage.centersIn,
  CENTERS_EXPECTED: figure.coverage.centersExpected,
  CELLS_IN: figure.coverage.cellsIn,
  CELLS_EXPECTED: figure.coverage.cellsExpected,
  EXTRA: figure.coverage.extra,
  'LEFT_OUT[]': several(gapsText(figure).split('; ')),
  'PARTS[]': several(partsText(figure).split('; ')),
  'DERIVED_FROM[]': several(figure.derivedFrom),
  'NOTE[ko|en]': figure.issues.length === 0 ? null : inBoth(issuesText(figure, 'messageKo'), issuesText(figure, 'messageEn')),
  'QUALITIES[]': several(qualitiesText(figure.qualities).split('; ')),
  [PERCENTILES]: several(percentilesText(figure).split('; ')),
  ...Object.fromEntries(
    changeColumns(book).map(({ kind, field, name }) => {
      const change = changeOf(figure, kind)
      return [name, change === null ? null : field.read(change)]
    }),
  ),
})

/**
 * SDMX-CSV 2.0: the header row, one row of attributes of the data set, one for each indicator and measure (attributes attached to partial keys),
 * then a row per figure. Source: field guide of the SDMX-CSV data message 2.0, SDMX technical working group.
 */
export async function* writeSdmxCsv(book: ExportBook): FilePieces {
  const columns = columnsOf(book)
  const numbers = numbersOf(book)
  const write: Write = cells => [
    'dataflow',
    STRUCTURE_ID,
    'I',
    ...columns.map(name => (numbers.has(name) ? csvNumber(cells[name] ?? null) : csvWords(cells[name] ?? null))),
  ]
  const head = [`STRUCTURE[${BETWEEN}]`, 'STRUCTURE_ID', 'ACTION', ...columns]
  yield csvText([head, ...[...datasetCells(book), ...subjectCells(book)].map(write)])
  for await (const batch of book.batches()) yield csvText(batch.map(figure => write(observationCells(book, figure))))
}
