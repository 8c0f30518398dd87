import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CENTER_CODES } from '../../clients/cli/center-names.js'
import { DIMENSION_COLUMNS } from '../../clients/cli/files/dimension-columns.js'
import { decodeText } from '../../clients/cli/files/decode-text.js'
import { readCsvFile } from '../../clients/cli/files/read-csv-file.js'
import { readJsonFile } from '../../clients/cli/files/read-json-file.js'
import { readDimensionsText, readValueText } from '../../clients/cli/files/read-cell-text.js'
import { readSourceFile } from '../../clients/cli/files/read-source-file.js'
import type { SourceFile } from '../../clients/cli/files/source-file.js'
import { readEdition } from '../../db/edition/read-edition.js'
import type { Outcome } from '../../schema/domain/outcome.js'
import { normalizeLabel } from '../../schema/domain/terms/normalize-label.js'
import { standardEdition } from '../support/standard-edition.js'
import { createScratchFolder, type ScratchFolder } from './scratch-folder.js'

const BUSAN = 'db/sample/busan-2026-11-19.csv'
const SEOUL = 'db/sample/seoul-2026-11-19.json'
const HEAD = '센터,기준일,항목,값,단위,구분,비고'

const fileOf = (read: Outcome<SourceFile>): SourceFile => {
  if (!read.ok) throw new Error(read.issues.map(({ messageEn }) => messageEn).join('\n'))
  return read.value
}
const faultsOf = (read: Outcome<SourceFile>) => (read.ok ? [] : read.issues.map(({ code, sourceRow }) => [code, sourceRow]))
const csv = (...lines: readonly string[]) => readCsvFile(lines.join('\n'), null)
const jsonOf = (observations: string, submission = '"period": {"type": "day", "start": "2026-11-19"}') =>
  readJsonFile(`{"submission": {${submission}},\n"observations": [${observations}]}`)

let scratch: ScratchFolder
beforeAll(async () => {
  scratch = await createScratchFolder()
})
afterAll(() => scratch.remove())

