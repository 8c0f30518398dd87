import { issue, type Issue } from '../../schema/domain/issue.js'
import { NumberText } from '../../schema/domain/number-text.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { recordOf, type EvidenceRecord } from '../../schema/domain/playbooks/evidence-record.js'
import { parseDisasterMessage } from '../../schema/domain/playbooks/parse-disaster-message.js'
import { JsonFault, readJson } from '../../schema/domain/read-json.js'
import { parseCap } from '../playbooks/parse-cap.js'

/** A message of a document with the bytes that it came in; `row` counts from 1. */
export type ReadMessage = { readonly row: number; readonly raw: Uint8Array; readonly read: Outcome<EvidenceRecord> }

const MOST_RECORDS = 500
const PATH = ['input', 'document'] as const

/**
 * The messages of a document: one CAP alert, or records of DSSP-IF-00247 (one, a list, or the answer of the service with its `body`). Refuses a document
 * that is neither; a record that does not read is refused by itself.
 */
export function readEvidence(document: string): Outcome<readonly ReadMessage[]> {
  const text = document.replace(/^\uFEFF/, '')
  const first = text.trimStart()[0]
  if (first === '<') {
    const raw = Buffer.from(document, 'utf8')
    const cap = parseCap(raw)
    return cap.ok ? accept([{ row: 1, raw, read: toRecord(cap.value, 1) }]) : refuse(...cap.issues.map(found => ({ ...found, path: PATH })))
  }
  return first === '{' || first === '[' ? readRecords(text) : refuse(neither())
}

function readRecords(text: string): Outcome<readonly ReadMessage[]> {
  const places = new Map<object, number>()
  try {
    const value = readJson(text, { onObject: (object, at) => places.set(object, at) })
    const records = listRecords(value)
    if (records === null || records.length === 0 || records.length > MOST_RECORDS) return refuse(notRecords(records?.length ?? 0))
    return accept(
      records.map((record, i) => {
        const at = typeof record === 'object' && record !== null ? places.get(record) : undefined
        const raw = Buffer.from(at === undefined ? '' : text.slice(at, endOfObject(text, at)), 'utf8')
        const parsed = parseDisasterMessage(withPlainNumbers(record))
        return { row: i + 1, raw, read: parsed.ok ? toRecord(parsed.value, i + 1) : refuse(...placed(parsed.issues, i + 1)) }
      }),
    )
  } catch (error) {
    if (error instanceof JsonFault) return refuse(notJson(error))
    throw error
  }
}

/** A list, the list that the service answers with, or the one record; null for anything else. */
function listRecords(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value
  if (typeof value !== 'object' || value === null) return null
  if (!('body' in value)) return 'SN' in value ? [value] : null
  return Array.isArray(value.body) ? value.body : null
}

const withPlainNumbers = (record: unknown): unknown =>
  typeof record === 'object' && record !== null && !Array.isArray(record)
    ? Object.fromEntries(Object.entries(record).map(([name, value]) => [name, value instanceof NumberText ? value.numberText : value]))
    : record

/** Where the object that begins at `at` ends; the text was read before, so its brackets and quotation marks match. */
function endOfObject(text: string, at: number): number {
  let depth = 0
  for (let i = at; i < text.length; i++) {
    const sign = text[i]
    if (sign === '"') while (text[++i] !== '"') if (text[i] === '\\') i += 1
    if (sign === '{') depth += 1
    if (sign === '}' && --depth === 0) return i + 1
  }
  throw new Error('An object that was read has no end.')
}

function toRecord(evidence: Parameters<typeof recordOf>[0], row: number): Outcome<EvidenceRecord> {
  const record = recordOf(evidence)
  return record === null ? refuse(...placed([nameTooLong()], row)) : accept(record)
}

const placed = (issues: readonly Issue[], row: number): readonly Issue[] =>
  issues.map(found => ({ ...found, path: [...PATH, row - 1, ...found.path], sourceRow: row }))

const unreadable = (ko: string, en: string, expected: string, got: string | null = null): Issue =>
  issue({ code: 'EVIDENCE_UNREADABLE', path: PATH, messageKo: ko, messageEn: en, expected, got })

const neither = () =>
  unreadable(
    'CAP 문서(XML)도 재난문자 기록(JSON)도 아닙니다.',
    'The document is neither a CAP alert (XML) nor records of disaster messages (JSON).',
    'a CAP 1.2 alert, or records of DSSP-IF-00247',
  )

const notRecords = (count: number) =>
  unreadable(
    `재난문자 기록이 ${count}건입니다. 1~${MOST_RECORDS}건의 목록을 주십시오.`,
    `The document holds ${count} records; give 1 to ${MOST_RECORDS}.`,
    `a list of 1 to ${MOST_RECORDS} records of DSSP-IF-00247`,
    String(count),
  )

const notJson = ({ reasonKo, reasonEn, at }: JsonFault) =>
  unreadable(
    `JSON으로 읽을 수 없습니다(${at}번째 글자: ${reasonKo}).`,
    `The document is not JSON (character ${at}: ${reasonEn}).`,
    'JSON (RFC 8259)',
  )

const nameTooLong = () =>
  issue({
    code: 'EVIDENCE_UNREADABLE',
    path: [],
    messageKo: '식별자나 발신자가 200자를 넘습니다.',
    messageEn: 'The identifier or the sender has more than 200 characters.',
    expected: 'an identifier and a sender of up to 200 characters',
  })
