import type { DayProfile } from '../../db/queries/source-terms.js'
import {
  listCoLabels,
  listOpenConflicts,
  listProfilesOfTerms,
  listRejectionsOfTerms,
  listStandingOfTerms,
  listTwins,
  listWaitingTexts,
  type OpenConflict,
  type Rejection,
  type Twin,
} from '../../db/queries/term-memory.js'
import type { MappingVersion } from '../../db/queries/term-mappings.js'
import type { Tx } from '../../db/transaction.js'
import { groupBy } from '../../schema/domain/group-by.js'
import { weighBy, type Matcher } from '../../schema/domain/terms/build-matcher.js'
import { evidenceHash } from '../../schema/domain/terms/evidence-hash.js'
import { fromMapped } from '../../schema/domain/terms/mapped-conversion.js'
import type { WordKind } from '../../schema/domain/terms/mapping.js'
import type { LocalWord, MappingMemory, Proposal } from '../../schema/domain/terms/proposal.js'
import { proposeInCompany, proposeMapping } from '../../schema/domain/terms/propose-mapping.js'
import { FIXED_WEIGHTS } from '../../schema/domain/terms/weights/weight-set.js'
import { askKept, askRecords, type AskIdentities } from './ask-identities.js'

/** Nights whose values are evidence. */
const NIGHTS = 28

/** A word as it stands in the database, whole or its beginning. */
export type TermToPropose = {
  readonly id: string
  readonly center_id: number
  readonly kind: WordKind
  readonly source_field: string
  readonly raw_label: string
  readonly raw_unit: string
}

/** What the hub makes of a word of a center now, and everything it was made from. */
export type TermProposal = {
  readonly word: LocalWord
  readonly proposal: Proposal
  readonly evidenceHash: string
  readonly standing: readonly MappingVersion[]
  readonly profiles: readonly DayProfile[]
  readonly rejections: readonly Rejection[]
  readonly twins: readonly Twin[]
  readonly conflicts: readonly OpenConflict[]
}

type Memory = Omit<TermProposal, 'word' | 'proposal' | 'evidenceHash'> & {
  readonly coLabels: MappingMemory['coLabels']
  readonly texts: readonly string[]
}

/** `isNight`: identities are asked of the center's figures as they are now, and not read from what the last night found. */
type Asked = {
  readonly terms: readonly TermToPropose[]
  readonly centerCodes: ReadonlyMap<number, string>
  readonly isNight?: boolean
}

/**
 * Holds words of centers against the glossary, with what was decided before, what their values looked like by night and what identities say of them. Seven
 * statements however many words, and one a center by night. What the caller's policies hide (other centers' decisions, for a center's own people) is no evidence.
 */
export async function proposeForTerms(
  tx: Tx,
  matcher: Matcher,
  { terms, centerCodes, isNight = false }: Asked,
): Promise<ReadonlyMap<string, TermProposal>> {
  if (terms.length === 0) return new Map()
  const memories = await loadMemories(tx, terms)
  const known = terms.map((term): Known => {
    const { coLabels, texts, ...memory } = memories(term)
    const word = toLocalWord(term, { center: centerCodes.get(term.center_id) ?? '', profiles: memory.profiles, texts })
    return { term, word, memory, decided: toMappingMemory(memory, coLabels) }
  })
  const ask = isNight ? await askTonight(tx, matcher, known) : null
  return new Map(
    known.map(({ term, word, memory, decided }) => {
      const findIdentities = ask === null ? askKept(memory.standing) : ask(term.id)
      const whole = proposeInCompany(matcher, word, { memory: decided, findIdentities })
      return [term.id, { ...memory, word, proposal: withoutRefused(whole), evidenceHash: evidenceHash(word, whole) }]
    }),
  )
}

type Known = {
  readonly term: TermToPropose
  readonly word: LocalWord
  readonly memory: Omit<Memory, 'coLabels' | 'texts'>
  readonly decided: MappingMemory
}

/**
 * Each word is looked at by itself first, to know what it may be to the others: under the fixed weights, so that what identities say, and with it the name of the evidence,
 * does not change with the weights in force.
 */
