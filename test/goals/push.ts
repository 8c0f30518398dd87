/** One answer of the hub to one attempt. `null` for a connection that gave none. */
export type Pushed = { readonly status: number; readonly retryAfter: string | null; readonly body: PushBody } | null

export type PushBody = {
  readonly data?: {
    readonly submitStatistics?: {
      readonly __typename: 'SubmissionReceipt' | 'Refused'
      readonly id?: string
      readonly replayed?: boolean
      readonly counts?: Readonly<Record<string, number>>
      readonly issues?: readonly { readonly code: string }[]
    } | null
  } | null
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[]
}

const MUTATION = `mutation push($input: SubmitStatisticsInput!) {
  submitStatistics(input: $input) {
    __typename
    ... on SubmissionReceipt { id replayed counts { received inserted revised unchanged retracted quarantined rejected } }
    ... on Refused { issues { code } }
  }
}`

/** The request of a submission as text: made once and sent as often as a client would. */
export const pushText = (input: Readonly<Record<string, unknown>>): string => JSON.stringify({ query: MUTATION, variables: { input } })

/** Hands in once, whatever comes of it. */
export async function push(url: string, token: string, text: string): Promise<Pushed> {
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: text,
      signal: AbortSignal.timeout(90_000),
    })
    const body = (await response.json()) as PushBody // every answer of the hub is a GraphQL answer
    return { status: response.status, retryAfter: response.headers.get('retry-after'), body }
  } catch {
    return null // refused, reset or cut off: the client cannot know what came of it
  }
}

const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'))
const CHANNELS = ['voice', 'sms', 'chat', 'social', 'app_web']
/** Values of one measure on one day, by hour and channel. */
export const VALUES_PER_DAY = HOURS.length * CHANNELS.length

export const daysBefore = (last: string, days: number): string => new Date(Date.parse(last) - days * 86_400_000).toISOString().slice(0, 10)

/** `count` values of a measure in columns, from `last` backwards; `offset` tells one content from another. */
export function seriesOf({ measure, last, count, offset }: { measure: string; last: string; count: number; offset: number }) {
  const places = Array.from({ length: count }, (_, index) => index)
  return {
    measure,
    axes: ['periodStart', 'hour', 'channel'],
    items: [
      places.map(index => daysBefore(last, Math.floor(index / VALUES_PER_DAY))),
      places.map(index => HOURS[index % HOURS.length]),
      places.map(index => CHANNELS[Math.floor(index / HOURS.length) % CHANNELS.length]),
    ],
    values: places.map(index => (index % 50) + offset),
  }
}
