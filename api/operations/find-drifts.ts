import type { DriftToNote } from '../../db/queries/term-drifts.js'
import { requireToday } from '../../db/queries/submissions.js'
import { listProfilesOfTerms } from '../../db/queries/term-memory.js'
import { listMeasureNights, type WatchedWord } from '../../db/queries/term-watch.js'
import type { Tx } from '../../db/transaction.js'
import { openingDays } from '../../schema/domain/centers/is-open.js'
import { groupBy } from '../../schema/domain/group-by.js'
import { addDays, type Day } from '../../schema/domain/period.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import { isEffectiveOn } from '../../schema/domain/terms/mapping.js'
import { unitOfTarget } from '../../schema/domain/terms/validate-mapping.js'
import type { Night } from '../../schema/domain/terms/watch/expect-nights.js'
import { findDrift, HISTORY_DAYS, WINDOW_DAYS, type Drift, type RecordFacts } from '../../schema/domain/terms/watch/find-drift.js'

const NIGHTS = HISTORY_DAYS + WINDOW_DAYS

/** A word whose values changed unit overnight, or moved. */
export type DriftedWord = { readonly word: WatchedWord; readonly drift: Drift }

/** What drifts at a center: words, to be told and perhaps stopped, and everything that is to be told. */
export type Drifts = { readonly words: readonly DriftedWord[]; readonly notes: readonly DriftToNote[] }

type Watch = { readonly tx: Tx; readonly centerId: number; readonly standards: Standards; readonly isUsual: (day: Day) => boolean }

/** A record that has ended says nothing new every night. */
const findFresh = (nights: readonly Night[], facts: RecordFacts, today: Day): Drift | null =>
  nights.some(({ day }) => day > addDays(today, -WINDOW_DAYS)) ? findDrift(nights, facts) : null

const noteOf = ({ drift, from, factor }: Drift, series: string, terms: readonly string[]): DriftToNote => ({
  conflict: drift === 'unit' ? 'unit' : 'drift',
  series,
  from,
  terms,
  evidence: { from, factor },
})

/** Nights on which the word meant something else, before or after, are another record. */
async function findDriftedWords({ tx, standards, isUsual }: Watch, words: readonly WatchedWord[], today: Day) {
  const active = words.filter(({ status, kind, conversion }) => status === 'active' && kind === 'subject' && conversion !== 'clock')
  const ids = active.map(({ term }) => term)
  const profiles = groupBy(await listProfilesOfTerms(tx, ids, NIGHTS), one => one.source_term_id)
  return active.flatMap((word): readonly DriftedWord[] => {
    const own = (profiles.get(word.term) ?? []).filter(({ day }) => isEffectiveOn(word.effective, day))
    const nights = own.map(({ day, median }) => ({ day, value: Number(median) }))
    const dimension = word.target === null ? null : (unitOfTarget(word.target, standards.edition)?.dimension ?? null)
    const drift = findFresh(nights, { dimension, isUsual }, today)
    return drift === null ? [] : [{ word, drift }]
  })
}

async function findDriftedMeasures({ tx, centerId, standards, isUsual }: Watch, today: Day) {
  const { measures, units } = standards.edition
  return (await listMeasureNights(tx, centerId, NIGHTS)).flatMap(({ measure, days, values }) => {
    const nights = days.map((day, place) => ({ day, value: Number(values[place]) }))
    const dimension = units.get(measures.get(measure)?.unit ?? '')?.dimension ?? null
    const drift = findFresh(nights, { dimension, isUsual }, today)
    return drift === null ? [] : [{ measure: `measure:${measure}`, drift }]
  })
}

/** Words and measures of a center whose values changed unit overnight or moved. A measure that a drifting word feeds is told with the word. */
export async function findDrifts(
  tx: Tx,
  centerId: number,
  known: { words: readonly WatchedWord[]; standards: Standards },
): Promise<Drifts> {
  const { standards } = known
  const opening = openingDays(standards, standards.centerCodes.get(centerId) ?? '')
  const watch: Watch = { tx, centerId, standards, isUsual: day => opening(day).isUsual }
  const today = await requireToday(tx)
  const words = await findDriftedWords(watch, known.words, today)
  const fed = new Set(words.map(({ word }) => word.target))
  const measures = (await findDriftedMeasures(watch, today)).filter(({ measure }) => !fed.has(measure))
  return {
    words,
    notes: [
      ...words.map(({ word, drift }) => noteOf(drift, word.term, [word.term])),
      ...measures.map(({ measure, drift }) => noteOf(drift, measure, [])),
    ],
  }
}
