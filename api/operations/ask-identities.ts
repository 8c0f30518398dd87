import { listCompany, listUsualTotals, type RecordNights } from '../../db/queries/term-company.js'
import type { MappingVersion } from '../../db/queries/term-mappings.js'
import type { Tx } from '../../db/transaction.js'
import type { Matcher } from '../../schema/domain/terms/build-matcher.js'
import { askCompany, gatherCompany, isWorthAsking, partnerOf, readNights } from '../../schema/domain/terms/identities/company.js'
import type { Nights, Partner } from '../../schema/domain/terms/identities/identity.js'
import { readFindings } from '../../schema/domain/terms/identities/read-findings.js'
import type { FindIdentities } from '../../schema/domain/terms/identities/with-identities.js'
import type { Proposal } from '../../schema/domain/terms/proposal.js'

/** What identities say of a word, by its id; null where they can say nothing. */
export type AskIdentities = (term: string) => FindIdentities | null

/** Twelve weeks of the center's own history. */
const DAYS_BEFORE = 84

/** `reported:att` is the mean that a center made itself. */
const refOf = (code: string): string => {
  const [family, indicator, variant] = code.split(':')
  if (family !== 'reported' || indicator === undefined) return `measure:${code}`
  return variant === undefined ? `indicator:${indicator}` : `indicator:${indicator}#${variant}`
}

const nightsOf = ({ days, values }: Pick<RecordNights, 'days' | 'values'>): Nights | null =>
  readNights(days.map((day, at) => [day, values[at] ?? ''] as const))

const toLanded = (record: RecordNights): readonly Partner[] => {
  const nights = record.measure === null ? null : nightsOf(record)
  return record.measure === null || nights === null ? [] : [{ ...nights, ref: refOf(record.measure), isSure: record.is_sure, word: null }]
}

/**
 * Asks what a center has landed, and what its other waiting words are taken for by themselves: the night's way, which alone sees every record of every
 * center.
 */
export async function askRecords(
  tx: Tx,
  matcher: Matcher,
  { centerId, nights, alone }: { readonly centerId: number; readonly nights: number; readonly alone: ReadonlyMap<string, Proposal> },
): Promise<AskIdentities> {
  const terms = [...alone].flatMap(([term, proposal]) => (isWorthAsking(proposal) ? [term] : []))
  const records = await listCompany(tx, centerId, { terms, nights })
  const own = new Map(records.flatMap(record => (record.term === null ? [] : [[record.term, nightsOf(record)] as const])))
  const waiting = [...own].flatMap(([term, found]) => {
    const proposal = alone.get(term)
    return proposal === undefined ? [] : (partnerOf(term, found, proposal) ?? [])
  })
  const days = records.filter(({ term }) => term !== null).flatMap(record => record.days)
  const company = gatherCompany([...records.flatMap(toLanded), ...waiting], true, await askUsual(tx, centerId, { waiting, days }))
  return term => {
    const found = own.get(term) ?? null
    return askCompany(matcher, company, found === null ? null : { word: term, nights: found })
  }
}

/** What the center sent of the measures in question before the nights that are asked about; of one word alone nobody asks whether it was exchanged. */
async function askUsual(
  tx: Tx,
  centerId: number,
  { waiting, days }: { readonly waiting: readonly Partner[]; readonly days: readonly string[] },
): Promise<ReadonlyMap<string, number>> {
  const [first] = days.toSorted()
  const measures = [...new Set(waiting.flatMap(({ ref }) => (ref.startsWith('measure:') ? ref.slice('measure:'.length) : [])))]
  if (first === undefined || measures.length < 2) return new Map()
  const totals = await listUsualTotals(tx, centerId, { measures, before: first, days: DAYS_BEFORE })
  return new Map(totals.map(({ measure, median }) => [`measure:${measure}`, median]))
}

/** Reads what the last night found and wrote down with what it made of the word: whoever asks later is told the same, whatever they may see themselves. */
export function askKept(standing: readonly MappingVersion[]): FindIdentities | null {
  const findings =
    standing
      .toReversed()
      .map(({ evidence }) => readFindings(evidence))
      .find(found => found !== null) ?? []
  return findings.length === 0 ? null : () => findings
}
