import type { FigureExplanation, FigureMeasure, FigureRow } from '../../sdk/index.js'
import type { NextCommand } from '../commands/command-context.js'
import { qualityText, reasonText } from '../names/reason-names.js'
import { answerLine } from './answer-line.js'
import { drawTable } from './draw-table.js'
import { issueLine } from './issue-text.js'

type Explained = Omit<FigureExplanation, 'nodes' | 'endCursor' | 'hasNextPage'>
type View = { readonly columns: number; readonly hasMore: boolean; readonly nextCommand: NextCommand }

const USES: Readonly<Record<FigureRow['use'], string>> = {
  ADDED: '더함\nadded',
  SUBTRACTED: '뺌\nsubtracted',
  UNCOUNTED: '세지 않음\nuncounted',
  LEFT_OUT: '빠짐\nleft out',
}

const RULES: Readonly<Record<FigureMeasure['overTime'], string>> = {
  SUM: '합계 sum',
  MEAN: '하루 평균 mean of days',
  MAX: '최댓값 greatest',
  NONE: '그대로 as it is',
}

const itemsText = (items: readonly { readonly dimension: string; readonly item: string }[]): string =>
  items.map(({ dimension, item }) => `${dimension}=${item}`).join('\n')

/** A version or measure with the days on which it is in force; a variant is in force on none. */
function definitionText({ figure: { variant }, definition }: Explained): string {
  if (definition === null) return '없음 none'
  const { version, formula, effectiveFrom, effectiveTo } = definition
  if (variant !== null) return `${variant} ${formula} (표준이 아닌 방식 variant)`
  return `${version === null ? '' : `${version} `}${formula} (${effectiveFrom} ~ ${effectiveTo ?? ''})`
}

function headText(explained: Explained): readonly string[] {
  const { figure } = explained
  const period = figure.from === figure.to ? figure.from : `${figure.from} ~ ${figure.to}`
  const items = figure.dimensions.length === 0 ? '' : ` ${itemsText(figure.dimensions).replaceAll('\n', ' ')}`
  const value = figure.value === null ? reasonText(figure.reason ?? '') : `${figure.value} ${figure.unit}`
  const said = [...figure.marks.map(reasonText), ...figure.qualities.map(qualityText)].map(text => ` [${text}]`).join('')
  return [
    `${figure.nameKo} ${figure.code} · ${figure.center ?? figure.region ?? '합산 together'} · ${period}${items}`,
    `  값 value: ${value}${figure.formula === null ? '' : ` = ${figure.formula}`}${said}`,
    `  정의 definition: ${definitionText(explained)}`,
    `  ${answerLine(explained)}`,
  ]
}

const tableText = ({ dimensions, isDerived, periods, centers }: FigureMeasure['tables'][number]): string =>
  `${isDerived ? `세부 합산 summed by ${dimensions.join(',')}` : '보낸 값 as sent'} x${periods} (센터 centers ${centers})`

function measureText({ measure, nameKo, value, overTime, isCounted, tables, centers }: FigureMeasure): readonly string[] {
  const from = isCounted ? '허브가 셈 counted by the hub' : tables.map(tableText).join(', ')
  const shares = centers.map(({ center, sum, periods }) => `${center} ${sum ?? '비공개 withheld'} (${periods})`)
  return [
    `  ${nameKo} ${measure}: ${value ?? '-'} · ${RULES[overTime]}${from === '' ? '' : ` · ${from}`}`,
    ...(shares.length > 1 ? [`    ${shares.join(', ')}`] : []),
  ]
}

/** Qualities that nobody needs to be told of. */
const ORDINARY = ['NORMAL', 'PROVISIONAL']

/** Why a row is out, or what else is to be known of it. */
const remarkOf = ({
  reason,
  quality,
  lacking,
  pendingRevision,
  isWithheld,
  label,
  isProvisionalMapping,
  unitFactor,
  rawValue,
}: FigureRow): string =>
  [
    reason === null ? '' : reasonText(reason),
    quality === null || ORDINARY.includes(quality) ? '' : reasonText(quality),
    lacking.length === 0 ? '' : `없는 항목 lacking ${lacking.join(', ')}`,
    isWithheld ? reasonText('WITHHELD') : '',
    pendingRevision && reason !== 'HELD' ? reasonText('PENDING_REVISION') : '',
    label === null ? '' : `"${label}"${isProvisionalMapping ? ' (미확인 낱말 provisional)' : ''}`,
    unitFactor === null ? '' : `${rawValue ?? ''} x ${unitFactor}`,
  ]
    .filter(text => text !== '')
    .join('\n')

/** The receipt a value came with and its row there, by the line of the file where the sender named it; or the rows that wait. */
const originOf = ({ submission, rowIndex, sourceRow, heldRows }: FigureRow): string => {
  if (submission === null) return heldRows.join('\n')
  if (sourceRow !== null) return `${submission}\n${sourceRow}행 line ${sourceRow}`
  return rowIndex === null ? submission : `${submission}\n색인 index ${rowIndex}`
}

const rowCells = (row: FigureRow): readonly string[] => [
  row.center,
  row.periodStart,
  row.measure,
  itemsText(row.dimensions),
  USES[row.use],
  row.amount ?? (row.value === null ? '-' : `(${row.value})`),
  row.revision === null ? '' : `r${row.revision}`,
  originOf(row),
  remarkOf(row),
]

const HEAD = [
  '센터\ncenter',
  '기간\nperiod',
  '항목\nmeasure',
  '구분\nitems',
  '쓰임\nuse',
  '값\namount',
  '수정\nrevision',
  '접수증·보류 행\nreceipt, held row',
  '까닭·표시\nreason, marks',
]

function closingText({ hiddenCenters }: Explained, rows: readonly FigureRow[], { hasMore, nextCommand }: View): readonly string[] {
  const receipt = rows.find(({ submission }) => submission !== null)?.submission ?? null
  return [
    ...(hiddenCenters.length === 0
      ? []
      : [`다른 센터의 값은 보이지 않습니다. (rows of these are not shown to you) ${hiddenCenters.join(', ')}`]),
    ...(hasMore
      ? [`처음 ${rows.length}행만 보였습니다. 모두 보려면 --json을 붙이십시오. (the first ${rows.length} rows; --json gives all)`]
      : []),
    ...(receipt === null ? [] : [`접수증 보기 read a receipt: ${nextCommand(`receipt ${receipt}`)}`]),
  ]
}

/** A figure, its definition, what each measure adds up to, and the rows behind it. */
export function whyText(explained: Explained, rows: readonly FigureRow[], view: View): string {
  const table = drawTable({
    head: HEAD,
    rows: rows.map(rowCells),
    flexible: { [HEAD.length - 1]: Infinity },
    columns: view.columns,
    isCompact: true,
  })
  return [
    ...headText(explained),
    ...explained.measures.flatMap(measureText),
    ...(rows.length === 0 ? ['볼 수 있는 행이 없습니다. (no rows that you may see)'] : [table]),
    ...explained.figure.issues.filter(({ severity }) => severity !== 'info').map(issueLine),
    ...closingText(explained, rows, view),
  ].join('\n')
}
