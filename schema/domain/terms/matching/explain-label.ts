import type { EditionPack } from '../../statistics/edition-pack.js'
import { cleanLabel, labelKey } from './clean-label.js'
import { foldSound } from './hangul-keys.js'
import type { Surface } from './surface-index.js'

/** Pieces that stand in the names of any figure and tell none apart. */
const PLAIN_KINDS: ReadonlySet<string> = new Set(['stat', 'count', 'object', 'neutral', 'soft', 'total'])

/** A piece of a label that says which figure it is: its letters, and the parts of meaning that the lexicon has for them. */
export type Said = { readonly text: string; readonly tokens: readonly string[] }

export const tellingPieces = (pieces: readonly Surface[]): readonly Said[] =>
  pieces.flatMap(({ kind, text, tokens }) => (PLAIN_KINDS.has(kind) ? [] : [{ text: labelKey(text), tokens }]))

/** What an indicator's formula is made of, in the words of its measures. */
const formulaText = ({ measures, indicators }: EditionPack, ref: string): readonly string[] => {
  const [, code = '', variant = null] = /^indicator:([a-z_0-9]+)(?:#(.+))?$/.exec(ref) ?? []
  const indicator = indicators.indicators.find(one => one.code === code)
  if (indicator === undefined) return []
  const formula = indicator.variants.find(one => one.variant === variant)?.formula ?? indicator.versions.at(-1)?.formula ?? ''
  const words = new Set(formula.match(/[a-z_0-9]+/g))
  return measures.measures.flatMap(one => (words.has(one.code) ? [one.name_ko, one.name_en] : []))
}

const definitionOf = ({ measures, indicators }: EditionPack, ref: string): readonly string[] => {
  const [, family, code] = /^(measure|indicator):([a-z_0-9]+)/.exec(ref) ?? []
  if (family === 'measure') return measures.measures.flatMap(one => (one.code === code ? [one.definition_ko, one.definition_en] : []))
  return indicators.indicators.flatMap(one => (one.code === code ? [one.note_ko, one.note_en] : []))
}

/** Syllable by syllable as they sound, each with its bounds: 문자 is not heard in 설문참여. */
const soundOf = (text: string): string => `·${Array.from(text, foldSound).join('·')}·`

/**
 * What the edition says of a standard, in letters only: `names` its labels, `labels` the same as one text, `all` its definition and what it is computed
 * from besides, `heard` all of it as it sounds.
 */
export type EditionText = {
  readonly names: ReadonlySet<string>
  readonly labels: string
  readonly all: string
  readonly heard: string
}

export const NO_TEXT: EditionText = { names: new Set(), labels: '', all: '', heard: '' }

const written = (texts: readonly string[]): readonly string[] => texts.map(text => labelKey(text.normalize('NFKC').toLowerCase()))

/** Labels in the form in which whole labels are compared. */
const namesOf = (labels: readonly string[]): readonly string[] => labels.flatMap(label => cleanLabel(label)?.key ?? [])

export const editionTextOf = (pack: EditionPack, ref: string, labels: readonly string[]): EditionText => {
  const names = namesOf(labels)
  const all = [...names, ...written([...definitionOf(pack, ref), ...formulaText(pack, ref)])]
  return { names: new Set(names), labels: names.join('\n'), all: all.join('\n'), heard: all.map(soundOf).join('\n') }
}

/**
 * Words that name no figure by themselves: who takes part, that something took place, of what it is a part. What is blocked, refused, cut off or lost
 * is none of them, and neither is a channel or an audience: those have to stand in the edition.
 */
const PLAIN_WORDS: ReadonlySet<string> = new Set(
  (
    '상담사 상담원 상담 상담인력 인력 인원 직원 고객 민원 시민 총 전체 합계 평균 시간 타임 소요시간 소요 시수 초 분 콜 호 건 수 양 율 비율 점수 건수 ' +
    '처리 발생 이용 사용 활용 대비 완료 조치 서비스 이내 내 전 진입 콜백 인입 수신 연결 응답 응대 통화 대기 대기중 대기열 큐 세션 ' +
    '을 를 이 가 은 는 로 에 에서 까지 된 한 하는 되는 포함 월 실인원 실참여인원 확인 제기 등 최초 텍스트 수료 수료자 전일제 유효 메시지 끊은 끊음 끊긴 평점 득점 순수 숏 즉답 량 사후 점검표 ' +
    '해결 종결 완결 자체 셀프 단독 첫 첫통화 통화후 작업 업무 평시 1주일 7일 기다린 에이알에스'
  ).split(' '),
)
const LONGEST_WORD = 12

/** Words that are written as they are heard, with the English word that the edition has for them. */
const LOANWORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    홀드: 'hold', 홀딩: 'hold', 핸들: 'handle', 핸들링: 'handle', 토크: 'talk', 어밴던: 'abandon', 어밴던드: 'abandon', 오퍼: 'offer', 오퍼드: 'offer',
    앤서: 'answer', 웨이트: 'wait', 웨이팅: 'wait', 레디: 'ready', 어베일러블: 'available', 트랜스퍼: 'transfer', 에이전트: 'agent', 오버플로: 'flow',
    퀄리티: 'quality', 스코어: 'score', 세션: 'session', 서베이: 'survey', 컨택: 'contact', 컨텍: 'contact', 콘택트: 'contact', 메시지: 'message',
    타임: 'time', 스피드: 'speed', 어시스턴트: 'assist', 어시스트: 'assist', 에이에이치티: 'aht', 에이에스에이: 'asa', 에이티티: 'att', 스케줄: 'schedule',
  }),
) // prettier-ignore

