import type { Tx } from '../transaction.js'

/** A set as it was fitted. What is kept as JSON is read by who needs it. */
export type StoredWeightSet = {
  readonly no: number
  readonly kind: string
  readonly version: string
  readonly outcome: string
  readonly reasons: readonly string[]
  readonly decisions: number
  readonly first_decision_at: string
  readonly last_decision_at: string
  readonly rule_version: string
  readonly compared_with: string
  readonly weights: unknown
  readonly fitted: unknown
  readonly in_force: unknown
  readonly fitted_at: string
}

/** A set was put in force, or the fixed weights again (`version` null). */
export type WeightSwitch = {
  readonly no: number
  readonly kind: string
  readonly version: string | null
  readonly actor: string
  readonly reason: string
  readonly switched_at: string
}

const setColumns = `s.no, s.kind, s.version, s.outcome, s.reasons, s.decisions, s.first_decision_at, s.last_decision_at, s.rule_version, s.compared_with,
  s.weights, s.fitted, s.in_force, s.fitted_at`

/** Whether a stamp of the council was committed by the instant; a stamp of this transaction has no instant yet. */
const known = (stamp: string): string => `(select r.committed_at from recordings r where r.center_id = 0 and r.stamp = ${stamp})`

/** Number of the last switch, 0 before the first: as long as it is the same, so are the weights in force. */
export async function findWeightsMark(sql: Tx['sql']): Promise<number> {
  const [row] = await sql<{ mark: number }[]>`select coalesce(max(no), 0) as mark from term_weight_switches`
  return row?.mark ?? 0
}

/** The sets in force, and the mark of the last switch; kinds weighed by the fixed weights have none. One statement, so that they belong together. */
export async function listWeightsInForce(sql: Tx['sql']): Promise<{ readonly mark: number; readonly sets: readonly StoredWeightSet[] }> {
  const rows = await sql<({ mark: number } & (StoredWeightSet | { no: null }))[]>`
    select k.mark, ${sql.unsafe(setColumns)}
    from (select coalesce(max(no), 0) as mark from term_weight_switches) k
    left join (
      (select distinct on (kind) kind, version from term_weight_switches order by kind, no desc) w
      join term_weight_sets s on s.kind = w.kind and s.version = w.version and s.outcome = 'proposed'
    ) on true
    order by s.kind`
  return { mark: rows[0]?.mark ?? 0, sets: rows.flatMap(row => (row.no === null ? [] : [row])) }
}

/** The latest sets of each kind that were there at the instant, newest first. */
export const listWeightSets = (tx: Tx, wanted: { readonly asOf: string; readonly limit: number }): Promise<readonly StoredWeightSet[]> =>
  tx.sql<StoredWeightSet[]>`
  select ${tx.sql.unsafe(setColumns)}
  from (values ('measure'), ('indicator'), ('item')) as k (kind)
  cross join lateral (
    select * from term_weight_sets o
    where o.kind = k.kind and ${tx.sql.unsafe(known('o.fitted_at'))} <= ${wanted.asOf}::text::timestamptz
    order by o.no desc limit ${wanted.limit}
  ) s
  order by s.kind, s.no desc`

/** The latest switches of each kind that were there at the instant, newest first. */
export const listWeightSwitches = (tx: Tx, wanted: { readonly asOf: string; readonly limit: number }): Promise<readonly WeightSwitch[]> =>
  tx.sql<WeightSwitch[]>`
  select s.no, s.kind, s.version, s.actor, s.reason, s.switched_at
  from (values ('measure'), ('indicator'), ('item')) as k (kind)
  cross join lateral (
    select * from term_weight_switches o
    where o.kind = k.kind and ${tx.sql.unsafe(known('o.switched_at'))} <= ${wanted.asOf}::text::timestamptz
    order by o.no desc limit ${wanted.limit}
  ) s
  order by s.kind, s.no desc`

/** Whoever changes weights goes on alone from here to the end of the transaction: the lock under which the council's recordings follow each other. */
export async function lockWeights(tx: Tx): Promise<void> {
  await tx.sql`select pg_advisory_xact_lock(12001, 0)`
}

/** A set of a kind by its version, and whether it was ever in force. */
export async function findWeightSet(
  tx: Tx,
  { kind, version }: { readonly kind: string; readonly version: string },
): Promise<(StoredWeightSet & { readonly was_in_force: boolean }) | null> {
  const [row] = await tx.sql<(StoredWeightSet & { was_in_force: boolean })[]>`
    select ${tx.sql.unsafe(setColumns)}, exists (select from term_weight_switches w where w.kind = s.kind and w.version = s.version) as was_in_force
    from term_weight_sets s where s.kind = ${kind} and s.version = ${version}`
  return row ?? null
}

/** The version in force of a kind; null for the fixed weights. */
export async function findVersionInForce(tx: Tx, kind: string): Promise<string | null> {
  const [row] = await tx.sql<{ version: string | null }[]>`
    select version from term_weight_switches where kind = ${kind} order by no desc limit 1`
  return row?.version ?? null
}

