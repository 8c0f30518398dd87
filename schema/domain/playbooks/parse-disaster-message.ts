import { parseInstant } from '../instant.js'
import { issue } from '../issue.js'
import { accept, refuse, type Outcome } from '../outcome.js'
import type { AlertLevel } from './alert-level.js'
import type { DisasterEvidence, EvidenceArea } from './disaster-evidence.js'
import { hazardOfWord } from './hazard-words.js'

const READ = ['SN', 'CRT_DT', 'MSG_CN', 'RCPTN_RGN_NM', 'EMRG_STEP_NM', 'DST_SE_NM'] as const
const LEVEL_BY_STEP: Readonly<Record<string, AlertLevel>> = { 위급재난: 'serious', 긴급재난: 'alert', 안전안내: 'caution' }
/** Searches for somebody missing name and describe a person; their text stays out. */
const PERSONAL = '실종'
const LONGEST_TEXT = 2_000
const MOST_AREAS = 300
const TIME = /^(\d{4})[-/](\d\d)[-/](\d\d)[ T](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?$/

/**
 * One record of the ministry's disaster messages (safetydata.go.kr, DSSP-IF-00247) as evidence. Times there are Korean; several areas stand
 * behind one another with commas. Refuses with EVIDENCE_UNREADABLE what has no serial number or no text; every other word may be unknown.
 */
export function parseDisasterMessage(record: unknown): Outcome<DisasterEvidence> {
  const fields = fieldsOf(record)
  const [sourceId, hazardWord, step] = (['SN', 'DST_SE_NM', 'EMRG_STEP_NM'] as const).map(name => fields.get(name)?.trim() ?? '')
  const text = fields.get('MSG_CN')?.trim() ?? ''
  if (!sourceId || text === '' || text.length > LONGEST_TEXT) return refuse(unreadable(sourceId ? 'MSG_CN' : 'SN'))
  return accept({
    source: 'MOIS_MESSAGE',
    sourceId,
    sender: null,
    sentAt: koreanTime(fields.get('CRT_DT') ?? ''),
    status: 'ACTUAL',
    hazard: hazardOfWord(hazardWord ?? ''),
    hazardWord: hazardWord ?? '',
    areas: areasOf(fields.get('RCPTN_RGN_NM') ?? ''),
    suggestedLevel: LEVEL_BY_STEP[step ?? ''] ?? null,
    levelWord: step || null,
    text: hazardWord === PERSONAL ? null : text,
    unknown: Object.fromEntries([...fields].filter(([name]) => !READ.some(read => read === name))),
  })
}

/** Fields that say something, as text; a record that is no object has none. */
function fieldsOf(record: unknown): ReadonlyMap<string, string> {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return new Map()
  return new Map(
    Object.entries(record).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[name, `${value}`.normalize('NFC')] as const] : [],
    ),
  )
}

function koreanTime(text: string): string | null {
  const [, year, month, day, time = ''] = TIME.exec(text.trim()) ?? []
  return year === undefined ? null : parseInstant(`${year}-${month}-${day}T${time.length === 5 ? `${time}:00` : time}+09:00`)
}

/** The region is the first word of a place: 경상북도 of 경상북도 울진군, and of 경상북도 전체. */
const areasOf = (text: string): readonly EvidenceArea[] =>
  [...new Set(text.split(',').map(word => word.trim()))]
    .filter(word => word !== '')
    .slice(0, MOST_AREAS)
    .map(word => ({ word, region: word.split(/\s+/)[0] ?? word }))

const unreadable = (field: string) =>
  issue({
    code: 'EVIDENCE_UNREADABLE',
    path: [field],
    messageKo: `재난문자 기록의 ${field}을(를) 읽을 수 없습니다. 일련번호(SN)와 ${LONGEST_TEXT}자까지의 본문(MSG_CN)이 있어야 합니다.`,
    messageEn: `${field} of the disaster message cannot be read; a serial number (SN) and a text of up to ${LONGEST_TEXT} characters (MSG_CN) are needed.`,
    expected: 'a record of DSSP-IF-00247',
  })
