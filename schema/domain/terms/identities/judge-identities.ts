import { toNumber } from '../matching/judge-values.js'
import type { Rational } from '../../decimal.js'
import type { ValueRange } from '../lexicon-row.js'
import { isBroken, isHolding, isNightly, tally, type Cast, type Tally } from './hold-identity.js'
import type { Company, Exchange, Identities, Identity, IdentityFinding, Nights, Partner } from './identity.js'
import { countUnsent } from './span.js'
import { sayFinding, type Why } from './say-identity.js'
import { weighExchange } from './weigh-exchange.js'

/** A unit in which the word may have been written, and what makes one of the standard's of it. */
export type UsualUnit = { readonly label: string; readonly nameKo: string; readonly nameEn: string; readonly factor: Rational }

/** Something the word may mean, with the unit that is taken for granted and the others that it may have been written in. */
export type Claim = {
  readonly ref: string
  /** Counts are exact where they come one by one. */
  readonly isWhole: boolean
  readonly factor: Rational
  readonly units: readonly UsualUnit[]
}

/** A word as identities see it: its nights as they were written. */
export type Subject = { readonly word: string | null; readonly nights: Nights }

type Question = {
  readonly identities: Identities
  /** What the council finds usual, by ref. */
  readonly ranges: ReadonlyMap<string, ValueRange>
  readonly company: Company
  readonly subject: Subject
  readonly claims: readonly Claim[]
}

const scaled = ({ values, slack }: Nights, factor: Rational, { isWhole }: Claim): Nights => {
  const by = toNumber(factor)
  if (by === 1) return { values, slack: isWhole ? 0 : slack }
  return { values: new Map([...values].map(([key, value]) => [key, value * by])), slack: slack * by }
}

/** The one record that stands for a ref: the sure one, else the only candidate. Of several nobody knows which. */
const partnerFor = (ref: string, { company, subject }: Question): Partner | null => {
  const others = (company.partners.get(ref) ?? []).filter(({ word }) => word === null || word !== subject.word)
  const sure = others.filter(({ isSure }) => isSure)
  const [one, ...more] = sure.length > 0 ? sure : others
  return one === undefined || more.length > 0 ? null : one
}

/** One identity with the word in one place of it and the center's other records in theirs. */
type Trial = {
  readonly identity: Identity
  readonly claim: Claim
  readonly cast: Cast
  readonly partners: readonly Partner[]
  readonly tally: Tally
}

/** With more addends left out there is too little left to hold. */
const MOST_UNSENT = 1

const unsentOf = ({ left, right }: Identity, isSent: (ref: string) => boolean): number => {
  const [above, below] = [countUnsent(left, isSent), countUnsent(right, isSent)]
  return above === null || below === null ? Infinity : above + below
}

const tryIdentity = (identity: Identity, claim: Claim, question: Question): Trial | null => {
  const partners = identity.refs.flatMap(ref => (ref === claim.ref ? [] : (partnerFor(ref, question) ?? [])))
  if (partners.length === 0 || unsentOf(identity, ref => ref === claim.ref || partners.some(one => one.ref === ref)) > MOST_UNSENT)
    return null
  const cast: Cast = new Map<string, Nights>([
    ...partners.map(partner => [partner.ref, partner] as const),
    [claim.ref, scaled(question.subject.nights, claim.factor, claim)],
  ])
  return { identity, claim, cast, partners, tally: tally(identity, cast, { subject: claim.ref }) }
}

const holdsOtherwise = ({ identity }: Trial, cast: Cast, subject: string): boolean => isHolding(tally(identity, cast, { subject }))

/** A place that the word could take as well, with who has it now where that is no sure thing: two addends of a sum are alike. */
const otherPlace = (trial: Trial, isOpen: (partner: Partner | undefined) => boolean): string | null => {
  const { identity, claim, cast, partners } = trial
  const own = cast.get(claim.ref)
  if (own === undefined) return null
  const places = identity.refs.filter(ref => ref !== claim.ref && isOpen(partners.find(partner => partner.ref === ref)))
  return (
    places.find(place => {
      const former = cast.get(place)
      const moved = new Map([...cast].filter(([ref]) => ref !== claim.ref && ref !== place))
      moved.set(place, own)
      const swapped = former === undefined ? moved : new Map([...moved, [claim.ref, former] as const])
      return holdsOtherwise(trial, swapped, place) || (former !== undefined && holdsOtherwise(trial, moved, place))
    }) ?? null
  )
}

const isUnsettled = (partner: Partner | undefined): boolean => partner !== undefined && !partner.isSure

/** What tells the word from the unsettled one whose place it could take as well; null where their names are borne out. */
const exchangeWith = (trial: Trial, place: string, question: Question): Exchange | null => {
  const { claim, cast, partners } = trial
  const [own, other] = [cast.get(claim.ref), partners.find(({ ref }) => ref === place)]
  if (own === undefined || other === undefined) return null
  const { identities, ranges, company } = question
  const recordOf = (ref: string) => partnerFor(ref, question)
  return weighExchange({ ref: claim.ref, own, place, other, word: other.word }, { identities, ranges, usual: company.usual, recordOf })
}

