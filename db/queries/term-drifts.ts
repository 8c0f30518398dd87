import type { Tx } from '../transaction.js'

/** A series that changed, by its name: the word, or `measure:calls_offered`. */
export type DriftToNote = {
  readonly conflict: 'unit' | 'drift'
  readonly series: string
  /** First night of it as far as is known now: more nights may say so more clearly of another one. */
  readonly from: string
  readonly terms: readonly string[]
  readonly evidence: Readonly<Record<string, unknown>>
}

/** Days without the change before the same series is told again. A level fades while its nights become what is usual, and flickers before it is gone. */
const DAYS_BETWEEN = { unit: 7, drift: 14 } as const

/**
 * Notes what drifts, once for a series as long as it goes on, whichever night is taken for its first: the same change seen again is seen again, also where a person
 * has settled it. A change of unit within one of level is told by itself. Returns how many are new.
 */
export async function noteDrifts(tx: Tx, centerId: number, found: readonly DriftToNote[]): Promise<number> {
  if (found.length === 0) return 0
  const [counted] = await tx.sql<{ added: number }[]>`
    with found as (
      select f.*, e.id
      from jsonb_to_recordset(${JSON.stringify(found)}::text::jsonb) as f (conflict text, series text, "from" text, terms jsonb, evidence jsonb)
      left join lateral (
        select c.id from term_conflicts c
        where c.center_id = ${centerId} and c.conflict in ('unit', f.conflict) and starts_with(c.subject, f.series || ' ')
          and c.last_seen_on >= hub_today() - case f.conflict when 'unit' then ${DAYS_BETWEEN.unit}::int else ${DAYS_BETWEEN.drift}::int end
        order by c.last_seen_on desc, c.id limit 1
      ) e on true
    ), seen as (
      update term_conflicts c set last_seen_on = hub_today() from found f where c.center_id = ${centerId} and c.id = f.id
    ), added as (
      insert into term_conflicts (center_id, conflict, subject, terms, evidence)
      select ${centerId}, f.conflict, f.series || ' ' || f."from", array(select jsonb_array_elements_text(f.terms)::uuid), f.evidence
      from found f where f.id is null
      on conflict (center_id, conflict, subject) where state = 'open' do nothing
      returning 1
    )
    select count(*)::int as added from added`
  return counted?.added ?? 0
}
