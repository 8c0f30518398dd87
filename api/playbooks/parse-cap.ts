import { XMLParser, XMLValidator } from 'fast-xml-parser'
import type { AlertLevel } from '../../schema/domain/playbooks/alert-level.js'
import type { DisasterEvidence, EvidenceArea } from '../../schema/domain/playbooks/disaster-evidence.js'
import { hazardOfWord } from '../../schema/domain/playbooks/hazard-words.js'
import { ALERT_LEVELS } from '../../schema/domain/playbooks/alert-level.js'
import { parseInstant } from '../../schema/domain/instant.js'
import { issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { CAP_NAMES } from './render-cap.js'

const LARGEST_DOCUMENT = 256 * 1024
const LONGEST_TEXT = 20_000
const MOST_AREAS = 300
/** 1.1 and 1.2 say what we read with the same words. */
const NAMESPACE = /urn:oasis:names:tc:emergency:cap:1\.[12]["']/
const STATUS: Readonly<Record<string, DisasterEvidence['status']>> = {
  Actual: 'ACTUAL',
  Exercise: 'EXERCISE',
  Test: 'TEST',
  System: 'TEST',
}
const LEVEL_BY_SEVERITY: Readonly<Record<string, AlertLevel>> = {
  Extreme: 'serious',
  Severe: 'alert',
  Moderate: 'caution',
  Minor: 'attention',
}
const READ: readonly string[] = ['identifier', 'sender', 'sent', 'status', 'info']

type Element = Readonly<Record<string, unknown>>

const parser = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false, // 011 is no 11
  htmlEntities: true, // signs by their numbers; there is no document type, so nothing else can be declared
  trimValues: false, // a space before CDATA is a space
  maxNestedTags: 12,
})

/**
 * A CAP 1.2 (or 1.1) alert of another authority as evidence: its Korean part where it has one, else its first. Refuses with EVIDENCE_UNREADABLE
 * what is larger than 256 KB, not UTF-8, not well-formed, declares a document type or entities, or is no alert. Never fetches anything.
 */
export function parseCap(document: Uint8Array): Outcome<DisasterEvidence> {
  const alert = document.length > LARGEST_DOCUMENT ? null : readAlert(document)
  const [sourceId, infos] = [textOf(alert, 'identifier'), listOf(alert, 'info')]
  const info = infos.find(one => textOf(one, 'language')?.toLowerCase().startsWith('ko') === true) ?? infos[0] ?? null
  if (alert === null || sourceId === null) return refuse(UNREADABLE)
  const [hazardWord, severity] = [textOf(info, 'event') ?? '', textOf(info, 'severity')]
  const level = valueNamed(listOf(info, 'parameter'), CAP_NAMES.level)
  return accept({
    source: 'CAP',
    sourceId,
    sender: textOf(alert, 'sender'),
    sentAt: parseInstant(textOf(alert, 'sent') ?? ''),
    status: STATUS[textOf(alert, 'status') ?? ''] ?? null,
    hazard: valueNamed(listOf(info, 'eventCode'), CAP_NAMES.hazard) ?? hazardOfWord(hazardWord),
    hazardWord,
    areas: listOf(info, 'area').flatMap(areasOf).slice(0, MOST_AREAS),
    suggestedLevel: ALERT_LEVELS.find(known => known === level) ?? LEVEL_BY_SEVERITY[severity ?? ''] ?? null,
    levelWord: severity,
    text: textsOf(info),
    unknown: Object.fromEntries(
      Object.entries(alert).flatMap(([name, value]) =>
        typeof value === 'string' && !READ.includes(name) && value.trim() !== '' && name !== '#text'
          ? [[name, value.trim().slice(0, LONGEST_TEXT)]]
          : [],
      ),
    ),
  })
}

function readAlert(document: Uint8Array): Element | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(document)
    const isPlain = !/<!(?!--|\[CDATA\[)/.test(text) && !/^<\?xml[^>]*encoding\s*=\s*["'](?!utf-8["'])/i.test(text)
    if (!isPlain || !NAMESPACE.test(text) || XMLValidator.validate(text) !== true) return null
    const parsed: unknown = parser.parse(text)
    return isElement(parsed) && isElement(parsed['alert']) ? parsed['alert'] : null
  } catch {
    return null // not UTF-8, too deep, a name that is none: no alert, whatever it is
  }
}

const isElement = (value: unknown): value is Element => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Text of a child element; null where there is none, or where it has elements of its own. */
function textOf(parent: Element | null, name: string): string | null {
  const value = parent?.[name]
  const first: unknown = Array.isArray(value) ? value[0] : value
  return typeof first === 'string' && first.trim() !== '' ? first.trim() : null
}

function listOf(parent: Element | null, name: string): readonly Element[] {
  const value = parent?.[name]
  return (Array.isArray(value) ? value : [value]).filter(isElement)
}

const valueNamed = (pairs: readonly Element[], name: string): string | null => {
  const found = pairs.find(pair => textOf(pair, 'valueName') === name)
  return found === undefined ? null : textOf(found, 'value')
}

/** A place by our own code where it has one, else by its ISO code, else by the first word of its name. */
function areasOf(area: Element): readonly EvidenceArea[] {
  const [word, codes] = [textOf(area, 'areaDesc'), listOf(area, 'geocode')]
  if (word === null) return []
  return [{ word, region: valueNamed(codes, CAP_NAMES.area) ?? valueNamed(codes, CAP_NAMES.iso) ?? word.split(/[\s,]+/)[0] ?? word }]
}

function textsOf(info: Element | null): string | null {
  const texts = ['headline', 'description', 'instruction'].map(name => textOf(info, name)).filter(text => text !== null)
  return texts.length === 0 ? null : texts.join('\n').slice(0, LONGEST_TEXT)
}

const UNREADABLE = issue({
  code: 'EVIDENCE_UNREADABLE',
  path: ['document'],
  messageKo: 'CAP 문서를 읽을 수 없습니다. 문서 형식 선언(DTD)과 개체 선언이 없는 256 KB 이하 UTF-8의 CAP 1.2 경보만 받습니다.',
  messageEn: 'The CAP document cannot be read; an alert of CAP 1.2 in UTF-8, up to 256 KB, without document type and entities is accepted.',
  expected: 'a CAP 1.2 alert',
})
