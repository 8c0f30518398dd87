import { daysBetween } from '../period.js'
import type { Issue } from '../issue.js'
import { bandsOf } from '../statistics/codelist.js'
import { isOne } from '../statistics/normalize-formula.js'
import type { Standards } from '../statistics/standards.js'
import type { FigureQuestion } from './figure-question.js'
import { questionIssue, unknownCode, unknownDimension, unknownItem } from './figure-issues.js'
import { definitionIssues } from './validate-definition.js'

/** Ten years by day; longer questions are asked by month or year. */
const MAX_DAYS_BY_DAY = 3_653
const MAX_DAYS = 36_525
/** A year by hour; each day is up to 24 figures. */
const MAX_DAYS_BY_HOUR = 366
const MOST_PERCENTILES = 20

type Known = Pick<Standards, 'edition' | 'centers' | 'regions'>

const unknownCodes = (question: FigureQuestion, { edition, centers, regions }: Known): readonly Issue[] => {
  const missing = (
    field: 'indicators' | 'measures' | 'centers' | 'regions',
    code: Parameters<typeof unknownCode>[0],
    known: ReadonlyMap<string, unknown>,
  ) => question[field].flatMap((got, at) => (known.has(got) ? [] : [unknownCode(code, { path: ['input', field, at], got })]))
  return [
    ...missing('indicators', 'INDICATOR_UNKNOWN', edition.indicators),
    ...missing('measures', 'MEASURE_UNKNOWN', edition.measures),
    ...missing('centers', 'CENTER_UNKNOWN', centers),
    ...missing('regions', 'REGION_UNKNOWN', regions),
    ...question.dimensions.flatMap((got, at) =>
      edition.codelists.has(got) ? [] : [unknownDimension({ path: ['input', 'dimensions', at], got }, edition.codelists)],
    ),
  ]
}

/** More codes than any list of the edition has. */
const LONGEST_LIST = 1_000

/** Lists that nobody means: judged before their items are, each of which could be a fault of its own. */
export const listIssues = (question: FigureQuestion): readonly Issue[] => {
  const lists = {
    indicators: question.indicators,
    measures: question.measures,
    centers: question.centers,
    regions: question.regions,
    dimensions: question.dimensions,
    filters: question.filters,
    percentiles: question.percentiles,
    items: question.filters.flatMap(({ items }) => items.slice(0, LONGEST_LIST + 1)).slice(0, LONGEST_LIST + 1),
  }
  return Object.entries(lists).flatMap(([name, list]) =>
    list.length <= LONGEST_LIST
      ? []
      : [
          questionIssue('BAD_USER_INPUT', ['input', name === 'items' ? 'filters' : name], {
            ko: `${name} 목록이 너무 깁니다. ${LONGEST_LIST}개 이하로 적으십시오.`,
            en: `The list ${name} is too long; give at most ${LONGEST_LIST}.`,
            expected: `at most ${LONGEST_LIST}`,
            got: `more than ${LONGEST_LIST}`,
          }),
        ],
  )
}

const filterIssues = ({ filters }: FigureQuestion, { edition }: Known): readonly Issue[] =>
  filters.flatMap(({ dimension, items }, at) => {
    const codelist = edition.codelists.get(dimension)
    const path = ['input', 'filters', at]
    if (codelist === undefined) return [unknownDimension({ path, got: dimension }, edition.codelists)]
    if (items.length === 0 || filters.findIndex(filter => filter.dimension === dimension) !== at) {
      return [
        questionIssue('BAD_USER_INPUT', path, {
          ko: '필터마다 항목이 하나 이상 있어야 하고, 같은 차원은 한 번만 적을 수 있습니다.',
          en: 'A filter names at least one item, and a dimension is filtered once.',
          expected: 'one filter per dimension with at least one item',
          got: dimension,
        }),
      ]
    }
    const pattern = codelist.pattern === null ? null : new RegExp(codelist.pattern)
    const isKnown = (item: string) => codelist.items.has(item) || (pattern?.test(item) ?? false)
    return items.flatMap((got, place) => (isKnown(got) ? [] : [unknownItem({ path: [...path, 'items', place], got }, codelist)]))
  })

/** Combinations of filtered items that one figure may add up, or one question may group by. */
const MAX_COMBINATIONS = 10_000

/** Sets of items that the filters make together, one of each dimension. */
export const combinationsOf = ({ filters }: Pick<FigureQuestion, 'filters'>): number =>
  filters.reduce((product, { items }) => product * Math.max(new Set(items).size, 1), 1)

const combinationIssues = ({ filters }: FigureQuestion): readonly Issue[] => {
  const combinations = combinationsOf({ filters })
  if (combinations <= MAX_COMBINATIONS) return []
  return [
    questionIssue('BAD_USER_INPUT', ['input', 'filters'], {
      ko: `필터 항목의 조합이 ${combinations}개로 너무 많습니다. ${MAX_COMBINATIONS}개 이하로 줄이십시오.`,
      en: `The filters combine to ${combinations} sets of items; ask for at most ${MAX_COMBINATIONS}.`,
      expected: `at most ${MAX_COMBINATIONS} combinations of items`,
      got: String(combinations),
    }),
  ]
}

const rangeIssues = ({ from, to, by }: FigureQuestion): readonly Issue[] => {
  if (from > to) {
    return [
      questionIssue('BAD_USER_INPUT', ['input', 'to'], {
        ko: `끝 날짜 ${to}이(가) 시작 날짜 ${from}보다 앞섭니다.`,
        en: `The range ends on ${to}, before it begins on ${from}.`,
        expected: `a day from ${from} on`,
        got: to,
      }),
    ]
  }
  const limit = by === 'hour' ? MAX_DAYS_BY_HOUR : by === 'day' ? MAX_DAYS_BY_DAY : MAX_DAYS
  const days = daysBetween(from, to) + 1
  if (days <= limit) return []
  return [
    questionIssue('PERIOD_TOO_LONG', ['input', 'to'], {
      ko: `기간이 ${days}일로 너무 깁니다. ${limit}일 이하로 나누어 물으십시오.`,
      en: `The range has ${days} days; ask for at most ${limit} at once.`,
      expected: `at most ${limit} days`,
      got: `${days} days`,
    }),
  ]
}

