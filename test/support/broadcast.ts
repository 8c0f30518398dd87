import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type postgres from 'postgres'
import { canonicalJson } from '../../schema/domain/playbooks/canonical-json.js'
import { webhookIdOf } from '../../schema/domain/playbooks/delivery.js'
import { makeMessageId } from '../../schema/domain/playbooks/message-id.js'
import type { MessageKind, PlaybookMessage } from '../../schema/domain/playbooks/playbook-message.js'
import { SAMPLE_MESSAGE } from './sample-message.js'

type Owner = postgres.Sql

export type Broadcast = {
  readonly activationId: string
  readonly status: PlaybookMessage['status']
  readonly level: PlaybookMessage['level']
  readonly centers: readonly string[]
}

export type Published = {
  readonly messageId: string
  readonly seq: number
  /** Milliseconds since 1970 by the database, after the commit. */
  readonly committedAt: number
}

const LIBRARY = 'test-library'

/** Registers where a center takes messages from now on; the one before ends. */
export async function setReceiver(owner: Owner, endpoint: { center: string; url: string; kind?: 'ACTUAL' | 'DRILL'; secretRef?: string }) {
  const { center, url, kind = 'ACTUAL', secretRef = `${center}/${kind.toLowerCase()}` } = endpoint
  const id = randomUUID()
  await owner.begin(async tx => {
    const [found] = await tx<{ id: number }[]>`select id from centers where code = ${center}`
    await tx`update endpoints set valid_to = hub_now() where center_id = ${found!.id} and kind = ${kind} and valid_to is null`
    await tx`insert into endpoints (id, center_id, kind, url, secret_ref, valid_from) values (${id}, ${found!.id}, ${kind}, ${url}, ${secretRef}, hub_now())`
  })
  return id
}

/** Opens an activation for centers. What coordinators do before is left out: it is about what the outbox makes of it. */
export async function openActivation(owner: Owner, options: Partial<Omit<Broadcast, 'activationId'>> = {}): Promise<Broadcast> {
  const { status = 'ACTUAL', level = 'serious', centers = ['busan'] } = options
  const activationId = makeMessageId(status, Date.now(), randomBytes(10))
  await owner`
    insert into playbook_libraries (code, status, content_hash, document) values (${LIBRARY}, 'approved', ${'0'.repeat(64)}, '{}') on conflict do nothing`
  const isExercise = status === 'EXERCISE'
  await owner`
    insert into activations (id, status, hazard, areas, opened_by, opened_agency, exercise_id, participants, ends_at)
    values (${activationId}, ${status}, 'typhoon', ${['all']}, 'person:author', 'council', ${isExercise ? 'drill-1' : null},
      ${isExercise ? [] : null}::smallint[], ${isExercise ? '2099-01-01T00:00:00+09:00' : null}::timestamptz)`
  return { activationId, status, level, centers }
}

/** The next message of an activation, as publication writes it: one transaction, the activation locked first, the outbox last. */
export async function publish(
  owner: Owner,
  broadcast: Broadcast,
  {
    type = 'UPDATE',
    lifeSeconds = 6 * 3600,
    sections,
  }: { type?: MessageKind; lifeSeconds?: number; sections?: PlaybookMessage['sections'] } = {},
): Promise<Published> {
  const published = await owner.begin(async tx => {
    const [activation] = await tx<{ head_seq: number; head_message: string | null }[]>`
      select head_seq, head_message from activations where id = ${broadcast.activationId} for update`
    const seq = activation!.head_seq + 1
    const kind = seq === 1 ? 'ALERT' : type
    const messageId = makeMessageId(broadcast.status, Date.now(), randomBytes(10))
    const message = await composeMessage(tx, broadcast, { messageId, seq, kind, lifeSeconds, sections })
    if (activation!.head_message !== null) {
      const ended = kind === 'CANCEL' ? 'WITHDRAWN' : 'SUPERSEDED'
      await tx`update messages set state = ${ended}, ended_at = hub_now() where id = ${activation!.head_message} and state = 'CURRENT'`
    }
    await insertMessage(tx, broadcast, message)
    await insertOutbox(tx, broadcast, message)
    const state = kind === 'CANCEL' ? 'CLOSING' : 'ACTIVE'
    await tx`
      update activations set state = ${state}, level = ${broadcast.level}, head_seq = ${seq}, head_message = ${messageId}
      where id = ${broadcast.activationId}`
    return { messageId, seq }
  })
  const [clock] = await owner<{ at: number }[]>`select (extract(epoch from clock_timestamp()) * 1000)::float8 as at`
  return { ...published, committedAt: clock!.at }
}

type ToCompose = {
  readonly messageId: string
  readonly seq: number
  readonly kind: MessageKind
  readonly lifeSeconds: number
  readonly sections: PlaybookMessage['sections'] | undefined
}

