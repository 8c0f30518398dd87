import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { readCsvFile } from '../../clients/cli/files/read-csv-file.js'
import { readJsonFile } from '../../clients/cli/files/read-json-file.js'
import { readHeader } from '../../clients/cli/files/csv-columns.js'

let page: string
beforeAll(async () => {
  page = await readFile('docs/files.md', 'utf8')
})

const example = (language: string): string => new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(page)?.[1] ?? ''

describe('the page about file formats', () => {
  it('shows a CSV file that is read as it says', () => {
    const read = readCsvFile(example('csv'), null)
    expect(read).toMatchObject({
      ok: true,
      value: {
        center: '부산',
        rows: [
          { measure: '인입콜', value: 1548, unit: '호', sourceRow: 2 },
          {
            value: 42,
            status: '잠정',
            dimensions: [
              { dimension: '채널', item: '채팅' },
              { dimension: '언어', item: '영어' },
            ],
          },
          { value: null, status: '장애' },
        ],
      },
    })
  })

  it('shows a JSON file that is read as it says', () => {
    expect(readJsonFile(example('json'))).toMatchObject({
      ok: true,
      value: { submissionId: 'busan-2026-11-19-n1', edition: '2026.1', notes: [], rows: [{ value: 1548 }, { value: 42 }] },
    })
  })

  it('lists only headings that are understood', () => {
    const lines = page.split('\n').filter(line => /^\| \**(?:센터|기준일|기간|항목|값|단위|구분|상태)\** /.test(line))
    const headings = lines.map(line => (line.split('|')[2] ?? '').split(',').map(name => name.trim()))
    expect(headings).toHaveLength(8)
    for (const names of headings) {
      const fields = names.map(name => readHeader([name], null).columns[0])
      expect(fields).toEqual(fields.map(() => expect.objectContaining({ kind: 'field' })))
      expect(new Set(fields.map(column => JSON.stringify(column))).size).toBe(1)
    }
  })
})
