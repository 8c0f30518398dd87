import type { Figure } from '../../sdk/index.js'
import { qualityText, reasonText } from '../names/reason-names.js'
import { drawTable } from './draw-table.js'
import { issueLine } from './issue-text.js'

const periodText = ({ from, to }: Figure): string => (from === to ? from : `${from} ~ ${to}`)

/** Centers in of centers expected; then cells where the period is longer than what one center gave. */
const coverageText = ({ coverage }: Figure): string => {
  const centers = `${coverage.centersIn}/${coverage.centersExpected}`
  return coverage.cellsExpected === coverage.centersExpected ? centers : `${centers} (${coverage.cellsIn}/${coverage.cellsExpected})`
}

const gapText = ({ coverage }: Figure): string =>
  coverage.gaps
    .map(({ reason, centers, cells }) => `${reasonText(reason)}${centers.length === 0 ? '' : ` ${centers.join(',')}`} x${cells}`)
    .join('\n')

/** A figure of one center and one cell without a value has no more to say than its reason. */
const isSaid = ({ value, reason, center, coverage: { gaps } }: Figure): boolean =>
  value === null && center !== null && gaps.every(gap => gap.reason === reason && gap.cells === 1)

const CHANGE_NAMES: Readonly<Record<string, string>> = {
  PREVIOUS_PERIOD: '직전 기간 previous',
  SAME_PERIOD_LAST_YEAR: '전년 동기 last year',
}

const changesText = ({ changes }: Figure): string =>
  changes
    .map(({ kind, difference, percent, reason, qualities, unequal, coverage }) => {
      const other = qualities.map(one => `[${qualityText(one)}]`)
      const moved = [difference ?? '', percent === null ? '' : `(${percent}%)`, reason === null ? '' : reasonText(reason), ...other]
      if (unequal.length > 0 && coverage !== null) moved.push(`\n≠ ${coverage.cellsIn}/${coverage.cellsExpected} ${unequal.join(' ')}`)
      return [CHANGE_NAMES[kind] ?? kind, ...moved.filter(text => text !== '')].join(' ')
    })
    .join('\n')

/** The standard answers unnamed; another definition is named. */
const subjectText = ({ nameKo, code, variant }: Figure): string => `${nameKo} ${code}${variant === null ? '' : `\n[${variant}]`}`

const breakText = ({ break: change }: Figure): readonly string[] =>
  change === null ? [] : [`${change.fromVersion} -> ${change.toVersion} (${change.date})`]

/** `p90 10~20` */
const percentilesText = ({ percentiles }: Figure): string =>
  percentiles.map(({ percent, over, upTo }) => `p${percent} ${over ?? ''}~${upTo ?? ''}`).join('\n')

const figureRow = (figure: Figure): readonly string[] => [
  figure.center ?? figure.region ?? '합산 together',
  periodText(figure),
  subjectText(figure),
  figure.dimensions.map(({ dimension, item }) => `${dimension}=${item}`).join('\n'),
  [figure.value ?? '-', percentilesText(figure)].filter(text => text !== '').join('\n'),
  figure.unit,
  changesText(figure),
  figure.formula ?? '',
  coverageText(figure),
  [
    ...(figure.reason === null ? [] : [reasonText(figure.reason)]),
    ...figure.marks.map(reasonText),
    ...figure.qualities.map(qualityText),
    ...breakText(figure),
    isSaid(figure) ? '' : gapText(figure),
  ]
    .filter(text => text !== '')
    .join('\n'),
]

const HEAD = [
  '센터\ncenter',
  '기간\nperiod',
  '지표\nfigure',
  '구분\ndimensions',
  '값\nvalue',
  '단위\nunit',
  '증감\nchange',
  '산식\nformula',
  '포함\ncoverage',
  '까닭·표시\nreason, marks',
]
const DIMENSIONS = 3
const CHANGES = 6

/** Figures with what they were made of; the columns of dimensions and changes only where somebody asked for any. */
export function figuresTable(figures: readonly Figure[], columns: number): string {
  if (figures.length === 0) return '해당하는 지표 값이 없습니다. (no figures)'
  const hasDimensions = figures.some(({ dimensions }) => dimensions.length > 0)
  const hasChanges = figures.some(({ changes }) => changes.length > 0)
  const keep = (cells: readonly string[]) => cells.filter((_, at) => (at !== DIMENSIONS || hasDimensions) && (at !== CHANGES || hasChanges))
  const head = keep(HEAD)
  const table = drawTable({
    head,
    rows: figures.map(figure => keep(figureRow(figure))),
    flexible: { [head.length - 1]: Infinity },
    columns,
    isCompact: true,
  })
  const warnings = new Set(figures.flatMap(({ issues }) => issues.filter(({ severity }) => severity !== 'info').map(issueLine)))
  return [table, ...warnings].join('\n')
}