async function askTonight(tx: Tx, matcher: Matcher, known: readonly Known[]): Promise<AskIdentities> {
  const measured = groupBy(
    known.filter(({ term }) => term.kind === 'subject'),
    ({ term }) => term.center_id,
  )
  const fixed = weighBy(matcher, FIXED_WEIGHTS)
  const asked = new Map<string, AskIdentities>()
  for (const [centerId, own] of measured) {
    const alone = new Map(own.map(({ term, word, decided }) => [term.id, proposeMapping(fixed, word, decided)]))
    const ask = await askRecords(tx, matcher, { centerId, nights: NIGHTS, alone })
    for (const id of alone.keys()) asked.set(id, ask)
  }
  return term => asked.get(term)?.(term) ?? null
}

/** What was refused on the same evidence is not offered again. The conversion is that of the first candidate, and goes with it. */
const withoutRefused = (proposal: Proposal): Proposal => {
  const candidates = proposal.candidates.filter(({ vetoes }) => vetoes.every(({ veto }) => veto !== 'rejected'))
  const isSameFirst = candidates[0] === proposal.candidates[0]
  return { ...proposal, candidates, conversion: isSameFirst ? proposal.conversion : null }
}

async function loadMemories(tx: Tx, terms: readonly TermToPropose[]): Promise<(term: TermToPropose) => Memory> {
  const ids = terms.map(({ id }) => id)
  const standing = groupBy(await listStandingOfTerms(tx, ids), one => one.source_term_id)
  const profiles = groupBy(await listProfilesOfTerms(tx, ids, NIGHTS), one => one.source_term_id)
  const texts = groupBy(await listWaitingTexts(tx, ids, NIGHTS), one => one.source_term_id)
  const rejections = groupBy(await listRejectionsOfTerms(tx, ids), one => one.source_term_id)
  const twins = groupBy(await listTwins(tx, ids), one => one.source_term_id)
  const coLabels = groupBy(await listCoLabels(tx, [...new Set(terms.map(term => term.center_id))]), one => one.center_id)
  const conflicts = await listOpenConflicts(tx, ids)
  return ({ id, center_id: center }) => ({
    standing: standing.get(id) ?? [],
    profiles: profiles.get(id) ?? [],
    texts: (texts.get(id) ?? []).map(({ value }) => value),
    rejections: rejections.get(id) ?? [],
    twins: twins.get(id) ?? [],
    conflicts: conflicts.filter(({ terms: about }) => about.includes(id)),
    coLabels: (coLabels.get(center) ?? [])
      .filter(({ source_term_id }) => source_term_id !== id)
      .map(({ label, target }) => ({ label, ref: target })),
  })
}

/** A night is told by its median: of a word that stands for one total a night that is the total. */
const toLocalWord = (
  { kind, source_field: field, raw_label: label, raw_unit: unit }: TermToPropose,
  { center, profiles, texts }: { readonly center: string; readonly profiles: readonly DayProfile[]; readonly texts: readonly string[] },
): LocalWord => ({
  // As the nightly job says it: the same word has the same evidence for both.
  kind: kind === 'subject' ? 'numeric' : field,
  label,
  unit: unit === '' ? null : unit,
  values: profiles.length > 0 ? profiles.map(({ median }) => median) : texts,
  center,
})

const toMappingMemory = (
  { standing, rejections, twins }: Omit<Memory, 'coLabels' | 'texts'>,
  coLabels: MappingMemory['coLabels'],
): MappingMemory => {
  const approved = standing.findLast(({ status, negated, target }) => status === 'active' && !negated && target !== null)
  return {
    approved: approved?.target == null ? null : { ref: approved.target, conversion: fromMapped(approved.conversion) },
    rejected: rejections.map(({ target, evidence_hash }) => ({ ref: target, evidenceHash: evidence_hash })),
    twins: twins.flatMap(({ target, centers, by_stewards }) =>
      target === null ? [] : [{ ref: target, centers, byStewards: by_stewards }],
    ),
    coLabels,
  }
}
