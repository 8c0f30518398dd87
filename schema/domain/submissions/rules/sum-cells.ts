import Big from 'big.js'
import { cellKey, parseCellKey } from '../../statistics/cell.js'
import type { Edition } from '../../statistics/edition.js'
import { toExact } from '../gates/read-number.js'
import type { ExactNumber } from '../submission.js'
import { entryAt, type CandidateEntry, type CandidatePeriod, type Participants } from './candidate-state.js'
import type { CompiledRule } from './compile-rules.js'

/** The values of a rule with sum_over for one base cell: measures that have the dimension are added over it, the others taken as they are. */
export type SummedCell = {
  readonly cell: string
  readonly participants: Participants
  readonly valueOf: (measure: string) => ExactNumber | null
}

/** The cell without that dimension, and its item; null where the cell does not have it. */
const splitCell = (cell: string, dimension: string): { readonly base: string; readonly item: string } | null => {
  if (!cell.includes(`${dimension}=`)) return null
  const { [dimension]: item, ...rest } = parseCellKey(cell)
  return item === undefined ? null : { base: cellKey(rest), item }
}

/** False for items whose rows are no part of their center's total (codelists.yaml, counts_in). */
const isCounted = (edition: Edition, dimension: string, item: string, measure: string): boolean => {
  const countsIn = edition.codelists.get(dimension)?.items.get(item)?.countsIn
  return countsIn === undefined || countsIn.centerTotal || (countsIn.measures !== null && !countsIn.measures.includes(measure))
}

const addUp = (entries: readonly CandidateEntry[]): ExactNumber => {
  let sum = 0
  for (const { value } of entries) {
    if (typeof value === 'number' && Number.isSafeInteger(sum + value)) sum += value
    else return toExact(entries.reduce((total, entry) => (entry.value === null ? total : total.plus(entry.value)), new Big(0)))
  }
  return sum
}

/** Base cells whose table has a cell without a usable number: put aside in this batch and not stored, or missing for a reason (S3). */
const openTables = (measure: string, dimension: string, candidate: CandidatePeriod): { readonly isOpen: (base: string) => boolean } => {
  const open = new Set<string>()
  let isEveryOpen = false
  for (const row of candidate.aside) {
    if (row.measure !== measure) continue
    if (row.cell === null) isEveryOpen = true
    else if (entryAt(candidate, measure, row.cell) === null) open.add(splitCell(row.cell, dimension)?.base ?? '\u0000')
  }
  return { isOpen: base => isEveryOpen || open.has(base) }
}

/** Entries of one measure by base cell; a base whose table is not whole is left out. A measure that is not applicable counts as nothing (S31). */
const tablesOf = (
  measure: string,
  dimension: string,
  candidate: CandidatePeriod,
  edition: Edition,
): ReadonlyMap<string, CandidateEntry[]> => {
  const tables = new Map<string, CandidateEntry[]>()
  const { isOpen } = openTables(measure, dimension, candidate)
  const broken = new Set<string>()
  for (const cell of new Set([...(candidate.incoming.get(measure)?.keys() ?? []), ...(candidate.stored.get(measure)?.keys() ?? [])])) {
    const place = splitCell(cell, dimension)
    const entry = place === null ? null : entryAt(candidate, measure, cell)
    if (entry === null || place === null || !isCounted(edition, dimension, place.item, measure)) continue
    if (entry.value !== null) tables.set(place.base, [...(tables.get(place.base) ?? []), entry])
    else if (edition.statuses.get(entry.status)?.missingReason !== 'NOT_APPLICABLE') broken.add(place.base)
  }
  return new Map([...tables].filter(([base]) => !broken.has(base) && !isOpen(base)))
}

/** Every base cell in which all measures of the rule have a value, summed where they carry the dimension (S3, S9). */
export const sumCells = (rule: CompiledRule, candidate: CandidatePeriod, edition: Edition): readonly SummedCell[] => {
  const dimension = rule.constraint.sumOver ?? ''
  const isSummed = (name: string) => edition.measures.get(name)?.dimensions.includes(dimension) === true
  const tables = new Map(rule.measures.filter(isSummed).map(name => [name, tablesOf(name, dimension, candidate, edition)]))
  const bases = new Set([...tables.values()].flatMap(table => [...table.keys()]))
  return [...bases].flatMap(cell => {
    const entriesOf = (name: string): readonly CandidateEntry[] => {
      const own = entryAt(candidate, name, cell)
      return tables.get(name)?.get(cell) ?? (tables.has(name) || own === null || own.value === null ? [] : [own])
    }
    const participants = new Map(rule.measures.map(name => [name, entriesOf(name)]))
    if ([...participants.values()].some(entries => entries.length === 0)) return []
    return [{ cell, participants, valueOf: (name: string) => addUp(participants.get(name) ?? []) }]
  })
}
