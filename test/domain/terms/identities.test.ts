import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { askCompany, gatherCompany, readNights } from '../../../schema/domain/terms/identities/company.js'
import type { Identities, IdentityFinding, Partner } from '../../../schema/domain/terms/identities/identity.js'
import { judgeIdentities, type Claim } from '../../../schema/domain/terms/identities/judge-identities.js'
import { usualUnits } from '../../../schema/domain/terms/identities/usual-units.js'
import type { Matcher } from '../../../schema/domain/terms/matcher.js'
import { NO_MEMORY, type LocalWord } from '../../../schema/domain/terms/proposal.js'
import { proposeInCompany, proposeMapping } from '../../../schema/domain/terms/propose-mapping.js'
import { proposeTogether } from '../../../schema/domain/terms/propose-together.js'
import { councilMatcher } from '../../support/council-matcher.js'

let matcher: Matcher
let identities: Identities
beforeAll(async () => {
  matcher = await councilMatcher()
  identities = matcher.identities
})

/** What a center sends of its nights: counts as they are, means and shares rounded to two digits. */
type Column =
  | 'calls_offered'
  | 'calls_answered'
  | 'calls_abandoned'
  | 'calls_flowed_out'
  | 'talk_seconds'
  | 'att'
  | 'average_acw'
  | 'aht'
  | 'response_rate'
  | 'abandon_rate'
type Center = Readonly<Record<Column, readonly string[]>>

const NIGHTS = 14
const day = (night: number): string => `2026-11-${String(night + 3).padStart(2, '0')}`

/** A center with weekends, days on which it was closed, and every figure following from the others. */
const center = fc
  .record({
    size: fc.integer({ min: 400, max: 12_000 }),
    closed: fc.constantFrom([], [6], [4, 5, 6, 11]),
    nights: fc.array(
      fc.record({
        calls: fc.double({ min: 0.7, max: 1.4, noNaN: true }),
        lost: fc.double({ min: 0.04, max: 0.15, noNaN: true }),
        out: fc.double({ min: 0.01, max: 0.05, noNaN: true }),
        talk: fc.double({ min: 120, max: 240, noNaN: true }),
        acw: fc.double({ min: 20, max: 90, noNaN: true }),
      }),
      { minLength: NIGHTS, maxLength: NIGHTS },
    ),
  })
  .map(({ size, closed, nights }): Center => {
    // No night is like the next, whatever is drawn: of nights that are all alike nothing is known.
    const unlike = (night: number, step: number): number => (night * step) % NIGHTS
    const days = nights.map(({ calls, out, ...drawn }, night) => {
      const [lost, talk, acw] = [drawn.lost + unlike(night, 9) / 200, drawn.talk + 5 * unlike(night, 3), drawn.acw + 3 * unlike(night, 5)]
      const offered = (closed as readonly number[]).includes(night) ? 0 : Math.round(size * calls * (1 + unlike(night, 5) / 30))
      const [abandoned, flowed] = [Math.round(offered * lost), Math.round(offered * out)]
      const answered = offered - abandoned - flowed
      return { offered, abandoned, flowed, answered, talk: Math.round(answered * talk), acw: Math.round(answered * acw) }
    })
    const text = (of: (night: (typeof days)[number]) => number, digits = 0): readonly string[] =>
      days.map(night => (Number.isFinite(of(night)) ? of(night) : 0).toFixed(digits))
    return {
      calls_offered: text(night => night.offered),
      calls_answered: text(night => night.answered),
      calls_abandoned: text(night => night.abandoned),
      calls_flowed_out: text(night => night.flowed),
      talk_seconds: text(night => night.talk),
      att: text(night => night.talk / night.answered, 2),
      average_acw: text(night => night.acw / night.answered, 2),
      aht: text(night => (night.talk + night.acw) / night.answered, 2),
      response_rate: text(night => (100 * night.answered) / night.offered, 2),
      abandon_rate: text(night => (100 * night.abandoned) / night.offered, 2),
    }
  })

const refOf = (column: Column): string => `${matcher.places.has(`measure:${column}`) ? 'measure' : 'indicator'}:${column}`
const nightsOf = (texts: readonly string[]) =>
  readNights(texts.map((text, night) => [day(night), text] as const)) ?? { values: new Map(), slack: 0 }
const partner = (column: Column, texts: readonly string[], isSure = true): Partner => ({
  ...nightsOf(texts),
  ref: refOf(column),
  isSure,
  word: column,
})
const claim = (column: Column): Claim => {
  const concept = matcher.concepts[matcher.places.get(refOf(column)) ?? -1]
  if (concept === undefined) throw new Error(`The edition has no ${column}.`)
  const factor = { numerator: 1n, denominator: 1n }
  return { ref: concept.ref, isWhole: concept.isInteger, factor, units: usualUnits(concept, factor, matcher.tables) }
}

