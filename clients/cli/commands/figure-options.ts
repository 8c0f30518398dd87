import { InvalidArgumentError, type Command } from 'commander'
import { GRAINS, isGrain, type Grain } from '../../../schema/domain/figures/grain.js'
import { parseInstant } from '../../../schema/domain/instant.js'
import { parseDate } from '../../../schema/domain/period.js'
import type { EditionContents } from '../../../schema/domain/statistics/standards.js'
import type { FigureChangeKind, FiguresInput } from '../../sdk/index.js'
import { centerCodeOf } from '../center-names.js'
import { matchPlaceName, matchSubjectName } from '../names/match-names.js'
import type { CliSettings } from '../config.js'
import { identify, type Identity } from '../sign-in.js'
import { UsageFault } from '../usage-fault.js'

/** What a question for figures is made of on a command line. */
export type FiguresOptions = {
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
  readonly variant?: string
  readonly asOf?: string
  readonly change?: readonly FigureChangeKind[]
  readonly percentiles?: readonly number[]
  readonly withPredecessors?: boolean
  readonly preview?: boolean
}

type FigureFilter = NonNullable<FiguresInput['filters']>[number]

/** `a, b` as its parts. */
export const splitList = (text: string): readonly string[] =>
  text
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '')

function readDay(text: string): string {
  const day = parseDate(text)
  if (day === null) throw new InvalidArgumentError('2026-11-19처럼 적으십시오 · write it like 2026-11-19')
  return day
}

function readInstant(text: string): string {
  const instant = parseInstant(text)
  if (instant === null)
    throw new InvalidArgumentError('2026-12-01T09:00:00+09:00처럼 시간대까지 적으십시오 · write it like 2026-12-01T09:00:00+09:00')
  return instant
}

/** `language=en,zh`; given several times, all of them hold. */
function readFilter(text: string, before: readonly FigureFilter[] = []): readonly FigureFilter[] {
  const [dimension = '', items = '', ...rest] = text.split('=').map(side => side.trim())
  if (dimension === '' || splitList(items).length === 0 || rest.length > 0)
    throw new InvalidArgumentError('language=en,zh처럼 적으십시오 · write it like language=en,zh')
  return [...before, { dimension, items: splitList(items) }]
}

function readGrain(text: string): Grain {
  if (isGrain(text)) return text
  throw new InvalidArgumentError(GRAINS.join(', '))
}

const CHANGES: Readonly<Record<string, FigureChangeKind>> = { previous: 'PREVIOUS_PERIOD', 'last-year': 'SAME_PERIOD_LAST_YEAR' }

function readChanges(text: string): readonly FigureChangeKind[] {
  return splitList(text).map(word => {
    const kind = Object.hasOwn(CHANGES, word) ? CHANGES[word] : undefined
    if (kind === undefined) throw new InvalidArgumentError(Object.keys(CHANGES).join(', '))
    return kind
  })
}

