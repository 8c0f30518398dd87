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
  values: [...evidence.values, ...evidence.mean],
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

/** What the matcher says of the word of a query, in the shape of the service; the ranking is the matcher's. */
export const reconcileWord = (glossary: Glossary, query: ReconciliationQuery, proposal: Proposal): readonly ReconciliationMatch[] => {
  const names = new Map(kindsOfGlossary(glossary).map(kind => [kind.id, kind]))
  const wanted = query.kinds.filter(kind => names.has(kind))
  return proposal.candidates
    .map((candidate, rank) => ({ candidate, isAccepted: rank === 0 && isCertain(query, proposal, candidate) }))
    .flatMap(({ candidate, isAccepted }) => {
      const concept = findConcept(glossary, candidate.ref)
      if (concept === undefined || (wanted.length > 0 && !wanted.includes(concept.kind))) return []
      return [
        {
          id: concept.ref,
          name: nameOf(concept),
          score: Math.round(candidate.score * 1_000) / 10,
          match: isAccepted,
          type: [names.get(concept.kind) ?? { id: concept.kind, name: concept.kind }],
          features: featuresOf(candidate),
        },
      ]
    })
    .slice(0, query.limit)
}
