import type { Figure } from '../../schema/domain/figures/figure.js'
import { qualitiesText } from '../../schema/domain/figures/tell-qualities.js'
import { CHANGE_FIELDS, CHANGE_NAMES, CHANGE_QUALITIES, changeOf } from './change-cells.js'
import { itemNames, itemOf, placeNames, type ExportBook } from './export-book.js'

/** A column of the table of figures. Texts that are numerals may be written as numbers where the column holds numbers. */
export type FigureColumn = {
  readonly name: string
  readonly titleKo: string
  readonly holdsNumbers: boolean
  readonly read: (figure: Figure) => string | number | null
}

type Read = FigureColumn['read']

const words = (name: string, titleKo: string, read: Read): FigureColumn => ({ name, titleKo, holdsNumbers: false, read })
const numbers = (name: string, titleKo: string, read: Read): FigureColumn => ({ name, titleKo, holdsNumbers: true, read })

/** `MISSING 3 (busan jeju)`, one for each reason. */
export const gapsText = ({ coverage }: Figure): string =>
  coverage.gaps.map(({ reason, cells, centers }) => `${reason} ${cells}${centers.length === 0 ? '' : ` (${centers.join(' ')})`}`).join('; ')

export const partsText = ({ parts }: Figure): string => parts.map(({ measure, value }) => `${measure}=${value}`).join('; ')

/** What is told beside a figure: the two numbers that disagree, and a value that is not in it. */
export const issuesText = ({ issues }: Figure, language: 'messageKo' | 'messageEn'): string =>
  issues.map(issue => issue[language]).join(' ')

/** `p90=le20 (10..20)`: the band of seconds in which it lies; open ends are left out. */
export const percentilesText = ({ percentiles }: Figure): string =>
  percentiles.map(({ percent, band, over, upTo }) => `p${percent}=${band} (${over ?? ''}..${upTo ?? ''})`).join('; ')

const dimensionColumns = (book: ExportBook): readonly FigureColumn[] =>
  book.question.dimensions.flatMap(dimension => {
    const titleKo = book.standards.edition.codelists.get(dimension)?.nameKo ?? dimension
    const name = (figure: Figure, pick: 'nameKo' | 'nameEn'): string => {
      const item = itemOf(figure, dimension)
      return item === null ? '' : itemNames(book, { dimension, item })[pick]
    }
    return [
      words(dimension, titleKo, figure => itemOf(figure, dimension)),
      words(`${dimension}_ko`, `${titleKo} 이름`, figure => name(figure, 'nameKo')),
      words(`${dimension}_en`, `${titleKo} 영문`, figure => name(figure, 'nameEn')),
    ]
  })

/** The other period of each kind asked for, with its parts, and how far the value moved from it. */
const changeColumns = (
  { question }: ExportBook,
  fields: readonly (typeof CHANGE_FIELDS | readonly [typeof CHANGE_QUALITIES])[number][],
): readonly FigureColumn[] =>
  [...new Set(question.changes)].flatMap(kind => {
    const { prefix, titleKo } = CHANGE_NAMES[kind]
    return fields.map(field => ({
      name: `${prefix}_${field.name}`,
      titleKo: `${titleKo} ${field.titleKo}`,
      holdsNumbers: field.holdsNumbers,
      read: (figure: Figure) => {
        const change = changeOf(figure, kind)
        return change === null ? null : field.read(change)
      },
    }))
  })

/** The columns of CSV and XLSX: of what, whose, when, the value with its parts, and what it rests on; with changes where some are asked for. */
export const figureColumns = (book: ExportBook): readonly FigureColumn[] => [
  words('code', '코드', figure => figure.code),
  words('name_ko', '이름', figure => figure.nameKo),
  words('name_en', '영문 이름', figure => figure.nameEn),
  words('version', '정의 판', figure => figure.version),
  words('variant', '다른 방식', figure => figure.variant),
  words('unit', '단위', figure => figure.unit),
  numbers('scale', '소수 자리', figure => figure.scale),
  words('center', '센터', figure => figure.center),
  words('region', '지역', figure => figure.region),
  words('place_ko', '센터·지역 이름', figure => placeNames(book, figure).nameKo),
  words('place_en', '센터·지역 영문', figure => placeNames(book, figure).nameEn),
  words('period_type', '기간 단위', figure => figure.periodType),
  words('from', '첫날', figure => figure.from),
  words('to', '마지막 날', figure => figure.to),
  ...dimensionColumns(book),
  numbers('value', '값', figure => figure.value),
  numbers('numerator', '분자', figure => figure.numerator),
  numbers('denominator', '분모', figure => figure.denominator),
  numbers('factor', '곱수', figure => figure.factor),
  words('parts', '구성 값', partsText),
  words('percentiles', '백분위', percentilesText),
  words('reason', '값이 없는 까닭', figure => figure.reason),
  ...changeColumns(book, CHANGE_FIELDS),
  words('marks', '표시', figure => figure.marks.join(' ')),
  words('derived_from', '더한 표', figure => figure.derivedFrom.join(' ')),
  numbers('centers_in', '든 센터', ({ coverage }) => coverage.centersIn),
  numbers('centers_expected', '들어야 할 센터', ({ coverage }) => coverage.centersExpected),
  numbers('cells_in', '든 칸', ({ coverage }) => coverage.cellsIn),
  numbers('cells_expected', '들어야 할 칸', ({ coverage }) => coverage.cellsExpected),
  numbers('extra', '예정 외 칸', ({ coverage }) => coverage.extra),
  words('left_out', '빠진 칸', gapsText),
  words('issues_ko', '알림', figure => issuesText(figure, 'messageKo')),
  words('issues_en', '알림 영문', figure => issuesText(figure, 'messageEn')),
  words('qualities', '추정·대체·특별 상황 등의 값', figure => qualitiesText(figure.qualities)),
  ...changeColumns(book, [CHANGE_QUALITIES]),
]
