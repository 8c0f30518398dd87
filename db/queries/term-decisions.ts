import type { Tx } from '../transaction.js'
import { plainColumn } from './columns.js'

/** An entry of the log of what was decided about words. */
export type TermDecision = {
  readonly no: number
  readonly id: string
  readonly center_id: number
  readonly source_term_id: string
  readonly action: string
  /** Versions that it made and versions that it ended. */
  readonly made: readonly number[]
  readonly ended: readonly number[]
  readonly undoes: number | null
  readonly undone_by: number | null
  readonly actor: string
  readonly reason: string | null
  readonly detail: Readonly<Record<string, unknown>>
  readonly recorded_at: string
}

const decisionColumns = `d.no, d.id, d.center_id, d.source_term_id, d.action, d.made, d.ended, d.undoes,
  u.no as undone_by, d.actor, d.reason, d.detail, d.recorded_at`
const decisionSource = `term_decisions d left join term_decisions u on u.center_id = d.center_id and u.undoes = d.no`

/** Appends an entry and returns its number and id. */
export async function appendDecision(
  tx: Tx,
  centerId: number,
  entry: Pick<TermDecision, 'action' | 'made' | 'ended' | 'undoes' | 'actor' | 'reason' | 'detail'> & { readonly sourceTerm: string },
): Promise<{ readonly no: number; readonly id: string }> {
  const [row] = await tx.sql<{ no: number; id: string }[]>`
    insert into term_decisions (center_id, source_term_id, action, made, ended, undoes, actor, reason, detail, recorded_at)
    select ${centerId}, ${entry.sourceTerm}::uuid, ${entry.action},
      ${plainColumn(entry.made)}::bigint[], ${plainColumn(entry.ended)}::bigint[],
      ${entry.undoes}::bigint, ${entry.actor}, ${entry.reason}, ${JSON.stringify(entry.detail)}::text::jsonb,
      (select hub_record(${centerId}::smallint))
    returning no, id`
  if (row === undefined) throw new Error('A decision was not stored.')
  return row
}

/** An entry by its id; of a center hidden by the policies there is none. */
export async function findDecision(tx: Tx, id: string): Promise<TermDecision | null> {
  const [row] = await tx.sql<TermDecision[]>`
    select ${tx.sql.unsafe(decisionColumns)} from ${tx.sql.unsafe(decisionSource)} where d.id = ${id}::uuid`
  return row ?? null
}

/** Entries about a word, newest first. */
export async function listDecisionsOfTerm(
  tx: Tx,
  centerId: number,
  page: { readonly sourceTerm: string; readonly beforeNo: number | null; readonly limit: number },
): Promise<readonly TermDecision[]> {
  return tx.sql<TermDecision[]>`
    select ${tx.sql.unsafe(decisionColumns)} from ${tx.sql.unsafe(decisionSource)}
    where d.center_id = ${centerId} and d.source_term_id = ${page.sourceTerm}::uuid and (${page.beforeNo}::bigint is null or d.no < ${page.beforeNo}::bigint)
    order by d.no desc
    limit ${page.limit}`
}

/** The words that entries are about; entries of centers hidden by the policies are not there. */
export async function listTermsOfDecisions(
  tx: Tx,
  decisions: readonly string[],
): Promise<readonly { readonly id: string; readonly term: string }[]> {
  return tx.sql<{ id: string; term: string }[]>`
    select d.id, d.source_term_id as term from term_decisions d where d.id = any(${decisions as string[]}::uuid[])`
}
