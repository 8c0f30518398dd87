/** One night of a center: 6 measures x 24 hours x channels x topics, every rule of the edition kept. */
export type Night = {
  readonly day: string
  readonly hours: readonly string[]
  readonly channels: readonly string[]
  readonly topics: readonly string[]
  /** Adds to every tenth value, so that a second night revises them. */
  readonly revise: boolean
}

const CHANNELS = ['voice', 'sms', 'chat', 'video_sign', 'app_web']
const TOPICS = [
  'transport_public',
  'parking',
  'road_facility',
  'water_supply',
  'waste_cleaning',
  'local_tax',
  'passport',
  'welfare',
  'health',
  'other',
]
const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'))

/** Values per cell, in proportions that satisfy the edition's constraints for contacts. */
export const MEASURES = [
  ['contacts_offered', 100],
  ['contacts_handled', 90],
  ['inquiries_recorded', 95],
  ['contacts_resolved_first', 50],
  ['contacts_repeat_7d', 5],
  ['contacts_transferred_agency', 20],
] as const

/** 7,200 rows, or 720 where quick. */
export const nightOf = (day: string, isQuick: boolean): Night => ({
  day,
  hours: HOURS,
  channels: CHANNELS,
  topics: isQuick ? TOPICS.slice(0, 1) : TOPICS,
  revise: false,
})

type CellOf = { readonly hour: string; readonly channel: string; readonly topic: string; readonly place: number }

const cellsOf = ({ hours, channels, topics }: Night): readonly CellOf[] =>
  hours
    .flatMap(hour => channels.flatMap(channel => topics.map(topic => ({ hour, channel, topic }))))
    .map((cell, place) => ({ ...cell, place }))

const valueAt = (base: number, { place }: CellOf, night: Night): number => base + (place % 7) + (night.revise && place % 10 === 0 ? 1 : 0)

export const countRows = (night: Night): number => cellsOf(night).length * MEASURES.length

/** The night in columns, as the command sends it. */
export const toSeries = (night: Night) => {
  const cells = cellsOf(night)
  return MEASURES.map(([measure, base]) => ({
    measure,
    unit: measure === 'inquiries_recorded' ? 'inquiries' : 'contacts',
    periodType: 'day',
    periodStart: night.day,
    axes: ['hour', 'channel', 'topic'],
    items: [cells.map(cell => cell.hour), cells.map(cell => cell.channel), cells.map(cell => cell.topic)],
    values: cells.map(cell => valueAt(base, cell, night)),
  }))
}

/** The same night row by row. */
export const toRows = (night: Night) =>
  MEASURES.flatMap(([measure, base]) =>
    cellsOf(night).map(cell => ({
      measure,
      unit: measure === 'inquiries_recorded' ? 'inquiries' : 'contacts',
      periodStart: night.day,
      dimensions: [
        { dimension: 'hour', item: cell.hour },
        { dimension: 'channel', item: cell.channel },
        { dimension: 'topic', item: cell.topic },
      ],
      value: valueAt(base, cell, night),
    })),
  )
