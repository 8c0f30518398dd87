import { readCouncilLexicon } from '../../db/edition/read-lexicon.js'
import { buildMatcher } from '../../schema/domain/terms/build-matcher.js'
import type { LocalWord } from '../../schema/domain/terms/proposal.js'
import { proposeMapping } from '../../schema/domain/terms/propose-mapping.js'
import { standardPack } from '../support/standard-pack.js'
import { atLeast, type BenchOptions, type BenchResult } from './bench.js'

const WORDS = 100_000
const QUICK_WORDS = 20_000
const BAR_WORDS_PER_SECOND = 20_000

/** A small generator, so that every run asks the same words. */
function makeRandom(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state % below
  }
}

const HEADS = ['', '총 ', '일일 ', '상담사 ', '고객 ', '평균 ', '누계 ', '전월 대비 ', '목표 ', '야간 ']
const EVENTS = [
  '인입',
  '응대',
  '포기',
  '통화',
  '후처리',
  '보류',
  '대기',
  '콜백 예약',
  '이관',
  '재문의',
  '문자 상담',
  '챗봇 이용',
  '특이민원',
  '만족도',
]
const TAILS = ['호', '콜수', '건수', '율', '률(%)', ' 시간', ' 시간(초)', ' 비율', ' 합계', '']
const UNITS = ['건', '콜', '%', '초', '분', null]
const SYLLABLES = Array.from(
  '가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초코토포호구누두루무부수우주추쿠투푸후',
)

const nights = (random: (below: number) => number): readonly string[] => Array.from({ length: 14 }, () => String(50 + random(1_000)))

/** A third labels of the edition as they are, a third put together of their parts, a third that nobody has seen. */
function makeWords(count: number, labels: readonly string[]): readonly LocalWord[] {
  const random = makeRandom(120)
  const pick = <T>(list: readonly T[], fallback: T): T => list[random(list.length)] ?? fallback
  const noise = (): string => Array.from({ length: 3 + random(8) }, () => pick(SYLLABLES, '가')).join('')
  return Array.from({ length: count }, (_, i) => {
    const composed = `${pick(HEADS, '')}${pick(EVENTS, '인입')}${pick(TAILS, '')}`
    const label = i % 3 === 0 ? pick(labels, '인입호') : i % 3 === 1 ? composed : noise()
    return {
      kind: i % 2 === 0 ? 'measure' : 'indicator',
      label,
      unit: pick(UNITS, null),
      values: i % 4 === 0 ? nights(random) : [],
      center: 'busan',
    }
  })
}

/** Local words against the glossary on one core: each is read, held against the standards and decided. */
export async function benchTerms({ isQuick, say }: BenchOptions): Promise<BenchResult> {
  const pack = await standardPack()
  const lexicon = await readCouncilLexicon()
  const building = performance.now()
  const matcher = buildMatcher(pack, lexicon)
  const buildMs = performance.now() - building
  const labels = pack.terms.terms.flatMap(({ term_ko, term_en, synonyms }) => [term_ko, term_en, ...synonyms])
  const words = makeWords(isQuick ? QUICK_WORDS : WORDS, labels)
  for (const word of words.slice(0, 2_000)) proposeMapping(matcher, word)
  const start = performance.now()
  let accepted = 0
  for (const word of words) if (proposeMapping(matcher, word).decision === 'accept') accepted++
  const seconds = (performance.now() - start) / 1_000
  const perSecond = Math.round(words.length / seconds)
  say(
    `built in ${Math.round(buildMs)} ms; ${words.length} words, ${new Set(words.map(({ label }) => label)).size} labels, ${accepted} accepted, ${seconds.toFixed(2)} s`,
  )
  return {
    lines: [atLeast('local words per second', perSecond, BAR_WORDS_PER_SECOND)],
    rows: words.length,
    versions: { node: process.version },
    raw: { buildMs, seconds, accepted, labels: new Set(words.map(({ label }) => label)).size },
  }
}
