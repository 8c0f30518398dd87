import { parseRational } from '../../decimal.js'
import { toNumber } from '../matching/judge-values.js'
import { readNight } from '../matching/read-values.js'
import type { Company, Nights, Partner } from './identity.js'
import { judgeIdentities, type Subject } from './judge-identities.js'
import type { FindIdentities } from './with-identities.js'
import type { Matcher } from '../matcher.js'
import type { Proposal } from '../proposal.js'

/** Nights from their raw texts; what is no number or below 0 is no night. Null where none is left. */
export const readNights = (raw: Iterable<readonly [key: string, text: string]>): Nights | null => {
  const values = new Map<string, number>()
  let decimals = 0
  for (const [key, text] of raw) {
    const night = readNight(text)
    if (night === null) continue
    values.set(key, night.value)
    decimals = Math.max(decimals, night.decimals)
  }
  return values.size === 0 ? null : { values, slack: 0.5 * 10 ** -decimals }
}

/** From this score on a word that a person has to look at is worth being held against others. */
const LIKELY = 0.5

const scaled = ({ values, slack }: Nights, by: number): Nights => ({
  values: new Map([...values].map(([key, value]) => [key, value * by])),
  slack: slack * by,
})

/** A word as a record beside others, by what is proposed for it alone; null where that is too little. */
export const partnerOf = (word: string, nights: Nights | null, { decision, candidates: [best], conversion }: Proposal): Partner | null => {
  const isLikely = best?.predicate === 'exact' && (decision === 'accept' || (decision === 'review' && best.score >= LIKELY))
  if (!isLikely || nights === null) return null
  const factor = conversion === null || 'format' in conversion ? null : parseRational(conversion.factor)
  return { ...(factor === null ? nights : scaled(nights, toNumber(factor))), ref: best.ref, isSure: false, word }
}

/** Whether identities may turn what is proposed for a word alone. */
export const isWorthAsking = ({ decision, candidates: [best] }: Proposal): boolean => decision !== 'none' && best?.predicate === 'exact'

/** A word and two others for one thing: nobody knows which of them it is, and of thousands neither. */
const ENOUGH_TO_DOUBT = 3

export const gatherCompany = (partners: readonly Partner[], isDated: boolean, usual: ReadonlyMap<string, number> = new Map()): Company => {
  const byRef = new Map<string, Partner[]>()
  for (const { slack, ...partner } of partners) {
    // Sums that come in whole numbers are not rounded; means and shares are.
    const exact: Partner = { ...partner, slack: slack === 0.5 && partner.ref.startsWith('measure:') ? 0 : slack }
    const known = byRef.get(partner.ref)
    if (known === undefined) byRef.set(partner.ref, [exact])
    else if (known.filter(({ isSure }) => isSure === partner.isSure).length < ENOUGH_TO_DOUBT) known.push(exact)
  }
  return { partners: byRef, isDated, hasSure: partners.some(({ isSure }) => isSure), usual }
}

/** Asks the center's figures about a word; null where nothing could come of it, since each answer but an open one rests on a record that is sure. */
export const askCompany = ({ identities, ranges }: Matcher, company: Company, subject: Subject | null): FindIdentities | null =>
  subject === null || !company.hasSure ? null : claims => judgeIdentities({ identities, ranges, company, subject, claims })
