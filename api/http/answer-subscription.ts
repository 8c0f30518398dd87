import { Readable } from 'node:stream'
import { unwrapResolverError } from '@apollo/server/errors'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { GraphQLError, subscribe, validate, type ExecutionResult, type GraphQLFormattedError, type GraphQLSchema } from 'graphql'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { ClientGone } from '../client-gone.js'
import type { Context } from '../context.js'
import { CountedTurns } from './counted-turns.js'
import { describeFault } from './describe-fault.js'
import { DoorRefusal, unavailable } from './door-refusal.js'
import { cutStalled, streamErrors, streamResults } from './event-stream.js'
import { isFault, maskError } from './mask-errors.js'
import type { RequestQuota } from './request-quota.js'
import { requireVisit, type AskedSubscription, type Visit } from './visit.js'

/** Streams that one center, or one client of the council, may hold open at this process: each of its screens takes one. */
const OF_ONE = 10
const OF_ALL = 400

export type StreamTimes = { readonly beatMs: number; readonly stallMs: number }
export const STREAM_TIMES: StreamTimes = { beatMs: 15_000, stallMs: 30_000 }

export type SubscriptionRules = {
  readonly schema: GraphQLSchema
  readonly quota: RequestQuota
  readonly contextOf: (request: FastifyRequest) => Context
  /** Aborted when the door begins to close: streams end at once, and their clients go to another replica. */
  readonly closing: AbortSignal
  readonly times: StreamTimes
}

/** Answers subscriptions over SSE, in the distinct connections mode of the graphql-sse protocol. One for each door, as it counts what is open. */
export function createSubscriptionAnswer(
  rules: SubscriptionRules,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  const turns = new CountedTurns({ ofOne: OF_ONE, ofAll: OF_ALL, refusal: streamsOpen })
  return async (request, reply) => {
    const { visit, caller } = requireVisit(request)
    if (visit.subscription === null || !/\btext\/event-stream\b/i.test(request.headers.accept ?? '')) throw notAcceptable()
    if (rules.closing.aborted) throw unavailable()
    takeTurn(turns, caller, reply)
    const ends = AbortSignal.any([visit.gone.signal, rules.closing, untilTokenEnds(visit)])
    const context = rules.contextOf(request)
    const { subscription } = visit
    const inContext = { ...context, hub: { ...context.hub, gone: ends } }
    // A stream that is open waits for nobody and keeps nobody waiting: only its beginning takes a turn.
    const result = await rules.quota.inTurn(caller, () => begin(rules.schema, subscription, inContext))
    const pieces =
      'errors' in result
        ? streamErrors(toldErrors(context, result.errors))
        : streamResults(toldResults(context, result.results), { beatMs: rules.times.beatMs, ends })
    visit.openedAfterMs = reply.elapsedTime
    const paced = cutStalled(pieces, { stallMs: rules.times.stallMs, cut: () => void reply.raw.destroy() })
    return reply
      .headers({ 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
      .send(Readable.from(paced, { objectMode: false, highWaterMark: 1024 }))
  }
}

function takeTurn(turns: CountedTurns, caller: Caller, { raw }: FastifyReply): void {
  // A sender who has gone already will not close again.
  if (raw.closed) throw new ClientGone()
  raw.once('close', turns.take(caller))
}

function untilTokenEnds({ tokenEndsAtMs, gone }: Visit): AbortSignal {
  const ended = new AbortController()
  const timer = setTimeout(() => ended.abort(), Math.max(0, tokenEndsAtMs - Date.now()))
  gone.signal.addEventListener('abort', () => clearTimeout(timer), { once: true })
  return ended.signal
}

type Begun = { readonly results: AsyncIterator<ExecutionResult> } | { readonly errors: readonly GraphQLError[] }

async function begin(schema: GraphQLSchema, asked: AskedSubscription, contextValue: Context): Promise<Begun> {
  const { document, operationName, variables } = asked
  const faults = validate(schema, document)
  if (faults.length > 0) return { errors: faults.map(invalid) }
  const result = await subscribe({ schema, document, contextValue, operationName, variableValues: variables })
  return 'errors' in result || !(Symbol.asyncIterator in result) ? { errors: result.errors ?? [] } : { results: result }
}

/** As the server says it that answers the other operations: without what there is instead. */
const invalid = ({ message }: GraphQLError) =>
  new GraphQLError(message.replace(/ ?Did you mean.+$/, ''), { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } })

/** Each result as a client may see it: what went wrong while a field was resolved is masked as in every other answer. */
function toldResults(context: Context, results: AsyncIterator<ExecutionResult>): AsyncIterator<ToldResult> {
  const tell = ({ errors, ...result }: ExecutionResult): ToldResult =>
    errors === undefined ? result : { ...result, errors: toldErrors(context, errors) }
  return {
    async next() {
      const { done = false, value } = await results.next()
      return done ? { done, value: undefined } : { done, value: tell(value as ExecutionResult) } // it is one while there is one
    },
    async return() {
      await results.return?.()
      return { done: true, value: undefined }
    },
  }
}

type ToldResult = Omit<ExecutionResult, 'errors'> & { readonly errors?: readonly GraphQLFormattedError[] }

function toldErrors({ hub, requestId, issueCodes }: Context, errors: readonly GraphQLError[]): readonly GraphQLFormattedError[] {
  return errors.map(error => {
    const { extensions = {}, ...said } = maskError(error.toJSON(), error)
    if (isFault(error)) hub.log.error({ event: 'operation.failed', requestId, fault: describeFault(unwrapResolverError(error)) })
    if (typeof extensions['code'] === 'string') issueCodes.add(extensions['code'])
    return { ...said, extensions: { ...extensions, requestId } }
  })
}

const streamsOpen = () =>
  new DoorRefusal({
    status: 429,
    code: 'STREAMS_OPEN',
    messageKo: '열어 둔 구독이 너무 많습니다. 쓰지 않는 연결을 닫고, 그동안 emergencyFeed를 주기적으로 조회하십시오.',
    messageEn: 'Too many subscriptions are open. Close those not in use, and ask emergencyFeed from time to time meanwhile.',
    headers: { 'retry-after': '30' },
  })

const notAcceptable = () =>
  new DoorRefusal({
    status: 406,
    code: 'NOT_ACCEPTABLE',
    messageKo: '구독은 text/event-stream으로만 답합니다. Accept 헤더에 적어 보내십시오.',
    messageEn: 'A subscription is answered as text/event-stream only; name it in the Accept header.',
  })
