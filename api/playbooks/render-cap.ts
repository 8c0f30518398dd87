import { LEVEL_NAMES } from '../../schema/domain/playbooks/alert-level.js'
import type { CancelCause, MessageArea, MessageSection, PlaybookMessage } from '../../schema/domain/playbooks/playbook-message.js'
import { element } from './write-xml.js'

const CAP_NAMESPACE = 'urn:oasis:names:tc:emergency:cap:1.2'
/** Names under which our own values travel in CAP; the import knows them again. */
export const CAP_NAMES = {
  hazard: 'HUB120-HAZARD',
  level: 'HUB120-LEVEL',
  seq: 'HUB120-SEQ',
  late: 'HUB120-LATE',
  ratification: 'HUB120-RATIFICATION',
  area: 'KR-MOIS',
  iso: 'ISO3166-2',
} as const

export type CapOptions = {
  /** Who the council is in CAP: one word without comma, < and &, such as playbooks@council.example. */
  readonly sender: string
  /** Where people read more; null where there is no such page. */
  readonly web: string | null
}

const REGION_CODE = /^\d{2,10}$/
const SENDER = /^[^\s,<&]{1,200}$/
const STATUS = { ACTUAL: 'Actual', EXERCISE: 'Exercise', TEST: 'Test' } as const
const KIND = { ALERT: 'Alert', UPDATE: 'Update', CANCEL: 'Cancel' } as const
const RESTRICTION = '시·도 120 콜센터의 상담 안내용입니다. For the call centers of metropolitan and provincial governments.'
const CAUSES: { readonly [C in CancelCause]: string } = {
  ENDED: '상황 종료. The hazard has ended.',
  ISSUED_IN_ERROR: '잘못 나간 발령. Issued in error.',
}
const SCRIPT = 'first_answer_script'

type Language = 'ko' | 'en'

/**
 * A message as a CAP 1.2 document in Korean and English, valid against the OASIS schema; the same message gives the same bytes. `sent` carries
 * +09:00 and never Z. Every text of the message is text in the document, whatever signs are in it. Throws for a sender that CAP does not allow.
 */
export function renderCap(message: PlaybookMessage, options: CapOptions): string {
  if (!SENDER.test(options.sender)) throw new TypeError('A sender of CAP has no space, comma, < and &.')
  const { references } = message
  const alert = [
    element('identifier', message.messageId),
    element('sender', options.sender),
    element('sent', message.sent),
    element('status', STATUS[message.status]),
    element('msgType', KIND[message.kind]),
    element('source', message.issuedByKo),
    element('scope', 'Restricted'),
    element('restriction', RESTRICTION),
    element('note', noteOf(message)),
    element(
      'references',
      references.length === 0 ? null : references.map(({ messageId, sent }) => `${options.sender},${messageId},${sent}`).join(' '),
    ),
    element('incidents', message.activationId),
    infoOf(message, 'ko', options),
    infoOf(message, 'en', options),
  ]
  return `<?xml version="1.0" encoding="UTF-8"?>\n<alert xmlns="${CAP_NAMESPACE}">${alert.join('')}</alert>\n`
}

/** The exercise first: nobody who reads the note alone takes a drill for the real thing. */
function noteOf({ exerciseId, cancelCause, ratification, late, noteKo, noteEn }: PlaybookMessage): string | null {
  const lines = [
    exerciseId === null ? null : `훈련 EXERCISE: ${exerciseId}`,
    cancelCause === null ? null : CAUSES[cancelCause],
    ratification === 'PENDING' ? '사후승인 대기. Waits for approval after the fact.' : null,
    late ? '예약보다 늦게 발령됨. Published later than scheduled.' : null,
    noteKo,
    noteEn,
  ].filter(line => line !== null && line !== '')
  return lines.length === 0 ? null : lines.join('\n')
}

function infoOf(message: PlaybookMessage, language: Language, { web }: CapOptions): string {
  const { cap, level } = message
  const isKo = language === 'ko'
  const rest = message.sections.filter(({ code }) => code !== SCRIPT)
  return element('info', [
    element('language', isKo ? 'ko-KR' : 'en-US'),
    ...cap.categories.map(category => element('category', category)),
    element('event', isKo ? message.hazardKo : message.hazardEn),
    ...responsesOf(message).map(response => element('responseType', response)),
    element('urgency', cap.urgency),
    element('severity', cap.severity),
    element('certainty', cap.certainty),
    pair('eventCode', CAP_NAMES.hazard, message.hazard),
    element('effective', message.effective),
    element('onset', message.onset),
    element('expires', message.expires),
    element('senderName', isKo ? message.issuedByKo : (message.issuedByEn ?? message.issuedByKo)),
    element('headline', headlineOf(message, language)),
    element('description', textOf(rest, language, true)),
    element(
      'instruction',
      textOf(
        message.sections.filter(({ code }) => code === SCRIPT),
        language,
        false,
      ),
    ),
    element('web', web),
    pair('parameter', CAP_NAMES.level, level),
    pair('parameter', CAP_NAMES.seq, `${message.seq}`),
    pair('parameter', CAP_NAMES.late, `${message.late}`),
    pair('parameter', CAP_NAMES.ratification, message.ratification),
    ...message.areas.map(area => areaOf(area, language)),
  ])
}

const pair = (name: string, valueName: string, value: string): string =>
  element(name, [element('valueName', valueName), element('value', value)])

/** An end says so in CAP's own word, also where the template was written for the hazard. */
const responsesOf = ({ cancelCause, cap }: PlaybookMessage): readonly string[] => (cancelCause === 'ENDED' ? ['AllClear'] : cap.responses)

function headlineOf({ headlineKo, headlineEn, hazardEn, level, areas, status }: PlaybookMessage, language: Language): string {
  const drill = status === 'ACTUAL' ? '' : language === 'ko' ? `[${status === 'EXERCISE' ? '훈련' : '시험'}] ` : `[${status}] `
  const text =
    language === 'ko' ? headlineKo : (headlineEn ?? `${hazardEn}, ${LEVEL_NAMES[level].en}: ${areas.map(area => area.nameEn).join(', ')}`)
  return text.startsWith(drill) ? text : drill + text
}

function textOf(sections: readonly MessageSection[], language: Language, isTitled: boolean): string | null {
  const texts = sections
    .filter(section => section[language].length > 0)
    .map(section => [...(isTitled ? [language === 'ko' ? section.titleKo : section.titleEn] : []), ...section[language]].join('\n'))
  return texts.length === 0 ? null : texts.join('\n\n')
}

const areaOf = ({ code, iso, nameKo, nameEn }: MessageArea, language: Language): string =>
  element('area', [
    element('areaDesc', language === 'ko' ? nameKo : nameEn),
    // A center or a word that nobody knows is no administrative code.
    REGION_CODE.test(code) ? pair('geocode', CAP_NAMES.area, code) : '',
    iso === null ? '' : pair('geocode', CAP_NAMES.iso, iso),
  ])
