import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startHubServer, type HubServer } from '../support/hub-server.js'

let hub: HubServer
let token: string

beforeAll(async () => {
  hub = await startHubServer()
  token = await hub.token('seoul-client')
})

afterAll(() => hub.close())

const QUERY = `query T($refs: [ID!]) {
  terms(refs: $refs) {
    ref nameKo nameEn synonyms confusableWith { ref whyKo whyEn } ambiguousLabels { label candidates ruleKo ruleEn }
  }
}`

describe('terms', () => {
  it('gives the whole glossary, each ref once', async () => {
    const { data } = await hub.graphql(QUERY, {}, token)
    const refs: string[] = data.terms.map(({ ref }: { ref: string }) => ref)
    expect(refs).toHaveLength(137)
    expect(new Set(refs).size).toBe(137)
  })

  it('gives the terms that are named, in their order, with what they are confused with and the rules for doubtful words', async () => {
    const { data } = await hub.graphql(QUERY, { refs: ['indicator:asa', 'measure:calls_attempted'] }, token)
    expect(data.terms).toEqual([
      expect.objectContaining({ ref: 'indicator:asa' }),
      {
        ref: 'measure:calls_attempted',
        nameKo: '호시도건수',
        nameEn: 'Calls attempted',
        synonyms: ['총시도호', '상담시도건수', '총인입시도', '국선인입호', '호시도', 'ARS인입콜', 'call attempts'],
        confusableWith: [{ ref: 'measure:calls_offered', whyKo: expect.any(String), whyEn: expect.any(String) }],
        ambiguousLabels: [
          {
            label: '총인입호',
            candidates: expect.arrayContaining(['measure:calls_attempted', 'measure:calls_offered']),
            ruleKo: expect.any(String),
            ruleEn: expect.any(String),
          },
        ],
      },
    ])
  })

  it('refuses refs that the edition does not have, each by its place', async () => {
    const { data, errors } = await hub.graphql(QUERY, { refs: ['measure:nothing', 'indicator:asa', 'calls_offered'] }, token)
    expect(data).toEqual({ terms: null })
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'TERM_UNKNOWN',
      issues: [
        { code: 'TERM_UNKNOWN', path: ['refs', 0], got: 'measure:nothing' },
        { code: 'TERM_UNKNOWN', path: ['refs', 2], got: 'calls_offered' },
      ],
    })
  })
})
