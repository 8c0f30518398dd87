export type StreamEvent = { readonly event: string; readonly data: any } // oxlint-disable-line typescript/no-explicit-any -- tests compare whole values

/** A subscription over SSE as a client sees it, read frame by frame. */
export type OpenStream = {
  readonly status: number
  readonly headers: Headers
  /** The body where it is no stream. */
  readonly refusal: { readonly code: string } | null
  /** The next event; beats are counted and passed over. Null once the hub has ended the stream. */
  next(): Promise<StreamEvent | null>
  beats(): number
  close(): void
}

const NUDGE = 'subscription ($isForAll: Boolean! = false) { emergencyNudge(isForAll: $isForAll) { cursor } }'

type Asked = { readonly token: string; readonly query?: string; readonly variables?: Record<string, unknown>; readonly accept?: string }

export async function openStream(
  url: string,
  { token, query = NUDGE, variables = {}, accept = 'text/event-stream' }: Asked,
): Promise<OpenStream> {
  const left = new AbortController()
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
    signal: left.signal,
  })
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true
  const body = isStream ? null : ((await response.json()) as { errors: { extensions: { code: string } }[] }) // every answer of the door is one
  const reader = isStream ? response.body?.pipeThrough(new TextDecoderStream()).getReader() : undefined
  let [text, beats] = ['', 0]
  const next = async (): Promise<StreamEvent | null> => {
    for (;;) {
      const end = text.indexOf('\n\n')
      if (end >= 0) {
        const frame = text.slice(0, end)
        text = text.slice(end + 2)
        if (frame.startsWith(':')) beats++
        else return readFrame(frame)
        continue
      }
      const part = await reader?.read()
      if (part === undefined || part.done) return null
      text += part.value
    }
  }
  const refusal = body === null ? null : { code: body.errors[0]?.extensions.code ?? '' }
  return { status: response.status, headers: response.headers, refusal, next, beats: () => beats, close: () => left.abort() }
}

function readFrame(frame: string): StreamEvent {
  const fields = new Map(frame.split('\n').map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trimStart()]))
  const data = fields.get('data') ?? ''
  return { event: fields.get('event') ?? '', data: data === '' ? null : JSON.parse(data) }
}