const subjectIssues = (question: FigureQuestion): readonly Issue[] => {
  const issues: Issue[] = []
  if (question.indicators.length + question.measures.length === 0) {
    issues.push(
      questionIssue('BAD_USER_INPUT', ['input'], {
        ko: '지표나 측정값을 하나 이상 지정하십시오.',
        en: 'Name at least one indicator or measure.',
        expected: 'indicators or measures',
        got: 'none',
      }),
    )
  }
  return issues
}

const changeIssues = ({ changes, by }: FigureQuestion): readonly Issue[] => {
  if (changes.length === 0 || (by !== null && by !== 'hour')) return []
  return [
    questionIssue('BAD_USER_INPUT', ['input', 'changes'], {
      ko: '증감은 하루나 그보다 긴 기간별 수치에만 있습니다. by에 day부터 year까지의 단위를 적으십시오.',
      en: 'A change is of one day or longer period to another; name the period in by.',
      expected: 'by: a day or longer',
      got: changes.join(', '),
    }),
  ]
}

/** Asking for a mean is refused: a ratio is combined from its parts, and how a measure combines is part of its definition (exchange §2.6). */
const meanIssues = (question: FigureQuestion, { edition }: Known): readonly Issue[] => {
  if (question.combine === 'PARTS') return []
  const path = ['input', 'combine']
  const ratios = question.indicators.filter(
    code => edition.indicators.get(code)?.versions.some(({ form }) => !isOne(form.denominator)) ?? false,
  )
  if (ratios.length === 0) {
    return [
      questionIssue('NOT_ADDITIVE', path, {
        ko: '측정값을 합치는 방법은 정의에 정해져 있어 평균을 따로 고를 수 없습니다. combine: PARTS로 물으십시오.',
        en: 'How a measure combines is part of its definition and cannot be chosen; ask with combine: PARTS.',
        expected: 'PARTS',
        got: 'MEAN',
      }),
    ]
  }
  return ratios.map(code =>
    questionIssue('RATIO_NOT_AVERAGEABLE', path, {
      ko: `비율 지표 ${code}의 센터별·기간별 값을 평균하면 틀린 값이 됩니다. combine: PARTS, groupByCenter: false로 물으면 분자와 분모를 먼저 더한 뒤 나눕니다.`,
      en: `The ratio ${code} cannot be averaged over centers or periods. Ask with combine: PARTS and groupByCenter: false: parts are added first, then divided once.`,
      expected: 'figures(input: { combine: PARTS, groupByCenter: false, ... })',
      got: 'MEAN',
    }),
  )
}

/** Percentiles are read from whole distributions: at least one measure has bands, and the question neither groups nor limits them. */
const percentileIssues = ({ percentiles, measures, dimensions, filters }: FigureQuestion, { edition }: Known): readonly Issue[] => {
  if (percentiles.length === 0) return []
  const path = ['input', 'percentiles']
  const fault = (said: Parameters<typeof questionIssue>[2]) => [questionIssue('BAD_USER_INPUT', path, said)]
  const odd = percentiles.find((percent, at) => !(percent >= 1 && percent <= 99) || percentiles.indexOf(percent) !== at)
  if (odd !== undefined || percentiles.length > MOST_PERCENTILES) {
    return fault({
      ko: `백분위는 1에서 99까지의 서로 다른 수를 ${MOST_PERCENTILES}개까지 적습니다.`,
      en: `Percentiles are up to ${MOST_PERCENTILES} different numbers from 1 to 99.`,
      expected: `1..99, each once, up to ${MOST_PERCENTILES}`,
      got: odd === undefined ? `${percentiles.length} numbers` : String(odd),
    })
  }
  const banded = measures.flatMap(code => {
    const measure = edition.measures.get(code)
    return (measure === undefined ? null : bandsOf(measure, edition.codelists)) ?? []
  })
  if (banded.length === 0) {
    return fault({
      ko: '백분위는 구간별 도수분포인 측정값에서만 읽을 수 있습니다.',
      en: 'Percentiles are read from measures that are distributions over bands.',
      expected: 'a measure of kind distribution in measures',
      got: measures.join(', '),
    })
  }
  const cut = banded.find(({ dimension }) => dimensions.includes(dimension) || filters.some(filter => filter.dimension === dimension))
  if (cut === undefined) return []
  return fault({
    ko: `백분위는 ${cut.dimension} 전체에서 읽으므로 이 구분으로 나누거나 거를 수 없습니다.`,
    en: `Percentiles are read from all of ${cut.dimension}, so the question cannot group by it or limit it.`,
    expected: `no filter and no grouping by ${cut.dimension}`,
    got: cut.dimension,
  })
}

/** Every fault of a question that can be seen without its formulas, all at once (S28). */
export const validateQuestion = (question: FigureQuestion, known: Known): readonly Issue[] => [
  ...subjectIssues(question),
  ...definitionIssues(question.definition, { indicators: question.indicators, edition: known.edition, path: ['input', 'definition'] }),
  ...unknownCodes(question, known),
  ...filterIssues(question, known),
  ...combinationIssues(question),
  ...rangeIssues(question),
  ...changeIssues(question),
  ...meanIssues(question, known),
  ...percentileIssues(question, known),
]