type Knows = (word: string) => boolean

const saysNothing: Knows = word => PLAIN_WORDS.has(word)

const isWrittenIn =
  (text: string): Knows =>
  word =>
    saysNothing(word) || (word.length > 1 && text.includes(word))

const isHeardIn =
  (text: string): Knows =>
  word => {
    if (saysNothing(word) || (word.length > 1 && text.includes(soundOf(word)))) return true
    const english = LOANWORDS.get(word)
    // The bound after it is left open: answer is heard in answered.
    return english !== undefined && text.includes(soundOf(english).slice(0, -1))
  }

const NOT_REACHED = 0
const BY_SYLLABLES = 1
const BY_WORDS = 2

/**
 * True where the letters fall into words that are known, each once. Single syllables (이, 월, 건) close a word or join two; a word of nothing else is another
 * word (이월: carried over). English is held against the edition by vendorWords.
 */
export const isCovered = (piece: string, knows: Knows): boolean => {
  const reached = [BY_SYLLABLES]
  for (let end = 1; end <= piece.length; end++) {
    reached[end] = /[!-~]/.test(piece[end - 1] ?? '') && reached[end - 1] !== NOT_REACHED ? BY_WORDS : NOT_REACHED
    for (let from = Math.max(0, end - LONGEST_WORD); from < end && reached[end] !== BY_WORDS; from++) {
      if (reached[from] === NOT_REACHED || !knows(piece.slice(from, end))) continue
      const isWord = end - from > 1 || reached[from] === BY_WORDS || piece.length === 1
      reached[end] = Math.max(reached[end] ?? NOT_REACHED, isWord ? BY_WORDS : BY_SYLLABLES)
    }
  }
  return piece === '' || reached[piece.length] === BY_WORDS
}

/** How far the edition bears out that a label means a standard: by its own letters, only as they sound, or not at all. */
export type Borne = 'written' | 'heard' | 'not'

export const borneOut = (said: readonly Said[], { all, heard }: EditionText): Borne => {
  const unwritten = said.filter(({ text }) => !isCovered(text, isWrittenIn(all)))
  if (unwritten.length === 0) return 'written'
  return unwritten.every(({ text }) => isCovered(text, isHeardIn(heard))) ? 'heard' : 'not'
}

/** Channels, audiences, kinds of surveys and parts of the process: what has one of them is a part of the standard, unless a name of it has the word, too. */
const NARROWING =
  /문자|카톡|카카오|알림톡|채팅|챗봇|콜봇|이메일|메일|팩스|모바일|앱|웹|홈페이지|온라인|인터넷|영상|화상|보이는|자동응답|통화중|공무원|외국인|어르신|노인|장애인|청년|여성|해피콜|표본|(?<![a-z])(?:ars|ivr|sms|lms|mms|chat|email|fax|web|app|mobile|video)(?![a-z])/g

/** The words of a label that narrow it and that no name of the standard has. */
export const narrowing = (said: readonly Said[], { labels }: EditionText): readonly string[] =>
  said.flatMap(({ text }) => [...text.matchAll(NARROWING)].map(([word]) => word)).filter(word => !labels.includes(word))
