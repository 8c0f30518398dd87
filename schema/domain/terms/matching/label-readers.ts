import { buildUnitLabels } from '../../statistics/build-units.js'
import type { EditionPack } from '../../statistics/edition-pack.js'
import type { SurfaceLexicon } from '../lexicon-row.js'
import { cleanLabel } from './clean-label.js'
import type { LabelledConcept } from './collect-concepts.js'
import { isItem } from './concept.js'
import { foldSound } from './hangul-keys.js'
import type { LabelReader } from './read-label.js'
import { buildSurfaceIndex, toSurface, type Surface } from './surface-index.js'

/** One reader for what is measured, and one for the items of each codelist: 배수 is a ratio in one and drainage in the other. */
export type LabelReaders = { readonly subjects: LabelReader; readonly itemsOf: (list: string) => LabelReader }

/** Stands for every codelist, where a center does not say which is meant. */
export const ANY_LIST = '*'

/** The text of a surface as labels are read: a lexicon writes as people do. */
const surfaceText = (written: string): string => {
  const main = cleanLabel(written)?.main ?? written
  return main === '' ? written : main.replace(/(?<=[가-힣]) (?=[가-힣])/g, '')
}

const tokenOf = ({ ref }: LabelledConcept): string => ref.slice('codelist:'.length)

/**
 * Labels of items are surfaces of their own; a part of a label that joins several (도로·시설물) names a part of the item. `isAlone`: the column is
 * known to hold items of this codelist only, so that a part leads nowhere else.
 */
const itemSurfaces = (concept: LabelledConcept, isAlone = false): readonly Surface[] => {
  const [code = '', ...labels] = concept.labels
  const parts = labels.flatMap(label => (/[·/]/.test(label) ? label.split(/[·/]/) : []))
  const toItem =
    (isSure: boolean, isPart: boolean) =>
    (text: string): Surface => ({ text: surfaceText(text), tokens: [tokenOf(concept)], kind: 'item', isSure, isPart })
  const own = code === tokenOf(concept).slice(concept.family.length + 1) ? labels : concept.labels
  return [...own.map(toItem(true, false)), ...parts.filter(part => part.trim().length >= 2).map(toItem(isAlone, true))]
}

/** A text that names two items names neither for sure, nor does a part that says something elsewhere (`said`). */
const withoutShared = (surfaces: readonly Surface[], said: ReadonlySet<string>): readonly Surface[] => {
  const tokens = new Map<string, Set<string>>()
  for (const surface of surfaces) tokens.set(surface.text, (tokens.get(surface.text) ?? new Set()).add(surface.tokens.join()))
  return surfaces.map(surface =>
    (tokens.get(surface.text)?.size ?? 0) > 1 || (surface.isPart === true && said.has(surface.text))
      ? { ...surface, isSure: false }
      : surface,
  )
}

/** Items that a measure can be cut by, whose words are therefore met in labels of measures. */
const cutDimensions = ({ measures }: EditionPack): ReadonlySet<string> =>
  new Set(
    measures.measures
      .flatMap(({ dimensions }) => dimensions)
      .filter(code => !['hour', 'district', 'instrument_item', 'wait_band'].includes(code)),
  )

const isPlain = ({ text }: Surface): boolean => text.length >= 2 && !/^\d+$/.test(text)

/** Words of measures that in a column of items are items by themselves. */
const ITEM_OF: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  channel: { VARS: 'visible_ars', VOICEBOT: 'voicebot', CHATBOT: 'chatbot', IVR: 'ivr', OB: 'outbound', SIGN: 'video_sign' },
  service_line: { OUTREACH: 'safety_outreach', LONELY: 'loneliness120' },
  training_audience: { AGENT: 'agents' },
  language: { SIGN: 'kvk' },
}

/** The way back: where a measure is named, the channel is what happens in it (보이는 ARS). */
const EVENT_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(ITEM_OF['channel'] ?? {}).map(([event, code]) => [`channel.${code}`, event] as const),
)

const asEvent = (surface: Surface): Surface => {
  const event = surface.tokens.length === 1 ? EVENT_OF.get(surface.tokens[0] ?? '') : undefined
  return event === undefined ? surface : { ...surface, kind: 'event', tokens: [event] }
}

