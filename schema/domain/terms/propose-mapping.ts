import { evidenceHash } from './evidence-hash.js'
import type { IdentityFinding } from './identities/identity.js'
import { claimsOf, withIdentities, type FindIdentities } from './identities/with-identities.js'
import { isItem } from './matching/concept.js'
import { calibrateScores } from './matching/calibrate-score.js'
import { decide, type Ranked } from './matching/decide.js'
import type { Ambiguity, Matcher, Understanding } from './matcher.js'
import { evaluateCandidate, type Evaluated, type WordEvidence } from './matching/evaluate-candidate.js'
import { findConversion } from './matching/find-conversion.js'
import { tokensKey } from './matching/label-index.js'
import { readUnit } from './matching/read-unit.js'
import { ENOUGH_NIGHTS, readValues } from './matching/read-values.js'
import { remember } from './matching/remember.js'
import { feature, veto } from './matching/say.js'
import { NO_MEMORY, type Candidate, type LocalWord, type MappingMemory, type Predicate, type Proposal } from './proposal.js'
import { understandWord } from './understand-word.js'
import { scoreOdds } from './weights/score-odds.js'
import { weighProposal } from './weights/weigh-proposal.js'
import { FIXED } from './weights/weight-set.js'

/** Stands in every decision; rises with each change that may turn one. */
export const RULE_VERSION = '12'

/** Candidates that are shown. */
const SHOWN = 5

const rank = (evaluated: readonly Evaluated[]): readonly Ranked[] => {
  const sorted = evaluated.toSorted((a, b) => b.odds - a.odds)
  const scores = scoreOdds(sorted.map(({ odds }) => odds))
  return sorted.map((one, i) => ({ ...one, score: scores[i] ?? 0 }))
}

/** Nights that tell which of several meanings a word has: each weekday twice, because a week of any share can look like another's (terminology.md §6.1). */
const NIGHTS_TO_NARROW = 2 * ENOUGH_NIGHTS

/** The meaning of an ambiguous word that unit and enough nights leave, where it is the first that the edition lists and the others, of the same family, do not fit. */
const narrow = (ambiguity: Ambiguity | null, ranked: readonly Ranked[], isListed: boolean): string | null => {
  // What says the same in other words is not the word that the edition has a rule for.
  if (ambiguity === null || !isListed) return null
  const listed = ranked.filter(({ concept }) => ambiguity.refs.includes(concept.ref))
  if (listed.length < 2 || listed.length !== ambiguity.refs.length || new Set(listed.map(({ concept }) => concept.family)).size > 1)
    return null
  // A part of the label that none of the meanings listed explains may be a further one, which no value can rule out.
  if (listed.every(({ likeness }) => likeness.extra.length > 0)) return null
  const fitting = listed.filter(
    ({ values, unit, concept }) =>
      concept.isDaily && values.kind === 'plausible' && values.isEnough && (unit === 'same' || unit === 'converted'),
  )
  const [only] = fitting
  const others = listed.filter(one => one !== only)
  if (only === undefined || fitting.length > 1 || only.concept.ref !== ambiguity.refs[0]) return null
  const isOut = ({ values, concept }: Ranked): boolean => !concept.isDaily || (values.kind === 'implausible' && values.why === 'range')
  return others.every(isOut) ? only.concept.ref : null
}

/** Whether the label is the one listed, or that and something more (포기율(대기 중)). */
const beginsAsListed = ({ ambiguous }: Matcher, keys: readonly string[], ambiguity: Ambiguity): boolean =>
  [...ambiguous].some(([listed, one]) => one === ambiguity && keys.some(key => key.startsWith(listed)))

const predicateOf = ({ concept, likeness }: Ranked): Predicate => {
  if (likeness.extra.some(token => /^W\d+$/.test(token)) || likeness.missing.some(token => /^W\d+$/.test(token))) return 'close'
  if (likeness.isExact || likeness.isEqual) return concept.ref.includes('#') ? 'close' : 'exact'
  if (likeness.overlap === 0) return 'related'
  return likeness.missing.length === 0 ? 'narrow' : likeness.extra.length === 0 ? 'broad' : 'related'
}

