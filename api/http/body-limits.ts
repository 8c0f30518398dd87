import { Transform } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import { bodyTooLarge, DoorRefusal } from './door-refusal.js'

const MEGABYTE = 1024 * 1024

export const SMALL_BODY_BYTES = MEGABYTE
/** Limit of submitStatistics (S16). */
export const LARGE_BODY_BYTES = 32 * MEGABYTE

/** A body may take so long and, beyond that, as long as it takes at the slowest rate; else it holds a connection for nothing (G15). */
const GRACE_MS = 10_000
const SLOWEST_BYTES_PER_MS = 16
const CHECK_EVERY_MS = 1_000

/** How long `bytes` may be under way, in either direction. */
export const transferLimitMs = (bytes: number): number => GRACE_MS + bytes / SLOWEST_BYTES_PER_MS

/** How large a body this caller may send at all: only a center's client hands in figures. Which operation it holds is checked once it is read. */
export const bodyLimitOf = (caller: Caller): number => (holdsAny(caller, 'stats:write') ? LARGE_BODY_BYTES : SMALL_BODY_BYTES)

/** Refuses by Content-Length, before a byte of the body is read. Compressed bodies are not taken: their length says nothing. */
export function checkAnnouncedLength(request: FastifyRequest, limitBytes: number): void {
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw new DoorRefusal({
      status: 415,
      code: 'CONTENT_TYPE_NOT_ACCEPTED',
      messageKo: '압축한 본문은 받지 않습니다. content-encoding 없이 보내 주십시오.',
      messageEn: 'Compressed bodies are not accepted; send without content-encoding.',
    })
  }
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) throw bodyTooLarge(limitBytes)
}

/**
 * One large body per center at a time in this process (S16): while one is read and judged, the event loop and the memory of the process are
 * what is scarce, so the turn is kept in the process and not in the database.
 */
export class LargeBodyTurns {
  private readonly taken = new Set<string>()

  /** Takes the turn of the caller's center and gives back how to end it. Throws 429 while another request has it. */
  take(caller: Caller): () => void {
    const holder = caller.center?.code ?? caller.subject
    if (this.taken.has(holder)) {
      throw new DoorRefusal({
        status: 429,
        code: 'LARGE_BODY_UNDER_WAY',
        messageKo: '이 센터의 다른 대용량 제출을 처리하고 있습니다. 잠시 후 같은 키로 다시 보내 주십시오.',
        messageEn: 'Another large submission of this center is under way. Send this one again in a while under the same key.',
        headers: { 'retry-after': '2' },
      })
    }
    this.taken.add(holder)
    let isOver = false
    return () => {
      if (!isOver) this.taken.delete(holder)
      isOver = true
    }
  }
}

type CountOptions = {
  readonly limitBytes: number
  /** Called once, with the byte that makes the body a large one; may throw. */
  readonly onLarge: () => void
}

/** Counts the body as it comes, so that chunked ones cannot pass their limit, and fails it when it comes too slowly or stops coming. `receivedEncodedLength` is what Fastify compares with Content-Length. */
export function countBody({ limitBytes, onLarge }: CountOptions): Transform & { receivedEncodedLength: number } {
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const before = counted.receivedEncodedLength
      counted.receivedEncodedLength += chunk.length
      try {
        if (counted.receivedEncodedLength > limitBytes) throw bodyTooLarge(limitBytes)
        if (before <= SMALL_BODY_BYTES && counted.receivedEncodedLength > SMALL_BODY_BYTES) onLarge()
        done(null, chunk)
      } catch (error) {
        done(error as Error) // only refusals of the door are thrown above
      }
    },
  })
  const counted = Object.assign(counter, { receivedEncodedLength: 0 })
  const startedAt = performance.now()
  const timer = setInterval(() => {
    if (performance.now() - startedAt > transferLimitMs(counted.receivedEncodedLength)) counter.destroy(stalled())
  }, CHECK_EVERY_MS)
  for (const event of ['end', 'close', 'error']) counter.once(event, () => clearInterval(timer))
  return counted
}

const stalled = () =>
  new DoorRefusal({
    status: 408,
    code: 'REQUEST_TIMEOUT',
    messageKo: '요청 본문이 너무 느리게 오거나 도중에 멈추었습니다.',
    messageEn: 'The body came too slowly or stopped coming.',
  })