/** Appends a set and gives its version; null where the same decisions were fitted before. The caller holds the lock. */
export async function appendWeightSet(
  tx: Tx,
  set: Pick<
    StoredWeightSet,
    'kind' | 'outcome' | 'reasons' | 'decisions' | 'rule_version' | 'compared_with' | 'weights' | 'fitted' | 'in_force'
  > & {
    readonly firstDecision: string
    readonly lastDecision: string
    readonly inputsHash: string
  },
): Promise<string | null> {
  const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value))
  const [row] = await tx.sql<{ version: string }[]>`
    insert into term_weight_sets (kind, version, outcome, reasons, decisions, first_decision_at, last_decision_at, inputs_hash, rule_version, compared_with,
      weights, fitted, in_force)
    select ${set.kind}::text, ${set.kind}::text || '-' || (1 + (select count(*) from term_weight_sets o where o.kind = ${set.kind}::text)), ${set.outcome},
      ${set.reasons as string[]}::text[], ${set.decisions}, ${set.firstDecision}::text::timestamptz, ${set.lastDecision}::text::timestamptz, ${set.inputsHash},
      ${set.rule_version}, ${set.compared_with}, ${json(set.weights)}::text::jsonb, ${json(set.fitted)}::text::jsonb, ${json(set.in_force)}::text::jsonb
    on conflict on constraint term_weight_sets_inputs_once do nothing
    returning version`
  return row?.version ?? null
}

/** Puts a set in force, or the fixed weights again. The caller holds the lock. */
export async function appendWeightSwitch(tx: Tx, entry: Pick<WeightSwitch, 'kind' | 'version' | 'actor' | 'reason'>): Promise<void> {
  await tx.sql`
    insert into term_weight_switches (kind, version, actor, reason) values (${entry.kind}, ${entry.version}, ${entry.actor}, ${entry.reason})`
}

/** What a person decided about a word, with what was shown then. */
export type JudgedWord = {
  readonly id: string
  readonly word: string
  readonly action: string
  readonly target: string | null
  readonly recorded_at: string
  /** `{ candidates }` without their sentences. */
  readonly evidence: unknown
}

/**
 * Decisions of persons about candidates that the hub had shown to them, the latest so many, oldest first. One that was undone does not count unless the undoing was; an
 * undoing of what the hub had accepted by itself is a refusal of it. Each with the evidence of the version that it made, of an undoing that of the version it took back.
 */
export async function listJudgedWords(tx: Tx, limit: number): Promise<readonly JudgedWord[]> {
  return tx.sql<JudgedWord[]>`
    with recursive undone (center_id, origin, no, times) as (
      select center_id, undoes, no, 1 from term_decisions where undoes is not null
      union all
      select o.center_id, u.origin, o.no, times + 1 from undone u join term_decisions o on o.center_id = u.center_id and o.undoes = u.no
    ), taken_back as (
      -- An undoing that was undone took nothing back.
      select center_id, origin from undone group by center_id, origin having max(times) % 2 = 1
    ), judged as (
      select d.center_id, d.no, d.id, d.source_term_id, d.action, d.recorded_at, coalesce(u.made, d.made) as made
      from term_decisions d
      left join term_decisions u on u.center_id = d.center_id and u.no = d.undoes and starts_with(u.actor, 'job:') and u.action = 'accept'
      where starts_with(d.actor, 'person:') and (d.action in ('approve', 'correct', 'reject', 'noMatch', 'confirm', 'agree', 'disagree') or u.no is not null)
        and not exists (select from taken_back t where t.center_id = d.center_id and t.origin = d.no)
      order by d.recorded_at desc, d.id desc
      limit ${limit}
    )
    select j.id, j.source_term_id as word, j.action, v.target, j.recorded_at, jsonb_build_object('candidates', c.candidates) as evidence
    from judged j
    -- One after the other by key: how many persons there are among the actors is more than the planner can know.
    cross join lateral (
      select o.evidence, (select m.target from term_mappings m where m.center_id = o.center_id and m.id = o.mapping_id) as target
      from term_mapping_versions o
      where o.center_id = j.center_id and o.no = j.made[cardinality(j.made)]
      limit 1
    ) v
    cross join lateral (
      select coalesce(jsonb_agg(jsonb_build_object('ref', x.one -> 'ref', 'score', x.one -> 'score', 'fixedScore', x.one -> 'fixedScore',
        'vetoes', coalesce(x.one -> 'vetoes', '[]'),
        'features', (
          select jsonb_agg(jsonb_build_object('feature', f -> 'feature', 'value', coalesce(f -> 'value', f -> 'weight')))
          from jsonb_array_elements(case jsonb_typeof(x.one -> 'features') when 'array' then x.one -> 'features' else '[]' end) f
        )) order by x.place), '[]') as candidates
      from jsonb_array_elements(case jsonb_typeof(v.evidence -> 'candidates') when 'array' then v.evidence -> 'candidates' else '[]' end)
        with ordinality as x (one, place)
    ) c
    order by j.recorded_at, j.id`
}
