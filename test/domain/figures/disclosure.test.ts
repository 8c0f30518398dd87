import { expect, test } from 'vitest'
import { ask, askOne, council, night, type Row } from './ask-figures.js'

const day = '2026-11-19'
const malicious = night('seoul', day, { malicious_contacts: 12, contacts_handled: 19022 })
const rate = { indicators: ['malicious_contact_rate'], centers: ['seoul'] }

test('S24: a restricted figure answers to its own center and is withheld with a count elsewhere', () => {
  expect(askOne(rate, { rows: malicious, viewerCenter: 'seoul' })).toMatchObject({ numerator: '12', reason: null })
  const elsewhere = askOne({ ...rate, to: '2026-11-20' }, { rows: malicious, viewerCenter: 'busan' })
  expect(elsewhere).toMatchObject({
    value: null,
    numerator: null,
    parts: [],
    reason: 'WITHHELD',
    coverage: { cellsIn: 0, cellsExpected: 2, extra: 0, gaps: [{ reason: 'WITHHELD', cells: 2 }] },
  })
})

test('S24: what is withheld looks the same whether anything is there or not', () => {
  const asked = { ...rate, dimensions: ['malicious_type'] }
  const rows: Row[] = [{ center: 'seoul', measure: 'malicious_contacts', day, items: { malicious_type: 'threat' }, value: 7 }]
  const held = [{ center: 'seoul', measure: 'malicious_contacts', day, items: { malicious_type: 'stalking_personal' } }]
  expect(ask(asked, { rows, held })).toEqual(ask(asked, { rows: [] }))
})

test('S24: a group of centers has no owner', () => {
  const figure = askOne({ ...rate, centers: ['seoul', 'busan'], isByCenter: false }, { rows: malicious, viewerCenter: 'seoul' })
  expect(figure.reason).toBe('WITHHELD')
})

const survey = (responses: number) => ({ rows: night('seoul', day, { csat_score_sum: responses * 80, csat_responses: responses }) })
const csat = { indicators: ['csat_score'], centers: ['seoul'] }

test('S24: fewer answers than min_n are suppressed for all but the owner', () => {
  expect(askOne(csat, survey(29))).toMatchObject({
    value: null,
    numerator: null,
    denominator: null,
    parts: [],
    formula: null,
    reason: 'SUPPRESSED',
  })
  expect(askOne(csat, survey(30))).toMatchObject({ value: '80.00', reason: null })
  expect(askOne(csat, { ...survey(29), viewerCenter: 'seoul' })).toMatchObject({ value: '80.00', reason: null })
})

test('S24: no answers at all are ZERO_DENOMINATOR, not SUPPRESSED', () => {
  expect(askOne(csat, survey(0)).reason).toBe('ZERO_DENOMINATOR')
})

test('S24: over several centers the answers count together', () => {
  const rows = ['seoul', 'daegu'].flatMap(center => night(center, day, { csat_score_sum: 1200, csat_responses: 15 }))
  expect(askOne({ ...csat, centers: ['seoul', 'daegu'], isByCenter: false }, { rows })).toMatchObject({ value: '80.00', denominator: '30' })
})

test('S24: a score sum without a number of answers is suppressed, because nobody knows how few there are', () => {
  const figure = askOne({ measures: ['csat_score_sum'], centers: ['seoul'] }, { rows: night('seoul', day, { csat_score_sum: 90 }) })
  expect(figure.reason).toBe('SUPPRESSED')
})

test('S24: what is said beside a figure of several centers names no number of one that rests on too few', () => {
  const rows: Row[] = ['seoul', 'daegu'].flatMap(center => {
    const responses = center === 'seoul' ? 12 : 100
    const score = { center, measure: 'csat_score_sum' }
    return [
      ...night(center, '2026-10-05', { csat_score_sum: responses * 80, csat_responses: responses }),
      { ...score, day: '2026-10-05', items: { channel: 'voice' }, value: responses * 81 },
      { ...score, day: '2026-10-01', type: 'month' as const, value: responses * 82 },
    ]
  })
  const asked = { measures: ['csat_score_sum'], from: '2026-10-01', to: '2026-10-31', by: 'month' as const }
  const together = askOne({ ...asked, centers: ['seoul', 'daegu'], isByCenter: false }, { rows })
  expect(together).toMatchObject({ value: '8960', marks: ['TOTAL_MISMATCH', 'PERIOD_MISMATCH'] })
  // Not of Daegu either: what is left of the sum is Seoul's.
  expect(together.issues).toEqual([])
  // Of Daegu alone 100 stand behind the total and its breakdown; how many behind the month that was sent, nobody knows.
  const daegu = askOne({ ...asked, centers: ['daegu'] }, { rows })
  expect(daegu.marks).toEqual(['TOTAL_MISMATCH', 'PERIOD_MISMATCH'])
  expect(daegu.issues.map(({ code, expected, got }) => [code, expected, got])).toEqual([['TOTAL_MISMATCH', '8000', '8100']])
  const own = askOne({ ...asked, centers: ['seoul'] }, { rows, viewerCenter: 'seoul' })
  expect(own.issues.map(({ code, expected, got }) => [code, expected, got])).toEqual([
    ['TOTAL_MISMATCH', '960', '972'],
    ['PERIOD_MISMATCH', '960', '984'],
  ])
})

test('S24: how much waits for a word is told to the owner alone where it may be too few', () => {
  const words = [{ dimension: null, center: 'seoul', word: 'a', measure: 'csat_responses', day, volume: '7' }]
  const volumeFor = (viewerCenter: string | null, responses: number) =>
    askOne(csat, { ...survey(responses), heldWords: words, viewerCenter }).heldVolume?.volume ?? null
  expect([volumeFor('seoul', 40), volumeFor('busan', 40), volumeFor(null, 40)]).toEqual(['7', null, null])
  expect(askOne(csat, { rows: [], heldWords: words })).toMatchObject({ reason: 'MISSING', heldVolume: null })
})

test('S24: a cell above 0 and below min_cell is suppressed in a breakdown', () => {
  const measures = new Map(council.edition.measures)
  const hazard = measures.get('hazard_contacts')
  if (hazard !== undefined) measures.set('hazard_contacts', { ...hazard, minCell: { value: 5, of: 'hazard_contacts', when: null } })
  const contents = { ...council, edition: { ...council.edition, measures } }
  const rows: Row[] = [
    { center: 'seoul', measure: 'hazard_contacts', day, items: { hazard_type: 'typhoon' }, value: 4 },
    { center: 'seoul', measure: 'hazard_contacts', day, items: { hazard_type: 'cold_wave' }, value: 5 },
  ]
  const figures = ask({ measures: ['hazard_contacts'], centers: ['seoul'], dimensions: ['hazard_type'] }, { rows, contents })
  expect(figures.map(({ value, reason }) => [value, reason])).toEqual([
    ['5', null],
    [null, 'SUPPRESSED'],
  ])
})
