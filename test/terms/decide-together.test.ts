import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HubServer } from '../support/hub-server.js'
import { actOn, type Answer, askQueue, codesOf, historyOf, send, startStewards, wordOf } from '../support/steward.js'
import { standing } from '../support/stored-rows.js'

let hub: HubServer
beforeAll(async () => {
  hub = await startStewards()
  for (const center of [...CENTERS, 'sejong'])
    await send(hub, center, [{ measure: center === 'sejong' ? '남의 말' : LABEL, value: 70, unit: '건', periodStart: '2026-11-10' }])
})
afterAll(() => hub.close())

const CENTERS = ['seoul', 'ulsan', 'jeju'] as const
/** The matcher finds nothing in it: there is no candidate to approve. */
const LABEL = '가나다라'
const [OFFERED, ANSWERED] = ['measure:calls_offered', 'measure:calls_answered']

const OUTCOMES: Readonly<Record<string, string>> = {
  curateTogether: '... on TermsDecided { terms { term decided { decision version landed heldAgain needsReview } issues { code path } } }',
  flagTogether: '... on TermsDecided { terms { term decided { decision version } issues { code } } }',
  assignTogether: '... on TermsDecided { terms { term decided { decision version } issues { code } } }',
  undoTogether: '... on DecisionsUndone { decisions { decision undone { version landed heldAgain needsReview } issues { code } } }',
}
/** What came of each of the words, or `{ issues }`. */
const together = async (mutation: string, input: Readonly<Record<string, unknown>>, client = 'steward'): Promise<Answer> => {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`
  const text = `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${OUTCOMES[mutation]} ... on Refused { issues { code path } } } }`
  const { data, errors } = await hub.graphql(text, { input }, await hub.token(client))
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
  return data[mutation].terms ?? data[mutation].decisions ?? data[mutation]
}
/** The three words as they stand now. */
const seen = async (): Promise<{ term: string; expectedVersion: number }[]> => {
  const { id } = await wordOf(hub, 'seoul', LABEL)
  const { nodes } = await askQueue(hub, 'steward', `sameAs: "${id}"`)
  return nodes.map((word: Answer) => ({ term: word.id, expectedVersion: word.version }))
}
const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)
const facts = (outcomes: Answer, of: 'decided' | 'undone' = 'decided') =>
  outcomes
    .map((one: Answer) => (one[of] === null ? one.issues[0].code : [one[of].landed, one[of].heldAgain, one[of].needsReview]))
    .toSorted(byText)
const stored = () => Promise.all(CENTERS.map(async center => Object.keys(await standing(hub.database.owner, center))))

describe('terminology §1: decisions about words that are identical at several centers', () => {
  it('correct a word that has no candidate, by two stewards, and are taken back together', async () => {
    const correct = { act: 'CORRECT', target: OFFERED, reason: '같은 말' }
    expect(await seen()).toHaveLength(3)
    expect(facts(await together('curateTogether', { ...correct, act: 'APPROVE', terms: await seen() }))).toEqual(
      Array(3).fill('MAPPING_INVALID'),
    )
    expect(facts(await together('curateTogether', { ...correct, terms: await seen() }))).toEqual(Array(3).fill([0, 0, true]))
    const agreed = await together('curateTogether', { ...correct, terms: await seen() }, 'second')
    expect(facts(agreed)).toEqual(Array(3).fill([1, 0, false]))
    expect(await stored()).toEqual(Array(3).fill(['calls_offered day 2026-11-10']))

    const decisions = agreed.map(({ decided }: Answer) => ({ decision: decided.decision, expectedVersion: decided.version }))
    await actOn(hub, ['jeju', LABEL], 'flagTerm', { flag: '확인 중' }, 'third')
    const undone = await together('undoTogether', { decisions, reason: '잘못 봄' })
    expect(facts(undone, 'undone')).toEqual([[0, 1, false], [0, 1, false], 'CHANGED_SINCE'].toSorted(byText))
    expect(await stored()).toEqual([[], [], ['calls_offered day 2026-11-10']])
    expect(
      codesOf(
        await together('undoTogether', { decisions: [...decisions, { decision: crypto.randomUUID(), expectedVersion: 1 }], reason: null }),
      ),
    ).toEqual(['BAD_USER_INPUT'])
  }, 60_000)

  it('refuse a meaning together, which is remembered at each', async () => {
    const refused = await together('curateTogether', { act: 'REJECT', target: ANSWERED, terms: await seen(), reason: '아님' })
    expect(refused.map(({ decided }: Answer) => decided.needsReview)).toEqual([false, false, false])
    const kept = await hub.database.owner<{ n: number }[]>`
      select count(*)::int as n from term_rejections where target = ${ANSWERED} and lifted_at is null`
    expect(kept).toEqual([{ n: 3 }])
  })

  it('flag and assign together, and take both away again', async () => {
    await together('flagTogether', { terms: await seen(), flag: '센터에 물음' })
    await together('assignTogether', { terms: await seen(), to: 'second' })
    const marks = async () => {
      const found: Answer[] = await Promise.all(CENTERS.map(center => wordOf(hub, center, LABEL)))
      return found.map(({ flag, assignedTo }) => [flag, assignedTo])
    }
    expect(await marks()).toEqual(Array(3).fill(['센터에 물음', 'second']))
    expect((await askQueue(hub, 'second', 'assignedTo: "second"')).nodes).toHaveLength(3)
    await together('flagTogether', { terms: await seen() })
    await together('assignTogether', { terms: await seen() })
    expect(await marks()).toEqual(Array(3).fill([null, null]))
    const [last] = await historyOf(hub, (await wordOf(hub, 'ulsan', LABEL)).id)
    expect(last).toMatchObject({ action: 'assign', actor: 'client:steward' })
  })

  it('are refused whole for what is wrong with the list, and leave no trace', async () => {
    const terms = await seen()
    const stranger = await wordOf(hub, 'sejong', '남의 말')
    const others = [...terms, { term: stranger.id, expectedVersion: stranger.version }]
    const asked: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
      ['curateTogether', { act: 'CORRECT', target: OFFERED }],
      ['flagTogether', { flag: '함께' }],
      ['assignTogether', { to: 'third' }],
    ]
    for (const [mutation, said] of asked) {
      expect(await together(mutation, { ...said, terms: others })).toEqual({
        issues: [{ code: 'BAD_USER_INPUT', path: ['input', 'terms', '3'] }],
      })
      expect(codesOf(await together(mutation, { ...said, terms: [] }))).toEqual(['BAD_USER_INPUT'])
      expect(codesOf(await together(mutation, { ...said, terms: [terms[0], terms[0]] }))).toEqual(['BAD_USER_INPUT'])
    }
    expect(codesOf(await together('assignTogether', { terms, to: 'analyst' }))).toEqual(['NOT_FOUND'])
    expect(codesOf(await together('flagTogether', { terms, flag: '김철수 010-1234-5678' }))).toEqual(['TEXT_NOT_ACCEPTED'])
    expect(await seen()).toEqual(terms)
  })
})
