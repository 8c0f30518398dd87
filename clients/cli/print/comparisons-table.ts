import type { CellsOfOneSide, Figure, FigureComparison } from '../../sdk/index.js'
import { qualityText, reasonText } from '../names/reason-names.js'
import { drawTable } from './draw-table.js'
import { issueLine } from './issue-text.js'

const definitionText = ({ version, variant }: Figure): string => variant ?? version ?? '-'

/** The value over the definition it was made by, or why there is none, and what it rests on besides ordinary values. */
const sideText = (figure: Figure): string =>
  [
    figure.value ?? (figure.reason === null ? '-' : reasonText(figure.reason)),
    `${definitionText(figure)}: ${figure.formula ?? '-'}`,
    ...figure.qualities.map(qualityText),
  ].join('\n')

/** Measures whose sums are not the same on both sides. */
const partsText = ({ parts }: FigureComparison): string =>
  parts
    .filter(({ left, right }) => left !== right)
    .map(({ measure, left, right }) => `${measure} ${left ?? '-'} / ${right ?? '-'}`)
    .join('\n')

const cellsText = (side: string, cells: readonly CellsOfOneSide[]): readonly string[] =>
  cells.map(({ center, cells: count, from, to }) => `${side} ${center} x${count} ${from === to ? from : `${from} ~ ${to}`}`)

const comparisonRow = (comparison: FigureComparison): readonly string[] => {
  const { left, right, difference, reason, cells } = comparison
  return [
    left.center ?? left.region ?? '합산 together',
    left.from === left.to ? left.from : `${left.from} ~ ${left.to}`,
    [`${left.nameKo} ${left.code}`, ...left.dimensions.map(({ dimension, item }) => `${dimension}=${item}`)].join('\n'),
    sideText(left),
    sideText(right),
    difference ?? (reason === null ? '-' : reasonText(reason)),
    partsText(comparison),
    [...cellsText('왼쪽만 left', cells.leftOnly), ...cellsText('오른쪽만 right', cells.rightOnly)].join('\n'),
  ]
}

const HEAD = [
  '센터\ncenter',
  '기간\nperiod',
  '지표\nfigure',
  '왼쪽\nleft',
  '오른쪽\nright',
  '차이\ndifference',
  '다른 부분\nparts that differ',
  '한쪽에만 있는 칸\ncells of one side',
]

/** Figures under two definitions side by side, with what makes the difference. */
export function comparisonsTable(comparisons: readonly FigureComparison[], columns: number): string {
  if (comparisons.length === 0) return '해당하는 지표 값이 없습니다. (no figures)'
  const table = drawTable({
    head: HEAD,
    rows: comparisons.map(comparisonRow),
    flexible: { [HEAD.length - 1]: Infinity },
    columns,
    isCompact: true,
  })
  return [table, ...new Set(comparisons.flatMap(({ issues }) => issues.map(issueLine)))].join('\n')
}
