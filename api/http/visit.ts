import type { FastifyRequest } from 'fastify'
import type { DocumentNode } from 'graphql'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Context } from '../context.js'
import { unauthenticated } from './door-refusal.js'

/** A subscription that has passed the door's limits and is still to be validated. */
export type AskedSubscription = {
  readonly document: DocumentNode
  readonly operationName: string | null
  readonly variables: Readonly<Record<string, unknown>> | null
}

/** What the hooks of one GraphQL request hand on to each other; null until known. */
export type Visit = {
  caller: Caller | null
  tokenEndsAtMs: number
  isGateway: boolean
  readonly issueCodes: Context['issueCodes']
  operationName: string | null
  operationKind: string | null
  /** Fields on the top level of the operation that will run, as the client wrote them. */
  rootFields: readonly string[]
  /** Null for every other operation. */
  subscription: AskedSubscription | null
  /** When a stream had begun; its length says nothing of how fast the hub answers. Null for whole answers. */
  openedAfterMs: number | null
  code: string | null
  bodyBytes: () => number
  endTurn: () => void
  isExecuting: boolean
  /** Aborted when the connection closes before the answer is out. */
  readonly gone: AbortController
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Null before and beside `/graphql`; undefined where Fastify refuses an address before it knows of our decoration. */
    visit: Visit | null | undefined
  }
}

export const startVisit = (): Visit => ({
  caller: null,
  tokenEndsAtMs: 0,
  isGateway: false,
  issueCodes: new Set(),
  operationName: null,
  operationKind: null,
  rootFields: [],
  subscription: null,
  openedAfterMs: null,
  code: null,
  bodyBytes: () => 0,
  endTurn: () => undefined,
  isExecuting: false,
  gone: new AbortController(),
})

/** The visit with its caller, whom onRequest has found or refused. */
export function requireVisit({ visit }: FastifyRequest): { visit: Visit; caller: Caller } {
  if (!visit?.caller) throw unauthenticated()
  return { visit, caller: visit.caller }
}
