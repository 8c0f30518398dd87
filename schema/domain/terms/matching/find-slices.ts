import { byMeaning, complete, type Likeness } from './find-candidates.js'
import type { LabelIndex } from './label-index.js'
import type { Reading } from './read-label.js'
import type { SliceTable } from './slice-table.js'

/** A part of a label that may name an item, and the label without it. */
export type SlicedReading = { readonly items: readonly string[]; readonly rest: Reading }

/** Measures that are looked at for each part. */
const LOOKED_AT = 4
/** With less in common the rest of the label names no measure. */
const NAMED = 0.35

/** The label without each of its parts that may name an item. `placesOf` gives the districts that letters nobody knows may be. */
export const sliceReading = (
  reading: Reading,
  { itemsOf }: SliceTable,
  placesOf: (piece: string) => readonly string[],
): readonly SlicedReading[] => [
  ...reading.tokens.flatMap(token => {
    const items = itemsOf.get(token) ?? (token.includes('.') ? [token] : [])
    const tokens = reading.tokens.filter(other => other !== token && other !== 'TOTALROW')
    return items.length === 0 ? [] : [{ items, rest: { ...reading, tokens } }]
  }),
  ...reading.residual.flatMap(piece => {
    const items = placesOf(piece)
    return items.length === 0 ? [] : [{ items, rest: { ...reading, residual: reading.residual.filter(other => other !== piece) } }]
  }),
]

/** An item by itself is counted where its codelist is at home: 위탁 상담사 수 are agents, 장난전화 건수 malicious contacts. */
const homeSlices = (items: readonly string[], { ofMeasure, homes }: SliceTable): readonly Likeness[] =>
  items.flatMap(item => {
    const home = homes.get(item.split('.')[0] ?? '')
    const concept = home === undefined ? undefined : ofMeasure.get(home)?.get(item)
    return concept === undefined ? [] : [{ concept, ...AT_HOME }]
  })

const AT_HOME = { isExact: false, isEqual: false, isOwn: false, sameObject: true, overlap: 0.7, letters: 0, missing: [], extra: [] }

/** Slices of the measures that the rest of the label names. */
export const findSlices = (sliced: readonly SlicedReading[], index: LabelIndex, table: SliceTable): readonly Likeness[] =>
  sliced.flatMap(({ items, rest }) => {
    if (rest.tokens.length === 0 || items[0]?.startsWith('wait_band.') === true) return homeSlices(items, table)
    const weigh = ({ isEqual, overlap }: { readonly isEqual: boolean; readonly overlap: number }): number => (isEqual ? 1 : 0) + overlap
    return [...byMeaning(rest, index).values()]
      .filter(({ concept, overlap }) => overlap >= NAMED && table.ofMeasure.has(concept))
      .toSorted((a, b) => weigh(b) - weigh(a))
      .slice(0, LOOKED_AT)
      .flatMap(rough =>
        items.flatMap(item => {
          const concept = table.ofMeasure.get(rough.concept)?.get(item)
          return concept === undefined ? [] : [complete({ ...rough, concept }, rest, { index, known: NOTHING_KNOWN })]
        }),
      )
  })

const NOTHING_KNOWN = { exact: [], listed: [], admits: () => true, isList: true }
