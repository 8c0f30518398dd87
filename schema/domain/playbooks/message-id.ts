import type { ActivationStatus } from './playbook-message.js'

const PREFIXES = { ACTUAL: '', EXERCISE: 'EXR-', TEST: 'TST-' } as const satisfies Record<ActivationStatus, string>
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const ID = /^(EXR-|TST-)?[0-7][0-9A-HJKMNP-TV-Z]{25}$/
const RANDOM_BYTES = 10

/**
 * Id of an activation or message: a ULID, behind EXR- for an exercise and TST- for a test (P1). `timeMs` is the database's time in
 * milliseconds since 1970, `random` ten random bytes. Throws for fewer bytes: an id that can be guessed or met twice is a fault.
 */
export function makeMessageId(status: ActivationStatus, timeMs: number, random: Uint8Array): string {
  if (random.length !== RANDOM_BYTES) throw new RangeError(`An id takes ${RANDOM_BYTES} random bytes, not ${random.length}.`)
  let bits = BigInt(Math.trunc(timeMs))
  for (const byte of random) bits = (bits << 8n) | BigInt(byte)
  let text = ''
  for (let shift = 125n; shift >= 0n; shift -= 5n) text += ALPHABET[Number((bits >> shift) & 31n)]
  return PREFIXES[status] + text
}

/** What an id says its status is; null for a text that is no id. */
export function statusOfMessageId(id: string): ActivationStatus | null {
  const match = ID.exec(id)
  if (match === null) return null
  return match[1] === 'EXR-' ? 'EXERCISE' : match[1] === 'TST-' ? 'TEST' : 'ACTUAL'
}