type Asked = {
  readonly as: Column
  readonly values: readonly string[]
  readonly beside: readonly Partner[]
  readonly isDated?: boolean
  readonly rivals?: readonly Column[]
}
const judge = ({ as, values, beside, isDated = true, rivals = [] }: Asked): readonly IdentityFinding[] =>
  judgeIdentities({
    identities,
    ranges: matcher.ranges,
    company: gatherCompany(beside, isDated),
    subject: { word: 'asked', nights: nightsOf(values) },
    claims: [as, ...rivals].map(claim),
  })
const verdictOf = (asked: Asked): string | null => judge(asked).find(({ ref }) => ref === refOf(asked.as))?.verdict ?? null

const holds = (check: (center: Center) => void): void => fc.assert(fc.property(center, check), { numRuns: 60 })

describe('identities of the edition', () => {
  it('are its rules, its formulas and what follows for means and shares of one divisor', () => {
    const texts = (ref: string) => (identities.get(ref) ?? []).map(({ textKo }) => textKo)
    expect(texts('measure:calls_flowed_out')).toContain('인입호 = 응대호 + 포기호 + 큐이탈호')
    expect(texts('indicator:response_rate')).toEqual(
      expect.arrayContaining(['응대율 = 100 * 응대호 / 인입호', '100 = 응대율 + 포기율 + 큐이탈율']),
    )
    expect((identities.get('indicator:aht') ?? []).map(({ id, textKo, to }) => [id, textKo, to])).toEqual(
      expect.arrayContaining([
        ['aht v1 in parts', '평균처리시간 = 평균통화시간 + 평균후처리시간', '2026-06-30'],
        ['aht v2 in parts', '평균처리시간 = 평균통화시간 + 보류시간합 / 응대호 + 평균후처리시간', null],
      ]),
    )
  })
})

describe('a word that is what it says', () => {
  it('is vouched for by the sum, the rate and the mean that it is a part of, weekends and closed days included', () =>
    holds(one => {
      const { calls_offered: offered, calls_answered: answered, calls_abandoned: abandoned, calls_flowed_out: out } = one
      const counts = [partner('calls_offered', offered), partner('calls_abandoned', abandoned), partner('calls_flowed_out', out)]
      expect(verdictOf({ as: 'calls_answered', values: answered, beside: counts })).toBe('supports')
      const rate = [partner('calls_offered', offered), partner('response_rate', one.response_rate)]
      expect(verdictOf({ as: 'calls_answered', values: answered, beside: rate })).toBe('supports')
      expect(
        verdictOf({
          as: 'response_rate',
          values: one.response_rate,
          beside: [partner('calls_offered', offered), partner('calls_answered', answered)],
        }),
      ).toBe('supports')
      const means = [partner('att', one.att), partner('average_acw', one.average_acw)]
      expect(verdictOf({ as: 'aht', values: one.aht, beside: means })).toBe('supports')
    }))

  it('is so with corrections that came late on one night of fourteen', () =>
    holds(one => {
      const values = one.calls_answered.map((text, night) => (night === 2 ? String(Math.round(Number(text) * 1.03)) : text))
      const beside = [
        partner('calls_offered', one.calls_offered),
        partner('calls_abandoned', one.calls_abandoned),
        partner('calls_flowed_out', one.calls_flowed_out),
      ]
      expect(['supports']).toContain(verdictOf({ as: 'calls_answered', values, beside }))
    }))

  it('is neither vouched for nor doubted where the flow-outs are not sent', () =>
    holds(one => {
      const beside = [partner('calls_offered', one.calls_offered), partner('calls_abandoned', one.calls_abandoned)]
      expect(verdictOf({ as: 'calls_answered', values: one.calls_answered, beside })).toBeNull()
    }))
})

describe('six nights', () => {
  it('are too few, for and against', () =>
    holds(one => {
      const beside = [
        partner('calls_offered', one.calls_offered),
        partner('calls_abandoned', one.calls_abandoned),
        partner('calls_flowed_out', one.calls_flowed_out),
      ]
      for (const values of [one.calls_answered, one.calls_abandoned])
        expect(judge({ as: 'calls_answered', values: values.slice(0, 6), beside })).toEqual([])
    }))
})

