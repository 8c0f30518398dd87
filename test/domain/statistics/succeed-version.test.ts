import { describe, expect, it } from 'vitest'
import { isRetroactive } from '../../../schema/domain/statistics/definition-draft.js'
import { nextEditionCode } from '../../../schema/domain/statistics/next-edition-code.js'
import { succeedVersion } from '../../../schema/domain/statistics/succeed-version.js'

type Line = readonly [version: string, from: string, to: string | null, status?: 'standard' | 'superseded' | 'draft']
const toVersion = ([version, effective_from, effective_to, status = 'standard']: Line) => ({
  version,
  effective_from,
  effective_to,
  status,
})
const after = (versions: readonly Line[], next: Line) => {
  const outcome = succeedVersion(versions.map(toVersion), toVersion(next), { indicator: 'x', today: '2026-11-21' })
  return outcome.ok
    ? outcome.value.map(({ version, effective_from: from, effective_to: to, status }) => `${version} ${from}~${to ?? ''} ${status}`)
    : outcome.issues.map(({ code, path, expected }) => `${code} ${path.join('.')} ${expected ?? ''}`)
}

const V1: Line = ['v1', '2024-01-01', '2026-06-30', 'superseded']
const V2: Line = ['v2', '2026-07-01', null]
const PLANNED: Line = ['v3', '2027-07-01', null]

describe('S23: versions follow each other day by day', () => {
  it.each([
    [
      'a later one ends the last',
      [V1, V2],
      ['v3', '2027-01-01', null],
      ['v1 2024-01-01~2026-06-30 superseded', 'v2 2026-07-01~2026-12-31 superseded', 'v3 2027-01-01~ standard'],
    ],
    [
      'one before a planned one holds until that begins',
      [V2, PLANNED],
      ['v4', '2027-01-01', null],
      ['v2 2026-07-01~2026-12-31 superseded', 'v3 2027-07-01~ standard', 'v4 2027-01-01~2027-06-30 standard'],
    ],
    [
      'one on the day of a planned one sets it aside',
      [['v2', '2026-07-01', '2027-06-30', 'superseded'], PLANNED],
      ['v4', '2027-07-01', null],
      ['v2 2026-07-01~2027-06-30 superseded', 'v3 2027-07-01~ draft', 'v4 2027-07-01~ standard'],
    ],
    ['the first of all', [], ['v1', '2026-01-01', null], ['v1 2026-01-01~ standard']],
    [
      'one before the first ends before it',
      [V2],
      ['v0', '2026-01-01', null],
      ['v2 2026-07-01~ standard', 'v0 2026-01-01~2026-06-30 standard'],
    ],
  ] as const)('%s', (_what, versions, next, expected) => expect(after(versions, next)).toEqual(expected))

  it.each([
    [
      'a name that is taken',
      [V1, V2],
      ['v2', '2027-01-01', null],
      ['VERSION_IMMUTABLE input.version a version that is not published yet, for example v3'],
    ],
    [
      'a day on which another came into force',
      [V1, V2],
      ['v3', '2026-07-01', null],
      ['VERSION_IMMUTABLE input.effectiveFrom 2026-07-02 or later'],
    ],
  ] as const)('refuses %s', (_what, versions, next, expected) => expect(after(versions, next)).toEqual(expected))
})

it.each([
  ['2026.1', '2026.1.01'],
  ['2026.1.01', '2026.1.02'],
  ['2026.1.09', '2026.1.10'],
  ['2026.1.99', '2026.1.99.01'],
  ['2027.1', '2027.1.01'],
])('the edition after %s is %s, and sorts after it', (code, next) => {
  expect([nextEditionCode(code), next > code]).toEqual([next, true])
})

it.each([
  ['indicator', 'known', '2026-11-21', true],
  ['indicator', 'known', '2026-11-22', false],
  ['indicator', 'new', '2020-01-01', false],
  ['measure', 'known', '2026-11-20', false],
  ['measure', 'counted', '2026-11-20', true],
] as const)('%s %s from %s: retroactive on 2026-11-21 is %s', (kind, code, effectiveFrom, expected) => {
  const known = { indicators: new Map([['known', 1]]), measures: new Map([['counted', 1]]) }
  expect(isRetroactive({ kind, code, effectiveFrom }, known, '2026-11-21')).toBe(expected)
})
