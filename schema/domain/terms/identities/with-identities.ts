import { isItem } from '../matching/concept.js'
import type { Evaluated, UnitState } from '../matching/evaluate-candidate.js'
import type { UnitTables } from '../matching/read-unit.js'
import { feature, veto } from '../matching/say.js'
import type { IdentityFinding } from './identity.js'
import type { Claim } from './judge-identities.js'
import { usualUnits } from './usual-units.js'

/** What identities say of the claims about one word: asked of the center's figures now, or kept from the night that asked. */
export type FindIdentities = (claims: readonly Claim[]) => readonly IdentityFinding[]

/** What a witness adds to the log-odds. It tips no scale by itself: labels decide, and a witness is asked of what they say. */
const SUPPORT = 1.2
/** Candidates that are hardly any are no rivals. */
const LEAST_SCORE = 0.05

const MEASURED: ReadonlySet<UnitState> = new Set(['same', 'converted', 'implied', 'missing'])

type Scored = Evaluated & { readonly score: number }

const toClaim = ({ concept, factor }: Evaluated, tables: UnitTables): Claim => ({
  ref: concept.ref,
  isWhole: concept.isInteger,
  factor,
  units: usualUnits(concept, factor, tables),
})

/**
 * Claims worth the trouble: the word says exactly what the first candidate does, so that it might be accepted or has but its unit in doubt. The others in
 * sight come along as its rivals.
 */
export const claimsOf = (ranked: readonly Scored[], tables: UnitTables): readonly Claim[] => {
  const [best] = ranked
  if (best === undefined || isItem(best.concept) || !(best.likeness.isExact || best.likeness.isEqual)) return []
  return ranked
    .filter(({ concept, unit, score }) => !isItem(concept) && MEASURED.has(unit) && score >= LEAST_SCORE)
    .map(one => toClaim(one, tables))
}

const applied = (
  one: Evaluated,
  { verdict, unit, bindsUnit, exchange, textKo, textEn }: IdentityFinding,
  tables: UnitTables,
): Evaluated => {
  const text = [textKo, textEn] as const
  switch (verdict) {
    case 'supports':
      return {
        ...one,
        identity: verdict,
        odds: one.odds + SUPPORT,
        features: [...one.features, feature('identity', SUPPORT, text)],
        // In another unit the same nights would not fit any more.
        mayBeOtherUnit: one.mayBeOtherUnit && !bindsUnit,
      }
    case 'contradicts': {
      const better = usualUnits(one.concept, one.factor, tables).find(({ label }) => label === unit) ?? one.betterUnit
      return { ...one, identity: verdict, vetoes: [...one.vetoes, veto('identity', text)], betterUnit: better }
    }
    case 'open': {
      const open = { ...one, features: [...one.features, feature('identity-open', 0, text)] }
      if (exchange === null) return open
      return { ...open, identity: 'exchange', vetoes: [...one.vetoes, veto('exchange', [exchange.textKo, exchange.textEn])] }
    }
  }
}

/** Candidates with what identities say of them. */
export const withIdentities = (
  evaluated: readonly Evaluated[],
  findings: readonly IdentityFinding[],
  tables: UnitTables,
): readonly Evaluated[] => {
  if (findings.length === 0) return evaluated
  const byRef = new Map(findings.map(found => [found.ref, found]))
  return evaluated.map(one => {
    const found = byRef.get(one.concept.ref)
    return found === undefined ? one : applied(one, found, tables)
  })
}
