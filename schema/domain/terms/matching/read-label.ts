import type { UnitLabel } from '../../statistics/unit.js'
import { normalizeLabel } from '../normalize-label.js'
import { cleanLabel, labelKey, type CleanLabel } from './clean-label.js'
import { foldSound, typeAsHangul, typeAsLatin } from './hangul-keys.js'
import { mendSlips } from './mend-slip.js'
import { rewriteTokens } from './rewrite-tokens.js'
import { segmentLabel, type Segments } from './segment-label.js'
import type { Surface, SurfaceIndex } from './surface-index.js'
import { takeParameters } from './take-parameters.js'
import { tellingPieces, type Said } from './explain-label.js'
import { englishWords } from './vendor-words.js'

/** A label as understood. */
export type Reading = {
  /** Forms under which the whole label may stand in the edition. */
  readonly keys: readonly string[]
  /** Parts of meaning that set a label apart, in order of the alphabet; what is counted is told apart below. */
  readonly tokens: readonly string[]
  /** Parts that may be there or not (ACD, total, customer). */
  readonly soft: readonly string[]
  readonly countsCalls: boolean
  readonly countsThings: boolean
  readonly countsPersons: boolean
  /** Letters that nobody knows; empty where all of the label is understood. */
  readonly residual: readonly string[]
  /** False where a piece is known in several senses, or only by its sound. */
  readonly isSure: boolean
  readonly isTotalRow: boolean
  /** English words of the label that say what is measured; those for totals, counts and calls are left out. */
  readonly words: readonly string[]
  /** Pieces that say which figure it is; what stands in every label, such as counts and means, is left out. */
  readonly said: readonly Said[]
  readonly unit: string | null
  readonly keyboard: 'hangul' | 'latin' | null
  /** One key of it was taken for another: it reads as it was meant. */
  readonly isMended: boolean
  /** A piece of it is known by its sound only (써비스래벨): it reads as it is heard. */
  readonly isHeard: boolean
  /** Signs stand in it that nobody sees and no keyboard writes: turned direction, controls, halves of letters. */
  readonly hidesSigns: boolean
}

export type LabelReader = {
  readonly surfaces: SurfaceIndex
  readonly unitLabels: ReadonlyMap<string, UnitLabel>
  /** Slips of a finger are mended where figures are named; names of items are too many and too near to each other for that. */
  readonly mendsSlips: boolean
}

/** Words that name a unit and also a thing; in parentheses they say which thing. */
const NO_UNITS = new Set([
  '응답',
  '응답수',
  '평가',
  '세션',
  'response',
  'responses',
  'session',
  'sessions',
  'evaluation',
  'evaluations',
  '콜',
  '호',
])

/** A notation of clocks loses its colons where a label is cleaned. */
const CLOCK_NOTATION = /^(?:h{1,2} )?m{1,2} s{1,2}$/

const unitPart = (part: string, { unitLabels }: LabelReader): string | null => {
  const written = CLOCK_NOTATION.test(part) ? part.replaceAll(' ', ':') : part
  const word = normalizeLabel(written.replace(/^단위\s*|\s*단위$/g, '').replace(/^unit\s*/, ''))
  return unitLabels.has(word) && !NO_UNITS.has(word)
    ? word
    : /^(?:‰|퍼밀|permille|비율0~1|0~1|m:s|m:ss|h:mm:ss|분초)$/.test(word)
      ? word
      : null
}

/** A blank between Hangul means nothing: 총 인입 콜 수 is 총인입콜수. */
const joinHangul = (text: string): string => text.replace(/(?<=[가-힣]) (?=[가-힣])/g, '')

type Sorted = Omit<Reading, 'keys' | 'unit' | 'keyboard' | 'residual' | 'isMended' | 'isHeard' | 'hidesSigns'>

