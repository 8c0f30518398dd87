import { COUNCIL, noteConflicts, resolveUnseen, type ConflictToNote } from '../../db/queries/term-conflicts.js'
import { listProfilesOfTerms } from '../../db/queries/term-memory.js'
import { listMeasureNights, listWatchedWords, listWordsInBrokenRules, type WatchedWord } from '../../db/queries/term-watch.js'
import type { Tx } from '../../db/transaction.js'
import type { Day } from '../../schema/domain/period.js'
import { groupBy } from '../../schema/domain/group-by.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import { findConflicts, type Conflict, type DecidedWord } from '../../schema/domain/terms/watch/find-conflicts.js'
import { findDrift, type Drift, type Night } from '../../schema/domain/terms/watch/find-drift.js'
import { isKnownTarget } from '../../schema/domain/terms/validate-mapping.js'
import type { Hub } from '../hub.js'
import { suspendAs } from './suspend-mapping.js'
import type { Decider } from './term-decision.js'

const ACTOR = 'job:watch-terms'
const JOB: Decider = { actor: ACTOR, authorType: 'system', role: 'jobs' }
/** Eight weeks before the last week. */
const NIGHTS = 63
/** Found anew every night from what stands: gone when not found. Drifts are of one night and wait for a person. */
const STANDING_KINDS = ['homonym_within', 'synonym_clash', 'invalid_target', 'identity']

/** What a watch found, counted. */
export type Watched = { readonly conflicts: number; readonly added: number; readonly resolved: number; readonly suspended: number }

type DriftedWord = { readonly word: WatchedWord; readonly drift: Drift }

const toDecided = (word: WatchedWord, { centerCodes }: Standards): DecidedWord => ({
  center: centerCodes.get(word.center_id) ?? '',
  term: word.term,
  kind: word.kind,
  label: word.label,
  normLabel: word.norm_label,
  unit: word.unit,
  target: word.target,
  predicate: word.predicate,
  effective: word.effective,
  values: word.median === null ? null : { nights: word.nights, p5: word.p5 ?? '', median: word.median, p95: word.p95 ?? '' },
})

const toNote = ({ conflict, subject, words }: Conflict): ConflictToNote => ({
  conflict,
  subject,
  terms: [...new Set(words.map(({ term }) => term))],
  evidence: {
    words: words.map(({ center, label, unit, target, effective, values }) => ({ center, label, unit, target, effective, values })),
  },
})

const nightsOf = (days: readonly Day[], values: readonly string[]): readonly Night[] =>
  days.map((day, place) => ({ day, value: Number(values[place]) }))

/** Words whose values changed overnight or moved. Nights before the meaning began are another record. */
async function findDriftedWords(tx: Tx, centerId: number, words: readonly WatchedWord[]): Promise<readonly DriftedWord[]> {
  const active = words.filter(({ status, kind, conversion }) => status === 'active' && kind === 'subject' && conversion !== 'clock')
  const ids = active.map(({ term }) => term)
  const profiles = groupBy(await listProfilesOfTerms(tx, ids, NIGHTS), one => one.source_term_id)
  return active.flatMap(word => {
    const nights = (profiles.get(word.term) ?? []).map(({ day, median }) => ({ day, value: Number(median) }))
    const drift = findDrift(nights, word.effective.from)
    return drift === null ? [] : [{ word, drift }]
  })
}

const driftNote = (
  { drift, from, factor }: Drift,
  facts: { readonly subject: string; readonly terms: readonly string[] },
): ConflictToNote => ({
  conflict: drift === 'unit' ? 'unit' : 'drift',
  subject: `${facts.subject} ${from}`,
  terms: facts.terms,
  evidence: { from, factor },
})

async function findMeasureDrifts(tx: Tx, centerId: number): Promise<readonly ConflictToNote[]> {
  const nights = await listMeasureNights(tx, centerId, NIGHTS)
  return nights.flatMap(({ measure, days, values }) => {
    const drift = findDrift(nightsOf(days, values))
    return drift === null ? [] : [driftNote(drift, { subject: `measure:${measure}`, terms: [] })]
  })
}

