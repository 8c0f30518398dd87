import { nameList } from '../../name-list.js'
import type { Codelist, CodelistItem } from '../../statistics/codelist.js'
import type { Edition } from '../../statistics/edition.js'
import { matchItem, type ItemMatch } from '../../terms/match-term.js'
import type { WordChoice } from '../../terms/center-words.js'
import type { StandingMapping } from '../../terms/mapping.js'
import { normalizeLabel } from '../../terms/normalize-label.js'
import { parseTarget } from '../../terms/parse-target.js'
import type { Fault } from '../fault.js'
import { echoOf, textOf } from '../read-cell.js'
import type { Cell } from '../submission.js'
import { rejectedWord, suspendedWord } from './word-faults.js'

/** An item cell: its code, '' for all items together, null where it could not be read; `item` is null for codes that the edition does not list. */
export type ItemReading = {
  readonly code: string | null
  readonly item: CodelistItem | null
  readonly isProvisional: boolean
  readonly fault: Fault | null
  /** True where the cell is a word that somebody could say the meaning of. */
  readonly isWord: boolean
}

/** What an item cell is read by: its codelist, the region of the center on the day of the row where that is known, and what was decided about the word. */
export type ItemContext = {
  readonly codelist: Codelist
  readonly edition: Edition
  readonly region: string | null
  readonly choice: WordChoice | null
}

const ALL: ItemReading = { code: '', item: null, isProvisional: false, fault: null, isWord: false }

/** Words for a row that is not broken down; the same as leaving the dimension out (S2). */
const ALL_WORDS: ReadonlySet<string> = new Set(['all', '전체'])

const HAS_LETTER = /\p{Letter}/u

const failed = (fault: Fault, code: string | null = null): ItemReading => ({ code, item: null, isProvisional: false, fault, isWord: false })

const waiting = (fault: Fault): ItemReading => ({ ...failed(fault), isWord: true })

const unreadable = (codelist: Codelist, cell: Cell): Fault => ({
  level: 'rejected',
  code: 'ROW_UNREADABLE',
  field: ['item'],
  ko: `${codelist.nameKo}(${codelist.code}) 항목이 비어 있거나 글자가 아닙니다. 합계 행이면 항목을 빼거나 전체로 적으십시오.`,
  en: `The item of ${codelist.code} is empty or no text; for a total leave the dimension out or write all.`,
  expected: `a code of ${codelist.code}, or all`,
  got: echoOf(cell),
})

const malformed = (codelist: Codelist, got: string): Fault => ({
  level: 'rejected',
  code: 'CODE_MALFORMED',
  field: ['item'],
  ko: `${codelist.nameKo}(${codelist.code}) 코드 "${got}"은(는) 정해진 형식(${codelist.pattern})에 맞지 않습니다.`,
  en: `"${got}" does not fit the pattern of ${codelist.code} codes, ${codelist.pattern}.`,
  expected: codelist.pattern,
  got,
})

const unknown = (codelist: Codelist, got: string): Fault => {
  const shown = codelist.items.size > 0 ? nameList(codelist.items.keys()) : codelist.pattern
  return {
    level: 'held',
    code: 'CODE_UNKNOWN',
    field: ['item'],
    ko: `${codelist.nameKo}(${codelist.code}) 코드목록에 "${got}"이(가) 없습니다. 있는 항목: ${shown ?? '없음'}.`,
    en: `The codelist ${codelist.code} has no item "${got}"; it has ${shown ?? 'none'}.`,
    expected: shown,
    got,
  }
}

const unlisted = (codelist: Codelist, got: string): Fault => ({
  level: 'info',
  code: 'CODE_UNLISTED',
  field: ['item'],
  ko: `${codelist.nameKo} 코드 ${got}은(는) 아직 목록에 없지만 형식과 관할이 맞아 받았습니다.`,
  en: `The ${codelist.code} code ${got} is not listed yet; it fits pattern and jurisdiction and is accepted.`,
  expected: null,
  got,
})

const foreignCode = (codelist: Codelist, got: string, region: string | null): Fault => ({
  level: 'held',
  code: 'CODE_UNKNOWN',
  field: ['item'],
  ko: `${codelist.nameKo} 코드 ${got}은(는) 목록에 없고 센터의 관할 코드(${region ?? '확인되지 않음'})로 시작하지도 않습니다.`,
  en: `The ${codelist.code} code ${got} is not listed and does not start with the center's jurisdiction (${region ?? 'not known'}).`,
  expected: region === null ? codelist.pattern : `${region}…`,
  got,
})