const betterUnitFeature = ({ betterUnit }: Ranked) =>
  betterUnit === null
    ? []
    : [feature('looks-like-unit', 0, [`값이 ${betterUnit.nameKo} 단위처럼 보입니다.`, `The values look like ${betterUnit.nameEn}.`])]

/** What the same word at other centers adds, more where a steward said so. */
const oddsOfTwin = ({ byStewards }: MappingMemory['twins'][number]): number => (byStewards > 0 ? 0.6 : 0.3)

const toCandidate = (memory: MappingMemory, one: Ranked): Candidate => {
  const twin = memory.twins.find(({ ref }) => ref === one.concept.ref)
  const twins =
    twin === undefined
      ? []
      : [
          feature('twins', oddsOfTwin(twin), [
            `다른 센터 ${twin.centers}곳이 같은 말을 이렇게 씁니다.`,
            `${twin.centers} other centers map the same word so.`,
          ]),
        ]
  return {
    ref: one.concept.ref,
    score: one.score,
    fixedScore: one.score,
    features: [...one.features, ...betterUnitFeature(one), ...twins],
    vetoes: one.vetoes,
    predicate: predicateOf(one),
  }
}

/** What comes and goes with a night or two and weighs nothing is shown, and is no other evidence. */
const PROVES_NOTHING = 'identity-open'

const evidenceLines = ({ kind, unit, values, reading }: WordEvidence, shown: readonly Ranked[]): readonly string[] => [
  `kind=${kind.kind === 'item' ? kind.list : kind.kind}`,
  `unit=${unit.kind === 'named' ? unit.unit.label : unit.kind}`,
  `meaning=${tokensKey(reading.tokens)}`,
  `values=${values === null ? 'none' : `10^${values.median > 0 ? Math.round(Math.log10(values.median)) : 0}${values.isInteger ? ' whole' : ''}${values.nights < ENOUGH_NIGHTS ? ' few' : ''}`}`,
  ...shown
    .map(
      ({ concept, features, vetoes }) =>
        `${concept.ref}: ${[...features.map(one => one.feature).filter(name => name !== PROVES_NOTHING), ...vetoes.map(one => one.veto)].join(' ')}`,
    )
    .toSorted(),
]

const withTwins = (one: Evaluated, { twins }: MappingMemory): Evaluated => {
  const twin = twins.find(({ ref }) => ref === one.concept.ref)
  return twin === undefined ? one : { ...one, odds: one.odds + oddsOfTwin(twin) }
}

const withRejections = (ranked: readonly Ranked[], hash: string, { rejected }: MappingMemory): readonly Ranked[] => {
  const isRejected = ({ concept }: Ranked): boolean => rejected.some(({ ref, evidenceHash: was }) => ref === concept.ref && was === hash)
  if (!ranked.some(isRejected)) return ranked
  const refused = veto('rejected', ['같은 근거로 이미 거절되었습니다.', 'It was refused before on the same evidence.'])
  return ranked
    .map(one => (isRejected(one) ? { ...one, score: Math.min(one.score, 0.05), vetoes: [...one.vetoes, refused] } : one))
    .toSorted((a, b) => b.score - a.score)
}

type Found = { readonly evidence: WordEvidence; readonly ranked: readonly Ranked[] }

type Held = Found & { readonly understood: Understanding; readonly findings: readonly IdentityFinding[] }

/** What is known beside the word: decisions about it, and what the center's other figures say of it. */
type Beside = { readonly memory: MappingMemory; readonly findIdentities: FindIdentities | null }

