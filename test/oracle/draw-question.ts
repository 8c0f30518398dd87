import { INDICATORS, ITEMS, measureOf, MEASURES, measuresIn } from './definitions.js'
import { countDays, earlier, plusDays, type Grain, type Span } from './days.js'
import { askedDimensions, formulasOf, indicatorOf, sharing, subjectsOf, type Question } from './question.js'
import type { Random } from './random.js'
import { CENTERS, REGION_SPANS } from './registry.js'

const FIRST = '2025-12-26'
const LAST = '2026-04-08'
const MONTHS: readonly Span[] = [
  { from: '2026-01-01', to: '2026-01-31' },
  { from: '2026-02-01', to: '2026-02-28' },
  { from: '2026-03-01', to: '2026-03-31' },
  { from: '2026-01-01', to: '2026-02-28' },
  { from: '2026-02-01', to: '2026-03-31' },
  { from: '2026-01-01', to: '2026-03-31' },
  { from: '2025-12-01', to: '2026-03-31' },
]
const REGIONS = [...new Set(REGION_SPANS.map(({ region }) => region))]

/** One question; a few of them are such that the hub has to refuse them. */
export function drawQuestion(random: Random, instants: readonly string[]): Question {
  const codes = drawCodes(random)
  const asOf = random.chance(0.4) ? random.pick(instants) : null
  const drawn = random.weighted<Grain | null>([
    [35, null],
    [25, 'day'],
    [25, 'month'],
    [8, 'week'],
    [10, 'quarter'],
    [3, 'half'],
    [2, 'year'],
  ])
  const { by, ...span } = fitDistinct(codes, { by: drawn, ...drawSpan(random, drawn) })
  const hasRegions = random.chance(0.12)
  const reader = random.chance(0.75) ? 'analyst' : random.pick(CENTERS)
  const preview = reader !== 'analyst' && random.chance(0.3)
  const plain: Question = {
    ...codes,
    ...span,
    by,
    centers: preview ? [reader] : hasRegions && random.chance(0.7) ? [] : random.some(CENTERS, 0.45),
    regions: hasRegions && !preview ? random.some(REGIONS, 0.3) : [],
    groupByCenter: preview || random.chance(0.55),
    dimensions: [],
    filters: {},
    version: drawVersion(random, codes.indicators),
    reader,
    preview,
    asOf,
  }
  return withDimensions(random, plain)
}

type Stretch = Span & { readonly by: Grain | null }

/** What must not be added over time has rows of its own for the asked period; no rule says which answer where the range cuts a longer one. */
function fitDistinct({ indicators, measures }: Pick<Question, 'indicators' | 'measures'>, { by, from, to }: Stretch): Stretch {
  const used = [...measures, ...indicators.flatMap(code => indicatorOf(code).versions.flatMap(({ formula }) => measuresIn(formula)))]
  const distinct = used.map(measureOf).filter(({ overTime }) => overTime === 'none')
  if (distinct.length === 0 || by === 'day') return { by, from, to }
  if (distinct.some(({ every }) => every === 'day')) return { by: null, from, to: earlier(to, plusDays(from, 8)) }
  return by === 'month' ? { by, from, to } : { by: by === 'quarter' ? by : null, from: '2026-01-01', to: '2026-03-31' }
}

function drawCodes(random: Random): Pick<Question, 'indicators' | 'measures'> {
  const measures = MEASURES.filter(({ ofHub }) => !ofHub).map(({ code }) => code)
  return random.weighted([
    [60, { indicators: [random.pick(INDICATORS).code], measures: [] }],
    [25, { indicators: [], measures: [random.pick(measures)] }],
    [15, { indicators: [random.pick(INDICATORS).code], measures: [random.pick(measures)] }],
    [15, { indicators: ['surge_ratio'], measures: [] }],
  ])
}

function drawSpan(random: Random, by: Grain | null): Span {
  if (by !== 'day' && random.chance(0.5)) return random.pick(MONTHS)
  const length = by === 'day' ? random.integer(1, 9) : random.integer(1, 60)
  const from = plusDays(FIRST, random.integer(0, countDays({ from: FIRST, to: LAST }) - 1))
  return { from, to: earlier(plusDays(from, length - 1), LAST) }
}

function drawVersion(random: Random, indicators: readonly string[]): string | null {
  const [only, ...more] = indicators
  if (only === undefined || more.length > 0 || !random.chance(0.25)) return null
  return random.pick(indicatorOf(only).versions).version
}

/** Groups and filters that the formulas share; once in a while some that they do not. */
function withDimensions(random: Random, plain: Question): Question {
  if (random.chance(0.45)) return plain
  const isFit = (dimension: string): boolean =>
    random.chance(0.06) ||
    subjectsOf(plain).every(subject => formulasOf(subject, plain).every(formula => sharing(formula, dimension) !== 'refused'))
  const fit = Object.keys(ITEMS).filter(isFit)
  // By two dimensions, or of two subjects by one, a quarter of weeks is more than a page of figures.
  const most = plain.by === 'week' ? 2 - subjectsOf(plain).length : 2
  const grouped = fit.filter(() => random.chance(0.4)).slice(0, most)
  const filtered = fit.filter(dimension => random.chance(grouped.includes(dimension) ? 0.2 : 0.5))
  const filters = Object.fromEntries(filtered.map(dimension => [dimension, random.some(ITEMS[dimension] ?? [], 0.3)]))
  const scopes = plain.indicators.flatMap(code => Object.keys(indicatorOf(code).scope))
  const asked = { ...plain, dimensions: grouped, filters }
  return askedDimensions(asked).some(dimension => scopes.includes(dimension)) ? plain : asked
}