describe('a CSV file', () => {
  it('gives a row for each line, counted as an editor counts them, with the header as line 1', async () => {
    const file = fileOf(await readSourceFile(BUSAN, null))
    expect(file.rows).toHaveLength(31)
    expect(file.center).toBe('부산')
    expect(file.edition).toBeNull()
    expect(file.rows[2]).toEqual({
      center: null,
      measure: '응대콜',
      unit: '호',
      periodType: null,
      periodStart: '2026-11-19',
      dimensions: [],
      value: 1561,
      status: null,
      sourceRow: 4,
    })
    expect(file.rows.find(({ sourceRow }) => sourceRow === 19)?.dimensions).toEqual([{ dimension: '언어', item: '영어' }])
    expect(file.rows.find(({ sourceRow }) => sourceRow === 25)?.value).toBe(5394)
    expect(file.rows.find(({ sourceRow }) => sourceRow === 27)).toMatchObject({ measure: '상담원수', value: 27 })
  })

  it('reads the same in UTF-8 with a byte order mark, in CP949 and in UTF-16', async () => {
    const text = await readFile(BUSAN, 'utf8')
    const plain = fileOf(await readSourceFile(BUSAN, null))
    const encodings = { 'bom.csv': iconv.encode(text, 'utf8', { addBOM: true }), 'cp949.csv': iconv.encode(text, 'cp949') }
    const all = { ...encodings, 'utf16.csv': iconv.encode(text, 'utf16-le', { addBOM: true }) }
    for (const [name, bytes] of Object.entries(all)) {
      await writeFile(join(scratch.path, name), bytes)
      expect(fileOf(await readSourceFile(join(scratch.path, name), null))).toEqual(plain)
    }
  })

  it('is refused when its characters are neither UTF-8 nor CP949', () => {
    expect(decodeText(Uint8Array.from([0x41, 0xff, 0xff, 0xff]))).toMatchObject({ ok: false })
  })

  it('never holds the remarks column, and names columns that are not known', () => {
    const file = fileOf(csv('기준일,항목,값,담당자,비고', '2026-11-19,인입콜,5,홍길동,전화 010-0000-0000'))
    expect(JSON.stringify(file)).not.toMatch(/홍길동|010/)
    expect(file.notes.map(({ code, severity, got }) => [code, severity, got])).toEqual([
      ['COLUMN_NOT_SENT', 'warning', '담당자'],
      ['COLUMN_NOT_SENT', 'info', '비고'],
    ])
  })

  it('takes English headers, other separators and a column per dimension', () => {
    const file = fileOf(
      csv('center;date;measure;value;unit;시간대;channel;period;status', 'busan;2026/11/1;calls_offered;12.50;calls;09;;month;final'),
    )
    expect(file.rows[0]).toMatchObject({
      periodStart: '2026-11-01',
      periodType: 'month',
      value: '12.50',
      status: 'final',
      dimensions: [{ dimension: '시간대', item: '09' }],
    })
  })

  it('counts blank lines and lines inside quotation marks', () => {
    const file = fileOf(readCsvFile('기준일,항목,값,비고\r\n2026-11-19,가,1,"두\r\n줄"\r\n\r\n2026-11-19,나,2,\r\n', null))
    expect(file.rows.map(({ measure, sourceRow }) => [measure, sourceRow])).toEqual([
      ['가', 2],
      ['나', 5],
    ])
  })

  it('is refused with every line on which a bare 1,548 broke the columns, whatever follows', () => {
    const read = csv(
      HEAD,
      '부산,2026-11-19,인입콜,1,548,호,,',
      '부산,2026-11-19,응대콜,12,호,,',
      '부산,2026-11-19,포기콜,1,234,호,,메모',
      '부산,2026-11-19,이탈호,1,234,호',
    )
    expect(faultsOf(read)).toEqual([
      ['ROW_UNREADABLE', 2],
      ['ROW_UNREADABLE', 4],
      ['ROW_UNREADABLE', 5],
    ])
  })

  it('keeps short lines, whose missing cells are empty', () => {
    expect(fileOf(csv(HEAD, '부산,2026-11-19,인입콜,7')).rows[0]).toMatchObject({ value: 7, unit: null })
  })

  it('hands formulas on as text, for their row to be rejected', () => {
    expect(fileOf(csv(HEAD, '부산,2026-11-19,인입콜,=1+1,호,,')).rows[0]?.value).toBe('=1+1')
  })

  it.each([
    ['empty', ''],
    ['a header alone', HEAD],
    ['without a value column', '센터,기준일,항목\n부산,2026-11-19,인입콜'],
    ['with one column twice', '기준일,항목,값,값\n2026-11-19,인입콜,1,2'],
    ['with a quotation mark that is never closed', `${HEAD}\n부산,2026-11-19,"인입콜,1,호,,\n부산,2026-11-19,응대콜,1,호,,`],
    ['with a field of a million characters', `${HEAD}\n부산,2026-11-19,"${'가'.repeat(1_000_000)}",1,호,,`],
  ])('is refused %s', (_, text) => {
    expect(readCsvFile(text, null).ok).toBe(false)
  })
})

describe('cells of a sheet', () => {
  it.each([
    ['5,394', 5394],
    ['1,234,567.50', '1234567.50'],
    ['-35', -35],
    ['12.0', '12.0'],
    ['5,39', '5,39'],
    ['12,34,567', '12,34,567'],
    ['１２', '１２'],
    ['007', '007'],
    ['9007199254740993', '9007199254740993'],
    ['', null],
  ])('S6: %s is read as %o', (text, value) => {
    expect(readValueText(text)).toBe(value)
  })

  it('reads several dimensions, and leaves a part without a name for its row to be rejected', () => {
    expect(readDimensionsText('언어=영어; 시간대 = 09')).toEqual([
      { dimension: '언어', item: '영어' },
      { dimension: '시간대', item: '09' },
    ])
    expect(readDimensionsText('홍길동')).toEqual([{ dimension: null, item: null }])
    expect(readDimensionsText('')).toEqual([])
  })
})

