import { InvalidArgumentError, type Command } from 'commander'
import { accept, type Outcome } from '../../../schema/domain/outcome.js'
import type { FiguresInput, HubClient, TableAxisInput } from '../../sdk/index.js'
import { EXIT } from '../exit-code.js'
import { answerLine } from '../print/answer-line.js'
import { rankingText } from '../print/ranking-text.js'
import { wideTableText } from '../print/wide-table-text.js'
import { UsageFault } from '../usage-fault.js'
import type { CommandContext } from './command-context.js'
import { requireOneOf, splitList } from './figure-options.js'

type Sides = { readonly rows: TableAxisInput; readonly columns: TableAxisInput }

/** The options that lay the figures of a question out otherwise than one below the other. */
export type ShapeOptions = {
  readonly table?: Sides
  readonly top?: number
  readonly topOf?: string
  readonly ascending?: boolean
  readonly rest?: boolean
}

const AXES: Readonly<Record<string, Exclude<TableAxisInput['axis'], 'DIMENSION'>>> = {
  center: 'CENTER',
  region: 'REGION',
  period: 'PERIOD',
  indicator: 'INDICATOR',
}

/** A word that is none of the axes is a dimension; the hub says which it has. */
const toAxis = (word: string): TableAxisInput => {
  const axis = Object.hasOwn(AXES, word) ? AXES[word] : undefined
  return axis === undefined ? { axis: 'DIMENSION', dimension: word } : { axis }
}

function readSides(text: string): Sides {
  const [rows, columns, ...rest] = splitList(text)
  if (rows === undefined || columns === undefined || rest.length > 0)
    throw new InvalidArgumentError('center,period나 channel,center처럼 적으십시오 · write it like center,period')
  return { rows: toAxis(rows), columns: toAxis(columns) }
}

function readCount(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError('1에서 100까지 적으십시오 · write a number from 1 to 100')
  return Number(text)
}

export const addShapeOptions = (command: Command): Command =>
  command
    .option(
      '--table <rows,columns>',
      '넓은 표: center, region, period, indicator나 구분 · a wide table of two of these or of dimensions',
      readSides,
    )
    .option('--top <n>', '값이 큰 차례로 n개와 나머지 · the first n by value, and the rest as one figure', readCount)
    .option('--top-of <dimension>', '센터 대신 구분 항목의 순서 · items of a dimension instead of centers')
    .option('--ascending', '작은 차례로 · the smallest first')
    .option('--no-rest', '나머지를 빼고 · without the rest')

/** UsageFault where the figures would have to be of two shapes, or an order is described that nobody asked for. */
export function requireOneShape(options: ShapeOptions & { readonly compare?: unknown; readonly why?: unknown }): void {
  const { table, top, topOf, ascending, rest, compare, why } = options
  requireOneOf({ table, top, compare, why })
  if (top === undefined && (topOf !== undefined || ascending === true || rest === false)) {
    throw new UsageFault(
      '--top-of, --ascending, --no-rest는 --top과 함께 적으십시오.',
      '--top-of, --ascending and --no-rest go with --top.',
    )
  }
}

type Asking = { readonly hub: HubClient; readonly input: FiguresInput; readonly context: CommandContext }

/** The figures as a table or in order, where that was asked for; null where it was not. */
export async function showShape(options: ShapeOptions, { hub, input, context }: Asking): Promise<Outcome<'shown'> | null> {
  const { terminal, isJson } = context
  const show = (answer: object & { readonly edition: string; readonly asOf: string }, text: () => string): Outcome<'shown'> => {
    if (isJson) terminal.out(JSON.stringify({ exitCode: EXIT.landed, ...answer }, null, 2))
    else terminal.out([text(), answerLine(answer)].join('\n'))
    return accept('shown')
  }
  if (options.table !== undefined) {
    const laid = await hub.figureTable(input, options.table)
    return laid.ok ? show(laid.value, () => wideTableText(laid.value, terminal.columns)) : laid
  }
  if (options.top === undefined) return null
  const { topOf, ascending, rest = true } = options
  const order = ascending === true ? 'ASC' : 'DESC'
  const ranked = await hub.topFigures(input, { n: options.top, order, rest, ...(topOf === undefined ? {} : { dimension: topOf }) })
  return ranked.ok ? show(ranked.value, () => rankingText(ranked.value, terminal.columns)) : ranked
}
