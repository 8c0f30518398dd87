import { request as requestPlain, type ClientRequest, type IncomingMessage } from 'node:http'
import { request as requestTls } from 'node:https'
import type { LookupFunction } from 'node:net'
import type { ReachRules } from './check-address.js'
import { literalAddress, makePermit, resolveName, type Permit, type ResolveName } from './permit-addresses.js'
import { parseRetryAfter } from './retry-after.js'
import { reasonOf, resultOfStatus, type SendCause, type SendResult } from './send-result.js'
import type { WebhookHeaders } from './sign-webhook.js'

export type WebhookToSend = { readonly url: string; readonly headers: WebhookHeaders; readonly body: Uint8Array }

export type SendRules = ReachRules & {
  /** From the first question for the name to the last byte that is read; 10 s unless told. */
  readonly timeoutMs?: number
  /** The system's resolver unless told. */
  readonly resolve?: ResolveName
  /** Certificate authorities in PEM beside none of the system's; the system's unless told. */
  readonly ca?: string
}

const TIMEOUT_MS = 10_000
/** Most of an answer that is read; the rest is cut off (H39). */
const LARGEST_ANSWER = 64 * 1024
/** Answers of 1xx before the one that counts; whoever sends more wants us to read, not to know. */
const MOST_INTERIM = 8

class Refused extends Error {
  override readonly name = 'Refused'
}

type Attempt = {
  readonly sending: WebhookToSend
  readonly url: URL
  readonly rules: SendRules
  readonly settle: (result: Omit<SendResult, 'durationMs'>) => void
}

const NO_ANSWER = { status: null, retryAfterMs: null, reason: null } as const

/** Without an answer: before the request went out it was surely not taken, after that nobody knows. */
const unanswered = (cause: SendCause, isSent: boolean): Omit<SendResult, 'durationMs'> => ({
  ...NO_ANSWER,
  outcome: isSent ? 'unknown' : 'retry',
  cause,
  isSuspect: cause === 'addressRefused' || cause === 'badUrl',
})

/**
 * One attempt to deliver; never throws. The name is resolved once, every address it has must be one that deliveries may go to, and the
 * connection is made to what was checked, so a name that changes its mind gains nothing (G24). https alone, except to trial ranges; no redirect
 * is followed; certificates are checked; ten seconds in all; at most 64 KB of the answer are read.
 */
export async function sendWebhook(sending: WebhookToSend, rules: SendRules): Promise<SendResult> {
  const startedAt = performance.now()
  const result = await new Promise<Omit<SendResult, 'durationMs'>>(settle => {
    const url = readUrl(sending.url)
    if (url === null) settle(unanswered('badUrl', false))
    else startAttempt({ sending, url, rules, settle })
  })
  return { ...result, durationMs: Math.round(performance.now() - startedAt) }
}

function readUrl(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null
  const isFit = (url?.protocol === 'https:' || url?.protocol === 'http:') && url.username === '' && url.password === ''
  return isFit ? url : null
}

function startAttempt(attempt: Attempt): void {
  const { url, rules, settle } = attempt
  const permit = makePermit(url, rules)
  const literal = literalAddress(url)
  if (literal !== null && !permit([literal])) return settle(unanswered('addressRefused', false))
  const request = openRequest(attempt, makeLookup(permit, rules.resolve ?? resolveName))
  let [isSent, hasAnswer] = [false, false]
  const timer = setTimeout(() => {
    if (!hasAnswer) settle(unanswered('timeout', isSent))
    request.destroy()
  }, rules.timeoutMs ?? TIMEOUT_MS)
  request.once('socket', socket => socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => (isSent = true)))
  request.once('error', error => hasAnswer || settle(unanswered(causeOf(error, isSent), isSent)))
  request.once('response', response => {
    hasAnswer = true
    readAnswer(response, settle)
  })
  let interim = 0
  request.on('information', () => {
    if (++interim <= MOST_INTERIM) return
    settle(unanswered('badAnswer', isSent))
    request.destroy()
  })
  request.once('close', () => {
    clearTimeout(timer)
    // Neither error nor answer comes of a 101 that nobody asked for, and an attempt that never ends keeps its place for good.
    if (!hasAnswer) settle(unanswered('badAnswer', isSent))
  })
  request.end(attempt.sending.body)
}

const openRequest = ({ sending, url, rules }: Attempt, lookup: LookupFunction): ClientRequest =>
  (url.protocol === 'https:' ? requestTls : requestPlain)(url, {
    method: 'POST',
    agent: false, // a connection of its own, made to the addresses that were checked for it
    lookup,
    headers: {
      ...sending.headers,
      'content-type': 'application/json',
      'content-length': sending.body.length,
      'user-agent': 'hub120',
    },
    ...(rules.ca === undefined ? {} : { ca: rules.ca }),
  })

/** The lookup of a socket: gives it the addresses that were checked, or none. */
const makeLookup =
  (permit: Permit, resolve: ResolveName): LookupFunction =>
  (name, options, answer) => {
    resolve(name).then(
      addresses => {
        const [first] = addresses
        if (first === undefined || !permit(addresses.map(({ address }) => address))) return answer(new Refused('address'), '', 0)
        return options.all === true ? answer(null, [...addresses]) : answer(null, first.address, first.family)
      },
      error => answer(error, '', 0),
    )
  }

function causeOf(error: Error & { readonly code?: string }, isSent: boolean): SendCause {
  const code = error.code ?? ''
  if (error instanceof Refused) return 'addressRefused'
  if (code.startsWith('HPE_')) return 'badAnswer'
  if (isSent) return 'reset'
  if (/^(ENOTFOUND|EAI_|ENODATA|ESERVFAIL|ETIMEOUT)/.test(code)) return 'nameUnknown'
  return /TLS|SSL|CERT|SELF_SIGNED|UNABLE_TO|EPROTO|DEPTH_ZERO/.test(code) ? 'tls' : 'connect'
}

/**
 * What the answer says. Its status line settles it, whatever its body; a 422 is read for its reason, as far as it comes. What else there is in
 * the body is let run out within the bounds, so that an honest receiver is not cut off while it writes.
 */
function readAnswer(response: IncomingMessage, settle: Attempt['settle']): void {
  const status = response.statusCode ?? 0
  const { headers } = response
  const result = { ...resultOfStatus(status), status, retryAfterMs: parseRetryAfter(headers['retry-after'], headers.date), reason: null }
  const chunks: Buffer[] = []
  let length = 0
  const finish = (): void => {
    const body = Buffer.concat(chunks).subarray(0, LARGEST_ANSWER)
    settle({ ...result, reason: status === 422 ? reasonOf(body) : null })
  }
  if (status !== 422) settle(result)
  response.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (status === 422) chunks.push(chunk)
    if (length >= LARGEST_ANSWER) response.destroy()
  })
  response.once('error', () => {}) // cut off: what came is what there is, and `close` follows
  response.once('close', finish)
}
