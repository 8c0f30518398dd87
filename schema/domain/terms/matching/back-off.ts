import type { Matcher } from '../matcher.js'
import type { Likeness } from './find-candidates.js'
import { tokensKey } from './label-index.js'
import type { Reading } from './read-label.js'
import type { WordKind } from './word-kind.js'

const NOTHING = { isExact: false, isEqual: false, isOwn: false, sameObject: false, letters: 0, missing: [], extra: [] }
const offer = (concepts: readonly number[], overlap: number): readonly Likeness[] =>
  concepts.map(concept => ({ concept, overlap, ...NOTHING }))

/** What is offered where the label names nothing of the list: its rest. */
const REST = 0.34
/** Things that a vague word is said of. */
const VAGUE = 0.55
/** Clipped words: 평통 is cut from 평균통화시간. */
const CLIPPED = 0.6
const LONGEST_CLIP = 4

/** Signs that stand in statistical tables for a number that is not there. */
const SIGNS: Readonly<Record<string, readonly string[]>> = {
  '-': ['not_applicable', 'missing', 'zero_confirmed'],
  '–': ['not_applicable', 'missing', 'zero_confirmed'],
  '—': ['not_applicable', 'missing', 'zero_confirmed'],
  '…': ['missing', 'not_collected', 'not_applicable'],
  '...': ['missing', 'not_collected', 'not_applicable'],
  '.': ['missing', 'not_applicable', 'not_collected'],
  'n/a': ['not_applicable', 'missing', 'not_collected'],
  na: ['not_applicable', 'missing', 'not_collected'],
  x: ['suppressed', 'missing', 'not_applicable'],
  '*': ['suppressed', 'revised', 'provisional'],
  p: ['provisional'],
  e: ['estimated'],
  r: ['revised'],
}

const placesOf = ({ places }: Matcher, refs: readonly string[]): readonly number[] => refs.flatMap(ref => places.get(ref) ?? [])

const ofList = (matcher: Matcher, list: string, label: string): readonly Likeness[] => {
  const sign = list === 'obs_status' ? (SIGNS[label.normalize('NFKC').trim().toLowerCase()] ?? []) : []
  return [
    ...offer(
      placesOf(
        matcher,
        sign.map(code => `codelist:${list}.${code}`),
      ),
      VAGUE,
    ),
    ...offer(placesOf(matcher, [`codelist:${list}.other`]), REST),
  ]
}

/** Where a label says only that calls are counted: what the edition lists for words that say no more. */
const ofVague = ({ ambiguousByTokens, places }: Matcher, reading: Reading): readonly Likeness[] => {
  if (reading.tokens.length > 0 || !(reading.countsCalls || reading.countsThings)) return []
  const alike = (ambiguousByTokens.get(tokensKey([])) ?? []).filter(one => one.reading?.countsCalls === true)
  return offer(
    alike.flatMap(({ refs }) => refs.flatMap(ref => places.get(ref) ?? [])),
    VAGUE,
  )
}

const ofClipped = ({ clipped }: Matcher, { keys }: Reading): readonly Likeness[] => {
  const key = keys.at(-1) ?? ''
  const meant = key.length <= LONGEST_CLIP ? clipped.get(key) : undefined
  return meant === undefined ? [] : offer(meant, CLIPPED)
}

/** Candidates for a label that no standard says: what there is to choose from where its words lead nowhere. They are never accepted. */
export const backOff = (matcher: Matcher, reading: Reading, { kind, label }: { readonly kind: WordKind; readonly label: string }) =>
  kind.kind === 'item'
    ? ofList(matcher, kind.list, label)
    : [...ofVague(matcher, reading), ...(reading.residual.length > 0 ? ofClipped(matcher, reading) : [])]
