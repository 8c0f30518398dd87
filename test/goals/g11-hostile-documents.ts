import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Database } from '../../db/connect.js'
import { cloneDatabase } from '../support/database.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import type { GoalOptions, RunGoal } from './goal.js'
import { createDocumentFuzzer, HOSTILE } from './hostile-documents.js'

const LARGEST_ERROR_BYTES = 16 * 1024

/** What no answer may hold, by the name of what it would give away. */
const LEAKS: Readonly<Record<string, RegExp>> = {
  sql: /\b(?:select|insert into|update|delete from)\b.{1,80}\b(?:from|values|set|where)\b|syntax error at or near|relation "|violates \w+|PostgresError|hub120_app/is,
  stack: /\\n\s+at |node_modules|\.[jt]s:\d+/,
  path: /file:\/\/|\/(?:work|home|usr|tmp|var|root)\//,
  suggestion: /did you mean/i,
  hidden:
    /observation_history|observation_rollups|held_row_resolutions|submission_bodies|dimension_cells|audit_entries|job_runs|hub_role|hub_now/,
}

type Fuzzed = {
  sent: number
  serverErrors: string[]
  slowest: number[]
  overBudget: number
  sqlForOverBudget: number
  loopDelayMs: number
  leaks: string[]
  largestError: number
}

let fuzzed: Promise<Fuzzed> | null = null
/** G11 and G12 look at the same answers. */
const fuzz = (options: GoalOptions): Promise<Fuzzed> => (fuzzed ??= runFuzz(options))

/** G11: hostile documents and 20,000 grown from the schema's grammar, one after the other, each with the statements that its request caused. */
export const runG11: RunGoal = async options => {
  const { sent, serverErrors, slowest, overBudget, sqlForOverBudget, loopDelayMs } = await fuzz(options)
  const rejectionMs = percentile(slowest, 0.99)
  return {
    id: 'G11',
    value:
      `${serverErrors.length} of 5xx or INTERNAL in ${sent}${serverErrors.length > 0 ? ` (${serverErrors[0]})` : ''}, rejection p99 ${rejectionMs.toFixed(1)} ms, ` +
      `loop delay p99 ${loopDelayMs.toFixed(1)} ms, ${sqlForOverBudget} transactions for ${overBudget} over budget`,
    bar: '0 of 5xx; rejection p99 <= 50 ms; loop delay p99 <= 200 ms; 0 SQL for over-budget',
    ok: serverErrors.length === 0 && rejectionMs <= 50 && loopDelayMs <= 200 && sqlForOverBudget === 0 && overBudget >= 9,
  }
}

/** G12: every one of these answers searched for what it should not say. */
export const runG12: RunGoal = async options => {
  const { sent, leaks, largestError } = await fuzz(options)
  return {
    id: 'G12',
    value: `${leaks.length} leaks in ${sent} answers${leaks.length > 0 ? ` (${leaks[0]})` : ''}, largest error ${largestError} bytes`,
    bar: '0 SQL text, stack, path, suggestion, hidden name; <= 16,384 bytes on error',
    ok: leaks.length === 0 && largestError <= LARGEST_ERROR_BYTES,
  }
}

async function runFuzz({ isQuick }: GoalOptions): Promise<Fuzzed> {
  const database = await cloneDatabase({ withEdition: true })
  const counted = countTransactions(database.db)
  const hub = await startHubServer({ environment: 'production', database: { ...database, db: counted.db } })
  const delay = monitorEventLoopDelay({ resolution: 10 })
  const found: Fuzzed = {
    sent: 0,
    serverErrors: [],
    slowest: [],
    overBudget: 0,
    sqlForOverBudget: 0,
    loopDelayMs: 0,
    leaks: [],
    largestError: 0,
  }
  try {
    const tokens = await Promise.all(['analyst', 'seoul-client', 'admin', 'steward'].map(client => hub.token(client)))
    await hub.graphql('{ viewer { subject } centers { code } }', {}, tokens[0] ?? '')
    delay.enable()
    for (const { body, isOverBudget } of HOSTILE) await sendOne(hub, { body, token: tokens[0] ?? '', isOverBudget }, { found, counted })
    const next = createDocumentFuzzer(20_261_119)
    const deadline = Date.now() + 570_000 // tokens live ten minutes
    for (let n = 0; n < (isQuick ? 3_000 : 20_000) && Date.now() < deadline; n++) {
      const token = tokens[n % tokens.length] ?? ''
      await sendOne(hub, { body: JSON.stringify({ query: next() }), token, isOverBudget: false }, { found, counted })
    }
    found.loopDelayMs = delay.percentile(99) / 1e6 - 10
    return found
  } finally {
    delay.disable()
    await hub.close()
    await database.drop()
  }
}

type Counted = { readonly db: Database; readonly begun: () => number }

/** The request's own sign-in is a single statement outside of transactions; everything that an operation reads is inside one. */
function countTransactions(db: Database): Counted {
  let begun = 0
  const transaction: Database['transaction'] = (context, work, options) => {
    begun += 1
    return db.transaction(context, work, options)
  }
  return { db: { ...db, transaction }, begun: () => begun }
}

type Sending = { readonly body: string; readonly token: string; readonly isOverBudget: boolean }

async function sendOne(hub: HubServer, { body, token, isOverBudget }: Sending, { found, counted }: { found: Fuzzed; counted: Counted }) {
  const begunBefore = counted.begun()
  const startedAt = performance.now()
  const response = await fetch(`${hub.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body,
  })
  const text = await response.text()
  const tookMs = performance.now() - startedAt
  found.sent += 1
  if (response.status >= 500 || text.includes('"code":"INTERNAL"'))
    found.serverErrors.push(`${response.status} for ${body.slice(0, 2_000)}`)
  if (text.includes('"DOCUMENT_OVER_LIMIT"')) {
    found.overBudget += 1
    found.sqlForOverBudget += counted.begun() - begunBefore
  } else if (isOverBudget) found.serverErrors.push(`over budget and yet ${response.status} for ${body.slice(0, 300)}`)
  if (response.status < 400) return scan({ text: errorsOf(text), sent: body, isError: false }, found)
  found.slowest.push(tookMs)
  scan({ text, sent: body, isError: true }, found)
}

/** What an answer with data says of its errors; the data itself is what was asked for. */
const errorsOf = (text: string): string => JSON.stringify((JSON.parse(text) as { errors?: unknown }).errors ?? []) // an answer of the hub

function scan({ text, sent, isError }: { text: string; sent: string; isError: boolean }, found: Fuzzed): void {
  if (isError) found.largestError = Math.max(found.largestError, Buffer.byteLength(text))
  for (const [name, pattern] of Object.entries(LEAKS)) {
    const leak = pattern.exec(text)?.[0]
    // The hub may say again a name that the client wrote itself.
    if (leak !== undefined && !sent.includes(leak)) found.leaks.push(`${name}: ${leak} in ${text.slice(0, 400)} for ${sent.slice(0, 400)}`)
  }
}

const percentile = (values: readonly number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? 0