describe('a JSON file', () => {
  it('gives its key, edition, declared parameters and rows with their lines', async () => {
    const file = fileOf(await readSourceFile(SEOUL, null))
    expect(file).toMatchObject({ submissionId: 'seoul-2026-11-19-n1', center: 'seoul', edition: '2026.1', notes: [] })
    expect(file.parameters).toEqual([{ name: 'short_abandon_threshold_seconds', value: 5 }])
    expect(file.rows).toHaveLength(153)
    const lines = (await readFile(SEOUL, 'utf8')).split('\n')
    for (const row of file.rows) expect(lines[row.sourceRow - 1]).toContain(`"measure": ${JSON.stringify(row.measure)}, "value": `)
  })

  it('S6: keeps numerals as they are written', () => {
    const file = fileOf(
      jsonOf('{"measure": "a", "value": 97.10}, {"measure": "b", "value": 9007199254740993}, {"measure": "c", "value": 1e3}'),
    )
    expect(file.rows.map(({ value }) => value)).toEqual([
      { numberText: '97.10' },
      { numberText: '9007199254740993' },
      { numberText: '1e3' },
    ])
  })

  it('names fields that stay at the center', () => {
    const file = fileOf(jsonOf('{"measure": "a", "value": 1, "note": "홍길동", "agent": "김"}'))
    expect(JSON.stringify(file)).not.toMatch(/홍길동|김/)
    expect(file.notes.map(({ severity, got }) => [severity, got])).toEqual([
      ['info', 'note'],
      ['warning', 'agent'],
    ])
  })

  it('keeps what is no observation as a row to be rejected', () => {
    expect(fileOf(jsonOf('7')).rows).toMatchObject([{ measure: null, value: null }])
    expect(fileOf(jsonOf('{"measure": "a", "value": 1, "dimensions": ["09"]}')).rows[0]?.dimensions).toEqual([
      { dimension: null, item: null },
    ])
  })

  it.each([
    ['a key that is repeated', '{"measure": "a", "value": 1, "value": 1}', 2],
    ['a key that is repeated in other letters', '{"measure": "a",\n"v\\u0061lue": 1, "value": 1}', 3],
    ['__proto__', '{"__proto__": 1}', 2],
    ['an object that would pass for a number', '{"measure": "a", "value": {"numberText": "5"}}', 2],
    ['NaN', '{"measure": "a", "value": NaN}', 2],
    ['a number with a leading zero', '{"measure": "a", "value": 007}', 2],
    ['deep nesting', '['.repeat(40) + ']'.repeat(40), 2],
  ])('is refused for %s, with the line', (_, observation, line) => {
    expect(faultsOf(jsonOf(observation))).toEqual([['ROW_UNREADABLE', line]])
  })

  it.each([
    ['cut off', '{"submission": {}, "observations": [{"measure": "a"'],
    ['without observations', '{"submission": {}}'],
    ['with no observation', '{"submission": {}, "observations": []}'],
    ['followed by something', '{"submission": {}, "observations": [{}]} x'],
    ['of another time zone', '{"submission": {"period": {"time_zone": "UTC"}}, "observations": [{}]}'],
  ])('is refused %s', (_, text) => {
    expect(readJsonFile(text).ok).toBe(false)
  })
})

describe('what the client knows of the council', () => {
  it('names the columns of every dimension of the edition', async () => {
    const { lexicon } = await standardEdition()
    const known = new Set(DIMENSION_COLUMNS.map(normalizeLabel))
    expect([...lexicon.dimensionNames.keys()].filter(name => !known.has(name))).toEqual([])
    expect([...known].filter(name => !lexicon.dimensionNames.has(name))).toEqual([])
  })

  it('knows a code for each of the seventeen centers', async () => {
    const contents = await readEdition('db/edition/2026.1')
    if (!contents.ok) throw new Error('The edition does not read.')
    expect(Object.fromEntries(contents.value.registry.centers.map(({ nameKo, code }) => [nameKo, code]))).toEqual(CENTER_CODES)
  })
})
