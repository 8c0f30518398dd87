import { labelKey } from './clean-label.js'
import type { Concept } from './concept.js'
import { isCovered, type EditionText, type Said } from './explain-label.js'

const LETTERS_OF_A_WORD = 2

/** True where not one word of a label stands in a name of the item: what takes it for the item is the lexicon alone. */
const isForeignTo = (said: readonly Said[], { labels }: EditionText): boolean =>
  said.length > 0 &&
  said.every(({ text }) => {
    for (let at = 0; at + LETTERS_OF_A_WORD <= text.length; at++) if (labels.includes(text.slice(at, at + LETTERS_OF_A_WORD))) return false
    return true
  })

/** Words beside the name of an item that say only that somebody asks about it. */
const ASKED_ABOUT: ReadonlySet<string> = new Set(
  '안내 신고 문의 발급 신청 접수 이용 관련 피해 창구 업무 서비스 상담 민원 소속 인력'.split(' '),
)

const LATIN_RUN = /[!-~]+/g

const isCalled = ({ text }: Said, { labels }: EditionText): boolean =>
  (text.match(LATIN_RUN) ?? []).every(run => labels.includes(run)) &&
  isCovered(text, word => ASKED_ABOUT.has(word) || (word.length > 1 && labels.includes(word)))

/** True where the label is a name shortened to some of its own syllables, the first and the last among them: 일어 is 일본어. */
const isShortened = (said: readonly Said[], { names }: EditionText): boolean => {
  const short = said.map(({ text }) => text).join('')
  if (!/^[가-힣]{2,}$/.test(short)) return false
  return [...names].some(name => name.startsWith(short.charAt(0)) && name.endsWith(short.slice(-1)) && standsWithin(short, name))
}

/** Whether all letters of one stand in the other in the same order. */
const standsWithin = (short: string, name: string): boolean => {
  let at = -1
  return Array.from(short).every(letter => (at = name.indexOf(letter, at + 1)) >= 0)
}

/** Whether a name of the item stands last with another word before it: 임기제 공무원 are some of 공무원. */
const isKindOf = (said: readonly Said[], { names }: EditionText): boolean => {
  const last = said.at(-1)?.text ?? ''
  return said.length > 1 && /^[가-힣]+$/.test(last) && names.has(last)
}

/** Lists that each center draws for itself: its topics, channels, kinds of staff and of steps. Languages, places, hazards and offences are called what they are. */
const OWN_LISTS: ReadonlySet<string> = new Set(
  'topic transfer_target employment_type channel legal_action_type service_line obs_status training_audience instrument'.split(' '),
)

/** Lists in which things are called what they are, in other words only where one row of the lexicon says so: of such words every third was another thing to somebody. */
const NAMED_LISTS: ReadonlySet<string> = new Set(['hazard_type', 'malicious_type', 'language'])

/**
 * True where the names of an item bear out that a label means it. In a list that a center draws for itself all of its letters stand in them, or two words say the
 * same item and one of them has a word of a name: one row of the lexicon may be wider or narrower than the item (불법 주정차 and 주정차·주차). Elsewhere one word has
 * to be of a name (동파 is no 한파 by its letters).
 */
export const isItemBorneOut = (said: readonly Said[], { family, text }: Concept): boolean => {
  if (!OWN_LISTS.has(family) && !NAMED_LISTS.has(family)) return true
  if (said.every(piece => isCalled(piece, text)) || isShortened(said, text)) return true
  if (OWN_LISTS.has(family) && isKindOf(said, text)) return false
  return (said.length > 1 || NAMED_LISTS.has(family)) && !isForeignTo(said, text)
}

/** The things that a name puts together; what the last of them ends with in English belongs to all (Power, water or telecom outage). */
const partsOf = ({ nameKo, nameEn }: Concept): readonly (readonly string[])[] => {
  const english = nameEn.toLowerCase().split(/,| and | or |\//)
  const shared = /\w+$/.exec(english.at(-1) ?? '')?.[0] ?? ''
  return [nameKo.split(/[·,/]/), english, english.map(part => (part.endsWith(shared) ? part : `${part} ${shared}`))].map(parts =>
    parts.map(labelKey),
  )
}

/** Whether the label is some of several things that the item's name puts together, and not all of them: 일자리 of 일자리·노동, 단수 문의 of 정전·단수·통신장애. */
export const namesPart = (keys: readonly string[], said: readonly Said[], concept: Concept): boolean =>
  partsOf(concept).some(parts => {
    if (parts.length < 2) return false
    if (parts.some(part => keys.includes(part))) return true
    const texts = said.map(({ text }) => text)
    // A whole name of the item is no part of it, whatever another name of it puts together.
    if (texts.some(text => concept.text.names.has(text) || !/^[가-힣]{2,}$/.test(text))) return false
    const named = parts.filter(part => texts.some(text => part.includes(text)))
    return named.length > 0 && named.length < parts.length && texts.every(text => named.some(part => part.includes(text)))
  })