/** A code that fits the pattern and is not in the list. */
const readUnlisted = (text: string, { codelist, region }: ItemContext): ItemReading => {
  if (codelist.unlisted === null) {
    return codelist.items.size === 0
      ? { code: text, item: null, isProvisional: false, fault: null, isWord: false }
      : failed(unknown(codelist, text), text)
  }
  if (region !== null && text.startsWith(region)) return { ...failed(unlisted(codelist, text)), code: text }
  return failed(foreignCode(codelist, text, region), text)
}

/** A name or synonym. Several regions have a 중구: in a list of jurisdictions a name means that of the center's own region only. */
const readMatch = (match: ItemMatch, text: string, { codelist, region }: ItemContext): ItemReading | null => {
  const isLocal = (code: string) => codelist.unlisted === null || (region !== null && code.startsWith(region))
  const codes = match.kind === 'item' ? [match.item] : match.kind === 'ambiguous' ? match.items : []
  const [code, ...others] = codes.filter(isLocal)
  const item = code === undefined || others.length > 0 ? undefined : codelist.items.get(code)
  if (item !== undefined)
    return { code: item.code, item, isProvisional: match.kind === 'item' && match.isProvisional, fault: null, isWord: false }
  return codes.length === 0 ? null : waiting(unknown(codelist, echoOf(text)))
}

/** An item by the center's own decision about the word; null where there is none. WORD_REJECTED and WORD_SUSPENDED hold the row. */
const readDecided = (decided: StandingMapping | null, text: string, { codelist }: ItemContext): ItemReading | null => {
  if (decided === null) return null
  const { target, status, isReviewed } = decided
  if (status === 'suspended') return waiting(suspendedWord(echoOf(text), decided, false))
  if (target === null) return waiting(rejectedWord(echoOf(text), null))
  const named = parseTarget(target)
  const item = named?.kind === 'item' && named.codelist === codelist.code ? codelist.items.get(named.item) : undefined
  if (item === undefined) return waiting(suspendedWord(echoOf(text), decided, true))
  return { code: item.code, item, isProvisional: !isReviewed, fault: null, isWord: false }
}

/** The reading by the list, held where somebody decided that the word does not mean just that. */
const refuseNegated = (reading: ItemReading, text: string, { codelist, choice }: ItemContext): ItemReading => {
  const ref = `codelist:${codelist.code}.${reading.item?.code ?? ''}`
  const isRefused = reading.item !== null && (choice?.negated ?? []).some(({ target }) => target === ref)
  return isRefused ? waiting(rejectedWord(echoOf(text), ref)) : reading
}

/**
 * Reads an item by code, name or synonym (S2, S8). `all` and 전체 are no item at all.
 * CODE_MALFORMED rejects a code that breaks the list's pattern (hour 24); CODE_UNKNOWN holds a well-formed code or a word that the list does not have;
 * CODE_UNLISTED notes a code accepted by its jurisdiction. Fields of findings are relative to the dimension.
 */
export const readItem = (cell: Cell, context: ItemContext): ItemReading => {
  const text = textOf(cell)
  if (text === null || text === '') return failed(unreadable(context.codelist, cell))
  if (ALL_WORDS.has(normalizeLabel(text))) return ALL
  const decided = readDecided(context.choice?.decided ?? null, text, context)
  return decided ?? refuseNegated(readListed(text, context), text, context)
}

const readListed = (text: string, context: ItemContext): ItemReading => {
  const { codelist, edition } = context
  const byCode = codelist.items.get(text)
  if (byCode !== undefined) return { code: text, item: byCode, isProvisional: false, fault: null, isWord: false }
  if (codelist.pattern !== null && new RegExp(codelist.pattern).test(text)) return readUnlisted(text, context)
  const reading = readMatch(matchItem(edition.lexicon, codelist.code, text), text, context)
  if (reading !== null) return reading
  const isWord = HAS_LETTER.test(text) && codelist.items.size > 0
  if (codelist.pattern !== null && !isWord) return failed(malformed(codelist, echoOf(text)))
  return waiting(unknown(codelist, echoOf(text)))
}
