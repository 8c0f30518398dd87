import type { EditionPack } from '../../statistics/edition-pack.js'
import type { SurfaceLexicon } from '../lexicon-row.js'
import { labelKey } from './clean-label.js'
import type { Concept } from './concept.js'

/** Slices of measures by what they are slices of. */
export type SliceTable = {
  /** Place of a measure -> item (`topic.passport`) -> place of the slice. */
  readonly ofMeasure: ReadonlyMap<number, ReadonlyMap<string, number>>
  /** Codelist -> place of the measure that its items are first of all counted in. */
  readonly homes: ReadonlyMap<string, number>
  /** Part of meaning -> the items that it may name: one word is an item of several codelists (상수도), and some events are items, too (챗봇). */
  readonly itemsOf: ReadonlyMap<string, readonly string[]>
}

/** Words of events that name a channel or a service line where they stand beside what is measured. */
const EVENT_ITEMS: Readonly<Record<string, readonly string[]>> = {
  VARS: ['channel.visible_ars'],
  VOICEBOT: ['channel.voicebot'],
  CHATBOT: ['channel.chatbot'],
  IVR: ['channel.ivr'],
  OB: ['channel.outbound'],
  SIGN: ['service_line.sign', 'channel.video_sign', 'language.kvk'],
  FOREIGN: ['service_line.foreign'],
  OUTREACH: ['service_line.safety_outreach'],
  LONELY: ['service_line.loneliness120'],
  CARE: ['service_line.care120', 'topic.senior_care'],
  QUOTA: ['training_audience.supervisors'],
  W10: ['wait_band.w000_010'],
  W60: ['wait_band.w030_060'],
  OVER300: ['wait_band.w300_up'],
}

const HOMES: Readonly<Record<string, string>> = {
  topic: 'inquiries_recorded',
  channel: 'contacts_handled',
  service_line: 'contacts_handled',
  language: 'foreign_language_contacts',
  transfer_target: 'contacts_transferred_agency',
  malicious_type: 'malicious_contacts',
  hazard_type: 'hazard_contacts',
  legal_action_type: 'legal_actions',
  employment_type: 'headcount_agents',
  training_audience: 'training_participants',
  wait_band: 'answered_by_wait_band',
}

/** Sum rows, and items that say nothing of their own. */
const NO_SLICE = /\.(?:all|unknown|uncoded)$/

const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'))

/** The word for an item, without what says only that somebody asks about it: 상수도상담 names 상수도. */
const wordFor = (label: string): string => {
  const key = labelKey(label.toLowerCase())
  const bare = key.replace(/(?:상담|민원|문의|창구|servicedesk|desk)$/, '')
  return bare.length >= 2 ? bare : key
}

const itemWords = ({ codelists }: EditionPack, { rows }: SurfaceLexicon): readonly (readonly [string, string])[] => [
  ...codelists.codelists.flatMap(list =>
    list.kind === 'dimension'
      ? list.items.flatMap(({ code, ko, en }) => [ko, en].map(label => [wordFor(label), `${list.code}.${code}`] as const))
      : [],
  ),
  ...rows.flatMap(({ kind, surface, tokens: [token], status }) =>
    kind === 'item' && status === 'active' && token !== undefined ? [[wordFor(surface), token] as const] : [],
  ),
]

const namesakes = (words: readonly (readonly [string, string])[]): ReadonlyMap<string, readonly string[]> => {
  const byWord = new Map<string, Set<string>>()
  for (const [word, item] of words) byWord.set(word, (byWord.get(word) ?? new Set()).add(item))
  const found = new Map<string, Set<string>>()
  for (const items of byWord.values()) for (const item of items) found.set(item, new Set([...(found.get(item) ?? [item]), ...items]))
  return new Map([...found].map(([item, others]) => [item, [...others]]))
}

const itemsIn = (pack: EditionPack, dimension: string): readonly string[] => {
  const list = pack.codelists.codelists.find(({ code }) => code === dimension)
  return dimension === 'hour' ? HOURS : (list?.items.map(({ code }) => code) ?? [])
}

/**
 * Every slice that the dimensions of a measure allow, so that a topic, a channel, an hour or a place beside a measure has its ref to offer. `concepts`
 * are those that have a place already; what comes back follows them. Such slices are proposed and never accepted.
 */
export const buildSliceTable = (
  pack: EditionPack,
  lexicon: SurfaceLexicon,
  concepts: readonly Concept[],
): { readonly table: SliceTable; readonly concepts: readonly Concept[] } => {
  const places = new Map(concepts.map(({ ref }, at) => [ref, at]))
  const more: Concept[] = []
  const ofMeasure = new Map<number, ReadonlyMap<string, number>>()
  for (const { code, dimensions } of pack.measures.measures) {
    const at = places.get(`measure:${code}`)
    const base = at === undefined ? undefined : concepts[at]
    if (at === undefined || base === undefined) continue
    const slices = dimensions.flatMap(dimension =>
      itemsIn(pack, dimension).map((item): readonly [string, number] => {
        const ref = `${base.ref}@${dimension}=${item}`
        const known = places.get(ref)
        if (known !== undefined) return [`${dimension}.${item}`, known]
        return [`${dimension}.${item}`, concepts.length + more.push(made(base, ref)) - 1]
      }),
    )
    ofMeasure.set(at, new Map(slices.filter(([item]) => !NO_SLICE.test(item))))
  }
  const homes = Object.entries(HOMES).flatMap(([list, code]): readonly (readonly [string, number])[] => {
    const at = places.get(`measure:${code}`)
    return at === undefined ? [] : [[list, at]]
  })
  const itemsOf = new Map([...namesakes(itemWords(pack, lexicon)), ...Object.entries(EVENT_ITEMS)])
  return { table: { ofMeasure, homes: new Map(homes), itemsOf }, concepts: more }
}

const made = (base: Concept, ref: string): Concept => ({
  ref,
  family: base.family,
  nameKo: base.nameKo,
  nameEn: base.nameEn,
  unit: base.unit,
  dimension: base.dimension,
  isNamed: false,
  isSlice: true,
  isInteger: base.isInteger,
  isHubMade: base.isHubMade,
  isDaily: base.isDaily,
  isDated: false,
  region: null,
  isBounded: base.isBounded,
  words: base.words,
  text: base.text,
})
