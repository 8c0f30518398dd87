import { InvalidArgumentError, type Command } from 'commander'
import { GRAINS, isGrain, type Grain } from '../../../schema/domain/figures/grain.js'
import { parseDate } from '../../../schema/domain/period.js'
import type { EditionContents } from '../../../schema/domain/statistics/standards.js'
import { accept, type Outcome } from '../../../schema/domain/outcome.js'
import type {
  ComparedDefinitions,
  Figure,
  FigureChangeKind,
  FigureComparison,
  FiguresInput,
  HubClient,
  PageOptions,
} from '../../sdk/index.js'
import { centerCodeOf } from '../center-names.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import { comparisonsTable } from '../print/comparisons-table.js'
import { figuresTable } from '../print/figures-table.js'
import { issueLine } from '../print/issue-text.js'
import { comparedDefinitions } from '../names/definition-names.js'
import { matchPlaceName, matchSubjectName } from '../names/match-names.js'
import { connectHub, identify } from '../sign-in.js'
import { refreshEdition } from '../submit/edition-cache.js'
import { UsageFault } from '../usage-fault.js'
import { developmentNotice, type CommandContext } from './command-context.js'
import type { RunCommand } from './run-command.js'
import { showWhy } from './show-why.js'

type FiguresOptions = {
  readonly indicator?: readonly string[]
  readonly measure?: readonly string[]
  readonly centers?: readonly string[]
  readonly regions?: readonly string[]
  readonly filter?: readonly FigureFilter[]
  readonly from: string
  readonly to?: string
  readonly by?: Grain
  readonly groupBy?: readonly string[]
  readonly together?: boolean
  readonly version?: string
  readonly why?: boolean
  readonly variant?: string
  readonly compare?: readonly [string, string]
  readonly change?: readonly FigureChangeKind[]
}

type FigureFilter = NonNullable<FiguresInput['filters']>[number]

const PAGE_SIZE = 500

const splitList = (text: string): readonly string[] =>
  text
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '')

function readDay(text: string): string {
  const day = parseDate(text)
  if (day === null) throw new InvalidArgumentError('2026-11-19처럼 적으십시오 · write it like 2026-11-19')
  return day
}

/** `language=en,zh`; given several times, all of them hold. */
function readFilter(text: string, before: readonly FigureFilter[] = []): readonly FigureFilter[] {
  const [dimension = '', items = '', ...rest] = text.split('=').map(side => side.trim())
  if (dimension === '' || splitList(items).length === 0 || rest.length > 0)
    throw new InvalidArgumentError('language=en,zh처럼 적으십시오 · write it like language=en,zh')
  return [...before, { dimension, items: splitList(items) }]
}

/** `v1,v2` or `standard,threshold_15s`. */
function readSides(text: string): readonly [string, string] {
  const [left, right, ...rest] = splitList(text)
  if (left === undefined || right === undefined || rest.length > 0)
    throw new InvalidArgumentError('v1,v2나 standard,threshold_15s처럼 적으십시오 · write it like v1,v2 or standard,threshold_15s')
  return [left, right]
}

const CHANGES: Readonly<Record<string, FigureChangeKind>> = { previous: 'PREVIOUS_PERIOD', 'last-year': 'SAME_PERIOD_LAST_YEAR' }

function readChanges(text: string): readonly FigureChangeKind[] {
  return splitList(text).map(word => {
    const kind = Object.hasOwn(CHANGES, word) ? CHANGES[word] : undefined
    if (kind === undefined) throw new InvalidArgumentError(Object.keys(CHANGES).join(', '))
    return kind
  })
}

function readGrain(text: string): Grain {
  if (isGrain(text)) return text
  throw new InvalidArgumentError(GRAINS.join(', '))
}

/** Names as codes, by the edition at hand; without one they go as they stand and the hub knows codes only. */
function namesIn(contents: EditionContents | null) {
  if (contents === null) {
    const asIs = (name: string): string => name
    return { indicator: asIs, measure: asIs, center: (name: string) => centerCodeOf(name) ?? name, region: asIs }
  }
  return {
    indicator: (name: string) => matchSubjectName(name, 'indicator', contents),
    measure: (name: string) => matchSubjectName(name, 'measure', contents),
    center: (name: string) => centerCodeOf(name) ?? matchPlaceName(name, 'center', contents),
    region: (name: string) => matchPlaceName(name, 'region', contents),
  }
}

function requireSubject(options: FiguresOptions): void {
  if (options.indicator === undefined && options.measure === undefined) {
    throw new UsageFault(
      '--indicator나 --measure를 적으십시오. 예: --indicator response_rate',
      'Name an --indicator or a --measure, for example: --indicator response_rate',
    )
  }
}

