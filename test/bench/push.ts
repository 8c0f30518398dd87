import type { BenchHub } from './bench-hub.js'

const SUBMIT = `mutation ($input: SubmitStatisticsInput!) {
  submitStatistics(input: $input) {
    __typename
    ... on SubmissionReceipt { counts { received inserted revised unchanged quarantined rejected } }
    ... on Refused { issues { code messageEn } }
  }
}`

export type Counts = Readonly<Record<'received' | 'inserted' | 'revised' | 'unchanged' | 'quarantined' | 'rejected', number>>

/** Posts a GraphQL document and gives its data; any error is thrown. */
export async function post(url: string, body: string, token: string | null): Promise<Record<string, unknown>> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
    body,
  })
  const answer = (await response.json()) as { data?: Record<string, unknown>; errors?: unknown } // a GraphQL answer
  if (answer.data == null || answer.errors !== undefined) throw new Error(`${response.status} ${JSON.stringify(answer).slice(0, 1_000)}`)
  return answer.data
}

/** Bodies are made before the clock starts: what is measured is the hub. */
export const submitBody = (input: Readonly<Record<string, unknown>>): string => JSON.stringify({ query: SUBMIT, variables: { input } })

/** Hands in a batch; throws unless every row landed as inserted, revised or unchanged. */
export async function push(hub: BenchHub, center: string, body: string): Promise<Counts> {
  const { submitStatistics: receipt } = (await post(hub.url, body, await hub.token(center))) as {
    submitStatistics: { __typename: string; counts?: Counts; issues?: unknown }
  }
  const { counts } = receipt
  if (counts === undefined || counts.quarantined + counts.rejected > 0) throw new Error(JSON.stringify(receipt).slice(0, 1_000))
  return counts
}
