import type postgres from 'postgres'
import type { Published } from './broadcast.js'
import type { Received } from './receivers.js'

/** What receivers logged, and when each message was committed. The database says the rest. */
export type DeliveryEvidence = {
  readonly owner: postgres.Sql
  readonly log: readonly Received[]
  readonly published: readonly Published[]
  /** Centers whose endpoints answered 2xx throughout. */
  readonly healthy: readonly string[]
  /** False where the clock of the database was stopped: then no time of the machine can be held against it. */
  readonly isTimed?: boolean
}

type Attempt = {
  readonly webhook_id: string
  readonly center: string
  readonly activation_id: string
  readonly message_id: string
  readonly seq: number
  readonly state: string
  readonly no: number
  readonly outcome: string | null
  readonly error: string | null
  readonly started: number
  readonly finished: number | null
}

/**
 * The offline checker of the seven promises (emergency.md §3): reads what receivers logged and what the database kept, after the fact, and gives every breach
 * in words, numbered by its promise. Empty: all of them were kept.
 */
export async function checkDeliveries(evidence: DeliveryEvidence): Promise<readonly string[]> {
  const activationOf = await listActivations(evidence)
  const activations = [...new Set(activationOf.values())]
  const messages = evidence.log.filter(({ type }) => type === 'playbook.message')
  const attempts = await listAttempts(evidence.owner, activations)
  return [
    ...(await checkDurable(evidence, activations)),
    ...checkRepeats(messages, attempts),
    ...checkOrder(messages),
    ...checkStatus(messages),
    ...checkFreshness(evidence, activationOf, { attempts, messages }),
    ...(await checkCancels(evidence.owner, activations)),
    ...checkIsolation(evidence, messages),
    ...(await checkRecovery(evidence, attempts)),
  ]
}

/** Of each published message. What is of no published message is another test's. */
async function listActivations({ owner, published }: DeliveryEvidence): Promise<ReadonlyMap<string, string>> {
  const ids = published.map(({ messageId }) => messageId)
  const found = await owner<{ id: string; activation: string }[]>`
    select id, activation_id as activation from messages where id = any (${ids}::text[])`
  return new Map(found.map(({ id, activation }) => [id, activation]))
}

const listAttempts = (owner: postgres.Sql, activations: readonly string[]) => owner<Attempt[]>`
  select d.webhook_id, c.code as center, d.activation_id, d.message_id, d.seq, d.state, a.no, a.outcome, a.error,
    (extract(epoch from a.started_at) * 1000)::float8 as started, (extract(epoch from a.finished_at) * 1000)::float8 as finished
  from delivery_attempts a
  join deliveries d on d.id = a.delivery_id
  join centers c on c.id = d.center_id
  where d.activation_id = any (${[...activations]}::text[])
  order by d.id, a.no`

/** 1: each target with an endpoint has a copy, each copy of a message that stands has reached a healthy center, and what is called delivered was. */
async function checkDurable({ owner, healthy, log }: DeliveryEvidence, activations: readonly string[]): Promise<string[]> {
  const copies = await owner<{ center: string; webhook_id: string; state: string; message: string }[]>`
    select c.code as center, d.webhook_id, d.state, m.state as message
    from deliveries d join centers c on c.id = d.center_id join messages m on m.id = d.message_id
    where d.activation_id = any (${[...activations]}::text[])`
  const missing = await owner<{ center: string; message_id: string }[]>`
    select c.code as center, t.message_id
    from message_targets t
    join messages m on m.id = t.message_id and m.type <> 'CANCEL'
    join centers c on c.id = t.center_id
    join endpoint_identities i on i.center_id = t.center_id and i.kind = case m.status when 'ACTUAL' then 'ACTUAL' else 'DRILL' end
    where m.activation_id = any (${[...activations]}::text[])
      and not exists (select from deliveries d where d.center_id = t.center_id and d.message_id = t.message_id)`
  const taken = new Set(log.filter(isTaken).map(({ webhookId }) => webhookId))
  return [
    ...missing.map(({ center, message_id: id }) => `1: no copy of ${id} for ${center}`),
    ...copies
      .filter(({ center, state, message }) => message === 'CURRENT' && healthy.includes(center) && state !== 'DELIVERED')
      .map(({ webhook_id: id, state }) => `1: ${id} is ${state} at a healthy center`),
    ...copies
      .filter(({ state, webhook_id: id }) => state === 'DELIVERED' && !taken.has(id))
      .map(one => `1: ${one.webhook_id} never arrived`),
  ]
}

const isTaken = ({ answered }: Received): boolean => answered !== null && answered >= 200 && answered < 300

/** 2: one id, one body; no request without its attempt; taken again only where an attempt had been lost sight of. */
function checkRepeats(log: readonly Received[], attempts: readonly Attempt[]): string[] {
  return [...groupBy(log, ({ webhookId }) => webhookId)].flatMap(([id, requests]) => {
    const own = attempts.filter(({ webhook_id: webhookId }) => webhookId === id)
    const lost = own.filter(({ outcome }) => outcome === 'UNKNOWN' || outcome === null).length
    return [
      ...(new Set(requests.map(({ bodyHash }) => bodyHash)).size > 1 ? [`2: ${id} came with different bytes`] : []),
      ...(requests.length > own.length ? [`2: ${id} came ${requests.length} times in ${own.length} attempts`] : []),
      ...(requests.filter(isTaken).length > 1 + lost ? [`2: ${id} was sent again after it had been taken`] : []),
      ...(requests.every(({ isSigned }) => isSigned) ? [] : [`2: ${id} came unsigned`]),
    ]
  })
}

