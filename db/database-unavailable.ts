import { ConnectionLost, DatabaseBusy } from './connection-pool.js'
import { TransactionLost } from './transaction-fault.js'

/** Codes of sockets that found nobody, of a server that is starting or going down, and of one that has no connection left. */
const CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EPIPE',
  'ENOENT',
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  '53300',
  '57P01',
  '57P02',
  '57P03',
])

/** Whether the error says that the database could not be reached or was lost on the way, so that the same request may succeed later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (error instanceof ConnectionLost || error instanceof DatabaseBusy || error instanceof TransactionLost) return true
  if (!(error instanceof Error)) return false
  if ('code' in error && typeof error.code === 'string' && CODES.has(error.code)) return true
  return error.cause !== undefined && isDatabaseUnavailable(error.cause)
}
