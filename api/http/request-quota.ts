import { createHash } from 'node:crypto'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { DoorRefusal } from './door-refusal.js'

/** Seconds of the average that may come at once: a night's push in pieces, or an export. */
const BURST_SECONDS = 4
/** Requests of one tenant that are worked on at the same time; further ones wait for these and not for anybody else's. */
const AT_ONCE = 2
const MOST_TOKENS_KNOWN = 10_000

type Bucket = { left: number; at: number; running: number; readonly waiting: (() => void)[] }

/**
 * What one center, or one client of the council, may ask this process for, so that one that asks without end slows nobody else (G16).
 * A token that was good before is counted by its hash before anything is checked, which keeps a refusal cheap; a new one is checked first.
 * It opens no door: every request that is let on is checked as ever.
 */
export class RequestQuota {
  private readonly perSecond: number
  private readonly clock: () => number
  /** Made once: a flood must not cost a stack trace a request. */
  private readonly refusal: DoorRefusal
  private readonly tenants = new Map<string, Bucket>()
  private readonly tokens = new Map<string, Bucket>()

  constructor(perSecond: number, clock: () => number = () => performance.now()) {
    this.perSecond = perSecond
    this.clock = clock
    this.refusal = tooManyRequests(perSecond)
  }

  /** Counts a request whose token was seen before; false where it was not. Throws 429 when there is nothing left. */
  takeKnown(authorization: string | undefined): boolean {
    const bucket = authorization === undefined ? undefined : this.tokens.get(hashOf(authorization))
    if (bucket === undefined) return false
    this.take(bucket)
    return true
  }

  /** Counts the first request of a token that was found good, and knows it from now on. */
  takeNew(authorization: string | undefined, caller: Caller): void {
    const bucket = this.bucketOf(caller)
    if (authorization !== undefined) this.tokens.set(hashOf(authorization), bucket)
    // The oldest go first; a token that comes again is simply checked again.
    for (const oldest of this.tokens.keys()) {
      if (this.tokens.size <= MOST_TOKENS_KNOWN) break
      this.tokens.delete(oldest)
    }
    this.take(bucket)
  }

  /** Does the work when fewer than two requests of the caller's tenant are under way. */
  async inTurn<T>(caller: Caller, work: () => Promise<T>): Promise<T> {
    const bucket = this.bucketOf(caller)
    if (bucket.running >= AT_ONCE) await new Promise<void>(resolve => bucket.waiting.push(resolve))
    else bucket.running += 1
    try {
      return await work()
    } finally {
      // The place is handed on, or given up.
      const next = bucket.waiting.shift()
      if (next === undefined) bucket.running -= 1
      else next()
    }
  }

  private bucketOf({ center, subject }: Caller): Bucket {
    const tenant = center === null ? `client ${subject}` : `center ${center.code}`
    const known = this.tenants.get(tenant)
    if (known !== undefined) return known
    const bucket: Bucket = { left: this.perSecond * BURST_SECONDS, at: this.clock(), running: 0, waiting: [] }
    this.tenants.set(tenant, bucket)
    return bucket
  }

  private take(bucket: Bucket): void {
    const now = this.clock()
    bucket.left = Math.min(this.perSecond * BURST_SECONDS, bucket.left + ((now - bucket.at) / 1_000) * this.perSecond)
    bucket.at = now
    if (bucket.left < 1) throw this.refusal
    bucket.left -= 1
  }
}

const hashOf = (authorization: string): string => createHash('sha256').update(authorization).digest('base64')

const tooManyRequests = (perSecond: number) =>
  new DoorRefusal({
    status: 429,
    code: 'TOO_MANY_REQUESTS',
    messageKo: `요청이 너무 많습니다(평균 초당 ${perSecond}건까지). 잠시 후 다시 보내 주십시오.`,
    messageEn: `Too many requests; on average ${perSecond} a second are answered. Send this one again in a while.`,
    headers: { 'retry-after': '1' },
  })
