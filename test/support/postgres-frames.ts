/**
 * Cuts what comes over a connection to PostgreSQL into messages: a letter, a length and content. The first one of a client has no letter; pass `isGreeted: false`
 * for that way, and its kind is given as ''. Encryption is not expected.
 */
export function cutFrames({ isGreeted }: { isGreeted: boolean }, take: (kind: string, frame: Buffer) => void): (chunk: Buffer) => void {
  const state = { isGreeted, rest: Buffer.alloc(0) }
  return chunk => {
    state.rest = Buffer.concat([state.rest, chunk])
    for (;;) {
      const letter = state.isGreeted ? 1 : 0
      if (state.rest.length < letter + 4) return
      const length = letter + state.rest.readInt32BE(letter)
      if (state.rest.length < length) return
      const frame = state.rest.subarray(0, length)
      state.rest = state.rest.subarray(length)
      const kind = state.isGreeted ? String.fromCharCode(frame[0] ?? 0) : ''
      state.isGreeted = true
      take(kind, frame)
    }
  }
}

/** The first two texts of a message: of Parse its name and statement, of Bind its portal and name, of Query the statement. */
export function textsOf(frame: Buffer): readonly string[] {
  const first = frame.indexOf(0, 5)
  if (first < 0) return []
  const second = frame.indexOf(0, first + 1)
  return [frame.toString('utf8', 5, first), second < 0 ? '' : frame.toString('utf8', first + 1, second)]
}
