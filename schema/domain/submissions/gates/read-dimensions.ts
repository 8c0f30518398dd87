import { nameList } from '../../name-list.js'
import type { Day, Period } from '../../period.js'
import { periodEnd } from '../../period.js'
import { cellKey, UNREAD_ITEM } from '../../statistics/cell.js'
import type { Codelist, CodelistItem } from '../../statistics/codelist.js'
import type { Edition } from '../../statistics/edition.js'
import { matchDimensionName } from '../../terms/match-term.js'
import type { WordChoice } from '../../terms/center-words.js'
import type { SourceWord, StandingMapping } from '../../terms/mapping.js'
import { normalizeLabel } from '../../terms/normalize-label.js'
import type { Fault } from '../fault.js'
import type { CenterNames } from '../judge-context.js'
import { echoOf, textOf } from '../read-cell.js'
import type { Cell } from '../submission.js'
import { checkCenter } from './check-center.js'
import { readItem, type ItemReading } from './read-item.js'
import { mappedNote } from './word-faults.js'
import type { WordUse } from './word-use.js'

/** A dimension with its item as submitted; `field` is where findings point. */
export type DimensionPair = { readonly dimension: Cell; readonly item: Cell; readonly field: Fault['field'] }

/** Dimensions of a row, settled: canonical cell text, null where an item could not be read. */
export type CellReading = {
  /** Dimensions of the cell, the ones that are totals left out. */
  readonly names: readonly string[]
  readonly cell: string | null
  /** The same with UNREAD_ITEM where an item could not be read; null where all could be, or a dimension could not. */
  readonly waitingCell: string | null
  readonly faults: readonly Fault[]
  readonly notes: readonly Fault[]
  readonly isProvisional: boolean
  /** Whether an item is only close to what its word was decided to mean, or broader or narrower: another definition (S5). */
  readonly isOtherDefinition: boolean
  /** Items that serve only part of the time. */
  readonly dated: readonly { readonly item: CodelistItem; readonly field: Fault['field'] }[]
  /** Items that a decision settles, or that wait for one. */
  readonly words: readonly WordUse[]
}

export type DimensionContext = {
  readonly edition: Edition
  readonly center: CenterNames | null
  readonly region: string | null
  /** Dimensions that a row of the subject may carry; null where the subject is not settled. */
  readonly allowed: ReadonlySet<string> | null
  readonly subjectCode: string | null
  /** What was decided about an item's word for the day of the row. */
  readonly choose: (word: SourceWord) => WordChoice | null
  readonly use: (word: SourceWord, mapping: StandingMapping | null, isWaiting: boolean) => WordUse
}

const CENTER_NAMES: ReadonlySet<string> = new Set(['center', 'centre', '센터'])

type Gathering = {
  readonly items: Map<string, string>
  readonly faults: Fault[]
  readonly notes: Fault[]
  readonly dated: { readonly item: CodelistItem; readonly field: Fault['field'] }[]
  readonly words: WordUse[]
  /** Dimensions whose item could not be read. */
  readonly unread: Set<string>
  isReadable: boolean
  isTableKnown: boolean
  isProvisional: boolean
  isOtherDefinition: boolean
}

const unreadableName = (cell: Cell, field: Fault['field']): Fault => ({
  level: 'rejected',
  code: 'ROW_UNREADABLE',
  field,
  ko: '구분 이름은 글자로 적어야 합니다.',
  en: 'The name of a dimension is given as text.',
  expected: 'text',
  got: echoOf(cell),
})

const unknownName = (got: string, edition: Edition, field: Fault['field']): Fault => {
  const known = nameList(edition.codelists.keys())
  return {
    level: 'held',
    code: 'DIMENSION_UNKNOWN',
    field,
    ko: `구분 "${got}"은(는) 표준에 없습니다. 있는 구분: ${known}.`,
    en: `The standard has no dimension "${got}"; it has ${known}.`,
    expected: known,
    got,
  }
}