/** 3: never an earlier seq after a later one, at any endpoint. */
const checkOrder = (log: readonly Received[]): string[] =>
  [...groupBy(log, ({ center, activationId }) => `${center} ${activationId}`)].flatMap(([place, requests]) =>
    requests.flatMap(({ seq }, index) => {
      const before = requests[index - 1]?.seq ?? 0
      return (seq ?? 0) < (before ?? 0) ? [`3: seq ${seq} after ${before} at ${place}`] : []
    }),
  )

/** 4: nothing of a drill at a real endpoint, nor the other way round. */
const checkStatus = (log: readonly Received[]): string[] =>
  log
    .filter(({ door, status }) => (door === 'drill') !== (status !== 'ACTUAL'))
    .map(({ webhookId, door, status }) => `4: ${webhookId} (${status}) came to the ${door} endpoint`)

/** What was on its way when a later message was committed may still arrive: an attempt lasts no longer. */
const IN_FLIGHT_MS = 10_000

/** 5: no attempt of an earlier seq is started after a later message has been committed, by the hub's own record; and none arrives, by that of the receivers. */
function checkFreshness(
  { published, isTimed = true }: DeliveryEvidence,
  activationOf: ReadonlyMap<string, string>,
  { attempts, messages }: { readonly attempts: readonly Attempt[]; readonly messages: readonly Received[] },
): string[] {
  if (!isTimed) return []
  const laterThan = (activation: string | null, seq: number | null) =>
    published.filter(one => activationOf.get(one.messageId) === activation && one.seq > (seq ?? 0))
  const started = attempts.flatMap(one =>
    laterThan(one.activation_id, one.seq)
      .filter(({ committedAt }) => one.started > committedAt)
      .map(later => `5: ${one.webhook_id} was started after seq ${later.seq} had been committed`),
  )
  const arrived = messages.flatMap(one =>
    laterThan(one.activationId, one.seq)
      .filter(({ committedAt }) => one.at > committedAt + IN_FLIGHT_MS)
      .map(later => `5: ${one.webhookId} came ${one.at - later.committedAt} ms after seq ${later.seq} had been committed`),
  )
  return [...started, ...arrived]
}

/** 5: a cancel goes wherever an attempt was ever started. */
async function checkCancels(owner: postgres.Sql, activations: readonly string[]): Promise<string[]> {
  const missed = await owner<{ center: string; id: string }[]>`
    select distinct c.code as center, m.id
    from messages m
    join deliveries d on d.activation_id = m.activation_id and d.seq < m.seq and d.first_attempt_at is not null
    join centers c on c.id = d.center_id
    where m.type = 'CANCEL' and m.activation_id = any (${[...activations]}::text[])
      and not exists (select from deliveries x where x.message_id = m.id and x.center_id = d.center_id)`
  return missed.map(({ center, id }) => `5: the cancel ${id} has no copy for ${center}`)
}

const FIRST_WITHIN_MS = 3_000

/** 6: one in flight at an endpoint, and 95 % of healthy centers reached within three seconds of the commit. */
function checkIsolation({ published, healthy, isTimed = true }: DeliveryEvidence, log: readonly Received[]): string[] {
  const besides = log.filter(({ isBeside }) => isBeside).map(({ center, webhookId }) => `6: ${webhookId} came beside another at ${center}`)
  if (!isTimed) return besides
  const waits = listFirstWaits({ published, healthy }, log)
  const late = waits.toSorted((a, b) => a - b)[Math.ceil(waits.length * 0.95) - 1] ?? 0
  return late > FIRST_WITHIN_MS ? [...besides, `6: 95 % of healthy centers were reached within ${Math.round(late)} ms`] : besides
}

/** From commit to first arrival, for each message and healthy center that it reached. */
export const listFirstWaits = (
  { published, healthy }: Pick<DeliveryEvidence, 'published' | 'healthy'>,
  log: readonly Received[],
): number[] =>
  published.flatMap(({ messageId, committedAt }) =>
    healthy.flatMap(center => {
      const first = log.find(one => one.center === center && one.webhookId.startsWith(messageId))
      return first === undefined ? [] : [Math.max(0, first.at - committedAt)]
    }),
  )

/** A lease, a tick, and what a busy machine takes. */
const RESUMED_WITHIN_MS = 30_000 + 5_000 + 2_000

/** 7: what a killed replica had in hand is taken up again after its lease, by the next tick. */
async function checkRecovery({ owner, isTimed = true }: DeliveryEvidence, attempts: readonly Attempt[]): Promise<string[]> {
  if (!isTimed) return []
  const [clock] = await owner<{ now: number }[]>`select (extract(epoch from clock_timestamp()) * 1000)::float8 as now`
  return attempts
    .filter(({ error, finished }) => error === 'leaseRanOut' || finished === null)
    .map(one => ({ ...one, heldMs: (one.finished ?? clock?.now ?? Infinity) - one.started }))
    .filter(({ heldMs }) => heldMs > RESUMED_WITHIN_MS)
    .map(({ webhook_id: id, no, finished, heldMs }) =>
      finished === null ? `7: attempt ${no} of ${id} was never taken up` : `7: attempt ${no} of ${id} was taken up after ${heldMs} ms`,
    )
}

function groupBy<T>(list: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of list) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}