type Found = { readonly notes: readonly ConflictToNote[]; readonly flipped: readonly DriftedWord[]; readonly lost: readonly WatchedWord[] }

async function findAtCenter(tx: Tx, centerId: number, standards: Standards): Promise<Found> {
  const words = await listWatchedWords(tx, centerId)
  const isKnown = (target: string): boolean => isKnownTarget(target, standards.edition)
  const conflicts = findConflicts(
    words.map(word => toDecided(word, standards)),
    isKnown,
  ).filter(({ center }) => center !== null)
  const drifted = await findDriftedWords(tx, centerId, words)
  const identities = (await listWordsInBrokenRules(tx, centerId)).map(({ term, rule, rows, last_day: lastDay }): ConflictToNote => ({
    conflict: 'identity',
    subject: `${term} ${rule}`,
    terms: [term],
    evidence: { rule, rows, lastDay },
  }))
  return {
    notes: [
      ...conflicts.map(toNote),
      ...drifted.map(({ word, drift }) => driftNote(drift, { subject: word.term, terms: [word.term] })),
      ...(await findMeasureDrifts(tx, centerId)),
      ...identities,
    ],
    flipped: drifted.filter(({ drift }) => drift.drift === 'unit'),
    lost: words.filter(({ status, target }) => status === 'active' && target !== null && !isKnown(target)),
  }
}

const REASONS = {
  unit: (factor: number) =>
    `값이 하룻밤에 ${factor < 1 ? `1/${Math.round(1 / factor)}` : factor}배가 되어 단위가 바뀐 것으로 보입니다. The values changed overnight by a factor of ${factor < 1 ? `1/${Math.round(1 / factor)}` : factor}, as if their unit had.`,
  lost: '지금 판에 그 표준이 없습니다. The edition in force does not have its target.',
}

/**
 * One watch over the words of a center (terminology.md §5, §6 scenarios 9, 12, 15): values that changed unit overnight or moved, words that
 * contradict each other, words in rules that do not hold, meanings that the edition lost. A flipped unit stops the meaning from its night on and a lost target
 * stops it whole: their values wait for a person, older values stay. Nothing is pointed elsewhere. Run twice, the second time finds the same.
 */
export async function watchTerms(hub: Hub, centerId: number): Promise<Watched> {
  const standards = await hub.standards()
  const found = await hub.db.transaction({ centerId, role: 'jobs' }, tx => findAtCenter(tx, centerId, standards), { isReadOnly: true })
  const [added, resolved] = await hub.db.transaction({ centerId, role: 'jobs' }, async tx => [
    await noteConflicts(tx, centerId, found.notes),
    await resolveUnseen(tx, centerId, { kinds: STANDING_KINDS, seen: found.notes, actor: ACTOR }),
  ])
  let suspended = 0
  for (const { word, drift } of found.flipped) {
    const effective = { from: drift.from, to: word.effective.to }
    const stopped = await suspendAs(hub, JOB, { sourceTerm: word.term, effective, reason: REASONS.unit(drift.factor) })
    if (stopped.ok) suspended++
  }
  for (const word of found.lost) {
    const stopped = await suspendAs(hub, JOB, { sourceTerm: word.term, effective: word.effective, reason: REASONS.lost })
    if (stopped.ok) suspended++
  }
  return { conflicts: found.notes.length, added: added ?? 0, resolved: resolved ?? 0, suspended }
}

/** The same between centers: one word that stands for two things. Each mapping stays its center's own; reports by name are warned. */
export async function watchAcrossCenters(hub: Hub): Promise<Watched> {
  const standards = await hub.standards()
  return hub.db.transaction({ centerId: null, role: 'jobs' }, async tx => {
    const words = (await listWatchedWords(tx, null)).map(word => toDecided(word, standards))
    const notes = findConflicts(words, () => true)
      .filter(({ center }) => center === null)
      .map(toNote)
    const added = await noteConflicts(tx, COUNCIL, notes)
    const resolved = await resolveUnseen(tx, COUNCIL, { kinds: ['homonym_across'], seen: notes, actor: ACTOR })
    return { conflicts: notes.length, added, resolved, suspended: 0 }
  })
}
