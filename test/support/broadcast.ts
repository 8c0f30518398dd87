import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type postgres from 'postgres'
import { canonicalJson } from '../../schema/domain/playbooks/canonical-json.js'
import { webhookIdOf } from '../../schema/domain/playbooks/delivery.js'
import { makeMessageId } from '../../schema/domain/playbooks/message-id.js'
import type { MessageKind, PlaybookMessage } from '../../schema/domain/playbooks/playbook-message.js'

type Owner = postgres.Sql
type Tx = postgres.TransactionSql

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

/** An approved content, as short as one may be. */
const CONTENT = canonicalJson({
  format: 'hub120-broadcast/1',
  areas: ['26'],
  cap: { category: 'Met', urgency: 'Immediate', severity: 'Extreme', certainty: 'Observed', responseType: ['Shelter'] },
  headline: { ko: '부산 태풍 심각', en: 'Typhoon: Serious' },
  script: { ko: ['지금 계신 곳과 위험한 일이 있는지 먼저 알려 주세요.'], en: [] },
})

/** Registers where a center takes messages from now on; the one before ends. */
export async function setReceiver(
  owner: Owner,
  endpoint: { center: string; url: string; kind?: 'ACTUAL' | 'DRILL'; secretRef?: string },
): Promise<string> {
  const { center, url, kind = 'ACTUAL', secretRef = `${center}/${kind.toLowerCase()}` } = endpoint
  const id = randomUUID()
  await owner.begin(async tx => {
    const [found] = await tx<{ id: number }[]>`select id from centers where code = ${center}`
    await tx`update endpoints set valid_to = hub_now() where center_id = ${found!.id} and kind = ${kind} and valid_to is null`
    await tx`insert into endpoints (id, center_id, kind, url, secret_ref, valid_from) values (${id}, ${found!.id}, ${kind}, ${url}, ${secretRef}, hub_now())`
  })
  return id
}

/** Opens an activation for centers. What coordinators do before is left out: it is about what becomes of the outbox. */
export async function openActivation(owner: Owner, options: Partial<Omit<Broadcast, 'activationId'>> = {}): Promise<Broadcast> {
  const { status = 'ACTUAL', level = 'serious', centers = ['busan'] } = options
  const activationId = makeMessageId(status, Date.now(), randomBytes(10))
  await owner`
    insert into playbook_libraries (code, status, content_hash, document) values (${LIBRARY}, 'approved', ${'0'.repeat(64)}, '{}')
    on conflict do nothing`
  const isExercise = status === 'EXERCISE'
  await owner`
    insert into activations (id, status, hazard, areas, opened_by, opened_agency, exercise_id, participants, ends_at)
    values (${activationId}, ${status}, 'typhoon', ${['all']}, 'person:author', 'council', ${isExercise ? 'drill-1' : null},
      ${isExercise ? [] : null}::smallint[], ${isExercise ? '2099-01-01T00:00:00+09:00' : null}::timestamptz)`
  return { activationId, status, level, centers }
}

type ToPublish = { readonly type?: MessageKind; readonly lifeSeconds?: number; readonly content?: string }

/** The next message of an activation, written as publication writes it: one transaction, the activation locked first, the outbox last. */
export async function publish(owner: Owner, broadcast: Broadcast, toPublish: ToPublish = {}): Promise<Published> {
  const published = await owner.begin(async tx => {
    const [activation] = await tx<{ head_seq: number; head_message: string | null }[]>`
      select head_seq, head_message from activations where id = ${broadcast.activationId} for update`
    const seq = activation!.head_seq + 1
    const type = seq === 1 ? 'ALERT' : (toPublish.type ?? 'UPDATE')
    const messageId = makeMessageId(broadcast.status, Date.now(), randomBytes(10))
    if (activation!.head_message !== null) {
      const ended = type === 'CANCEL' ? 'WITHDRAWN' : 'SUPERSEDED'
      await tx`update messages set state = ${ended}, ended_at = hub_now() where id = ${activation!.head_message} and state = 'CURRENT'`
    }
    await insertMessage(tx, broadcast, { ...toPublish, messageId, seq, type })
    await insertOutbox(tx, broadcast, { messageId, seq, type })
    await tx`
      update activations set state = ${type === 'CANCEL' ? 'CLOSING' : 'ACTIVE'}, level = ${broadcast.level}, head_seq = ${seq}, head_message = ${messageId}
      where id = ${broadcast.activationId}`
    return { messageId, seq }
  })
  const [clock] = await owner<{ at: number }[]>`select (extract(epoch from clock_timestamp()) * 1000)::float8 as at`
  return { ...published, committedAt: clock!.at }
}

