import type { Figure, FigureChange } from '../../schema/domain/figures/figure.js'
import type { ChangeKind } from '../../schema/domain/figures/other-period.js'
import { qualitiesText } from '../../schema/domain/figures/tell-qualities.js'

/** How the columns of a kind of change begin, and what they are called in Korean. */
export const CHANGE_NAMES: Readonly<Record<ChangeKind, { readonly prefix: string; readonly titleKo: string }>> = {
  PREVIOUS_PERIOD: { prefix: 'previous', titleKo: '직전 기간' },
  SAME_PERIOD_LAST_YEAR: { prefix: 'last_year', titleKo: '전년 동기' },
}

/** What a file says of a change, in this order. */
export const CHANGE_FIELDS = [
  { name: 'from', titleKo: '첫날', holdsNumbers: false, read: (change: FigureChange) => change.from },
  { name: 'to', titleKo: '마지막 날', holdsNumbers: false, read: (change: FigureChange) => change.to },
  { name: 'version', titleKo: '정의 판', holdsNumbers: false, read: (change: FigureChange) => change.version },
  { name: 'value', titleKo: '값', holdsNumbers: true, read: (change: FigureChange) => change.value },
  { name: 'numerator', titleKo: '분자', holdsNumbers: true, read: (change: FigureChange) => change.numerator },
  { name: 'denominator', titleKo: '분모', holdsNumbers: true, read: (change: FigureChange) => change.denominator },
  { name: 'difference', titleKo: '차이', holdsNumbers: true, read: (change: FigureChange) => change.difference },
  { name: 'percent', titleKo: '증감률', holdsNumbers: true, read: (change: FigureChange) => change.percent },
  { name: 'reason', titleKo: '견줄 수 없는 까닭', holdsNumbers: false, read: (change: FigureChange) => change.reason },
  { name: 'centers_in', titleKo: '든 센터', holdsNumbers: true, read: ({ coverage }: FigureChange) => coverage?.centersIn ?? null },
  {
    name: 'centers_expected',
    titleKo: '들어야 할 센터',
    holdsNumbers: true,
    read: ({ coverage }: FigureChange) => coverage?.centersExpected ?? null,
  },
  { name: 'cells_in', titleKo: '든 칸', holdsNumbers: true, read: ({ coverage }: FigureChange) => coverage?.cellsIn ?? null },
  {
    name: 'cells_expected',
    titleKo: '들어야 할 칸',
    holdsNumbers: true,
    read: ({ coverage }: FigureChange) => coverage?.cellsExpected ?? null,
  },
  { name: 'unequal', titleKo: '근거의 다름', holdsNumbers: false, read: ({ unequal }: FigureChange) => unequal.join(' ') },
] as const

/** The same of what the other period rests on; apart, because it came later and stands behind all other columns of CSV and XLSX. */
export const CHANGE_QUALITIES = {
  name: 'qualities',
  titleKo: '추정·대체·특별 상황 등의 값',
  holdsNumbers: false,
  read: (change: FigureChange) => qualitiesText(change.qualities),
} as const

/** The change of that kind of a figure; null where it was not asked for. */
export const changeOf = ({ changes }: Figure, kind: ChangeKind): FigureChange | null => changes.find(one => one.kind === kind) ?? null