const holdAgainst = (matcher: Matcher, word: LocalWord, { memory, findIdentities }: Beside): Held => {
  const understood = understandWord(matcher, word)
  const { kind, reading, asItem, ambiguity, likenesses } = understood
  const values = readValues(word.values)
  const unit = readUnit(word.unit, reading.unit, matcher.tables, values)
  const { tables, ranges } = matcher
  const place = matcher.regionOf.get(word.center) ?? null
  const residents = matcher.residentsOf.get(word.center) ?? null
  const hasWitness = (word.unit ?? '').trim() !== '' || values !== null
  const ambiguous = ambiguity?.refs ?? null
  const evidence: WordEvidence = { reading, kind, unit, values, tables, ranges, ambiguous, place, residents, hasWitness }
  const itemEvidence = { ...evidence, reading: asItem }
  const evaluated = likenesses.flatMap(likeness => {
    const concept = matcher.concepts[likeness.concept]
    return concept === undefined ? [] : [withTwins(evaluateCandidate(isItem(concept) ? itemEvidence : evidence, concept, likeness), memory)]
  })
  const ranked = rank(evaluated).slice(0, SHOWN)
  const findings = findIdentities?.(claimsOf(ranked, tables)) ?? []
  if (findings.length === 0) return { understood, evidence, ranked, findings }
  return { understood, evidence, ranked: rank(withIdentities(evaluated, findings, tables)).slice(0, SHOWN), findings }
}

const makeProposal = (matcher: Matcher, word: LocalWord, beside: Beside): Proposal => {
  const { memory } = beside
  const { understood, evidence, ranked: plain, findings } = holdAgainst(matcher, word, beside)
  const { ambiguity, asItem } = understood
  const lines = evidenceLines(evidence, plain)
  const ranked = memory.rejected.length === 0 ? plain : withRejections(plain, evidenceHash(word, { evidence: lines }), memory)
  const rule = ambiguity === null ? null : ([ambiguity.ruleKo, ambiguity.ruleEn] as const)
  const isListed = ambiguity !== null && beginsAsListed(matcher, asItem.keys, ambiguity)
  const isLong = evidence.values === null || evidence.values.nights >= NIGHTS_TO_NARROW
  const narrowed = isLong ? narrow(ambiguity, ranked, isListed) : null
  const decision = decide({
    evidence: { ...evidence, reading: asItem },
    ranked,
    memory,
    rule,
    narrowed,
    isContested: matcher.contested.has(tokensKey(evidence.reading.tokens)),
  })
  const isApproved = decision.tier === 'T0'
  const best = isApproved ? ranked.find(({ concept }) => concept.ref === memory.approved?.ref) : ranked[0]
  const nights = evidence.values?.nights ?? ENOUGH_NIGHTS
  const proposal: Proposal = {
    ...decision,
    candidates: calibrateScores(ranked, decision, narrowed).map(one => toCandidate(memory, one)),
    conversion: decision.decision === 'none' ? null : ((isApproved ? memory.approved?.conversion : null) ?? findConversion(best, evidence)),
    isProvisional: decision.decision === 'accept' && nights < ENOUGH_NIGHTS,
    evidence: lines,
    identities: findings,
    ruleVersion: RULE_VERSION,
    lexiconVersion: matcher.lexiconVersion,
    weightsVersion: FIXED,
  }
  return weighProposal(proposal, matcher.weights, ref =>
    findConversion(
      ranked.find(({ concept }) => concept.ref === ref),
      evidence,
    ),
  )
}

/** What the word may mean, and whether it may be mapped without asking anybody (terminology.md §2). Never throws, whatever the word holds. */
export const proposeMapping = (matcher: Matcher, word: LocalWord, memory: MappingMemory = NO_MEMORY): Proposal => {
  if (memory !== NO_MEMORY || word.values.length > 0) return makeProposal(matcher, word, { memory, findIdentities: null })
  return remember(matcher.proposals, `${word.center}\n${word.kind}\n${word.unit ?? ''}\n${word.label}`, () =>
    makeProposal(matcher, word, { memory, findIdentities: null }),
  )
}

/** The same, with what the center's other figures say of the word as a witness for it or a veto against it (docs/decisions/0058). */
export const proposeInCompany = (matcher: Matcher, word: LocalWord, beside: Beside): Proposal => makeProposal(matcher, word, beside)