function readPercentiles(text: string): readonly number[] {
  return splitList(text).map(part => {
    if (!/^[1-9]\d?$/.test(part)) throw new InvalidArgumentError('50,90처럼 1에서 99까지 적으십시오 · write it like 50,90')
    return Number(part)
  })
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

/** UsageFault where nothing is asked for. */
export function requireSubject(options: FiguresOptions): void {
  if (options.indicator === undefined && options.measure === undefined) {
    throw new UsageFault(
      '--indicator나 --measure를 적으십시오. 예: --indicator response_rate',
      'Name an --indicator or a --measure, for example: --indicator response_rate',
    )
  }
}

const definitionOf = ({ version, variant }: FiguresOptions): Pick<FiguresInput, 'definition'> => {
  if (variant !== undefined) return { definition: { variant } }
  return version === undefined ? {} : { definition: { version } }
}

/** UsageFault where more than one of the options is given, each of which names what the question is answered by. */
export function requireOneOf(options: Readonly<Record<string, unknown>>): void {
  const given = Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`]))
  if (given.length > 1) {
    throw new UsageFault(`${given.join(', ')} 가운데 하나만 적으십시오.`, `Give only one of ${given.join(', ')}.`)
  }
}

/** The question that the options put, names as codes by the edition at hand. UsageFault for a name with no or several meanings. */
export function toInput(options: FiguresOptions, contents: EditionContents | null): FiguresInput {
  const names = namesIn(contents)
  return {
    ...(options.indicator === undefined ? {} : { indicators: options.indicator.map(names.indicator) }),
    ...(options.measure === undefined ? {} : { measures: options.measure.map(names.measure) }),
    ...(options.centers === undefined ? {} : { centers: options.centers.map(names.center) }),
    ...(options.regions === undefined ? {} : { regions: options.regions.map(names.region) }),
    ...(options.filter === undefined ? {} : { filters: options.filter }),
    ...(options.groupBy === undefined ? {} : { dimensions: options.groupBy }),
    ...definitionOf(options),
    ...(options.asOf === undefined ? {} : { asOf: options.asOf }),
    ...(options.change === undefined ? {} : { changes: options.change }),
    ...(options.percentiles === undefined ? {} : { percentiles: options.percentiles }),
    ...(options.withPredecessors === true ? { withPredecessors: true } : {}),
    ...(options.preview === true ? { preview: true } : {}),
    groupByCenter: options.together !== true,
    from: options.from,
    to: options.to ?? options.from,
    // A grain in capitals is the name of the enum value.
    ...(options.by === undefined ? {} : { by: options.by.toUpperCase() as Uppercase<Grain> }),
  }
}

/** Who asks: a reader; of a preview the center itself, which on a development hub is the one that is named in --centers (S29). */
export function identifyAsker(options: FiguresOptions, settings: CliSettings): Promise<Identity> {
  if (options.preview !== true) return identify(settings, 'reader')
  const [center = null, ...others] = options.centers ?? []
  return identify(settings, 'center', others.length === 0 ? center : null)
}

/** The options of every command that asks for figures. */
export const addFigureOptions = (command: Command): Command =>
  command
    .option('--indicator <codes>', '지표(코드나 이름), 쉼표로 구분 · indicators by code or name, separated by commas', splitList)
    .option('--measure <codes>', '기초 항목(코드나 이름) · measures', splitList)
    .option('--centers <codes>', '센터(없으면 전체) · centers, all without it', splitList)
    .option('--regions <codes>', '지역별로 · regions, each one figure', splitList)
    .option('--with-predecessors', '지역이 생기기 전은 이전 지역들의 값으로(S33) · predecessors answer before a region began')
    .option('--filter <dimension=items>', '구분의 일부만 · some items of a dimension only', readFilter)
    .requiredOption('--from <day>', '첫날 · first day', readDay)
    .option('--to <day>', '마지막 날(없으면 첫날과 같음) · last day, the first without it', readDay)
    .option('--by <grain>', `${GRAINS.join(', ')}(없으면 전체 기간) · the whole range without it`, readGrain)
    .option('--group-by <dimensions>', '구분별로 · by dimensions', splitList)
    .option('--together', '센터를 합쳐서 · the centers together')
    .option('--version <version>', '정의 판(없으면 그날의 표준) · one version for every day, the standard of each without it')
    .option('--variant <variant>', '표준이 아닌 방식 · a variant beside the standard')
    .option('--change <kinds>', '증감: previous(직전 기간), last-year(전년 같은 기간), --by와 함께 · changes, with --by', readChanges)
    .option('--percentiles <list>', '분포의 백분위, 50,90 · percentiles of a distribution', readPercentiles)
    .option('--as-of <instant>', '그 시각에 알던 대로 · as it was known then, 2026-12-01T09:00:00+09:00', readInstant)
    .option('--preview', '시험 참여 중인 자기 센터의 미리 보기(S29) · what the figures of the own center in trial would be')
