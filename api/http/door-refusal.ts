import { PROOF_ALGORITHMS } from '../auth/verify-dpop.js'

/** What the door itself refuses a request for, before any operation; clients switch on it as on issue codes. Never renamed. */
export type DoorCode =
  | 'UNAUTHENTICATED'
  | 'BAD_REQUEST'
  | 'DOCUMENT_OVER_LIMIT'
  | 'INTROSPECTION_CLOSED'
  | 'FEDERATION_CLOSED'
  | 'BODY_TOO_LARGE'
  | 'CONTENT_TYPE_NOT_ACCEPTED'
  | 'REQUEST_TIMEOUT'
  | 'LARGE_BODY_UNDER_WAY'
  | 'EXPORTS_UNDER_WAY'
  | 'TOO_MANY_REQUESTS'
  | 'STREAMS_OPEN'
  | 'NOT_ACCEPTABLE'
  | 'NOT_FOUND'
  | 'CLIENT_GONE'
  | 'UNAVAILABLE'
  | 'INTERNAL'

type DoorFacts = {
  readonly status: number
  readonly code: DoorCode
  readonly messageKo: string
  readonly messageEn: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Thrown by hooks of the door; its error handler answers with it. `statusCode` is the name Fastify knows. */
export class DoorRefusal extends Error {
  readonly statusCode: number
  readonly code: DoorCode
  readonly messageKo: string
  readonly messageEn: string
  readonly headers: Readonly<Record<string, string>>

  constructor({ status, code, messageKo, messageEn, headers = {} }: DoorFacts) {
    super(messageEn)
    this.statusCode = status
    this.code = code
    this.messageKo = messageKo
    this.messageEn = messageEn
    this.headers = headers
  }
}

const DPOP_CHALLENGE = `DPoP algs="${PROOF_ALGORITHMS.join(' ')}"`

/**
 * One generic answer for every kind of missing, bad or foreign token and proof, so that nothing can be learned from it (G05).
 * It names the schemes that are taken (RFC 9449 §7.1), whatever was sent.
 */
export const unauthenticated = ({ isRequired }: { readonly isRequired: boolean } = { isRequired: false }) =>
  new DoorRefusal({
    status: 401,
    code: 'UNAUTHENTICATED',
    messageKo: '유효한 접근 토큰이 필요합니다. Authorization 헤더에 토큰을 하나만 보내 주십시오.',
    messageEn: 'A valid access token is needed. Send one token in the Authorization header.',
    headers: { 'www-authenticate': isRequired ? DPOP_CHALLENGE : `Bearer, ${DPOP_CHALLENGE}` },
  })

export const badRequest = (messageKo: string, messageEn: string) =>
  new DoorRefusal({ status: 400, code: 'BAD_REQUEST', messageKo, messageEn })

export const bodyTooLarge = (limitBytes: number) =>
  new DoorRefusal({
    status: 413,
    code: 'BODY_TOO_LARGE',
    messageKo: `요청 본문이 한도(${limitBytes}바이트)를 넘습니다. 큰 파일은 여러 제출로 나누어 보내 주십시오. 1 MB가 넘는 본문은 submitStatistics 하나만 담을 수 있습니다.`,
    messageEn: `The body is over its limit of ${limitBytes} bytes. Send a larger file as several submissions; only a single submitStatistics may be over 1 MB.`,
  })

export const unavailable = () =>
  new DoorRefusal({
    status: 503,
    code: 'UNAVAILABLE',
    messageKo: '지금은 처리할 수 없습니다. 잠시 후 같은 요청을 다시 보내 주십시오.',
    messageEn: 'The hub cannot answer now. Send the same request again in a while.',
    headers: { 'retry-after': '5' },
  })

/** Nobody reads it: it gives the request its place in log and measurements, under the status that proxies use for a client that has left. */
export const clientGone = () =>
  new DoorRefusal({ status: 499, code: 'CLIENT_GONE', messageKo: '요청한 쪽이 연결을 끊었습니다.', messageEn: 'Whoever asked has left.' })