/** The unit in which the identity holds where it does not in the one that is stated. */
const otherUnit = (trial: Trial, { nights }: Subject): UsualUnit | null =>
  trial.claim.units.find(({ factor }) =>
    holdsOtherwise(trial, new Map([...trial.cast, [trial.claim.ref, scaled(nights, factor, trial.claim)] as const]), trial.claim.ref),
  ) ?? null

type Reason = { readonly why: Why; readonly unit?: UsualUnit | null; readonly exchange?: Exchange | null }

const finding = (trial: Trial, verdict: IdentityFinding['verdict'], reason: Why | Reason): IdentityFinding => {
  const { why, unit = null, exchange = null } = typeof reason === 'string' ? { why: reason } : reason
  const { identity, claim, cast, partners } = trial
  const { nights, median, largest } = trial.tally
  const missing = identity.refs.filter(ref => !cast.has(ref))
  const [textKo, textEn] = sayFinding({ identity, tally: trial.tally, why, unit, missing: missing.length })
  return {
    ref: claim.ref,
    verdict,
    identity: identity.id,
    nights,
    median,
    largest,
    unit: unit?.label ?? null,
    bindsUnit: partners.every(({ isSure }) => isSure),
    exchange,
    textKo,
    textEn,
  }
}

/** Holding, and what keeps it from being a witness. A sure record has to be among the others: two words that nobody has settled do not vouch for each other. */
const judgeHolding = (trial: Trial, question: Question): IdentityFinding => {
  const { identity, cast, claim, partners } = trial
  const place = otherPlace(trial, isUnsettled)
  const exchange = place === null ? null : exchangeWith(trial, place, question)
  if (!partners.some(({ isSure }) => isSure)) return finding(trial, 'open', { why: 'nobodySure', exchange })
  if (place !== null) return finding(trial, 'open', { why: 'symmetric', exchange })
  if (!isNightly(identity, cast, claim.ref)) return finding(trial, 'open', 'levelsOnly')
  return finding(trial, 'supports', 'holds')
}

/**
 * What clearly fails though nobody doubts the other records. Where nights are only counted they may be other nights, unless the same nights fit in another
 * place or unit.
 */
const judgeBroken = (trial: Trial, { company, subject }: Question): IdentityFinding | null => {
  if (!trial.partners.every(({ isSure }) => isSure)) return null
  const unit = otherUnit(trial, subject)
  const areTheSame = company.isDated || unit !== null || otherPlace(trial, () => true) !== null
  if (!areTheSame) return null
  return finding(trial, 'contradicts', { why: unit === null ? 'fails' : 'otherUnit', unit })
}

const judgeTrial = (trial: Trial, question: Question): IdentityFinding | null => {
  if (isHolding(trial.tally)) return judgeHolding(trial, question)
  return isBroken(trial.tally) ? judgeBroken(trial, question) : null
}

const judgeClaim = (claim: Claim, question: Question): readonly (readonly [Trial, IdentityFinding])[] =>
  (question.identities.get(claim.ref) ?? []).flatMap(identity => {
    const trial = tryIdentity(identity, claim, question)
    const judged = trial === null ? null : judgeTrial(trial, question)
    return trial === null || judged === null ? [] : [[trial, judged] as const]
  })

/** What says most comes first: in which unit it would hold, that sides are equal and not just not above each other, by how many nights. */
const byWorth = ([a, one]: readonly [Trial, IdentityFinding], [b, other]: readonly [Trial, IdentityFinding]): number =>
  Number(one.unit === null) - Number(other.unit === null) ||
  Number(a.identity.comparison !== '=') - Number(b.identity.comparison !== '=') ||
  other.nights - one.nights ||
  one.largest - other.largest

/** One finding for a claim: support and contradiction at once are neither, since then another record is in doubt. */
const settle = (claim: Claim, found: readonly (readonly [Trial, IdentityFinding])[], hasRival: boolean): IdentityFinding | null => {
  const of = (verdict: IdentityFinding['verdict']) => found.filter(([, one]) => one.verdict === verdict).toSorted(byWorth)[0]
  const [support, contradiction, open] = [of('supports'), of('contradicts'), of('open')]
  if (support !== undefined && contradiction !== undefined) return finding(support[0], 'open', 'mixed')
  if (support !== undefined) return hasRival ? finding(support[0], 'open', 'rival') : support[1]
  const exchanged = found.find(([, one]) => one.exchange !== null)
  return (contradiction ?? exchanged ?? open)?.[1] ?? null
}

/**
 * What the center's own figures say of each claim, by the identities of the edition: over at least seven nights that a word and its partners have in
 * common. Nothing is said of claims that no identity reaches. A witness is specific: what holds for two claims about the word speaks for neither.
 */
export const judgeIdentities = (question: Question): readonly IdentityFinding[] => {
  const judged = question.claims.map(claim => ({ claim, found: judgeClaim(claim, question) }))
  const isHeld = ({ found }: (typeof judged)[number]): boolean => found.some(([, { verdict }]) => verdict !== 'contradicts')
  const held = judged.filter(isHeld)
  return judged.flatMap(
    one =>
      settle(
        one.claim,
        one.found,
        held.some(other => other !== one),
      ) ?? [],
  )
}
