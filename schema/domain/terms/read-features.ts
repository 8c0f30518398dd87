import type { Feature } from './proposal.js'

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null
const listOf = (value: unknown): readonly Readonly<Record<string, unknown>>[] => (Array.isArray(value) ? value.filter(isRecord) : [])

/**
 * What spoke for and against a target when it was decided on, as kept with the evidence; none where nothing was. Features of before weights were learned have their weight for
 * their value.
 */
export const readFeatures = (evidence: unknown, target: string): readonly Feature[] => {
  const candidates = isRecord(evidence) ? listOf(evidence['candidates']) : []
  return listOf(candidates.find(({ ref }) => ref === target)?.['features']).flatMap(({ feature, value, weight, textKo, textEn }) =>
    typeof feature === 'string' && typeof weight === 'number' && typeof textKo === 'string' && typeof textEn === 'string'
      ? [{ feature, value: typeof value === 'number' ? value : weight, weight, textKo, textEn }]
      : [],
  )
}
