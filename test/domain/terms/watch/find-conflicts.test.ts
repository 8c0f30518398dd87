import { describe, expect, it } from 'vitest'
import { findConflicts, type DecidedWord } from '../../../../schema/domain/terms/watch/find-conflicts.js'

const ALWAYS = { from: null, to: null }

const word = (said: Partial<DecidedWord> & Pick<DecidedWord, 'term'>): DecidedWord => ({
  center: 'seoul',
  kind: 'subject',
  label: '대기시간',
  normLabel: '대기시간',
  unit: '초',
  target: 'measure:wait_seconds_answered',
  predicate: 'exact',
  effective: ALWAYS,
  values: null,
  ...said,
})

const told = (words: readonly DecidedWord[], isKnown: (target: string) => boolean = () => true) =>
  findConflicts(words, isKnown).map(({ conflict, center, subject, words: found }) => [
    conflict,
    center,
    subject,
    found.map(({ term }) => term),
  ])

describe('findConflicts', () => {
  it('terminology 9: one word for queue wait and for hold time at two centers is a homonym across them', () => {
    const values = { nights: 14, p5: '9000', median: '13000', p95: '20000' }
    const words = [
      word({ term: 'a', center: 'busan', values }),
      word({ term: 'b', center: 'daegu', target: 'measure:hold_seconds' }),
      word({ term: 'c', center: 'seoul' }),
    ]
    expect(told(words)).toEqual([['homonym_across', null, 'subject:대기시간', ['a', 'b', 'c']]])
    expect(findConflicts(words, () => true)[0]?.words[0]?.values).toEqual(values)
  })

  it('leaves alone what agrees, what means nothing, what is another kind, and days that do not meet', () => {
    expect(told([word({ term: 'a', center: 'busan' }), word({ term: 'b', center: 'daegu' })])).toEqual([])
    expect(told([word({ term: 'a', center: 'busan' }), word({ term: 'b', center: 'daegu', target: null })])).toEqual([])
    expect(
      told([
        word({ term: 'a', center: 'busan' }),
        word({ term: 'b', center: 'daegu', kind: 'codelist', target: 'codelist:channel.voice' }),
      ]),
    ).toEqual([])
    const until = word({ term: 'a', center: 'busan', effective: { from: null, to: '2026-07-01' } })
    const since = word({ term: 'b', center: 'daegu', target: 'measure:hold_seconds', effective: { from: '2026-07-01', to: null } })
    expect(told([until, since])).toEqual([])
    expect(told([until, { ...since, effective: { from: '2026-06-30', to: null } }])).toHaveLength(1)
  })

  it('finds one word of one center that stands for two things by its unit', () => {
    const words = [word({ term: 'a' }), word({ term: 'b', unit: '분', target: 'measure:hold_seconds' })]
    expect(told(words)).toEqual([['homonym_within', 'seoul', 'subject:대기시간', ['a', 'b']]])
  })

  it('finds two words of one center for one thing, unless their days do not meet or one is not exact', () => {
    const other = word({ term: 'b', label: '큐대기', normLabel: '큐대기' })
    expect(told([word({ term: 'a' }), other])).toEqual([['synonym_clash', 'seoul', 'measure:wait_seconds_answered', ['a', 'b']]])
    expect(told([word({ term: 'a' }), { ...other, predicate: 'close' }])).toEqual([])
    expect(
      told([word({ term: 'a', effective: { from: null, to: '2026-07-01' } }), { ...other, effective: { from: '2026-07-01', to: null } }]),
    ).toEqual([])
  })

  it('terminology 15: a target that the edition lost is named, each word by itself', () => {
    expect(told([word({ term: 'a' }), word({ term: 'b', center: 'busan' })], () => false)).toEqual([
      ['invalid_target', 'seoul', 'a measure:wait_seconds_answered', ['a']],
      ['invalid_target', 'busan', 'b measure:wait_seconds_answered', ['b']],
    ])
  })
})
