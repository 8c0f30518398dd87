import { cellKey } from '../../schema/domain/statistics/cell.js'

/** Days of business, both inclusive. */
export type Span = { readonly from: string; readonly to: string }

/** A measure and its values: `base + wave x v`, where v runs from 0 to 16 and is the same for all measures of a cell and day. */
type MeasureValues = readonly [code: string, base: number, wave: number]

/** Measures that come by the same items: a row for every combination of the axes, or a total where there are none. */
export type FactsBlock = { readonly measures: readonly MeasureValues[]; readonly axes: Readonly<Record<string, readonly string[]>> }

/** What every center hands in every night. */
export type FactsPlan = { readonly blocks: readonly FactsBlock[] }

const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'))
const LINES = ['general', 'care120', 'regulation120', 'foreign', 'water', 'vehicle', 'emergency_desk'] // all count in every total
const LANGUAGES = ['ko', 'en', 'zh', 'vi']

/** Proportions keep the edition's rules: offered = answered + abandoned + flowed out, and so on down. */
const CALLS: readonly MeasureValues[] = [
  ['calls_attempted', 130, 3],
  ['calls_ivr_contained', 15, 0],
  ['calls_offered', 100, 3],
  ['calls_answered', 90, 1],
  ['calls_abandoned', 8, 1],
  ['calls_flowed_out', 2, 1],
  ['calls_abandoned_short', 2, 0],
  ['calls_abandoned_within_20s', 4, 1],
  ['calls_answered_within_15s', 60, 1],
  ['calls_answered_within_20s', 70, 1],
]
const BY_HOUR: readonly MeasureValues[] = [
  ['wait_seconds_answered', 36_000, 500],
  ['wait_seconds_abandoned', 4_000, 90],
  ['talk_seconds', 350_000, 4_000],
  ['hold_seconds', 9_000, 70],
  ['acw_seconds', 60_000, 800],
  ['login_seconds', 900_000, 6_000],
  ['available_seconds', 120_000, 700],
  ['callbacks_requested', 30, 2],
  ['callbacks_completed', 20, 1],
  ['outbound_calls_attempted', 60, 2],
  ['outbound_calls_connected', 40, 1],
  ['contacts_offered', 4_000, 30],
  ['contacts_handled', 3_600, 20],
  ['inquiries_recorded', 3_900, 25],
  ['contacts_resolved_first', 2_300, 10],
  ['contacts_repeat_7d', 150, 3],
  ['contacts_transferred_agency', 800, 5],
  ['hazard_contacts', 40, 4],
]
const BY_DAY: readonly MeasureValues[] = [
  ['sms_contacts_handled', 2_000, 11],
  ['chat_contacts_handled', 1_500, 9],
  ['sign_language_contacts', 60, 1],
  ['foreign_language_contacts', 300, 5],
  ['chatbot_sessions', 5_000, 40],
  ['chatbot_sessions_contained', 3_000, 20],
  ['visible_ars_sessions', 2_000, 20],
  ['visible_ars_completed', 1_200, 10],
  ['stt_calls_transcribed', 40_000, 200],
  ['assist_contacts', 20_000, 100],
  ['csat_responses', 400, 6],
  ['csat_satisfied', 320, 4],
  ['csat_score_sum', 34_000, 500],
  ['headcount_agents', 120, 1],
  ['headcount_fte', 100, 1],
  ['scheduled_hours', 800, 7],
  ['absent_hours', 30, 1],
]

/** A year's night: calls by hour, language and line, other work by hour, the rest by day. 7,169 rows, or 169 where quick. */
export const fullNight = (isQuick: boolean): FactsPlan => {
  const few = <T>(items: readonly T[], count: number) => (isQuick ? items.slice(0, count) : items)
  return {
    blocks: [
      { measures: CALLS, axes: { hour: few(HOURS, 4), language: few(LANGUAGES, 1), service_line: few(LINES, 2) } },
      { measures: BY_HOUR, axes: { hour: few(HOURS, 4) } },
      { measures: BY_DAY, axes: {} },
    ],
  }
}

export type PlannedCell = {
  readonly block: number
  readonly key: string
  readonly table: string
  readonly items: Readonly<Record<string, string>>
}

/** Every cell of a plan, block by block, under the canonical texts that ingest would have given it. */
export const cellsOf = ({ blocks }: FactsPlan): readonly PlannedCell[] =>
  blocks.flatMap(({ axes }, block) => {
    const names = Object.keys(axes).toSorted()
    const combinations = names.reduce<readonly Readonly<Record<string, string>>[]>(
      (partial, name) => partial.flatMap(items => (axes[name] ?? []).map(item => ({ ...items, [name]: item }))),
      [{}],
    )
    return combinations.map(items => ({ block, key: cellKey(items), table: names.join(','), items }))
  })

/** Rows a night of one center has. */
export const rowsOfNight = ({ blocks }: FactsPlan): number =>
  blocks.reduce(
    (sum, { measures, axes }) => sum + measures.length * Object.values(axes).reduce((product, items) => product * items.length, 1),
    0,
  )
