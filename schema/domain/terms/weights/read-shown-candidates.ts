import type { ShownCandidate } from './labelled-decision.js'

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null
const listIn = (value: unknown, field: string): readonly unknown[] => {
  const list = isRecord(value) ? value[field] : null
  return Array.isArray(list) ? (list as readonly unknown[]) : [] // the elements are looked at one by one
}
const numberIn = (value: unknown, ...fields: readonly string[]): number | null => {
  for (const field of fields) if (isRecord(value) && typeof value[field] === 'number') return value[field]
  return null
}

/**
 * The candidates kept with the evidence of a decision, in the order in which they were shown. Before weights could be learned the weight of a feature was its value, and the
 * score that of the fixed weights. What is kept in another shape is left out.
 */
export const readShownCandidates = (evidence: unknown): readonly ShownCandidate[] =>
  listIn(evidence, 'candidates').flatMap(candidate => {
    const fixedScore = numberIn(candidate, 'fixedScore', 'score')
    if (!isRecord(candidate) || typeof candidate['ref'] !== 'string' || fixedScore === null) return []
    const features = listIn(candidate, 'features').flatMap(one => {
      const value = numberIn(one, 'value', 'weight')
      return isRecord(one) && typeof one['feature'] === 'string' && value !== null ? [{ feature: one['feature'], value }] : []
    })
    return [{ ref: candidate['ref'], fixedScore, isVetoed: listIn(candidate, 'vetoes').length > 0, features }]
  })