const notAllowed = (name: string, { allowed, subjectCode }: DimensionContext, field: Fault['field']): Fault => {
  const names = [...(allowed ?? [])].join(', ')
  return {
    level: 'held',
    code: 'DIMENSION_NOT_ALLOWED',
    field,
    ko: `${subjectCode ?? ''}에는 ${name} 구분을 쓸 수 없습니다. 쓸 수 있는 구분: ${names === '' ? '없음' : names}`,
    en: `${subjectCode ?? ''} takes no dimension ${name}; accepted: ${names === '' ? 'none' : names}.`,
    expected: names === '' ? 'no dimension' : names,
    got: name,
  }
}

const repeated = (name: string, items: readonly string[], field: Fault['field']): Fault => ({
  level: 'rejected',
  code: 'DIMENSION_REPEATED',
  field,
  ko: `구분 ${name}이(가) 한 행에 서로 다른 항목으로 두 번 나옵니다(${items.join(', ')}).`,
  en: `The dimension ${name} is named twice in one row with different items (${items.join(', ')}).`,
  expected: 'one item',
  got: items.join(', '),
})

const provisionalItem = (text: string, item: CodelistItem, field: Fault['field']): Fault => ({
  level: 'info',
  code: 'LABEL_PROVISIONAL',
  field,
  ko: `"${text}"을(를) 유의어로 보아 ${item.nameKo}(${item.code})(으)로 읽었습니다. 센터가 확인할 때까지 잠정입니다.`,
  en: `"${text}" was read as ${item.code} by a synonym; provisional until the center confirms it.`,
  expected: item.code,
  got: text,
})

/** Reads the item of a dimension column as a word of the center where it is one; what a label implies is a code already. */
const readWord = (pair: DimensionPair, codelist: Codelist, context: DimensionContext, into: Gathering): ItemReading => {
  const { edition, region } = context
  const label = pair.field[0] === 'dimensions' ? textOf(pair.item) : null
  if (label === null) return readItem(pair.item, { codelist, edition, region, choice: null })
  const word: SourceWord = { kind: 'codelist', field: codelist.code, label: typeof pair.item === 'string' ? pair.item : label, unit: '' }
  const choice = context.choose(word)
  const reading = readItem(pair.item, { codelist, edition, region, choice })
  const decided = choice?.decided ?? null
  if (decided !== null || reading.isWord) into.words.push(context.use(word, decided, reading.code === null))
  if (decided === null || reading.item === null) return reading
  into.notes.push({ ...mappedNote(echoOf(pair.item), reading.item.code, decided), field: [...pair.field, 'item'] })
  if (!decided.isReviewed) into.isProvisional = true
  if (decided.predicate !== 'exact') into.isOtherDefinition = true
  return { ...reading, isProvisional: false }
}

const gatherItem = (pair: DimensionPair, name: string, context: DimensionContext, into: Gathering): void => {
  const codelist = context.edition.codelists.get(name)
  if (codelist === undefined) throw new Error(`The dimension ${name} has no codelist in edition ${context.edition.code}.`)
  const reading = readWord(pair, codelist, context, into)
  const field = pair.field[0] === 'dimensions' ? [...pair.field, 'item'] : pair.field
  if (reading.fault !== null) (reading.fault.level === 'info' ? into.notes : into.faults).push({ ...reading.fault, field })
  if (reading.code === null) {
    into.isReadable = false
    into.unread.add(name)
    return
  }
  const before = into.items.get(name)
  if (before !== undefined && before !== reading.code) {
    into.isReadable = false
    into.faults.push(repeated(name, [before === '' ? 'all' : before, reading.code === '' ? 'all' : reading.code], field))
  }
  into.items.set(name, reading.code)
  if (reading.item === null) return
  if (reading.isProvisional) {
    into.isProvisional = true
    into.notes.push(provisionalItem(echoOf(pair.item), reading.item, field))
  }
  if (reading.item.validFrom !== null || reading.item.validTo !== null) into.dated.push({ item: reading.item, field })
}

