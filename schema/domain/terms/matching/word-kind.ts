import { normalizeLabel } from '../normalize-label.js'

/** What a center says its word names: figures, items of one codelist, items of any, or it does not say. */
export type WordKind =
  { readonly kind: 'measure' | 'indicator' | 'numeric' | 'dimension' | 'any' } | { readonly kind: 'item'; readonly list: string }

const WORDS: Readonly<Record<string, 'measure' | 'indicator' | 'numeric' | 'dimension' | 'any'>> = {
  measure: 'measure', measures: 'measure', 측정값: 'measure', 측정항목: 'measure', 기초항목: 'measure', 기초측정값: 'measure', 항목: 'measure', 건수: 'measure',
  count: 'measure', duration: 'measure', 수치: 'measure', 실적: 'measure', 기초통계: 'measure', 측정: 'measure', 기초값: 'measure',
  indicator: 'indicator', indicators: 'indicator', 지표: 'indicator', 비율: 'indicator', 비율지표: 'indicator', kpi: 'indicator', rate: 'indicator', 성과지표: 'indicator',
  numeric: 'numeric', number: 'numeric', 값: 'numeric', value: 'numeric', 통계: 'numeric',
  dimension: 'dimension', dimensions: 'dimension', codelist: 'dimension', code: 'dimension', item: 'dimension', 차원: 'dimension', 구분: 'dimension',
  코드: 'dimension', 코드목록: 'dimension', 분류: 'dimension', 유형: 'dimension', 분류값: 'dimension', 차원값: 'dimension',
} // prettier-ignore

/** The kind as understood; what nobody knows may be anything. `lists` leads from names of codelists (채널, channel) to their codes. */
export const readKind = (raw: string, lists: ReadonlyMap<string, string>): WordKind => {
  const word = normalizeLabel(raw.slice(0, 60)).replace(/^codelist[:.]/, '')
  const list = lists.get(word)
  if (list !== undefined) return { kind: 'item', list }
  return { kind: WORDS[word] ?? 'any' }
}

/** True where something of `family` may be meant at all. */
export const admits = (kind: WordKind, family: string): boolean => {
  const isFigure = family === 'measure' || family === 'indicator'
  switch (kind.kind) {
    case 'any':
      return true
    case 'item':
      return family === kind.list
    case 'dimension':
      return !isFigure
    case 'measure':
    case 'indicator':
    case 'numeric':
      return isFigure
  }
}