describe('one identity for a word and one against it', () => {
  it('are neither a witness nor a veto', () =>
    holds(one => {
      const beside = [
        partner('calls_offered', one.calls_offered),
        partner('calls_abandoned', one.calls_abandoned),
        partner('calls_flowed_out', one.calls_flowed_out),
        partner('response_rate', one.abandon_rate),
      ]
      expect(judge({ as: 'calls_answered', values: one.calls_answered, beside })).toMatchObject([
        { verdict: 'open', textEn: expect.stringContaining('another fails') },
      ])
    }))
})

describe('a word that is something else', () => {
  it('is found by the sum: answered calls that are the abandoned ones, flow-outs sent or not', () =>
    holds(one => {
      const known = [partner('calls_offered', one.calls_offered), partner('calls_abandoned', one.calls_abandoned)]
      for (const beside of [known, [...known, partner('calls_flowed_out', one.calls_flowed_out)]])
        expect(verdictOf({ as: 'calls_answered', values: one.calls_abandoned, beside })).toBe('contradicts')
    }))

  it('is not found by records that nobody has settled', () =>
    holds(one => {
      const beside = [partner('calls_offered', one.calls_offered), partner('calls_abandoned', one.calls_abandoned, false)]
      expect(verdictOf({ as: 'calls_answered', values: one.calls_abandoned, beside })).toBeNull()
    }))

  it('may have changed places with the other addend: the sum proves neither', () =>
    holds(one => {
      const beside = (other: Column, values: readonly string[], isSure: boolean) => [
        partner('calls_offered', one.calls_offered),
        partner('calls_flowed_out', one.calls_flowed_out),
        partner(other, values, isSure),
      ]
      for (const [mine, its] of [
        [one.calls_answered, one.calls_abandoned],
        [one.calls_abandoned, one.calls_answered],
      ] as const)
        expect(judge({ as: 'calls_answered', values: mine, beside: beside('calls_abandoned', its, false) })).toMatchObject([
          { verdict: 'open', textEn: expect.stringContaining('another word in its place') },
        ])
      expect(
        verdictOf({ as: 'calls_answered', values: one.calls_answered, beside: beside('calls_abandoned', one.calls_abandoned, true) }),
      ).toBe('supports')
    }))

  it('has no witness where a rival does as well', () =>
    holds(one => {
      const beside = [partner('calls_offered', one.calls_offered), partner('calls_abandoned', one.calls_abandoned)]
      const values = one.calls_offered.map((text, night) => String(Number(text) - Number(one.calls_abandoned[night])))
      const rivals: readonly Column[] = ['calls_flowed_out']
      expect(verdictOf({ as: 'calls_answered', values, beside })).toBe('supports')
      expect(verdictOf({ as: 'calls_answered', values, beside, rivals })).toBe('open')
    }))
})

describe('a unit', () => {
  it('is found by the mean of the center’s own times: minutes under seconds', () =>
    holds(one => {
      const values = one.aht.map(text => (Number(text) / 60).toFixed(2))
      const beside = [partner('att', one.att), partner('average_acw', one.average_acw)]
      expect(judge({ as: 'aht', values, beside })).toMatchObject([
        { verdict: 'contradicts', unit: 'minutes', textKo: expect.stringContaining('분 단위라면 맞습니다') },
      ])
    }))

  it('is found for a share under percent, and for thousands', () =>
    holds(one => {
      const ratio = one.response_rate.map(text => (Number(text) / 100).toFixed(4))
      const beside = [partner('calls_offered', one.calls_offered), partner('calls_answered', one.calls_answered)]
      expect(judge({ as: 'response_rate', values: ratio, beside })).toMatchObject([{ verdict: 'contradicts', unit: 'ratio' }])
      const thousands = one.calls_offered.map(text => (Number(text) / 1_000).toFixed(3))
      const parts = [
        partner('calls_answered', one.calls_answered),
        partner('calls_abandoned', one.calls_abandoned),
        partner('calls_flowed_out', one.calls_flowed_out),
      ]
      expect(judge({ as: 'calls_offered', values: thousands, beside: parts })).toMatchObject([{ verdict: 'contradicts', unit: '천건' }])
    }))
})