const gatherPair = (pair: DimensionPair, context: DimensionContext, into: Gathering): void => {
  const nameField = pair.field[0] === 'dimensions' ? [...pair.field, 'dimension'] : pair.field
  const text = typeof pair.dimension === 'string' ? pair.dimension.trim() : ''
  if (text === '') {
    into.isReadable = into.isTableKnown = false
    into.faults.push(unreadableName(pair.dimension, nameField))
    return
  }
  if (CENTER_NAMES.has(normalizeLabel(text))) {
    const foreign = checkCenter(pair.item, context.center, [...pair.field, 'item'])
    if (foreign !== null) into.faults.push(foreign)
    return
  }
  const name = context.edition.codelists.has(text) ? text : matchDimensionName(context.edition.lexicon, text)
  if (name === null) {
    into.isReadable = into.isTableKnown = false
    into.faults.push(unknownName(echoOf(text), context.edition, nameField))
    return
  }
  const countBefore = into.items.get(name)
  gatherItem(pair, name, context, into)
  const isTotal = (into.items.get(name) ?? countBefore) === ''
  if (!isTotal && context.allowed !== null && !context.allowed.has(name)) into.faults.push(notAllowed(name, context, nameField))
}

/** An instrument's item belongs to that instrument, which the row must name (codelists.yaml, instrument_item). */
const checkInstrument = (into: Gathering, edition: Edition): void => {
  const code = into.items.get('instrument_item')
  const instrument = code === undefined ? null : (edition.codelists.get('instrument_item')?.items.get(code)?.instrument ?? null)
  if (code === undefined || instrument === null || into.items.get('instrument') === instrument) return
  const got = into.items.get('instrument') ?? null
  into.faults.push({
    level: 'held',
    code: 'CODE_UNKNOWN',
    field: ['dimensions'],
    ko: `문항 ${code}은(는) 조사도구 ${instrument}의 것입니다. 행에 instrument=${instrument}을(를) 함께 적으십시오.`,
    en: `The item ${code} belongs to the instrument ${instrument}; the row must name instrument=${instrument}.`,
    expected: `instrument=${instrument}`,
    got: got === null ? null : `instrument=${got}`,
  })
}

/** Reads the dimensions of a row into its canonical cell, with every finding about names and items (S2). */
export const readDimensions = (pairs: readonly DimensionPair[], context: DimensionContext): CellReading => {
  const into: Gathering = {
    items: new Map(),
    faults: [],
    notes: [],
    dated: [],
    words: [],
    unread: new Set(),
    isReadable: true,
    isTableKnown: true,
    isProvisional: false,
    isOtherDefinition: false,
  }
  for (const pair of pairs) gatherPair(pair, context, into)
  checkInstrument(into, context.edition)
  const items: Record<string, string> = {}
  for (const [name, code] of into.items) if (code !== '') items[name] = code
  const { faults, notes, dated, words, unread, isProvisional, isOtherDefinition } = into
  const waiting = into.isTableKnown && unread.size > 0 ? Object.fromEntries([...unread].map(name => [name, UNREAD_ITEM])) : null
  return {
    names: Object.keys(items),
    cell: into.isReadable ? cellKey(items) : null,
    waitingCell: waiting === null ? null : cellKey({ ...items, ...waiting }),
    faults,
    notes,
    dated,
    words,
    isProvisional,
    isOtherDefinition,
  }
}

/** CODE_UNKNOWN for items that serve no day of the period (codelist validity). */
export const checkValidity = (dated: CellReading['dated'], period: Period): readonly Fault[] =>
  dated.flatMap(({ item, field }) => {
    const last: Day = periodEnd(period)
    if ((item.validFrom === null || item.validFrom <= last) && (item.validTo === null || item.validTo >= period.start)) return []
    const span = `${item.validFrom ?? '…'} ~ ${item.validTo ?? '…'}`
    return [
      {
        level: 'held',
        code: 'CODE_UNKNOWN',
        field,
        ko: `항목 ${item.nameKo}(${item.code})은(는) ${span}에만 쓰입니다. 받은 기간은 ${period.start}부터입니다.`,
        en: `The item ${item.code} serves ${span} only; the period starts on ${period.start}.`,
        expected: span,
        got: period.start,
      },
    ]
  })