const sortPieces = (pieces: readonly Surface[], parameters: readonly string[]): Sorted => {
  const of = (...kinds: readonly string[]) => pieces.filter(({ kind }) => kinds.includes(kind))
  const tokensOf = (found: readonly Surface[]) => found.flatMap(({ tokens }) => tokens)
  const content = pieces.filter(({ kind }) => !['neutral', 'soft', 'count', 'total'].includes(kind))
  // A subtotal of something is its own figure; a total row of nothing is told apart below.
  const totals = tokensOf(of('total'))
  const rewritten = rewriteTokens([...tokensOf(content), ...(content.length > 0 || parameters.length > 0 ? totals : []), ...parameters])
  const isTotalRow =
    pieces.length > 0 &&
    parameters.length === 0 &&
    pieces.every(
      ({ kind, tokens }) => kind === 'total' || kind === 'neutral' || kind === 'count' || tokens.every(token => TOTALS.has(token)),
    ) &&
    pieces.some(({ kind, tokens }) => kind === 'total' || tokens.some(token => TOTALS.has(token)))
  return {
    tokens: rewritten.filter(token => token !== 'CALL' && token !== 'PERSONS' && token !== 'TOT').toSorted(),
    soft: [...new Set([...tokensOf(of('soft')), ...rewritten.filter(token => token === 'TOT')])].toSorted(),
    countsCalls: rewritten.includes('CALL'),
    countsThings: of('count').length > 0 || pieces.some(({ text }) => /(?:건수|횟수)$/.test(text)),
    countsPersons: rewritten.includes('PERSONS'),
    isSure: pieces.every(({ isSure }) => isSure) || isAgreed(content),
    isTotalRow,
    words: englishWords(pieces),
    said: tellingPieces(pieces),
  }
}

/** Two words that each may mean an item, and both the same one, leave no doubt: 폭염 온열질환 is heat. */
const isAgreed = (content: readonly Surface[]): boolean => {
  const [first] = content
  return (
    first?.kind === 'item' && content.length > 1 && content.every(({ kind, tokens }) => kind === 'item' && tokens[0] === first.tokens[0])
  )
}

const TOTALS = new Set(['SUM', 'TOT', 'TOTALROW', 'CUM'])

/** Four syllables or more are heard as one word only; shorter ones sound like others (포기, 보기). */
const LONG_WORD = /^[가-힣]{4,}$/

/** Whole words of a label in the spelling of the word that they sound like: loanwords are written as they are heard (써비스래벨). */
const respell = (text: string, { surfaces }: LabelReader): string =>
  text
    .split(' ')
    .map(word => (LONG_WORD.test(word) ? soundsLike(word, surfaces) : word))
    .join(' ')

const soundsLike = (word: string, { bySound }: SurfaceIndex): string => {
  const heard = bySound.get(foldSound(word))
  return heard?.isSure === true ? heard.text : word
}

/** Pieces that nobody knows, held against known ones by their sound: 써비스래벨, 메세지. */
const hearResidual = (
  residual: readonly string[],
  { surfaces }: LabelReader,
): { readonly heard: readonly Surface[]; readonly left: readonly string[] } => {
  const heard: Surface[] = []
  const left: string[] = []
  for (const piece of residual) {
    const surface = piece.length >= 2 ? surfaces.bySound.get(foldSound(piece)) : undefined
    if (surface === undefined) left.push(piece)
    else heard.push({ ...surface, isSure: surface.isSure && LONG_WORD.test(piece) })
  }
  return { heard, left }
}

type Cut = Segments & { readonly isHeard: boolean }

const segmentText = (text: string, reader: LabelReader): Cut => {
  const asWritten = segmentLabel(reader.surfaces, joinHangul(text))
  const respelt = asWritten.residual.length === 0 ? text : respell(text, reader)
  return respelt === text ? { ...asWritten, isHeard: false } : { ...segmentLabel(reader.surfaces, joinHangul(respelt)), isHeard: true }
}

type Read = { readonly reading: Reading; /** Letters that no word covers in their spelling. */ readonly unknown: readonly string[] }

const readClean = (clean: CleanLabel, reader: LabelReader): Reading => readSpelt(clean, reader).reading

