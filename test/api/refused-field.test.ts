import { expect, it } from 'vitest'
import { refusedField } from '../../api/resolvers/value-or-error.js'
import { unknownCode } from '../../schema/domain/figures/figure-issues.js'

const unknown = (count: number) =>
  Array.from({ length: count }, (_, at) => unknownCode('MEASURE_UNKNOWN', { path: ['input', 'measures', at], got: 'x'.repeat(500) }))

it('S28: a refused field carries all its issues', () => {
  const { extensions } = refusedField(unknown(30))
  expect(extensions).toEqual({ code: 'MEASURE_UNKNOWN', issues: expect.arrayContaining(unknown(30)) })
})

it('G12: a refusal of 50,000 faults stays below 16 KB and says how many there are', () => {
  const { extensions } = refusedField(unknown(50_000))
  expect(extensions).toMatchObject({ code: 'MEASURE_UNKNOWN', moreIssues: 49_970 })
  expect(Buffer.byteLength(JSON.stringify(extensions))).toBeLessThan(16 * 1024)
})