async function composeMessage(tx: Tx, { activationId, status, level }: Broadcast, given: ToCompose): Promise<PlaybookMessage> {
  const { messageId, seq, kind, lifeSeconds, sections = SAMPLE_MESSAGE.sections } = given
  // Strictly later than the one before, also where a test has stopped the clock.
  const [times] = await tx<{ sent: string; expires: string }[]>`
    with sent as (select greatest(hub_now(), (select max(sent_at) from messages where activation_id = ${activationId}) + interval '1 second') as at)
    select to_char(at at time zone 'Asia/Seoul', 'YYYY-MM-DD"T"HH24:MI:SS"+09:00"') as sent,
      to_char((at + make_interval(secs => ${lifeSeconds})) at time zone 'Asia/Seoul', 'YYYY-MM-DD"T"HH24:MI:SS"+09:00"') as expires
    from sent`
  const { sent, expires } = times!
  return {
    ...SAMPLE_MESSAGE,
    activationId,
    messageId,
    seq,
    kind,
    status,
    level,
    sent,
    effective: sent,
    onset: null,
    expires,
    sections,
    exerciseId: status === 'EXERCISE' ? 'drill-1' : null,
    cancelCause: kind === 'CANCEL' ? 'ENDED' : null,
  }
}

type Tx = postgres.TransactionSql

async function insertMessage(tx: Tx, { activationId, status, level }: Broadcast, message: PlaybookMessage): Promise<void> {
  const content = canonicalJson(message)
  const hash = createHash('sha256').update(content, 'utf8').digest('hex')
  const versionId = `ver-${message.messageId}`
  const purpose = message.kind === 'CANCEL' ? 'ALL_CLEAR' : 'INFORM'
  await tx`
    insert into playbook_versions (id, activation_id, status, type, purpose, level, areas, library, template, template_version, given, content,
      content_hash, base_seq, expires_at, author, author_agency, authors)
    values (${versionId}, ${activationId}, ${status}, ${message.kind}, ${purpose}, ${level}, ${['all']}, ${LIBRARY}, 'pb_typhoon', 1, '{}', ${content},
      ${hash}, ${message.seq - 1}, ${message.expires}, 'person:author', 'council', ${['person:author']})`
  await tx`
    insert into messages (id, activation_id, status, seq, type, purpose, version_id, hazard, level, content, content_hash, refers_to, sent_at,
      expires_at, published_by, feed_no)
    values (${message.messageId}, ${activationId}, ${status}, ${message.seq}, ${message.kind}, ${purpose}, ${versionId}, 'typhoon', ${level},
      ${content}, ${hash}, '{}', ${message.sent}, ${message.expires}, 'person:author', hub_next_feed_no())`
  await tx`update playbook_versions set state = 'PUBLISHED', message_id = ${message.messageId} where id = ${versionId}`
}

/** Targets, receipts and copies. A cancel has copies only where an attempt of an earlier message was ever started (P3). */
async function insertOutbox(
  tx: Tx,
  { activationId, status, centers }: Broadcast,
  { messageId, seq, kind }: PlaybookMessage,
): Promise<void> {
  const endpoints = await tx<{ center_id: number; center: string; endpoint: string | null }[]>`
    select c.id as center_id, c.code as center, e.id as endpoint
    from centers c
    left join endpoints e on e.center_id = c.id and e.kind = ${status === 'ACTUAL' ? 'ACTUAL' : 'DRILL'} and e.valid_to is null
      and (${kind} <> 'CANCEL' or exists (
        select from deliveries d where d.activation_id = ${activationId} and d.center_id = c.id and d.first_attempt_at is not null))
    where c.code in ${tx(centers)}`
  for (const { center_id: center } of endpoints) {
    await tx`insert into message_targets (center_id, message_id, part, areas) values (${center}, ${messageId}, 'TARGET', ${['all']})`
    await tx`insert into receipts (center_id, message_id, activation_id, seq) values (${center}, ${messageId}, ${activationId}, ${seq})`
  }
  const copies = endpoints
    .filter(({ endpoint }) => endpoint !== null)
    .map(one => ({ center_id: one.center_id, endpoint_id: one.endpoint, webhook_id: webhookIdOf(messageId, one.center) }))
  await tx`
    insert into deliveries (center_id, message_id, activation_id, seq, status, endpoint_id, endpoint_kind, webhook_id, next_attempt_at)
    select center_id, ${messageId}, ${activationId}, ${seq}, ${status}, endpoint_id, ${status === 'ACTUAL' ? 'ACTUAL' : 'DRILL'}, webhook_id, hub_now()
    from jsonb_to_recordset(${JSON.stringify(copies)}::text::jsonb) as x (center_id smallint, endpoint_id uuid, webhook_id text)`
}