const readSpelt = (clean: CleanLabel, reader: LabelReader): Read => {
  const units = clean.parts.map(part => unitPart(part, reader))
  // A label has one unit: what else stands in parentheses says something, whatever else it may be the name of.
  const unitAt = units.findIndex(found => found !== null)
  const others = clean.parts.filter((_part, i) => i !== unitAt)
  const { text, tokens } = takeParameters([clean.main, ...others].join(' '))
  const { pieces, residual, isHeard } = segmentText(text, reader)
  const { heard, left } = hearResidual(residual, reader)
  const unit = units[unitAt] ?? null
  const withoutUnit = labelKey([clean.main, ...others].join(''))
  const reading: Reading = {
    ...sortPieces([...pieces, ...heard], tokens),
    keys: clean.key === withoutUnit ? [clean.key] : [clean.key, withoutUnit],
    residual: left,
    unit,
    keyboard: null,
    isMended: false,
    isHeard: isHeard || heard.length > 0,
    hidesSigns: clean.hidesSigns,
  }
  return { reading, unknown: residual }
}

const typed = (text: string): boolean => /^[a-zA-Z0-9\s()/%_-]+$/.test(text) && /[a-zA-Z]{3}/.test(text)
const isWhole = (text: string): boolean => /[가-힣]/.test(text) && !/[\u3131-\u318e]/.test(text)

/** With the Korean keyboard off, Latin letters stand for jamo; taken only where whole syllables and known words come out, and none went in. */
const readAsHangul = (raw: string, reader: LabelReader): Reading | null => {
  const plain = raw.normalize('NFKC').trim()
  if (!typed(plain)) return null
  const hangul = typeAsHangul(plain)
  const clean = isWhole(hangul) ? cleanLabel(hangul) : null
  if (clean === null) return null
  const reading = readClean(clean, reader)
  const isSomething = reading.tokens.length > 0 || reading.countsCalls
  return reading.residual.length === 0 && isSomething ? { ...reading, keyboard: 'hangul' } : null
}

/** With the Korean keyboard on, an abbreviation comes out as jamo or chance syllables: ㅁㅗㅅ, 못. */
const readAsLatin = (raw: string, reader: LabelReader): Reading | null => {
  const plain = raw.normalize('NFC').trim()
  if (!/^[가-힣\u3131-\u318e\s]{1,12}$/.test(plain)) return null
  const latin = typeAsLatin(plain)
  const clean = /^[a-z\s]{2,20}$/.test(latin) ? cleanLabel(latin) : null
  if (clean === null) return null
  const reading = readClean(clean, reader)
  // A few letters make some abbreviation out of nearly anything.
  const isShort = /[가-힣]/.test(plain) || latin.replace(/\s/g, '').length <= 3
  return reading.residual.length === 0 && reading.tokens.length > 0
    ? { ...reading, isSure: reading.isSure && !isShort, keyboard: 'latin' }
    : null
}

/** With one key struck wrong; taken only where all ways of mending it say the same in known words. */
const readMended = ({ main, parts }: CleanLabel, { reading, unknown }: Read, reader: LabelReader): Reading | null => {
  // Where nothing else is known there is no telling what was meant.
  if (!reader.mendsSlips || (reading.tokens.length === 0 && !reading.countsCalls)) return null
  const readings = mendSlips(joinHangul(main), unknown, reader.surfaces.bySlip()).flatMap(text => {
    const clean = cleanLabel([text, ...parts.map(part => `(${part})`)].join(' '))
    const mended = clean === null ? null : readClean(clean, reader)
    return mended === null || mended.residual.length > 0 || !mended.isSure ? [] : [mended]
  })
  const [first, ...others] = readings
  const isOne = others.every(other => other.tokens.join() === first?.tokens.join())
  return first !== undefined && isOne ? { ...first, isMended: true } : null
}

/** The label as understood, or null where there is nothing to read. A keyboard left in the wrong state counts only where the label says nothing as it stands. */
export const readLabel = (raw: string, reader: LabelReader): Reading | null => {
  const clean = cleanLabel(raw)
  if (clean === null) return null
  const read = readSpelt(clean, reader)
  const { reading, unknown } = read
  if (unknown.length === 0 || (reading.residual.length === 0 && reading.isSure)) return reading
  const typedOtherwise = reading.residual.length === 0 ? null : (readAsHangul(raw, reader) ?? readAsLatin(raw, reader))
  return typedOtherwise ?? readMended(clean, read, reader) ?? reading
}