const asItems = (general: readonly Surface[], list: string): readonly Surface[] =>
  general.flatMap(surface => {
    const code = surface.tokens.length === 1 ? ITEM_OF[list]?.[surface.tokens[0] ?? ''] : undefined
    return code === undefined ? [] : [{ ...surface, kind: 'item' as const, tokens: [`${list}.${code}`] }]
  })

/** In a column of items these say only that somebody asks about the item (여권 발급 문의, 태풍 피해 신고). */
const SAYS_NOTHING: readonly Surface[] = [
  '안내', '신고', '문의', '발급', '신청', '접수', '이용', '관련', '피해', '창구', '제기', '유발', '발생', '업무', '서비스', '민원창구', '등록안내',
  'line', 'desk', 'help', 'information', 'issue', 'issuance', 'enquiries', 'inquiries', 'report', 'reports', 'service', 'services',
].map(text => ({ text, tokens: [], kind: 'neutral', isSure: true })) // prettier-ignore

/** The same in the column of one list. */
const SAYS_NOTHING_IN: Readonly<Record<string, readonly string[]>> = {
  malicious_type: ['발언', '행위', '언행', '언동'],
  employment_type: ['소속', '인력', '업체', '직원'],
}

/** The center's number stands in the names of several lines, so that beside a word for one of them it may make another (안심콜 120). */
const NAMES_A_LINE: readonly Surface[] = [{ text: '120', tokens: ['LINE120'], kind: 'modifier', isSure: false }]

export const buildLabelReaders = (pack: EditionPack, lexicon: SurfaceLexicon, concepts: readonly LabelledConcept[]): LabelReaders => {
  const unitLabels = buildUnitLabels(pack)
  const rows = lexicon.rows.filter(({ status, kind }) => status !== 'withdrawn' && kind !== 'signature')
  const general = rows.filter(({ kind }) => kind !== 'item').map(row => toSurface(row, surfaceText(row.surface)))
  const itemRows = rows.filter(({ kind }) => kind === 'item').map(row => toSurface(row, surfaceText(row.surface)))
  const said = new Set(general.flatMap(({ text, tokens }) => (tokens.length > 0 ? [text] : [])))
  const items = concepts.filter(isItem)
  const cut = cutDimensions(pack)
  const isMeasured = ({ text, tokens }: Surface): boolean =>
    !/\.(?:all|other|unknown|uncoded)$/.test(tokens[0] ?? '') &&
    !/(?:상담|민원|문의)$/.test(text) &&
    tokens[0]?.startsWith('service_line.') !== true
  const common = items
    .filter(({ family }) => cut.has(family))
    .flatMap(concept => itemSurfaces(concept))
    .filter(surface => isPlain(surface) && isMeasured(surface))
  // Long enough not to be part of other words, and so that no other word is found in them (해운대구).
  const places = items
    .filter(({ family }) => family === 'district')
    .flatMap(concept => itemSurfaces(concept))
    .filter(({ text }) => /^[가-힣]{3,}$/.test(text))
  const reader = (surfaces: readonly Surface[], mendsSlips = false): LabelReader => ({
    mendsSlips,
    surfaces: buildSurfaceIndex(
      surfaces.filter(({ text }) => text !== ''),
      foldSound,
    ),
    unitLabels,
  })
  const readers = new Map<string, LabelReader>()
  const itemsOf = (list: string): LabelReader => {
    const known = readers.get(list)
    if (known !== undefined) return known
    const own = itemRows.filter(({ tokens }) => list === ANY_LIST || tokens[0]?.startsWith(`${list}.`) === true)
    const labels = items
      .filter(({ family }) => list === ANY_LIST || family === list)
      .flatMap(concept => itemSurfaces(concept, list !== ANY_LIST))
    const made = reader([
      ...(list === ANY_LIST ? [] : SAYS_NOTHING),
      ...(list === 'service_line' ? NAMES_A_LINE : []),
      ...own,
      ...withoutShared(labels, said),
      ...(SAYS_NOTHING_IN[list] ?? []).map(text => ({ text, tokens: [], kind: 'neutral' as const, isSure: true })),
      ...asItems(general, list),
      ...general,
    ])
    readers.set(list, made)
    return made
  }
  return { subjects: reader([...general, ...[...itemRows.filter(isMeasured), ...common, ...places].map(asEvent)], true), itemsOf }
}