/** A question is asked by one definition; a comparison, by two of its own and without changes over time. */
function requireOneDefinition({ version, variant, compare, change }: FiguresOptions): void {
  const options = { version, variant, compare, ...(compare === undefined ? {} : { change }) }
  const given = Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`]))
  if (given.length > 1) {
    throw new UsageFault(`${given.join(', ')} 가운데 하나만 적으십시오.`, `Give only one of ${given.join(', ')}.`)
  }
}

const definitionOf = ({ version, variant }: FiguresOptions): Pick<FiguresInput, 'definition'> => {
  if (variant !== undefined) return { definition: { variant } }
  return version === undefined ? {} : { definition: { version } }
}

function toInput(options: FiguresOptions, contents: EditionContents | null): FiguresInput {
  const names = namesIn(contents)
  return {
    ...(options.indicator === undefined ? {} : { indicators: options.indicator.map(names.indicator) }),
    ...(options.measure === undefined ? {} : { measures: options.measure.map(names.measure) }),
    ...(options.centers === undefined ? {} : { centers: options.centers.map(names.center) }),
    ...(options.regions === undefined ? {} : { regions: options.regions.map(names.region) }),
    ...(options.filter === undefined ? {} : { filters: options.filter }),
    ...(options.groupBy === undefined ? {} : { dimensions: options.groupBy }),
    ...definitionOf(options),
    ...(options.change === undefined ? {} : { changes: options.change }),
    groupByCenter: options.together !== true,
    from: options.from,
    to: options.to ?? options.from,
    // A grain in capitals is the name of the enum value.
    ...(options.by === undefined ? {} : { by: options.by.toUpperCase() as Uppercase<Grain> }),
  }
}

type AnyPage<T> = { readonly nodes: readonly T[]; readonly endCursor: string | null; readonly hasNextPage: boolean }

/** Every page of an answer; a refusal ends it. */
async function readAll<T>(read: (page: PageOptions) => Promise<Outcome<AnyPage<T>>>): Promise<Outcome<readonly T[]>> {
  const all: T[] = []
  for (let after: string | null = null, isMore = true; isMore;) {
    const page: Outcome<AnyPage<T>> = await read({ first: PAGE_SIZE, ...(after === null ? {} : { after }) })
    if (!page.ok) return page
    all.push(...page.value.nodes)
    after = page.value.endCursor
    isMore = page.value.hasNextPage && after !== null
  }
  return accept(all)
}

function refuseQuestion({ issues }: Extract<Outcome<unknown>, { ok: false }>, { terminal, isJson }: CommandContext): ExitCode {
  terminal.tell(['허브가 질문을 거절했습니다. (refused)', ...issues.map(issueLine)].join('\n'))
  if (isJson) terminal.out(JSON.stringify({ exitCode: EXIT.refused, issues }, null, 2))
  return EXIT.refused
}

async function showComparisons(
  { hub, input, sides }: { readonly hub: HubClient; readonly input: FiguresInput; readonly sides: ComparedDefinitions },
  context: CommandContext,
): Promise<ExitCode> {
  const read = await readAll<FigureComparison>(page => hub.compareFigures(input, sides, page))
  if (!read.ok) return refuseQuestion(read, context)
  const comparisons = read.value
  const { terminal, isJson } = context
  terminal.out(isJson ? JSON.stringify({ exitCode: EXIT.landed, comparisons }, null, 2) : comparisonsTable(comparisons, terminal.columns))
  return EXIT.landed
}

async function showFigures(options: FiguresOptions, context: CommandContext): Promise<ExitCode> {
  const { settings, terminal } = context
  requireSubject(options)
  requireOneDefinition(options)
  const identity = await identify(settings, 'reader')
  if (identity.isDevelopment) terminal.tell(developmentNotice(identity))
  const hub = connectHub(settings, identity, terminal)
  const { contents } = await refreshEdition(hub, settings.spoolFolder, settings.url)
  const input = toInput(options, contents)
  if (options.why === true) return showWhy(input, { hub, identity, context })
  if (options.compare !== undefined) {
    const sides = comparedDefinitions(options.compare, input.indicators ?? [], contents)
    return showComparisons({ hub, input, sides }, context)
  }
  const read = await readAll<Figure>(page => hub.figures(input, page))
  if (!read.ok) return refuseQuestion(read, context)
  const figures = read.value
  terminal.out(context.isJson ? JSON.stringify({ exitCode: EXIT.landed, figures }, null, 2) : figuresTable(figures, terminal.columns))
  return EXIT.landed
}

/** `hub120 figures` */
export function addFiguresCommand(program: Command, run: RunCommand): void {
  program
    .command('figures')
    .description('지표를 산식·분자·분모·포함 범위와 함께 봅니다 · figures with their parts and coverage')
    .option('--indicator <codes>', '지표(코드나 이름), 쉼표로 구분 · indicators by code or name, separated by commas', splitList)
    .option('--measure <codes>', '기초 항목(코드나 이름) · measures', splitList)
    .option('--centers <codes>', '센터(없으면 전체) · centers, all without it', splitList)
    .option('--regions <codes>', '지역별로 · regions, each one figure', splitList)
    .option('--filter <dimension=items>', '구분의 일부만 · some items of a dimension only', readFilter)
    .requiredOption('--from <day>', '첫날 · first day', readDay)
    .option('--to <day>', '마지막 날(없으면 첫날과 같음) · last day, the first without it', readDay)
    .option('--by <grain>', `${GRAINS.join(', ')}(없으면 전체 기간) · the whole range without it`, readGrain)
    .option('--group-by <dimensions>', '구분별로 · by dimensions', splitList)
    .option('--together', '센터를 합쳐서 · the centers together')
    .option('--version <version>', '정의 판(없으면 그날의 표준) · one version for every day, the standard of each without it')
    .option('--variant <variant>', '표준이 아닌 방식 · a variant beside the standard')
    .option('--compare <left,right>', '두 정의 비교: v1,v2나 standard,threshold_15s · two definitions side by side', readSides)
    .option('--change <kinds>', '증감: previous(직전 기간), last-year(전년 같은 기간), --by와 함께 · changes, with --by', readChanges)
    .option('--why', '수치 하나의 근거를 접수증까지 봅니다 · what one figure rests on, down to its receipts')
    .action((options: FiguresOptions, command: Command) => run(command, context => showFigures(options, context)))
}
