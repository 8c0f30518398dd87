import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countStatements, type CountedDatabase } from '../support/counted-database.js'
import { cloneDatabase } from '../support/database.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { submitOneOfEach, type CenterRows } from '../support/two-centers.js'

let hub: HubServer
let database: CountedDatabase
let busan: CenterRows
let seoul: string

beforeAll(async () => {
  database = countStatements(await cloneDatabase({ withEdition: true }))
  hub = await startHubServer({ database })
  busan = await submitOneOfEach(hub, 'busan')
  await submitOneOfEach(hub, 'seoul')
  seoul = await hub.token('seoul-client')
})

afterAll(async () => {
  await hub.close()
  await database.drop()
})

const RESOLVE = `mutation($ids: [HeldRowResolutionInput!]!) { resolveHeldRows(input: { resolutions: $ids }) {
  __typename ... on HeldRowsResolved { rows { heldRow } } ... on Refused { issues { code path messageKo messageEn expected got sourceRow } } } }`
const resolutionOf = (heldRow: string) => ({ ids: [{ heldRow, action: 'WITHDRAW', reason: 'x' }] })
const heldCursor = (heldRow: string) => Buffer.from(JSON.stringify(['2026-11-19T00:00:00+09:00', heldRow])).toString('base64url')

type Question = {
  readonly query: string
  readonly variables: (id: string) => Record<string, unknown>
  readonly foreign: () => string
  readonly isDenied: boolean
}

/** Each question is asked about what Busan has and about what nobody has. */
const QUESTIONS: readonly (Question & { readonly name: string })[] = [
  {
    name: 'a receipt by its id',
    query: 'query($id: ID!) { submission(id: $id) { id center rows { nodes { submitted } } } }',
    variables: id => ({ id }),
    foreign: () => busan.submission,
    isDenied: true,
  },
  {
    name: 'a receipt by its key',
    query: 'query($id: String!) { submission(idempotencyKey: $id) { id center rows { nodes { submitted } } } }',
    variables: id => ({ id }),
    foreign: () => busan.key,
    isDenied: false, // keys are a center's own words: there is no foreign one to ask for
  },
  {
    name: 'the content of a receipt',
    query: 'query($id: ID!) { submissionBody(id: $id) { submission } }',
    variables: id => ({ id }),
    foreign: () => busan.submission,
    isDenied: true,
  },
  { name: 'a held row to resolve', query: RESOLVE, variables: resolutionOf, foreign: () => busan.futureRow, isDenied: true },
  {
    name: 'held rows behind a cursor that names one',
    query: 'query($after: String!) { heldRows(after: $after) { nodes { id } hasNextPage } }',
    variables: id => ({ after: heldCursor(id) }),
    foreign: () => busan.wordRow,
    isDenied: false,
  },
]

type Asked = { readonly answer: string; readonly statements: number; readonly denials: number; readonly milliseconds: number }

async function ask({ query, variables }: Question, id: string): Promise<Asked> {
  const before = await countDenials()
  database.takeCount()
  const start = performance.now()
  const { status, data, errors } = await hub.graphql(query, variables(id), seoul)
  const milliseconds = performance.now() - start
  const statements = database.takeCount()
  const told = JSON.stringify({
    status,
    data,
    errors: errors?.map(error => ({ ...error, extensions: { ...error.extensions, requestId: '*' } })),
  })
  return { answer: told.replaceAll(id, '*'), statements, denials: (await countDenials()) - before, milliseconds }
}

const countDenials = async (): Promise<number> => {
  const [row] = await database.owner<{ n: number }[]>`select count(*)::int as n from audit_entries where action = 'access.denied'`
  return row?.n ?? -1
}

/** Rounds of one and the other in turn, so that whatever else the machine does falls on both. */
const ROUNDS = 16
const MOST_SERIES = 10

describe('H23: what another center has and what nobody has', () => {
  it.each(QUESTIONS)(
    'cannot be told apart by the answer, the work or the time it takes: $name',
    async question => {
      await ask(question, randomUUID()) // warms what is read once in a while
      const differences: number[] = []
      // A difference that the question makes is there every time; one that a busy machine makes is not.
      while (differences.length < MOST_SERIES && !differences.some(isWithinNoise)) differences.push(await compareTimes(question))
      expect(differences.some(isWithinNoise), `differs by ${differences.map(part => `${Math.round(part * 100)} %`).join(', ')}`).toBe(true)
    },
    120_000,
  )
})

/** Asks one and the other in turn, holds their answers, work and audit against each other, and gives how far their times differ, as a share of the shorter. */
async function compareTimes(question: Question): Promise<number> {
  const foreign: Asked[] = []
  const unknown: Asked[] = []
  for (let round = 0; round < ROUNDS; round++) {
    // Each as often before the other as after it.
    if (round % 2 === 0) foreign.push(await ask(question, question.foreign()))
    unknown.push(await ask(question, randomUUID()))
    if (round % 2 === 1) foreign.push(await ask(question, question.foreign()))
  }
  expect(new Set([...foreign, ...unknown].map(({ answer }) => answer)).size).toBe(1)
  expect([...foreign, ...unknown].filter(({ denials }) => denials !== Number(question.isDenied))).toEqual([])
  // The least of all rounds: every two seconds a question also reads the edition anew, whatever was asked.
  expect(leastOf(foreign)).toBe(leastOf(unknown))
  const [foreignMs, unknownMs] = [medianOf(foreign), medianOf(unknown)]
  return Math.abs(foreignMs - unknownMs) / Math.min(foreignMs, unknownMs)
}

const isWithinNoise = (difference: number): boolean => difference < 0.15

const leastOf = (asked: readonly Asked[]): number => Math.min(...asked.map(({ statements }) => statements))
const medianOf = (asked: readonly Asked[]): number =>
  asked.map(({ milliseconds }) => milliseconds).toSorted((x, y) => x - y)[Math.floor(asked.length / 2)] ?? Number.NaN

describe('H23: values of another center', () => {
  const observations = (centers: string[]) =>
    hub.graphql(
      'query($centers: [String!]) { observations(input: { centers: $centers, from: "2026-11-01", to: "2026-11-30" }) { nodes { value } } }',
      { centers },
      seoul,
    )

  it('are refused in the same words and with the same work where the center has some and where it has none', async () => {
    await observations(['jeju']) // warms what is read once in a while
    const answers = []
    for (const center of ['busan', 'jeju']) {
      const counts: number[] = []
      const texts = new Set<string>()
      for (let round = 0; round < 3; round++) {
        database.takeCount()
        const { data, errors } = await observations([center])
        counts.push(database.takeCount())
        texts.add(
          JSON.stringify({ data, errors })
            .replaceAll(center, '*')
            .replace(/"requestId":"[^"]+"/, ''),
        )
      }
      // The least of all rounds, as below: every two seconds a question also reads the edition anew.
      answers.push({ texts: [...texts], statements: Math.min(...counts) })
    }
    expect(answers[0]?.texts).toHaveLength(1)
    expect(answers[0]).toEqual(answers[1])
  })

  it('are not hinted at by the key of a submission: two centers use one key and neither sees the other', async () => {
    const submit = `mutation($input: SubmitStatisticsInput!) { submitStatistics(input: $input) {
      ... on SubmissionReceipt { replayed counts { inserted } } ... on Refused { issues { code } } } }`
    const rows = [{ measure: 'calls_offered', periodStart: '2026-11-18', value: 1 }]
    const { data } = await hub.graphql(submit, { input: { idempotencyKey: busan.key, rows } }, seoul)
    expect(data.submitStatistics).toEqual({ replayed: false, counts: { inserted: 1 } })
  })
})
