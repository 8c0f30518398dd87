import { COUNCIL, noteConflicts, resolveUnseen, type ConflictToNote } from '../../db/queries/term-conflicts.js'
import { noteDrifts, type DriftToNote } from '../../db/queries/term-drifts.js'
import { listExchanges, listWatchedWords, listWordsInBrokenRules, type WatchedWord } from '../../db/queries/term-watch.js'
import type { Tx } from '../../db/transaction.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import { findConflicts, type Conflict, type DecidedWord } from '../../schema/domain/terms/watch/find-conflicts.js'
import { daysAfterEnd } from '../../schema/domain/terms/target-end.js'
import type { Effective } from '../../schema/domain/terms/mapping.js'
import type { Hub } from '../hub.js'
import { findDrifts, type DriftedWord } from './find-drifts.js'
import { findLostTargets } from './find-lost-targets.js'
import { suspendAs } from './suspend-mapping.js'
import type { Decider } from './term-decision.js'

const ACTOR = 'job:watch-terms'
const JOB: Decider = { actor: ACTOR, authorType: 'system', role: 'jobs' }
/** Found anew every night from what stands: gone when not found. Drifts are of their nights and wait for a person. */
const STANDING_KINDS = ['homonym_within', 'synonym_clash', 'invalid_target', 'identity']

/** What a watch found, counted. */
export type Watched = { readonly conflicts: number; readonly added: number; readonly resolved: number; readonly suspended: number }

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

/** A meaning with the days on which its target is no more. */
type LostWord = { readonly word: WatchedWord; readonly days: Effective }

type Found = {
  readonly notes: readonly ConflictToNote[]
  readonly drifts: readonly DriftToNote[]
  readonly flipped: readonly DriftedWord[]
  readonly lost: readonly LostWord[]
}

async function findAtCenter(tx: Tx, centerId: number, standards: Standards): Promise<Found> {
  const ends = await findLostTargets(tx, centerId, standards.edition)
  const words = await listWatchedWords(tx, centerId, [...ends.keys()])
  const daysLost = (target: string | null, days: Effective): Effective | null => {
    const end = target === null ? undefined : ends.get(target)
    return end === undefined ? null : daysAfterEnd(days, end)
  }
  const conflicts = findConflicts(
    words.map(word => toDecided(word, standards)),
    (target, days) => daysLost(target, days) === null,
  ).filter(({ center }) => center !== null)
  const drifts = await findDrifts(tx, centerId, { words, standards })
  const identities = (await listWordsInBrokenRules(tx, centerId)).map(({ term, rule, rows, last_day: lastDay }): ConflictToNote => ({
    conflict: 'identity',
    subject: `${term} ${rule}`,
    terms: [term],
    evidence: { rule, rows, lastDay },
  }))
  const exchanges = (await listExchanges(tx, centerId)).map(({ terms, readings }): ConflictToNote => ({
    conflict: 'identity',
    subject: `exchange ${terms.join(' ')}`,
    terms,
    evidence: { readings },
  }))
  return {
    notes: [
      // Of a lost target the days since its end are told, which are those that are stopped.
      ...conflicts.map(found =>
        toNote({
          ...found,
          words: found.words.map(word => ({ ...word, effective: daysLost(word.target, word.effective) ?? word.effective })),
        }),
      ),
      ...identities,
      ...exchanges,
    ],
    drifts: drifts.notes,
    flipped: drifts.words.filter(({ drift }) => drift.drift === 'unit'),
    lost: words.flatMap(word => {
      const days = word.status === 'active' ? daysLost(word.target, word.effective) : null
      return days === null ? [] : [{ word, days }]
    }),
  }
}

const REASONS = {
  unit: (factor: number) =>
    `값이 하룻밤에 ${factor < 1 ? `1/${Math.round(1 / factor)}` : factor}배가 되어 단위가 바뀐 것으로 보입니다. The values changed overnight by a factor of ${factor < 1 ? `1/${Math.round(1 / factor)}` : factor}, as if their unit had.`,
  lost: (target: string | null, from: string | null) =>
    `INVALID_TARGET: ${target ?? ''}은(는) ${from === null ? '' : `${from}부터 `}표준에 없습니다. The standard does not have ${target ?? ''}${from === null ? '' : ` from ${from} on`}.`,
}

/**
 * One watch over the words of a center (terminology.md §5, §6 scenarios 9, 12, 15): values that changed unit overnight or moved, words that
 * contradict each other, words in rules that do not hold, meanings that the edition lost. A flipped unit stops the meaning from its night on, a lost target from
 * its end on: values of those days, landed or still to come, wait for a person; older values stay. Nothing is pointed elsewhere. Run twice, the second
 * time finds the same.
 */
export async function watchTerms(hub: Hub, centerId: number): Promise<Watched> {
  const standards = await hub.standards()
  const found = await hub.db.transaction({ centerId, role: 'jobs' }, tx => findAtCenter(tx, centerId, standards), { isReadOnly: true })
  const [added, resolved] = await hub.db.transaction({ centerId, role: 'jobs' }, async tx => [
    (await noteConflicts(tx, centerId, found.notes)) + (await noteDrifts(tx, centerId, found.drifts)),
    await resolveUnseen(tx, centerId, { kinds: STANDING_KINDS, seen: found.notes, actor: ACTOR }),
  ])
  let suspended = 0
  for (const { word, drift } of found.flipped) {
    const effective = { from: drift.from, to: word.effective.to }
    const stopped = await suspendAs(hub, JOB, { sourceTerm: word.term, effective, reason: REASONS.unit(drift.factor), seen: [word.no] })
    if (stopped.ok) suspended++
  }
  for (const { word, days } of found.lost) {
    const reason = REASONS.lost(word.target, days.from)
    const stopped = await suspendAs(hub, JOB, { sourceTerm: word.term, effective: days, reason, seen: [word.no] })
    if (stopped.ok) suspended++
  }
  return { conflicts: found.notes.length + found.drifts.length, added: added ?? 0, resolved: resolved ?? 0, suspended }
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
