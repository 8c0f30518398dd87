import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { refuse, type Outcome } from '../../../schema/domain/outcome.js'
import { decodeText } from './decode-text.js'
import { readCsvFile } from './read-csv-file.js'
import { readJsonFile } from './read-json-file.js'
import { fileIssue, type SourceFile } from './source-file.js'

/** Workbooks are archives and begin with these two letters, whatever they are called. */
const isWorkbook = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b

const reasonOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : 'unreadable'

/** What a file says, JSON or CSV by its name or its first character. Refused when it cannot be opened, decoded or read. */
export async function readSourceFile(path: string, dimensions: ReadonlyMap<string, string> | null): Promise<Outcome<SourceFile>> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(path)
  } catch (error) {
    const got = reasonOf(error)
    return refuse(fileIssue({ ko: `파일을 열 수 없습니다(${got}).`, en: `The file cannot be opened (${got}).`, got }))
  }
  if (isWorkbook(bytes)) {
    const ko = '엑셀 통합 문서(XLSX)는 아직 읽지 않습니다. CSV로 저장하십시오.'
    return refuse(fileIssue({ ko, en: 'Workbooks (XLSX) are not read yet; save the sheet as CSV.', expected: 'JSON, CSV' }))
  }
  const text = decodeText(bytes)
  if (!text.ok) return text
  const isJson = extname(path).toLowerCase() === '.json' || /^\s*[{[]/.test(text.value)
  return isJson ? readJsonFile(text.value) : readCsvFile(text.value, dimensions)
}