describe('a doubt about the unit', () => {
  it('is lifted by records that are sure, and by none that may have come in the same wrong unit', () => {
    const [counted, waited] = [4, 1].map(step => Array.from({ length: NIGHTS }, (_, night) => 4_000 + 73 * ((night * (step + 1)) % 14)))
    const sums = (counted ?? []).map((calls, night) => Math.round(calls * (1.2 + (waited?.[night] ?? 0) / 8_000 - 0.5)))
    const values = sums.map((sum, night) => (sum / (counted?.[night] ?? 1)).toFixed(2))
    const word: LocalWord = { kind: 'indicator', label: '평균응답속도', unit: '초', values, center: 'busan' }
    const own = readNights(values.map((text, night) => [day(night), text] as const))
    const answered = { ...nightsOf((counted ?? []).map(String)), ref: 'measure:calls_answered', isSure: true, word: 'answered' }
    const codesWith = (isSure: boolean): readonly string[] => {
      const wait = { ...nightsOf(sums.map(String)), ref: 'measure:wait_seconds_answered', isSure, word: 'wait' }
      const findIdentities = askCompany(
        matcher,
        gatherCompany([answered, wait], true),
        own === null ? null : { word: 'asked', nights: own },
      )
      const { abstentions, identities: found } = proposeInCompany(matcher, word, { memory: NO_MEMORY, findIdentities })
      expect(found).toMatchObject([{ ref: 'indicator:asa', verdict: 'supports' }])
      return abstentions.map(({ code }) => code)
    }
    expect(proposeMapping(matcher, word).abstentions.map(({ code }) => code)).toEqual(['UNIT_DOUBTED'])
    expect(codesWith(false)).toEqual(['UNIT_DOUBTED'])
    expect(codesWith(true)).toEqual([])
  })
})

describe('words that nobody has settled', () => {
  it('do not vouch for each other alone', () =>
    holds(one => {
      const beside = [partner('calls_offered', one.calls_offered, false), partner('response_rate', one.response_rate, false)]
      expect(judge({ as: 'calls_answered', values: one.calls_answered, beside })).toMatchObject([
        { verdict: 'open', textEn: expect.stringContaining('not settled either') },
      ])
    }))

  it('vouch for each other jointly with one that is', () =>
    holds(one => {
      const beside = [partner('calls_offered', one.calls_offered), partner('response_rate', one.response_rate, false)]
      expect(verdictOf({ as: 'calls_answered', values: one.calls_answered, beside })).toBe('supports')
    }))
})

describe('nights that are only counted', () => {
  const rotated = (texts: readonly string[], by: number): readonly string[] =>
    texts.map((_, night) => texts[(night + by) % texts.length] ?? '')

  it('are a witness where they agree night by night, and other nights contradict nothing', () =>
    holds(one => {
      const beside = [
        partner('calls_offered', one.calls_offered),
        partner('calls_abandoned', one.calls_abandoned),
        partner('calls_flowed_out', one.calls_flowed_out),
      ]
      const asked = { as: 'calls_answered', beside, isDated: false } as const
      expect(verdictOf({ ...asked, values: one.calls_answered })).toBe('supports')
      expect(verdictOf({ ...asked, values: rotated(one.calls_answered, 3) })).not.toBe('contradicts')
      expect(verdictOf({ ...asked, values: one.talk_seconds })).toBeNull()
    }))

  it('tell nothing where levels agree and nights do not', () => {
    const steady = (value: string) => Array.from({ length: NIGHTS }, () => value)
    const beside = [partner('calls_offered', steady('1000')), partner('calls_answered', steady('950'))]
    expect(judge({ as: 'response_rate', values: steady('95'), beside, isDated: false })).toMatchObject([
      { verdict: 'open', textEn: expect.stringContaining('other nights') },
    ])
  })
})

describe('what no identity can be made of', () => {
  const zeros = Array.from({ length: NIGHTS }, () => '0')

  it.each([
    ['zeros', zeros, zeros],
    ['text', Array.from({ length: NIGHTS }, () => 'NaN'), zeros],
    [
      'blanks, infinities and numbers below 0',
      ['', '∞', 'Infinity', '-4', '1e400', '-0.5', '--', '12a', '１２', '1,2,3', 'null', '0x10', '1e9', ' '],
      zeros,
    ],
  ])('says nothing: %s', (_name, values, offered) => {
    const beside = [partner('calls_offered', offered), partner('calls_abandoned', zeros), partner('calls_flowed_out', zeros)]
    expect(judge({ as: 'calls_answered', values, beside })).toEqual([])
  })

  it('takes a sheet of thousands of columns for what it is', () => {
    const values = Array.from({ length: NIGHTS }, (_, night) => String(3_000 + 100 * ((night * 5) % 14)))
    const words = Array.from({ length: 3_000 }, (_, at): LocalWord => ({
      kind: 'measure',
      label: at === 0 ? '인입호' : at % 2 === 0 ? '응대콜' : '포기콜',
      unit: '건',
      values,
      center: 'busan',
    }))
    const start = performance.now()
    const proposals = proposeTogether(matcher, words)
    expect(proposals).toHaveLength(3_000)
    expect(proposals.every(({ identities: found }) => found.every(({ verdict }) => verdict !== 'supports'))).toBe(true)
    expect(performance.now() - start).toBeLessThan(20_000)
  })
})
