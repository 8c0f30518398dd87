import { expect, it } from 'vitest'
import { readCouncilLexicon } from '../../../db/edition/read-lexicon.js'
import { buildMatcher } from '../../../schema/domain/terms/build-matcher.js'
import { lexiconOn, nextRowsFrom } from '../../../schema/domain/terms/lexicon-on.js'
import { proposeMapping } from '../../../schema/domain/terms/propose-mapping.js'
import { standardPack } from '../../support/standard-pack.js'

it('takes what holds latest for residents and ranges, wherever it stands in the file', async () => {
  const council = await readCouncilLexicon()
  const [size] = council.sizes
  const [range] = council.ranges
  if (size === undefined || range === undefined) throw new Error('The council has no sizes or ranges.')
  const lexicon = {
    ...council,
    sizes: [{ ...size, residents: 7_777, validFrom: '2027-01-01' }, ...council.sizes],
    ranges: [{ ...range, high: 7_777, validFrom: '2027-01-01' }, ...council.ranges],
  }
  const pack = await standardPack()
  const read = (day: string) => {
    const { residentsOf, ranges } = buildMatcher(pack, lexiconOn(lexicon, day))
    return [residentsOf.get(size.center), ranges.get(range.ref)?.high]
  }
  expect([read('2026-12-31'), read('2027-01-01')]).toEqual([
    [size.residents, range.high],
    [7_777, 7_777],
  ])
})

it('counts a row of the lexicon from its first day on, and not before', async () => {
  const council = await readCouncilLexicon()
  const row = {
    surface: '훌렁',
    tokens: ['ANS'],
    language: 'ko',
    kind: 'event',
    status: 'active',
    source: 'composed',
    validFrom: '2027-01-01',
  } as const
  const lexicon = { ...council, rows: [...council.rows, row] }
  const [before, since] = [lexiconOn(lexicon, '2026-12-31'), lexiconOn(lexicon, '2027-01-01')]
  expect(before.rows.map(({ surface }) => surface)).not.toContain('훌렁')
  expect(since.rows).toHaveLength(before.rows.length + 1)
  expect([nextRowsFrom(lexicon, '2026-12-31'), nextRowsFrom(lexicon, '2027-01-01')]).toEqual(['2027-01-01', null])
  const pack = await standardPack()
  const word = { kind: 'numeric', label: '훌렁 콜수', unit: '건', values: [], center: 'seoul' } as const
  const [then, now] = [before, since].map(rows => proposeMapping(buildMatcher(pack, rows), word).candidates[0]?.ref ?? null)
  expect([then === 'measure:calls_answered', now]).toEqual([false, 'measure:calls_answered'])
})
