import { ALERT_LEVELS, LEVEL_NAMES } from './alert-level.js'
import { diffLines, type LineDiff } from './diff-lines.js'
import { nameKstInstant } from './kst-instant.js'
import type { CancelCause, MessageSection, PlaybookMessage, Ratification } from './playbook-message.js'

/** One thing that is different since, in a sentence of either language; `lines` where it is about a section's lines. */
export type MessageChange = {
  /** A field of the message, or `section:` with the code of one. */
  readonly part: string
  readonly ko: string
  readonly en: string
  readonly lines: { readonly ko: LineDiff; readonly en: LineDiff } | null
}

type Say = (older: PlaybookMessage, newer: PlaybookMessage) => readonly MessageChange[]

const CAUSES: { readonly [C in CancelCause]: readonly [ko: string, en: string] } = {
  ENDED: ['상황이 끝나 해제되었습니다', 'It is canceled: the hazard has ended'],
  ISSUED_IN_ERROR: ['잘못 나간 발령이어서 취소되었습니다', 'It is canceled: it was issued in error'],
}

const RATIFIED: { readonly [R in Ratification]: readonly [ko: string, en: string] } = {
  NOT_NEEDED: ['사후승인이 필요하지 않습니다.', 'It needs no later approval.'],
  PENDING: ['사후승인을 기다리고 있습니다.', 'It waits for approval after the fact.'],
  RATIFIED: ['사후승인되었습니다.', 'It has been approved after the fact.'],
  REFUSED: ['사후승인이 거부되었습니다.', 'Approval after the fact was refused.'],
}

const change = (part: string, [ko, en]: readonly [ko: string, en: string]): MessageChange => ({ part, ko, en, lines: null })

const sayCancel: Say = (older, { cancelCause, kind }) =>
  kind !== 'CANCEL' || cancelCause === null || older.kind === 'CANCEL'
    ? []
    : [change('kind', [`${CAUSES[cancelCause][0]}.`, `${CAUSES[cancelCause][1]}.`])]

const sayLevel: Say = ({ level: was }, { level: is }) => {
  if (was === is) return []
  const rose = ALERT_LEVELS.indexOf(is) > ALERT_LEVELS.indexOf(was)
  return [
    change('level', [
      `단계가 ${rose ? '올랐습니다' : '내렸습니다'}: ${LEVEL_NAMES[was].ko} → ${LEVEL_NAMES[is].ko}.`,
      `The level ${rose ? 'rose' : 'fell'} from ${LEVEL_NAMES[was].en} to ${LEVEL_NAMES[is].en}.`,
    ]),
  ]
}

const sayHeadline: Say = (older, newer) =>
  older.headlineKo === newer.headlineKo && older.headlineEn === newer.headlineEn
    ? []
    : [
        change('headline', [
          `제목이 바뀌었습니다: ${newer.headlineKo}`,
          `The headline changed${newer.headlineEn === null ? '; it is in Korean only.' : `: ${newer.headlineEn}`}`,
        ]),
      ]

const sayAreas: Say = (older, newer) => {
  const [was, is] = [older, newer].map(({ areas }) => new Map(areas.map(area => [area.code, area])))
  const added = newer.areas.filter(({ code }) => was?.has(code) !== true)
  const removed = older.areas.filter(({ code }) => is?.has(code) !== true)
  const names = (areas: PlaybookMessage['areas'], key: 'nameKo' | 'nameEn'): string => areas.map(area => area[key]).join(', ')
  return [
    ...(added.length === 0
      ? []
      : [change('areas', [`지역이 늘었습니다: ${names(added, 'nameKo')}.`, `Areas added: ${names(added, 'nameEn')}.`])]),
    ...(removed.length === 0
      ? []
      : [change('areas', [`지역이 빠졌습니다: ${names(removed, 'nameKo')}.`, `Areas no longer in it: ${names(removed, 'nameEn')}.`])]),
  ]
}

const sayOnset: Say = ({ onset: was }, { onset: is }) => {
  if (was === is) return []
  if (is === null) return [change('onset', ['시작 시각은 아직 알 수 없습니다.', 'When it begins is not known any more.'])]
  const { ko, en } = nameKstInstant(is)
  return [change('onset', [`시작 시각이 바뀌었습니다: ${ko}.`, `It now begins at ${en}.`])]
}

