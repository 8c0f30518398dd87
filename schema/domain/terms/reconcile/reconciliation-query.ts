/** Evidence beside the word, as the service takes it; every one may be left out. */
export const EVIDENCE_PROPERTIES = [
  { id: 'unit', name: '단위 · unit' },
  { id: 'center', name: '센터 · center' },
  { id: 'values', name: '표본값(; 로 구분) · sample values, joined by ;' },
  { id: 'mean', name: '하루 평균값 · mean of a day' },
] as const
export type EvidenceProperty = (typeof EVIDENCE_PROPERTIES)[number]['id']

/** One query of a batch (Reconciliation Service API 0.2, section 4.3), read and within its limits. */
export type ReconciliationQuery = {
  readonly label: string
  /** Kinds that a match may be of; empty for any. */
  readonly kinds: readonly string[]
  readonly limit: number
  readonly evidence: Readonly<Record<EvidenceProperty, readonly string[]>>
}

/** Queries that one request may hold; OpenRefine sends ten. */
export const MOST_QUERIES = 100
/** A word of a sheet is shorter; what is longer is no word, and nothing matches it. */
const LONGEST_LABEL = 200
const LONGEST_VALUE = 64
const MOST_VALUES = 400
const [STANDARD_CANDIDATES, MOST_CANDIDATES] = [5, 20] as const

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A cell of a sheet as text: of a thing that was reconciled its name, of a number its digits; null for what is no value. */
function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (!isRecord(value)) return null
  // A number that a double does not carry comes as its text from the strict reader.
  const { numberText, name, id } = value
  return [numberText, name, id].find(text => typeof text === 'string') ?? null
}

function evidenceOf(properties: unknown, wanted: EvidenceProperty): readonly string[] {
  const given = (Array.isArray(properties) ? properties : []).filter(isRecord).filter(({ pid }) => pid === wanted)
  return given
    .flatMap(({ v }) => (Array.isArray(v) ? v.slice(0, MOST_VALUES) : [v]))
    .flatMap(
      value =>
        textOf(value)
          ?.slice(0, LONGEST_VALUE * MOST_VALUES)
          .split(wanted === 'values' ? ';' : '\n') ?? [],
    )
    .map(text => text.trim())
    .filter(text => text !== '' && text.length <= LONGEST_VALUE)
    .slice(0, MOST_VALUES)
}

const kindsOf = (type: unknown): readonly string[] =>
  (Array.isArray(type) ? type : [type]).flatMap(one => {
    const text = textOf(one)
    return text === null || text === '' ? [] : [text]
  })

const limitOf = (limit: unknown): number =>
  typeof limit === 'number' && limit >= 1 ? Math.min(Math.trunc(limit), MOST_CANDIDATES) : STANDARD_CANDIDATES

/** A query from its JSON; null for what is no query at all. A query without a word, or with too long a one, has the label ''. */
export function readReconciliationQuery(given: unknown): ReconciliationQuery | null {
  const query = typeof given === 'string' ? { query: given } : given
  if (!isRecord(query)) return null
  const label = textOf(query['query'])?.trim() ?? ''
  const { properties } = query
  return {
    label: label.length > LONGEST_LABEL ? '' : label,
    kinds: kindsOf(query['type']),
    limit: limitOf(query['limit']),
    evidence: {
      unit: evidenceOf(properties, 'unit'),
      center: evidenceOf(properties, 'center'),
      values: evidenceOf(properties, 'values'),
      mean: evidenceOf(properties, 'mean'),
    },
  }
}
