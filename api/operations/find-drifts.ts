import type { DriftToNote } from '../../db/queries/term-drifts.js'
import { requireToday } from '../../db/queries/submissions.js'
import { listProfilesOfTerms } from '../../db/queries/term-memory.js'
import { listMeasureNights, type WatchedWord } from '../../db/queries/term-watch.js'
import type { Tx } from '../../db/transaction.js'
import { openingDays } from '../../schema/domain/centers/is-open.js'
import { groupBy } from '../../schema/domain/group-by.js'
import { addDays, type Day } from '../../schema/domain/period.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import type { UnitDimension } from '../../schema/domain/statistics/unit.js'
import { isEffectiveOn } from '../../schema/domain/terms/mapping.js'
import { unitOfTarget } from '../../schema/domain/terms/validate-mapping.js'
import { findDrifts as findDriftsOf, type WatchedRecord } from '../../schema/domain/terms/watch/common-nights.js'
import type { Night } from '../../schema/domain/terms/watch/expect-nights.js'
import { HISTORY_DAYS, WINDOW_DAYS, type Drift } from '../../schema/domain/terms/watch/find-drift.js'

const NIGHTS = HISTORY_DAYS + WINDOW_DAYS

/** A word whose values changed unit overnight, or moved. */
export type DriftedWord = { readonly word: WatchedWord; readonly drift: Drift }

/** What drifts at a center: words, to be told and perhaps stopped, and everything that is to be told. */
export type Drifts = { readonly words: readonly DriftedWord[]; readonly notes: readonly DriftToNote[] }

/** The nights of a word or of a measure, and what they measure. */
type Watched<T> = { readonly one: T; readonly nights: readonly Night[]; readonly dimension: UnitDimension | null }
const toRecord = ({ nights, dimension }: Watched<unknown>, isUsual: (day: Day) => boolean): WatchedRecord => ({
  nights,
  facts: { dimension, isUsual },
})

const noteOf = ({ drift, from, factor }: Drift, series: string, terms: readonly string[]): DriftToNote => ({
  conflict: drift === 'unit' ? 'unit' : 'drift',
  series,
  from,
  terms,
  evidence: { from, factor },
})

/** Nights on which the word meant something else, before or after, are another record. */
async function readWords(tx: Tx, { edition }: Standards, words: readonly WatchedWord[]): Promise<readonly Watched<WatchedWord>[]> {
  const active = words.filter(({ status, kind, conversion }) => status === 'active' && kind === 'subject' && conversion !== 'clock')
  const ids = active.map(({ term }) => term)
  const profiles = groupBy(await listProfilesOfTerms(tx, ids, NIGHTS), one => one.source_term_id)
  return active.map(word => {
    const own = (profiles.get(word.term) ?? []).filter(({ day }) => isEffectiveOn(word.effective, day))
    const dimension = word.target === null ? null : (unitOfTarget(word.target, edition)?.dimension ?? null)
    return { one: word, nights: own.map(({ day, median }) => ({ day, value: Number(median) })), dimension }
  })
}

async function readMeasures(tx: Tx, centerId: number, { edition: { measures, units } }: Standards): Promise<readonly Watched<string>[]> {
  return (await listMeasureNights(tx, centerId, NIGHTS)).map(({ measure, days, values }) => ({
    one: `measure:${measure}`,
    nights: days.map((day, place) => ({ day, value: Number(values[place]) })),
    dimension: units.get(measures.get(measure)?.unit ?? '')?.dimension ?? null,
  }))
}

/** Words and measures of a center whose values changed unit overnight or moved. A measure that a drifting word feeds is told with the word. */
export async function findDrifts(
  tx: Tx,
  centerId: number,
  known: { words: readonly WatchedWord[]; standards: Standards },
): Promise<Drifts> {
  const { standards } = known
  const opening = openingDays(standards, standards.centerCodes.get(centerId) ?? '')
  const isUsual = (day: Day): boolean => opening(day).isUsual
  const today = await requireToday(tx)
  const [ofWords, ofMeasures] = [await readWords(tx, standards, known.words), await readMeasures(tx, centerId, standards)]
  // A measure that a word feeds is the same record as the word, and counts once for what a night of the center was like.
  const mapped = new Set(ofWords.map(({ one }) => one.target))
  const alone = ofMeasures.filter(({ one }) => !mapped.has(one))
  // A record that has ended says nothing new every night.
  const isFresh = ({ nights }: Watched<unknown>): boolean => nights.some(({ day }) => day > addDays(today, -WINDOW_DAYS))
  const [freshWords, freshMeasures] = [ofWords.filter(isFresh), alone.filter(isFresh)]
  const drifts = findDriftsOf(
    [...freshWords, ...freshMeasures].map(record => toRecord(record, isUsual)),
    { today, isUsual },
  )
  const words = freshWords.flatMap((record, at): readonly DriftedWord[] => {
    const drift = drifts[at] ?? null
    return drift === null ? [] : [{ word: record.one, drift }]
  })
  const measures = freshMeasures.flatMap((record, at) => {
    const drift = drifts[freshWords.length + at] ?? null
    return drift === null ? [] : [{ measure: record.one, drift }]
  })
  return {
    words,
    notes: [
      ...words.map(({ word, drift }) => noteOf(drift, word.term, [word.term])),
      ...measures.map(({ measure, drift }) => noteOf(drift, measure, [])),
    ],
  }
}
