import type { Issue } from '../../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../../schema/domain/outcome.js'
import type { SubmittedDimension } from '../../../schema/domain/submissions/submission.js'
import { NumberText } from '../../../schema/domain/number-text.js'
import { readSourceJson, SourceJsonFault, type SourceObject, type SourceValue } from './read-source-json.js'
import { fileIssue, notSent, type SourceFile } from './source-file.js'

/** Fields of `submission` that tell the center's own story; the hub has no place for them and they stay here. */
const OWN_FIELDS = new Set(['generated_at', 'source_system', 'contact_role', 'correction_of'])
const READ_FIELDS = new Set(['submission_id', 'center', 'period', 'standard_edition'])
const ROW_FIELDS = new Set(['center', 'measure', 'value', 'unit', 'obs_status', 'dimensions', 'period'])
const FREE_TEXT_FIELDS = new Set(['note', 'notes', 'remark', 'remarks', 'comment', '비고'])

const isObject = (value: SourceValue | undefined): value is SourceObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof NumberText)

const isNumber = (value: SourceValue): boolean => typeof value === 'number' || value instanceof NumberText

const textOf = (value: SourceValue | undefined): string | null => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null)

function dimensionsOf(value: SourceValue | undefined): readonly SubmittedDimension[] {
  if (value === undefined || value === null) return []
  if (isObject(value)) return Object.entries(value).map(([dimension, item]) => ({ dimension, item }))
  // Not an object of names and items: a pair without a name makes the hub reject this row alone.
  return [{ dimension: null, item: null }]
}

function rowOf(observation: SourceObject, context: { readonly period: SourceObject; readonly line: number }): SourceFile['rows'][number] {
  const period = isObject(observation['period']) ? observation['period'] : context.period
  return {
    center: observation['center'] ?? null,
    measure: observation['measure'] ?? null,
    unit: observation['unit'] ?? null,
    periodType: period['type'] ?? null,
    periodStart: period['start'] ?? null,
    dimensions: dimensionsOf(observation['dimensions']),
    value: observation['value'] ?? null,
    status: observation['obs_status'] ?? null,
    sourceRow: context.line,
  }
}

const fieldNote = (name: string): Issue => notSent(name, FREE_TEXT_FIELDS.has(name) ? 'freeText' : 'unknown')

function structureFault(document: SourceValue): Issue | null {
  const observations = isObject(document) ? document['observations'] : undefined
  if (!isObject(document) || !isObject(document['submission']) || !Array.isArray(observations)) {
    return fileIssue({
      line: 1,
      ko: 'JSON 파일에는 submission 객체와 observations 목록이 있어야 합니다.',
      en: 'A JSON file holds an object "submission" and a list "observations".',
      expected: '{"submission": {...}, "observations": [...]}',
    })
  }
  if (observations.length === 0) return fileIssue({ code: 'ROWS_REQUIRED', ko: '파일에 행이 없습니다.', en: 'The file holds no rows.' })
  const zone = isObject(document['submission']['period']) ? document['submission']['period']['time_zone'] : undefined
  if (zone === undefined || zone === 'Asia/Seoul') return null
  return fileIssue({
    code: 'PERIOD_UNREADABLE',
    ko: '기간의 시간대는 Asia/Seoul만 받습니다.',
    en: 'Periods are days in Asia/Seoul; another time_zone is not accepted.',
    expected: 'Asia/Seoul',
  })
}

function toSourceFile(document: SourceObject, lineOf: (object: SourceObject) => number): SourceFile {
  // structureFault has seen all three.
  const submission = document['submission'] as SourceObject
  const observations = document['observations'] as readonly SourceValue[]
  const period = isObject(submission['period']) ? submission['period'] : {}
  const unread = new Set<string>()
  let line = lineOf(submission)
  const rows = observations.map(observation => {
    if (!isObject(observation)) return rowOf({}, { period, line }) // the hub rejects it by its line
    line = lineOf(observation)
    for (const name of Object.keys(observation)) if (!ROW_FIELDS.has(name)) unread.add(name)
    return rowOf(observation, { period, line })
  })
  const others = Object.entries(submission).filter(([name]) => !READ_FIELDS.has(name) && !OWN_FIELDS.has(name))
  for (const [name, value] of others) if (!isNumber(value)) unread.add(name)
  return {
    submissionId: textOf(submission['submission_id']),
    center: submission['center'] ?? null,
    edition: textOf(submission['standard_edition']),
    parameters: others.filter(([, value]) => isNumber(value)).map(([name, value]) => ({ name, value })),
    rows,
    notes: [...unread].map(fieldNote),
  }
}

/** A file in the council's JSON form; numbers in `submission` are declared parameters (S5). Refused when it is not JSON or not of that form. */
export function readJsonFile(text: string): Outcome<SourceFile> {
  try {
    const { value, lineOf } = readSourceJson(text)
    const fault = structureFault(value)
    if (fault !== null || !isObject(value)) return refuse(...(fault === null ? [] : [fault]))
    return accept(toSourceFile(value, lineOf))
  } catch (error) {
    if (!(error instanceof SourceJsonFault)) throw error
    const { line, reasonKo, reasonEn } = error
    return refuse(fileIssue({ line, ko: `${line}행: JSON이 아닙니다. ${reasonKo}.`, en: `Line ${line} is not JSON: ${reasonEn}.` }))
  }
}