type NewMessage = ToPublish & { readonly messageId: string; readonly seq: number; readonly type: MessageKind }

async function insertMessage(tx: Tx, { activationId, status, level }: Broadcast, message: NewMessage): Promise<void> {
  const { messageId, seq, type, lifeSeconds = 6 * 3600, content = CONTENT } = message
  const hash = createHash('sha256').update(content, 'utf8').digest('hex')
  const versionId = `ver-${messageId}`
  const purpose = type === 'CANCEL' ? 'ALL_CLEAR' : 'INFORM'
  // Strictly later than the one before, also where a test has stopped the clock.
  const [times] = await tx<{ sent: string; expires: string }[]>`
    with sent as (select greatest(hub_now(), (select max(sent_at) from messages where activation_id = ${activationId}) + interval '1 second') as at)
    select at as sent, at + make_interval(secs => ${lifeSeconds}) as expires from sent`
  await tx`
    insert into playbook_versions (id, activation_id, status, type, purpose, level, areas, library, template, template_version, given, content,
      content_hash, base_seq, expires_at, author, author_agency, authors)
    values (${versionId}, ${activationId}, ${status}, ${type}, ${purpose}, ${level}, ${['all']}, ${LIBRARY}, 'pb_typhoon', 1, '{}', ${content},
      ${hash}, ${seq - 1}, ${times!.expires}, 'person:author', 'council', ${['person:author']})`
  await tx`
    insert into messages (id, activation_id, status, seq, type, purpose, version_id, hazard, level, content, content_hash, refers_to, sent_at,
      expires_at, published_by, feed_no)
    values (${messageId}, ${activationId}, ${status}, ${seq}, ${type}, ${purpose}, ${versionId}, 'typhoon', ${level}, ${content}, ${hash},
      array(select id from messages where activation_id = ${activationId} order by seq), ${times!.sent}, ${times!.expires}, 'person:author',
      hub_next_feed_no())`
  await tx`update playbook_versions set state = 'PUBLISHED', message_id = ${messageId} where id = ${versionId}`
}

/** Targets, receipts and copies. A cancel has copies only where an attempt of an earlier message was ever started (P3). */
async function insertOutbox(tx: Tx, { activationId, status, centers }: Broadcast, { messageId, seq, type }: NewMessage): Promise<void> {
  const kind = status === 'ACTUAL' ? 'ACTUAL' : 'DRILL'
  const endpoints = await tx<{ center_id: number; center: string; endpoint_id: string | null }[]>`
    select c.id as center_id, c.code as center, e.id as endpoint_id
    from centers c
    left join endpoints e on e.center_id = c.id and e.kind = ${kind} and e.valid_to is null
      and (${type} <> 'CANCEL' or exists (
        select from deliveries d where d.activation_id = ${activationId} and d.center_id = c.id and d.first_attempt_at is not null))
    where c.code = any (${[...centers]}::text[])`
  const all = JSON.stringify(endpoints.map(one => ({ ...one, webhook_id: webhookIdOf(messageId, one.center) })))
  await tx`
    insert into message_targets (center_id, message_id, part, areas)
    select center_id, ${messageId}, 'TARGET', ${['all']}::text[] from jsonb_to_recordset(${all}::text::jsonb) as x (center_id smallint)`
  await tx`
    insert into receipts (center_id, message_id, activation_id, seq)
    select center_id, ${messageId}, ${activationId}, ${seq} from jsonb_to_recordset(${all}::text::jsonb) as x (center_id smallint)`
  await tx`
    insert into deliveries (center_id, message_id, activation_id, seq, status, endpoint_id, endpoint_kind, webhook_id, next_attempt_at)
    select center_id, ${messageId}, ${activationId}, ${seq}, ${status}, endpoint_id, ${kind}, webhook_id, hub_now()
    from jsonb_to_recordset(${all}::text::jsonb) as x (center_id smallint, endpoint_id uuid, webhook_id text)
    where endpoint_id is not null`
}
