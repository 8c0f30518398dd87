import type { ValueRange } from '../lexicon-row.js'
import { isUsual } from '../matching/judge-values.js'
import type { Exchange, Identities, Identity, Nights } from './identity.js'
import { evaluateSpan, spanOf } from './span.js'

/** Two records that an identity cannot tell apart: what is read as `ref` and what is read as `place`. */
export type Pair = {
  readonly ref: string
  readonly own: Nights
  readonly place: string
  readonly other: Nights
  readonly word: string | null
}

/** What may tell them apart: what the council finds usual, what the center itself sent before, and its other records of the same nights. */
export type PairEvidence = {
  readonly identities: Identities
  readonly ranges: ReadonlyMap<string, ValueRange>
  readonly usual: ReadonlyMap<string, number>
  readonly recordOf: (ref: string) => Nights | null
}

/** One piece of evidence: what each reading comes to. */
type Weighed = {
  readonly reading: 'named' | 'exchanged' | null
  readonly textKo: string
  readonly textEn: string
}

const medianOf = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
const valuesOf = ({ values }: Nights): readonly number[] => [...values.values()].filter(value => value > 0)
const shown = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(1))
const preferred = (named: boolean, exchanged: boolean): Weighed['reading'] => (named === exchanged ? null : named ? 'named' : 'exchanged')

/** The median night of what a formula makes of the records; null where one of them is missing. */
const middleOf = (formula: Identity['right'], recordOf: PairEvidence['recordOf'], nights: readonly string[]): number | null => {
  const made = nights.flatMap(night => {
    const valueOf = (ref: string) => {
      const [record, value] = [recordOf(ref), recordOf(ref)?.values.get(night)]
      return record === null || value === undefined ? null : spanOf(value, record.slack)
    }
    const span = evaluateSpan(formula, valueOf, 0)
    return span === null ? [] : [(span.low + span.high) / 2]
  })
  return made.length === 0 ? null : medianOf(made)
}

/** Shares and means that the council knows the usual of: one reading may make of them what no center has. */
const byRange = ({ ref, own, place, other }: Pair, { identities, ranges, recordOf }: PairEvidence): readonly Weighed[] => {
  const nights = [...own.values.keys()].filter(night => other.values.has(night))
  const concerned = new Set([...(identities.get(ref) ?? []), ...(identities.get(place) ?? [])])
  return [...concerned].flatMap(({ left, right, to, textKo, textEn, refs }): readonly Weighed[] => {
    const range = left.kind === 'measure' && left.code.startsWith('indicator:') ? ranges.get(left.code) : undefined
    if (
      range === undefined ||
      to !== null ||
      !refs.every(one => one === ref || one === place || (left.kind === 'measure' && one === left.code) || recordOf(one) !== null)
    )
      return []
    const read = (first: Nights, second: Nights): number | null =>
      middleOf(right, one => (one === ref ? first : one === place ? second : recordOf(one)), nights)
    const [named, exchanged] = [read(own, other), read(other, own)]
    if (named === null || exchanged === null) return []
    const bounds = `${shown(range.low)}~${shown(range.high)}`
    return [
      {
        reading: preferred(isUsual(named, range), isUsual(exchanged, range)),
        textKo: `${textKo}: 이름대로 ${shown(named)}, 서로 바꾸면 ${shown(exchanged)} (있을 수 있는 값 ${bounds})`,
        textEn: `${textEn}: ${shown(named)} as named, ${shown(exchanged)} exchanged (conceivable ${bounds})`,
      },
    ]
  })
}

/** Half or twice as far from what the center sent before tells the readings apart. */
const CLEARLY = Math.log(2)

const byHistory = ({ ref, own, place, other }: Pair, { usual }: PairEvidence): readonly Weighed[] => {
  const [mine, its] = [medianOf(valuesOf(own)), medianOf(valuesOf(other))]
  const known = [ref, place].flatMap(one => {
    const before = usual.get(one)
    return before === undefined || !(before > 0) ? [] : [{ one, before }]
  })
  if (known.length === 0 || !(mine > 0) || !(its > 0)) return []
  const distance = (read: (one: string) => number): number =>
    known.reduce((sum, { one, before }) => sum + Math.abs(Math.log(read(one) / before)), 0)
  const [named, exchanged] = [distance(one => (one === ref ? mine : its)), distance(one => (one === ref ? its : mine))]
  const before = known.map(one => shown(one.before)).join(', ')
  return [
    {
      reading: Math.abs(named - exchanged) < CLEARLY ? null : named < exchanged ? 'named' : 'exchanged',
      textKo: `이 센터가 전에 보낸 값의 중앙값 ${before}; 이 말 ${shown(mine)}, 다른 말 ${shown(its)}`,
      textEn: `what the center sent before was ${before} in the median; this word is ${shown(mine)}, the other ${shown(its)}`,
    },
  ]
}

const SENTENCES = {
  exchanged: ['다른 말과 값이 서로 바뀐 것으로 보입니다', 'Its values seem to have changed places with those of another word'],
  undecided: [
    '다른 말과 값이 서로 바뀌었는지 증거로 가릴 수 없습니다',
    'Nothing tells whether its values have changed places with those of another word',
  ],
} as const

/**
 * Whether two words that satisfy an identity either way are read rightly. Null where everything that tells them apart speaks for their names; else
 * neither may be accepted without a person. Equal evidence both ways, or none, is undecided.
 */
export const weighExchange = (pair: Pair, evidence: PairEvidence): Exchange | null => {
  const weighed = [...byHistory(pair, evidence), ...byRange(pair, evidence)]
  const votes = new Set(weighed.flatMap(({ reading }) => reading ?? []))
  if (votes.size === 1 && votes.has('named')) return null
  const reading = votes.size === 1 ? 'exchanged' : 'undecided'
  const [ko, en] = SENTENCES[reading]
  const told = weighed.filter(one => reading === 'undecided' || one.reading === reading)
  return {
    ref: pair.place,
    word: pair.word,
    reading,
    textKo: [ko, ...told.map(({ textKo }) => textKo)].join('. ').concat('.'),
    textEn: [en, ...told.map(({ textEn }) => textEn)].join('. ').concat('.'),
  }
}
