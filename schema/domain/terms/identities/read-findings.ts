import type { Exchange, IdentityFinding } from './identity.js'

const VERDICTS: readonly unknown[] = ['supports', 'contradicts', 'open'] satisfies readonly IdentityFinding['verdict'][]

const isFinding = (value: unknown): value is IdentityFinding =>
  typeof value === 'object' &&
  value !== null &&
  'verdict' in value &&
  VERDICTS.includes(value.verdict) &&
  ['ref', 'identity', 'textKo', 'textEn'].every(name => name in value && typeof value[name as keyof typeof value] === 'string') && // each name was just found
  ['nights', 'median', 'largest'].every(name => name in value && typeof value[name as keyof typeof value] === 'number') && // as above
  'bindsUnit' in value &&
  typeof value.bindsUnit === 'boolean' &&
  'unit' in value &&
  (value.unit === null || typeof value.unit === 'string')

const isExchange = (value: unknown): value is Exchange =>
  typeof value === 'object' &&
  value !== null &&
  'word' in value &&
  (value.word === null || typeof value.word === 'string') &&
  'reading' in value &&
  (value.reading === 'exchanged' || value.reading === 'undecided') &&
  ['ref', 'textKo', 'textEn'].every(name => name in value && typeof value[name as keyof typeof value] === 'string') // each name was just found

const readExchange = (value: unknown): Exchange | null => (isExchange(value) ? value : null)

/** The findings kept with the evidence of a version; null where it was made without asking. */
export const readFindings = (evidence: unknown): readonly IdentityFinding[] | null => {
  const kept = typeof evidence === 'object' && evidence !== null && 'identities' in evidence ? evidence.identities : null
  // Versions before exchanges were looked for say nothing of them.
  return Array.isArray(kept) ? kept.filter(isFinding).map(one => ({ ...one, exchange: readExchange(one.exchange) })) : null
}
