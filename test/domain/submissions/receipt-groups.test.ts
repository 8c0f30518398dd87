import { describe, expect, it } from 'vitest'
import { issue } from '../../../schema/domain/issue.js'
import { groupIssues } from '../../../schema/domain/submissions/receipt.js'

const note = (wording: string, sourceRow: number) =>
  issue({ code: 'DUPLICATE_EQUAL', severity: 'info', messageKo: wording, messageEn: wording, sourceRow })

describe('issues of a receipt', () => {
  it('that say the same are one, with every row counted and the first 1,000 named', () => {
    const found = Array.from({ length: 1_500 }, (_, rowIndex) => ({ issue: note('same', rowIndex + 2), rowIndex }))
    const [group, ...others] = groupIssues(found)
    expect(others).toEqual([])
    expect(group).toMatchObject({ messageEn: 'same', occurrences: 1_500, path: [] })
    expect([group?.rowIndexes.length, group?.sourceRows.at(-1)]).toEqual([1_000, 1_001])
  })

  it('in more than 200 wordings end in one group for the rest; nothing goes uncounted', () => {
    const found = Array.from({ length: 5_000 }, (_, rowIndex) => ({ issue: note(`wording ${rowIndex % 2_500}`, rowIndex), rowIndex }))
    const groups = groupIssues(found)
    expect(groups).toHaveLength(201)
    expect(groups.reduce((sum, { occurrences }) => sum + occurrences, 0)).toBe(5_000)
    expect(groups.at(-1)).toMatchObject({ code: 'DUPLICATE_EQUAL', severity: 'info', occurrences: 4_600, got: null })
    expect(groups.at(-1)?.messageEn).toContain('further notes')
  })

  it('of another severity or rule are another group', () => {
    const warned = issue({ code: 'RULE_WARNING', severity: 'warning', messageKo: 'x', messageEn: 'x', rule: 'a.c1' })
    const groups = groupIssues([warned, { ...warned, rule: 'a.c2' }, warned].map((one, rowIndex) => ({ issue: one, rowIndex })))
    expect(groups.map(({ rule, rowIndexes }) => [rule, rowIndexes])).toEqual([
      ['a.c1', [0, 2]],
      ['a.c2', [1]],
    ])
  })
})
