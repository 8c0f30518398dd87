import { describe, expect, it } from 'vitest'
import type { HeldWord } from '../../../schema/domain/figures/stored-cells.js'
import { askOne, night } from './ask-figures.js'

const day = '2026-11-19'
const rows = [
  ...night('seoul', day, { calls_offered: 969, calls_answered: 900 }),
  ...night('busan', day, { calls_offered: 100, calls_answered: 90 }),
]
const waiting = (word: string, volume: string, facts: Partial<HeldWord> = {}): HeldWord => ({
  dimension: null,
  center: 'seoul',
  word,
  measure: 'calls_offered',
  day,
  volume,
  ...facts,
})
const offered = { measures: ['calls_offered'], centers: ['seoul'] }
const heldIn = (asked: Parameters<typeof askOne>[0], heldWords: readonly HeldWord[]) => askOne(asked, { rows, heldWords }).heldVolume

describe('a figure of whose volume some waits for words', () => {
  it('says what share of it, for how many words, in Korean and English', () => {
    expect(heldIn(offered, [waiting('a', '20'), waiting('b', '11')])).toEqual({
      percent: '3.1',
      volume: '31',
      words: 2,
      textKo: '물량의 3.1 %가 용어 2개의 뜻이 정해지기를 기다리며 보류 중입니다.',
      textEn: '3.1 % of volume held: 2 words',
    })
    expect(heldIn(offered, [waiting('a', '20')])?.textEn).toBe('2.0 % of volume held: 1 word')
  })

  it('says of a formula how much of the measure waits of which most does', () => {
    const rate = { indicators: ['response_rate'], centers: ['seoul'] }
    const words = [waiting('a', '31'), waiting('b', '100', { measure: 'calls_answered' })]
    expect(heldIn(rate, words)).toMatchObject({ percent: '10.0', volume: '100', words: 2 })
  })

  it('counts words of items where the figure is summed from a table with their dimension, or stands on nothing', () => {
    const parts = [
      { center: 'seoul', measure: 'contacts_handled', day, value: 100, items: { channel: 'voice' } },
      { center: 'seoul', measure: 'contacts_handled', day, value: 30, items: { channel: 'chatbot' } },
    ]
    const total = { center: 'seoul', measure: 'contacts_handled', day, value: 180 }
    const asked = { measures: ['contacts_handled'], centers: ['seoul'] }
    const word = (dimension: string) => [waiting('a', '50', { measure: 'contacts_handled', dimension })]
    const heldOf = (stored: typeof rows, dimension: string) =>
      askOne(asked, { rows: stored, heldWords: word(dimension) }).heldVolume?.percent
    expect(heldOf(parts, 'channel')).toBe('27.8')
    expect(heldOf(parts, 'language')).toBeUndefined()
    expect(heldOf([...parts, total], 'channel')).toBeUndefined()
    expect(heldOf([], 'channel')).toBe('100.0')
  })

  it('holds it against what was served, which may be nothing', () => {
    expect(
      askOne({ ...offered, from: '2026-11-18', to: '2026-11-18' }, { rows, heldWords: [waiting('a', '5', { day: '2026-11-18' })] }),
    ).toMatchObject({
      value: null,
      heldVolume: { percent: '100.0' },
    })
  })

  it.each<[string, Parameters<typeof askOne>[0], Partial<HeldWord>]>([
    ['of other centers', offered, { center: 'busan' }],
    ['of other days', offered, { day: '2026-11-18' }],
    ['of other measures', offered, { measure: 'talk_seconds' }],
    ['of nothing', offered, { volume: '0' }],
    ['where a part is asked for', { ...offered, dimensions: ['hour'], filters: [{ dimension: 'hour', items: ['09'] }] }, {}],
  ])('says nothing for words %s', (_, asked, facts) => {
    const figures = askOne(asked, {
      rows: [...rows, { center: 'seoul', measure: 'calls_offered', day, value: 9, items: { hour: '09' } }],
      heldWords: [waiting('a', '5', facts)],
    })
    expect(figures.heldVolume).toBeNull()
  })

  it('is silent where the figure itself is withheld', () => {
    const restricted = askOne(
      { measures: ['malicious_contacts'], centers: ['seoul'] },
      { rows: night('seoul', day, { malicious_contacts: 3 }), heldWords: [waiting('a', '5', { measure: 'malicious_contacts' })] },
    )
    expect(restricted).toMatchObject({ reason: 'WITHHELD', heldVolume: null })
  })
})
