import { InvalidArgumentError, type Command } from 'commander'
import { accept, type Outcome } from '../../../schema/domain/outcome.js'
import type { ComparedDefinitions, Figure, FigureComparison, FiguresInput, HubClient, PageOptions } from '../../sdk/index.js'
import { EXIT, refusalCode, type ExitCode } from '../exit-code.js'
import { answerLine, versionLines, type AnswerHead } from '../print/answer-line.js'
import { comparisonsTable } from '../print/comparisons-table.js'
import { figuresTable } from '../print/figures-table.js'
import { issueLine } from '../print/issue-text.js'
import { comparedDefinitions } from '../names/definition-names.js'
import { connectHub } from '../sign-in.js'
import { refreshEdition } from '../submit/edition-cache.js'
import { developmentNotice, type CommandContext } from './command-context.js'
import { addFigureOptions, identifyAsker, requireOneOf, requireSubject, splitList, toInput, type FiguresOptions } from './figure-options.js'
import { addShapeOptions, requireOneShape, showShape, type ShapeOptions } from './show-shape.js'
import type { RunCommand } from './run-command.js'
import { showWhy } from './show-why.js'

type ShowOptions = FiguresOptions &
  ShapeOptions & {
    readonly why?: boolean
    readonly compare?: readonly [string, string]
  }

const PAGE_SIZE = 500

/** `v1,v2` or `standard,threshold_15s`. */
function readSides(text: string): readonly [string, string] {
  const [left, right, ...rest] = splitList(text)
  if (left === undefined || right === undefined || rest.length > 0)
    throw new InvalidArgumentError('v1,v2나 standard,threshold_15s처럼 적으십시오 · write it like v1,v2 or standard,threshold_15s')
  return [left, right]
}

/** A question is asked by one definition; a comparison, by two of its own, without changes over time and without what one figure rests on. */
const requireOneDefinition = ({ version, variant, compare, change, why }: ShowOptions): void =>
  requireOneOf({ version, variant, compare, ...(compare === undefined ? {} : { change, why }) })

type AnyPage<T> = AnswerHead & { readonly nodes: readonly T[]; readonly endCursor: string | null; readonly hasNextPage: boolean }

/** Every page of an answer, all of the instant of the first, so that they are one answer (S25); a refusal ends it. */
async function readAll<T>(
  input: FiguresInput,
  read: (input: FiguresInput, page: PageOptions) => Promise<Outcome<AnyPage<T>>>,
): Promise<Outcome<AnswerHead & { readonly all: readonly T[] }>> {
  const first = await read(input, { first: PAGE_SIZE })
  if (!first.ok) return first
  const { edition, asOf } = first.value
  const all = [...first.value.nodes]
  for (let last = first.value; last.hasNextPage && last.endCursor !== null;) {
    const page = await read({ ...input, asOf }, { first: PAGE_SIZE, after: last.endCursor })
    if (!page.ok) return page
    last = page.value
    all.push(...last.nodes)
  }
  return accept({ edition, asOf, all })
}

function refuseQuestion({ issues }: Extract<Outcome<unknown>, { ok: false }>, { terminal, isJson }: CommandContext): ExitCode {
  terminal.tell(['허브가 질문을 거절했습니다. (refused)', ...issues.map(issueLine)].join('\n'))
  const exitCode = refusalCode(issues)
  if (isJson) terminal.out(JSON.stringify({ exitCode, issues }, null, 2))
  return exitCode
}

async function showComparisons(
  { hub, input, sides }: { readonly hub: HubClient; readonly input: FiguresInput; readonly sides: ComparedDefinitions },
  context: CommandContext,
): Promise<ExitCode> {
  const read = await readAll<FigureComparison>(input, (asked, page) => hub.compareFigures(asked, sides, page))
  if (!read.ok) return refuseQuestion(read, context)
  const { all: comparisons, ...head } = read.value
  const { terminal, isJson } = context
  if (isJson) terminal.out(JSON.stringify({ exitCode: EXIT.landed, ...head, comparisons }, null, 2))
  else terminal.out([comparisonsTable(comparisons, terminal.columns), answerLine(head)].join('\n'))
  return EXIT.landed
}

async function showFigures(options: ShowOptions, context: CommandContext): Promise<ExitCode> {
  const { settings, terminal } = context
  requireSubject(options)
  requireOneDefinition(options)
  requireOneShape(options)
  const identity = await identifyAsker(options, settings)
  if (identity.isDevelopment) terminal.tell(developmentNotice(identity))
  const hub = connectHub(settings, identity, terminal)
  const { contents } = await refreshEdition(hub, settings.spoolFolder, settings.url)
  const input = toInput(options, contents)
  if (options.why === true) return showWhy(input, { hub, identity, context })
  if (options.compare !== undefined) {
    const sides = comparedDefinitions(options.compare, input.indicators ?? [], contents)
    return showComparisons({ hub, input, sides }, context)
  }
  const shown = await showShape(options, { hub, input, context })
  if (shown !== null) return shown.ok ? EXIT.landed : refuseQuestion(shown, context)
  const read = await readAll<Figure>(input, hub.figures)
  if (!read.ok) return refuseQuestion(read, context)
  const { all: figures, ...head } = read.value
  if (context.isJson) terminal.out(JSON.stringify({ exitCode: EXIT.landed, ...head, figures }, null, 2))
  else terminal.out([figuresTable(figures, terminal.columns), ...versionLines(figures), answerLine(head)].join('\n'))
  return EXIT.landed
}

/** `hub120 figures` */
export function addFiguresCommand(program: Command, run: RunCommand): void {
  addShapeOptions(
    addFigureOptions(
      program.command('figures').description('지표를 산식·분자·분모·포함 범위와 함께 봅니다 · figures with their parts and coverage'),
    ),
  )
    .option('--compare <left,right>', '두 정의 비교: v1,v2나 standard,threshold_15s · two definitions side by side', readSides)
    .option('--why', '수치 하나의 근거를 접수증까지 봅니다 · what one figure rests on, down to its receipts')
    .action((options: ShowOptions, command: Command) => run(command, context => showFigures(options, context)))
}
