import type { Concept, Glossary } from '../concept.js'
import { findConcept } from '../find-concept.js'
import type { Candidate, LocalWord, Proposal } from '../proposal.js'
import type { ReconciliationQuery } from './reconciliation-query.js'

/** A named thing, as the service names entities, types and properties. */
export type Named = { readonly id: string; readonly name: string }

/** One candidate as the service answers it (Reconciliation Service API 0.2, section 4.4). */
export type ReconciliationMatch = Named & {
  /** 0 to 100: the probability that a careful steward would agree. */
  readonly score: number
  /** True only where the hub itself would map the word without asking anybody. */
  readonly match: boolean
  readonly type: readonly Named[]
  /** What speaks for it, in log-odds; a veto is `true`. */
  readonly features: readonly { readonly id: string; readonly value: number | boolean }[]
}

const SURNAME: Readonly<Record<string, string>> = { measure: '측정값 · measure', indicator: '지표 · indicator' }

/** The families of the glossary, as types: measures, indicators and each codelist. */
export const kindsOfGlossary = ({ concepts }: Glossary): readonly Named[] => {
  const kinds = [...new Set([...concepts.values()].map(({ kind }) => kind))]
  return kinds.map(kind => ({ id: kind, name: SURNAME[kind] ?? nameOf(concepts.get(kind)) }))
}

/** Both names, Korean first. */
export const nameOf = (concept: Concept | undefined): string => (concept === undefined ? '' : `${concept.nameKo} · ${concept.nameEn}`)

/** The word of a query, as the matcher takes it. Where several kinds are asked for, it is any family and the others are left out afterwards. */
export const wordOf = ({ label, kinds, evidence }: ReconciliationQuery): LocalWord => ({
  kind: kinds.length === 1 ? (kinds[0] ?? '') : '',
  label,
  unit: evidence.unit[0] ?? null,
  // A mean is no further night: it stands for the values where there are none.
  values: evidence.values.length > 0 ? evidence.values : evidence.mean,
  center: evidence.center[0] ?? '',
})

const featuresOf = ({ features, vetoes }: Candidate): ReconciliationMatch['features'] => [
  ...features.map(({ feature, weight }) => ({ id: feature, value: weight })),
  ...vetoes.map(({ veto }) => ({ id: `veto:${veto}`, value: true })),
]

/**
 * Whether the hub itself would map the word at once. Without values the matcher says what plausible ones would confirm; who takes a match without looking
 * must not take that, so a number needs nights of values, enough of them, beside everything else.
 */
const isCertain = ({ evidence }: ReconciliationQuery, { decision, isProvisional }: Proposal, { ref }: Candidate): boolean =>
  decision === 'accept' && !isProvisional && (ref.startsWith('codelist:') || evidence.values.length > 0)

type Offer = Pick<ReconciliationMatch, 'score' | 'match' | 'features'> & { readonly ref: string }

/** An identifier in the place of a word names its concept; a person says whether it is meant. */
const offersOf = (glossary: Glossary, query: ReconciliationQuery, proposal: Proposal): readonly Offer[] => {
  if (findConcept(glossary, query.label) !== undefined)
    return [{ ref: query.label, score: 100, match: false, features: [{ id: 'identifier', value: true }] }]
  return proposal.candidates.map((candidate, rank) => ({
    ref: candidate.ref,
    score: Math.round(candidate.score * 1_000) / 10,
    match: rank === 0 && isCertain(query, proposal, candidate),
    features: featuresOf(candidate),
  }))
}

/** What the matcher says of the word of a query, in the shape of the service; the ranking is the matcher's. Of a kind that there is not, nothing is. */
export const reconcileWord = (glossary: Glossary, query: ReconciliationQuery, proposal: Proposal): readonly ReconciliationMatch[] => {
  const names = new Map(kindsOfGlossary(glossary).map(kind => [kind.id, kind]))
  return offersOf(glossary, query, proposal)
    .flatMap(({ ref, ...offer }) => {
      const concept = findConcept(glossary, ref)
      // A codelist is a family and no meaning of a word.
      if (concept === undefined || concept.ref === concept.kind) return []
      if (query.kinds.length > 0 && !query.kinds.includes(concept.kind)) return []
      return [
        { id: concept.ref, name: nameOf(concept), ...offer, type: [names.get(concept.kind) ?? { id: concept.kind, name: concept.kind }] },
      ]
    })
    .slice(0, query.limit)
}
