/** Why an attempt ended without an answer that settles it. */
export type SendCause =
  'badUrl' | 'addressRefused' | 'nameUnknown' | 'connect' | 'tls' | 'timeout' | 'reset' | 'badAnswer' | 'redirect' | 'status'

/**
 * What became of one attempt (P4).
 * `delivered`: any 2xx, whatever its body. `rejected`: 422; that message is not tried there again. `retry`: certainly not taken.
 * `unknown`: the request had gone out and no answer came back, so it may have been taken; tried again with the same id and bytes.
 */
export type SendResult = {
  readonly outcome: 'delivered' | 'rejected' | 'retry' | 'unknown'
  /** HTTP status; null where none came. */
  readonly status: number | null
  /** Null where the answer settles it. */
  readonly cause: SendCause | null
  /** The endpoint itself looks wrong (401, 403, 404, 410, an address that is refused): a person is told, and it is tried all the same. */
  readonly isSuspect: boolean
  readonly retryAfterMs: number | null
  /** What a 422 said, at most 500 characters of plain text; null elsewhere. It is the receiver's text: shown, never interpreted. */
  readonly reason: string | null
  readonly durationMs: number
}

const SUSPECT: readonly number[] = [401, 403, 404, 410]
const REASON_LENGTH = 500

/** What a status says, before time and reason are known. */
export function resultOfStatus(status: number): Pick<SendResult, 'outcome' | 'cause' | 'isSuspect'> {
  if (status >= 200 && status < 300) return { outcome: 'delivered', cause: null, isSuspect: false }
  if (status === 422) return { outcome: 'rejected', cause: null, isSuspect: false }
  return { outcome: 'retry', cause: status >= 300 && status < 400 ? 'redirect' : 'status', isSuspect: SUSPECT.includes(status) }
}

/** The receiver's reason as one line of plain text: what it sent, or `reason` of the JSON it sent. Control and direction characters are left out. */
export function reasonOf(body: Buffer): string | null {
  const text = body.toString('utf8')
  const line = (reasonField(text) ?? text).replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
  return line === '' ? null : Array.from(line).slice(0, REASON_LENGTH).join('')
}

function reasonField(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || !('reason' in value)) return null
    return typeof value.reason === 'string' ? value.reason : null
  } catch {
    return null // no JSON: the text itself is the reason
  }
}
