import type { Tx } from '../transaction.js'

/** Now in Korea by the database's clock (S26), `2026-11-20T07:10:00.000000`. */
export async function requireKoreanTime(tx: Tx): Promise<string> {
  const [row] = await tx.sql<{ now: string }[]>`
    select to_char(hub_now() at time zone 'Asia/Seoul', 'YYYY-MM-DD"T"HH24:MI:SS.US') as now`
  if (row === undefined) throw new Error('hub_now() gave no row.')
  return row.now
}
