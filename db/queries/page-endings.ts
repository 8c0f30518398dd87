import type { PageChannel } from '../../schema/domain/playbooks/page.js'
import { appendAudit, COUNCIL_CHAIN } from './audit.js'
import type { ClaimedPage } from './page-outbox.js'
import type { Tx } from '../transaction.js'

const ACTOR = 'job:tell-pages'
/** Numbers of pages in one audit entry: more take another. */
const AN_ENTRY = 500

const chainOf = ({ toCenterId }: ClaimedPage): number => toCenterId ?? COUNCIL_CHAIN
const subjectOf = ({ id, kind, messageId, attempt }: ClaimedPage) => ({ page: id, kind, message: messageId, attempt })
const idsOf = (pages: readonly ClaimedPage[]): string => JSON.stringify(pages.map(({ id }) => id))

/** Nobody needs to be told of some pages of one party any more, each for its own reason. */
export async function dropPages(tx: Tx, drops: readonly { readonly page: ClaimedPage; readonly why: string }[]): Promise<void> {
  const given = JSON.stringify(drops.map(({ page, why }) => ({ id: page.id, token: page.leaseToken, why })))
  const dropped = await tx.sql<{ id: number; why: string }[]>`
    update pages p set dropped_at = hub_now(), dropped_why = d.why, lease_token = null, lease_until = null
    from jsonb_to_recordset(${given}::text::jsonb) as d (id bigint, token uuid, why text)
    where p.id = d.id and p.lease_token = d.token
    returning p.id, d.why`
  const done = new Set(dropped.map(({ id }) => id))
  for (const why of new Set(dropped.map(one => one.why))) {
    const pages = drops.filter(one => one.why === why && done.has(one.page.id)).map(({ page }) => page)
    await noteAll(tx, { action: 'page.dropped', pages, more: { why } })
  }
}

type Noted = { readonly action: string; readonly pages: readonly ClaimedPage[]; readonly more: Readonly<Record<string, unknown>> }

/** One entry for a page alone, and one for some hundreds of them together. */
async function noteAll(tx: Tx, { action, pages, more }: Noted): Promise<void> {
  const [first] = pages
  if (first === undefined) return
  if (pages.length === 1)
    return void (await appendAudit(tx, { chain: chainOf(first), actor: ACTOR, action, subject: { ...subjectOf(first), ...more } }))
  for (let from = 0; from < pages.length; from += AN_ENTRY) {
    const ids = pages.slice(from, from + AN_ENTRY).map(({ id }) => id)
    await appendAudit(tx, { chain: chainOf(first), actor: ACTOR, action, subject: { pages: ids, ...more } })
  }
}

export type AttemptPlace = {
  readonly channel: PageChannel | null
  readonly place: number | null
  readonly desk: string | null
  readonly worker: string
}

/** Written before anything goes out. */
export async function beginAttempt(tx: Tx, page: ClaimedPage, { channel, place, desk, worker }: AttemptPlace): Promise<void> {
  await tx.sql`update pages set attempts = ${page.attempt} where id = ${page.id}`
  await tx.sql`
    insert into page_attempts (page_id, no, channel, place, desk, worker)
    values (${page.id}, ${page.attempt}, ${channel}, ${place}, ${desk}, ${worker})`
}

export type TellingEnd = {
  /** Null: told. */
  readonly cause: string | null
  /** Until the next attempt; null: none follows. */
  readonly waitMs: number | null
}

/**
 * What came of an attempt to tell the first of some pages, and the others with it; false, and nothing is stored, when the lease had passed on. Others that somebody
 * else has by now are left to them.
 */
export async function finishTelling(tx: Tx, [lead, ...others]: PagesToTell, { cause, waitMs }: TellingEnd): Promise<boolean> {
  const isTold = cause === null
  const ended = await tx.sql<{ id: number }[]>`
    with ended as (
      update pages set lease_token = null, lease_until = null, told_at = case when ${isTold}::boolean then hub_now() end,
        told_with = case when ${isTold}::boolean and id <> ${lead.id} then ${lead.id}::bigint end,
        next_attempt_at = hub_now() + make_interval(secs => ${(waitMs ?? 0) / 1000}::float8)
      where id in (select jsonb_array_elements_text(${idsOf([lead, ...others])}::text::jsonb)::bigint) and lease_token = ${lead.leaseToken}::text::uuid
        and exists (select from pages l where l.id = ${lead.id} and l.lease_token = ${lead.leaseToken}::text::uuid)
      returning id
    ), noted as (
      update page_attempts a set finished_at = hub_now(), outcome = case when ${isTold}::boolean then 'TOLD' else 'FAILED' end, cause = ${cause}
      from ended e where a.page_id = e.id and e.id = ${lead.id} and a.no = ${lead.attempt}
    )
    select id from ended`
  const done = new Set(ended.map(({ id }) => id))
  if (!done.has(lead.id)) return false
  if (!isTold) return true
  await noteAll(tx, { action: 'page.told', pages: [lead], more: {} })
  await noteAll(tx, { action: 'page.toldWith', pages: others.filter(({ id }) => done.has(id)), more: { told: lead.id } })
  return true
}

/** Pages that are told in one message; the first leads. */
export type PagesToTell = readonly [lead: ClaimedPage, ...others: ClaimedPage[]]