const sayExpiry: Say = ({ expires: was }, { expires: is }) => {
  if (was === is) return []
  const { ko, en } = nameKstInstant(is)
  return [change('expires', [`유효 시각이 바뀌었습니다: ${ko}까지.`, `It now holds until ${en}.`])]
}

const sayRatification: Say = ({ ratification: was }, { ratification: is }) => (was === is ? [] : [change('ratification', RATIFIED[is])])

const sayNote: Say = (older, newer) =>
  older.noteKo === newer.noteKo && older.noteEn === newer.noteEn
    ? []
    : [
        change('note', [
          newer.noteKo === null ? '덧붙인 말이 없어졌습니다.' : `덧붙인 말: ${newer.noteKo}`,
          newer.noteEn === null ? 'The note is gone, or in Korean only.' : `Note: ${newer.noteEn}`,
        ]),
      ]

const saySections: Say = (older, newer) => {
  const was = new Map(older.sections.map(section => [section.code, section]))
  const is = new Set(newer.sections.map(({ code }) => code))
  const gone = older.sections.filter(({ code }) => !is.has(code))
  return [
    ...newer.sections.flatMap(section => saySection(was.get(section.code) ?? { ...section, ko: [], en: [] }, section)),
    ...gone.flatMap(section => saySection(section, { ...section, ko: [], en: [] })),
  ]
}

function saySection(older: MessageSection, newer: MessageSection): readonly MessageChange[] {
  const lines = { ko: diffLines(older.ko, newer.ko), en: diffLines(older.en, newer.en) }
  if (lines.ko.isSame && lines.en.isSame) return []
  const { titleKo, titleEn, code } = newer
  return [
    {
      part: `section:${code}`,
      ko: `${titleKo}: ${linesKo(lines.ko)}`,
      en: `${titleEn}: ${linesEn(lines.en)}`,
      lines,
    },
  ]
}

const quoted = (lines: readonly string[]): string => lines.map(line => `“${line}”`).join(' ')

function linesKo({ added, removed, isSame }: LineDiff): string {
  if (isSame) return '한국어 문안은 그대로입니다.'
  if (added.length + removed.length === 0) return '줄의 순서가 바뀌었습니다.'
  const said = [added.length > 0 ? `새로 ${quoted(added)}` : '', removed.length > 0 ? `빠짐 ${quoted(removed)}` : '']
  return `${said.filter(text => text !== '').join('; ')}.`
}

function linesEn({ added, removed, isSame }: LineDiff): string {
  if (isSame) return 'changed in Korean only.'
  if (added.length + removed.length === 0) return 'the lines stand in another order.'
  const said = [added.length > 0 ? `new ${quoted(added)}` : '', removed.length > 0 ? `gone ${quoted(removed)}` : '']
  return `${said.filter(text => text !== '').join('; ')}.`
}

const SAYINGS: readonly Say[] = [sayCancel, sayLevel, sayHeadline, sayAreas, sayOnset, sayExpiry, sayRatification, sayNote, saySections]

/** What was said before is over, so what became of it is nobody's business: level, area and lines that are gone would only be read as news. */
const ENDING: readonly Say[] = [sayCancel, sayRatification, sayNote, (older, newer) => saySections(withoutGone(older, newer), newer)]

const withoutGone = (older: PlaybookMessage, newer: PlaybookMessage): PlaybookMessage => ({
  ...older,
  sections: older.sections.filter(({ code }) => newer.sections.some(section => section.code === code)),
})

/**
 * What changed between two messages of one activation, what matters most first: canceled, level, headline, areas, times, approval, note,
 * then section by section in the order of the newer one; of a cancel that it is one, and what it says. Shown to those who acknowledged `older`; empty where they
 * read the same thing.
 */
export const describeMessageDiff = (older: PlaybookMessage, newer: PlaybookMessage): readonly MessageChange[] =>
  (newer.kind === 'CANCEL' && older.kind !== 'CANCEL' ? ENDING : SAYINGS).flatMap(say => say(older, newer))
