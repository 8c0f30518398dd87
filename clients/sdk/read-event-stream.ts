/** One server-sent event; `data` is what its JSON says, null where there is none. */
export type StreamEvent = { readonly event: string; readonly data: unknown }

/** More than any event of the hub; who sends more is not the hub. */
const LONGEST_EVENT = 64 * 1024

/** The events of a stream as the WHATWG has it. Comments and unknown fields are passed over; `onAlive` is called for whatever comes. */
export async function* readEventStream(
  body: ReadableStream<Uint8Array>,
  onAlive: () => void,
): AsyncGenerator<StreamEvent, void, undefined> {
  let text = ''
  const decoder = new TextDecoder()
  // Node's streams can be iterated, though the type that browsers share does not say so.
  for await (const part of body as ReadableStream<Uint8Array> & AsyncIterable<Uint8Array>) {
    onAlive()
    text = (text + decoder.decode(part, { stream: true })).replaceAll('\r\n', '\n')
    if (text.length > LONGEST_EVENT) throw new RangeError('An event of the stream is too long.')
    const frames = text.split('\n\n')
    text = frames.pop() ?? ''
    for (const frame of frames) {
      const event = readFrame(frame)
      if (event !== null) yield event
    }
  }
}

function readFrame(frame: string): StreamEvent | null {
  let [event, data]: [string, string[]] = ['message', []]
  for (const line of frame.split('\n')) {
    const [, field = '', value = ''] = /^([^:]*)(?::? ?)(.*)$/.exec(line) ?? []
    if (field === 'event') event = value
    if (field === 'data') data = [...data, value]
  }
  if (event === 'message' && data.length === 0) return null
  return { event, data: data.join('') === '' ? null : (JSON.parse(data.join('\n')) as unknown) }
}
