import type { Tx } from '../transaction.js'

/** An entry about a word, with its place among them: what a steward names as the state that was seen. */
export type TermHistoryEntry = {
  readonly no: number
  readonly id: string
  readonly version: number
  readonly action: string
  readonly made: readonly number[]
  readonly ended: readonly number[]
  readonly undoes: string | null
  readonly undone_by: string | null
  readonly actor: string
  readonly reason: string | null
  readonly detail: Readonly<Record<string, unknown>>
  readonly recorded_at: string
}

/** How many decisions there are about a word: as long as it is the same, nobody has decided. */
export async function countDecisions(tx: Tx, centerId: number, sourceTerm: string): Promise<number> {
  const [row] = await tx.sql<{ count: number }[]>`
    select count(*)::int as count from term_decisions where center_id = ${centerId} and source_term_id = ${sourceTerm}::uuid`
  return row?.count ?? 0
}

/** The same of many words; a word without decisions is not among them. */
export async function countDecisionsOfTerms(tx: Tx, centerId: number, terms: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.sql<{ term: string; count: number }[]>`
    select source_term_id as term, count(*)::int as count from term_decisions
    where center_id = ${centerId} and source_term_id = any(${terms as string[]}::uuid[]) group by source_term_id`
  return new Map(rows.map(({ term, count }) => [term, count]))
}

/** Entries about a word, newest first, each numbered from the first. */
export async function listTermHistory(
  tx: Tx,
  centerId: number,
  page: { readonly sourceTerm: string; readonly beforeNo: number | null; readonly limit: number },
): Promise<readonly TermHistoryEntry[]> {
  return tx.sql<TermHistoryEntry[]>`
    select d.no, d.id, (
        select count(*)::int from term_decisions o
        where o.center_id = d.center_id and o.source_term_id = d.source_term_id and o.no <= d.no
      ) as version, d.action, d.made, d.ended, b.id as undoes, u.id as undone_by, d.actor, d.reason, d.detail, d.recorded_at
    from term_decisions d
    left join term_decisions b on b.center_id = d.center_id and b.no = d.undoes
    left join term_decisions u on u.center_id = d.center_id and u.undoes = d.no
    where d.center_id = ${centerId} and d.source_term_id = ${page.sourceTerm}::uuid
      and (${page.beforeNo}::bigint is null or d.no < ${page.beforeNo}::bigint)
    order by d.no desc
    limit ${page.limit}`
}

/** Words by id with a text that identical words of any center share. */
export async function listWordKeys(tx: Tx, terms: readonly string[]): Promise<readonly { readonly id: string; readonly key: string }[]> {
  return tx.sql<{ id: string; key: string }[]>`
    select id, kind || ' ' || encode(word_hash, 'hex') as key from source_terms where id = any(${terms as string[]}::uuid[])`
}

/**
 * What a decision about a word rests on, in one text: the decisions about the words of its center, the submissions of the center, and the rows that
 * wait for the word. The same text, the same outcome.
 */
export async function readTermState(tx: Tx, centerId: number, sourceTerm: string): Promise<string> {
  const [row] = await tx.sql<{ state: string }[]>`
    select concat_ws(' ',
      (select max(no) from term_mapping_versions where center_id = ${centerId}),
      (select max(no) from submissions where center_id = ${centerId}),
      (select count(*) || ' ' || md5(string_agg(id::text, ',' order by id)) from held_rows
        where center_id = ${centerId} and source_term_id = ${sourceTerm}::uuid and state = 'held' and expires_at > hub_now())) as state`
  return row?.state ?? ''
}

/** Sets what is odd about a word; null where nothing is any more. */
export async function setFlag(
  tx: Tx,
  centerId: number,
  { sourceTerm, flag }: { readonly sourceTerm: string; readonly flag: string | null },
) {
  await tx.sql`update source_terms set flag = ${flag} where center_id = ${centerId} and id = ${sourceTerm}::uuid`
}

/** Puts a word on somebody's desk, or on nobody's. */
export async function setAssigned(
  tx: Tx,
  centerId: number,
  { sourceTerm, to }: { readonly sourceTerm: string; readonly to: string | null },
) {
  await tx.sql`update source_terms set assigned_to = ${to} where center_id = ${centerId} and id = ${sourceTerm}::uuid`
}
