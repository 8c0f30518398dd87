import type postgres from 'postgres'

/**
 * What the application role may do to each table, as it was decided: S select, I insert, U update, D delete, and columns where the right is
 * for them alone. A new table, or a new right, needs its line here.
 */
const GRANTS: Readonly<Record<string, string>> = {
  activations: 'SI U(areas) U(closed_at) U(closed_by) U(closed_without) U(head_message) U(head_seq) U(level) U(overflow) U(state)',
  agreements: 'SID',
  approvals: 'SI',
  audit_entries: 'S',
  audit_heads: 'SI',
  audit_keys: 'SI',
  calendar_exceptions: 'SID',
  calendars: 'SID',
  callers: 'SID',
  center_regions: 'S',
  centers: 'S',
  contacts: 'SID',
  definition_drafts: 'SI',
  deliveries:
    'SI U(attempts) U(delivered_at) U(ended_at) U(endpoint_id) U(first_attempt_at) U(last_error) U(last_http_status) U(lease_token) U(lease_until) U(leased_by) U(next_attempt_at) U(state)',
  delivery_attempts: 'SI U(error) U(finished_at) U(http_status) U(outcome) U(retry_after_seconds)',
  delivery_bodies: 'SI',
  dimension_cells: 'SI',
  dimension_tables: 'SI',
  disaster_evidence: 'SI',
  drill_approvals: 'SI',
  drill_injects: 'SI U(done_at) U(is_late) U(message_id) U(state)',
  drill_instants: 'SI',
  drill_medians: 'SI',
  drill_plans:
    'SI U(authors) U(changed_at) U(content) U(content_hash) U(duration_minutes) U(every_months) U(exercise_id) U(hazard) U(library) U(overflow) U(participants) U(revision) U(scenario) U(starts_at) U(state) U(window_from) U(window_to)',
  drills: 'SI U(abort_reason) U(activation_id) U(cause) U(ended_at) U(ended_by) U(ends_at) U(starts_at) U(state)',
  editions: 'S',
  endpoint_identities: 'S',
  endpoint_states: 'S U(failing_since) U(last_cause) U(last_good_at) U(last_http_status) U(last_tried_at) U(next_ping_at) U(suspect_since)',
  endpoints: 'SID',
  frozen_baselines: 'SI',
  frozen_leaving: 'SI',
  held_row_readings: 'SI',
  held_row_resolutions: 'SI',
  held_rows: 'SIU',
  hub120_migrations: 'S',
  job_runs: 'SIU',
  measures: 'S',
  memberships: 'SID',
  message_keys: 'SI',
  message_signatures: 'SI',
  message_targets: 'SI U(ended_at) U(ended_by)',
  messages: 'SI U(ended_at) U(state)',
  observation_confirmations: 'SI',
  observation_history: 'SI',
  observation_rollup_history: 'SI',
  observation_rollups: 'SIU',
  observation_statuses: 'S',
  observations: 'SIU',
  page_attempts: 'SI U(cause) U(finished_at) U(outcome)',
  pages:
    'SI U(attempts) U(dropped_at) U(dropped_why) U(lease_token) U(lease_until) U(next_attempt_at) U(seen_at) U(seen_by) U(told_at) U(told_with)',
  phone_tasks: 'SI U(called_by_desk) U(completed_at) U(completed_by) U(note) U(result)',
  playbook_libraries: 'S',
  playbook_requests: 'SI',
  playbook_proposals:
    'SI U(activation_id) U(areas) U(centers) U(changed_at) U(decided_at) U(decided_by) U(decision_reason) U(evidence) U(given_values) U(level) U(state) U(template) U(templates) U(unknown_areas) U(version_id)',
  playbook_versions:
    'SI U(areas) U(authors) U(base_seq) U(changed_at) U(content) U(content_hash) U(expires_at) U(given) U(level) U(message_id) U(overflow) U(publish_at) U(revision) U(scheduled_by) U(state)',
  ratifications: 'SI U(decided_at) U(decided_by) U(decision_reason) U(state)',
  receipts:
    'SI U(acknowledge_by) U(acknowledged_at) U(acknowledged_by) U(acknowledged_desk) U(applied_at) U(applied_by) U(applied_desk) U(apply_by) U(desks_briefed) U(desks_total) U(is_late) U(received_at) U(received_by) U(reject_reason) U(rejected_at) U(rejected_by) U(rejected_desk) U(routing) U(routing_set) U(state)',
  reconciliation_urls: 'SI U(revoked_at)',
  recordings: 'S',
  regions: 'S',
  registry_acts: 'SI',
  registry_changes: 'S',
  rejected_rows: 'SI',
  rollup_history_begins: 'S',
  rule_findings: 'SI U(cleared_at)',
  source_term_candidates: 'SI',
  source_term_sightings: 'SI U(first_day) U(last_day) U(values_seen)',
  source_term_spellings: 'SI',
  source_terms: 'SI U(assigned_to) U(edition_candidates) U(flag) U(last_seen_at) U(value_count)',
  submission_bodies: 'SI',
  submissions: 'SI',
  surge_findings: 'SI',
  sweeps: 'SI U(last_sweep_at) U(worker)',
  term_conflicts: 'SI U(evidence) U(last_seen_on) U(settled_at) U(settled_by) U(settlement) U(state)',
  term_decisions: 'SI',
  term_mapping_versions: 'SI U(superseded_at)',
  term_mappings: 'SI',
  term_profiles: 'SIU',
  term_rejections: 'SI U(lifted_at)',
  term_tier_switches: 'SI',
  term_weight_sets: 'SI',
  term_weight_switches: 'SI',
  term_replays: 'SI U(after_row) U(after_submission) U(finished_at) U(rows_done)',
  test_clock: 'S',
  timers: 'SI U(done_at) U(lease_token) U(lease_until) U(outcome)',
}

/** Tables that belong to centers and force no row security, with the reason. */
const OPEN_TENANT_TABLES: Readonly<Record<string, string>> = {
  center_regions: 'who covers which region is public; the application may only read it',
}

/** Tables of no center that the application may write to without forced row security, with the reason. */
const SHARED_TABLES: Readonly<Record<string, string>> = {
  dimension_cells: 'items of the council’s codelists, made known once for all centers; append-only',
  dimension_tables: 'sets of dimension names, as above',
}

/** Keys whose collision could tell a center of a row it cannot see, with the reason why it cannot. */
const OTHER_KEYS: Readonly<Record<string, string>> = {
  audit_heads_pk: 'numbered by the database; heads are written by a job and read by all',
  callers_pk: 'the registry is read before a center is known; administrators alone write to it',
  callers_do_not_overlap: 'as above',
  endpoints_pk: 'administrators alone write to it; the id is random',
  endpoints_secrets_apart: 'as above; a secret or an address is of drills or of real messages, whoever has it',
  endpoints_addresses_apart: 'as above',
  endpoint_identities_id_unique: 'written by the database alone; the id is random',
  deliveries_pk: 'numbered by the database; coordinators and jobs write',
  timers_pk: 'as above',
  contacts_do_not_overlap: 'administrators alone write to it; the council’s own have no center',
  pages_pk: 'numbered by the database; coordinators and jobs write',
  pages_once: 'a center writes of its own messages alone, and the subject names it',
  registry_acts_pk: 'numbered by the database; administrators alone write to it',
  registry_acts_id_unique: 'as above',
  registry_acts_undone_once: 'as above',
  term_tier_switches_pk: 'numbered by the database; stewards and jobs write, and no center sees it',
  term_tier_switches_decision_once: 'as above',
  term_weight_sets_pk: 'numbered by the database; the job of the weights alone writes, and they are of all centers together',
  term_weight_sets_version_unique: 'as above',
  term_weight_sets_outcome_unique: 'as above',
  term_weight_sets_inputs_once: 'as above',
  term_weight_switches_pk: 'numbered by the database; stewards alone write',
  source_terms_word_unique: 'two centers never collide, the center is in the key; led by the hash, words of all centers are compared',
}

/** Policies that show every row, with the reason. */
const POLICIES_FOR_ALL: Readonly<Record<string, string>> = {
  callers_read: 'a request is placed at its center by reading it, so no center is known yet',
  memberships_read: 'who is a member when is public among members',
  calendars_read: 'opening hours are public',
  calendar_exceptions_read: 'as above',
  agreements_read: 'what is due when is public among members',
  recordings_read: 'when a center recorded something is told with its open figures',
  audit_heads_read_by_callers: 'heads are published to every member',
  audit_keys_read_by_callers: 'so are the keys that heads are signed with',
  term_weight_sets_read: 'whoever asks what a word may mean is answered by the weights in force',
  term_weight_switches_read: 'as above',
}

/** Functions that run as the owner of the tables. */
const DEFINERS: readonly string[] = [
  'hub_answer_instant',
  'hub_append_audit',
  'hub_begin_endpoint_state',
  'hub_claim_dpop_proof',
  'hub_commit_recording',
  'hub_ensure_partitions',
  'hub_end_surge_findings',
  'hub_held_keys',
  'hub_held_keys_before',
  'hub_held_items',
  'hub_held_words',
  'hub_is_provisional',
  'hub_note_endpoint_identity',
  'hub_note_registry_change',
  'hub_prune_dpop_proofs',
  'hub_publish_edition',
  'hub_reconciliation_steward',
  'hub_record',
  'hub_registry_before',
  'hub_restart_instants',
  'hub_widen_cells',
]

/** The superuser, in a transaction or outside. */
type Owner = postgres.ISql<Record<never, never>>

type TableFacts = {
  readonly name: string
  readonly isTenant: boolean
  readonly isForced: boolean
  readonly grants: string
  readonly appPolicies: number
  readonly publicPolicies: number
}

export type CatalogFindings = {
  /** Tables that hold rows of centers. */
  readonly tenantTables: readonly string[]
  /** Everything that is not as it must be, in words; empty when row-level security holds. */
  readonly defects: readonly string[]
}

/** Holds the catalog of a migrated database against what must be true of it (G03). */
export async function inspectCatalog(owner: Owner): Promise<CatalogFindings> {
  const tables = await listTables(owner)
  return {
    tenantTables: tables.filter(({ isTenant }) => isTenant).map(({ name }) => name),
    defects: [
      ...tables.flatMap(checkTable),
      ...Object.keys(GRANTS)
        .filter(name => !tables.some(table => table.name === name))
        .map(name => `${name}: no such table`),
      ...(await checkKeys(owner)),
      ...(await checkPolicies(owner)),
      ...(await checkFunctions(owner)),
      ...(await checkRole(owner)),
      ...(await listLeaks(owner)),
    ],
  }
}

/** A table is a center's when its rows carry the center, or the audit chain that stands for one. */
const listTables = (owner: Owner) => owner<TableFacts[]>`
  select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as "isForced",
    exists (select from pg_attribute a where a.attrelid = c.oid and a.attname in ('center_id', 'chain')) as "isTenant",
    concat_ws(' ',
      nullif((select string_agg(case p.privilege_type when 'SELECT' then 'S' when 'INSERT' then 'I' when 'UPDATE' then 'U' when 'DELETE' then 'D'
          else '?' || p.privilege_type end, '' order by array_position(array['SELECT', 'INSERT', 'UPDATE', 'DELETE'], p.privilege_type))
        from aclexplode(c.relacl) p where p.grantee = 'hub120_app'::regrole), ''),
      (select string_agg(left(p.privilege_type, 1) || '(' || a.attname || ')', ' ' order by a.attname)
        from pg_attribute a, aclexplode(a.attacl) p where a.attrelid = c.oid and p.grantee = 'hub120_app'::regrole)) as grants,
    (select count(*)::int from pg_policy p where p.polrelid = c.oid and 'hub120_app'::regrole::oid = any(p.polroles)) as "appPolicies",
    (select count(*)::int from pg_policy p where p.polrelid = c.oid and 0::oid = any(p.polroles)) as "publicPolicies"
  from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
  order by 1`

function checkTable({ name, isTenant, isForced, grants, appPolicies, publicPolicies }: TableFacts): string[] {
  const defects: string[] = []
  if (grants !== (GRANTS[name] ?? ''))
    defects.push(`${name}: the application may ${grants || 'nothing'}, expected ${GRANTS[name] ?? 'nothing'}`)
  if (publicPolicies > 0) defects.push(`${name}: a policy for everybody`)
  if (isForced && grants !== '' && appPolicies === 0) defects.push(`${name}: rights without a policy`)
  if (isForced) return defects
  const isReadOnly = grants === 'S' || grants === ''
  if (isTenant && !(name in OPEN_TENANT_TABLES && isReadOnly)) defects.push(`${name}: rows of centers without forced row security`)
  if (!isTenant && !isReadOnly && !(name in SHARED_TABLES)) defects.push(`${name}: written by the application without forced row security`)
  return defects
}

async function checkKeys(owner: Owner): Promise<string[]> {
  const keys = await owner<{ table: string; key: string; column: string | null }[]>`
    select t.relname as table, i.relname as key, a.attname as column
    from pg_index x
    join pg_class t on t.oid = x.indrelid
    join pg_class i on i.oid = x.indexrelid
    left join pg_attribute a on a.attrelid = t.oid and a.attnum = x.indkey[0]
    where (x.indisunique or x.indisexclusion) and not t.relispartition and t.relnamespace = 'public'::regnamespace
      and exists (select from pg_attribute b where b.attrelid = t.oid and b.attname in ('center_id', 'chain'))`
  return keys
    .filter(({ key, column }) => column !== 'center_id' && column !== 'chain' && !(key in OTHER_KEYS))
    .map(({ table, key, column }) => `${table}: key ${key} leads with ${column ?? 'an expression'}, not with the center`)
}

async function checkPolicies(owner: Owner): Promise<string[]> {
  const open = await owner<{ table: string; policy: string }[]>`
    select tablename as table, policyname as policy from pg_policies
    where 'hub120_app' = any(roles) and (qual is not distinct from 'true' or with_check is not distinct from 'true')`
  const restrictive = await owner<{ count: number }[]>`select count(*)::int as count from pg_policies where permissive <> 'PERMISSIVE'`
  return [
    ...open.filter(({ policy }) => !(policy in POLICIES_FOR_ALL)).map(({ table, policy }) => `${table}: policy ${policy} shows every row`),
    ...(restrictive[0]?.count === 0 ? [] : ['restrictive policies, which this check does not understand']),
  ]
}

async function checkFunctions(owner: Owner): Promise<string[]> {
  const found = await owner<{ name: string; path: string | null; isPublic: boolean }[]>`
    select p.proname as name, (select substr(s, 13) from unnest(p.proconfig) s where starts_with(s, 'search_path=')) as path,
      p.proacl is null or exists (select from aclexplode(p.proacl) x where x.grantee = 0) as "isPublic"
    from pg_proc p
    where p.prosecdef and p.pronamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)`
  const names = found.map(({ name }) => name)
  return [
    ...names.filter(name => !DEFINERS.includes(name)).map(name => `${name}: runs as the owner, unexpectedly`),
    ...DEFINERS.filter(name => !names.includes(name)).map(name => `${name}: no such function`),
    ...found
      // Without pg_temp at the end it is searched first, and anybody can put a table of that name there.
      .filter(({ path }) => !/^(pg_catalog|public)(, public)?, pg_temp$/.test(path ?? ''))
      .map(({ name, path }) => `${name}: search_path is ${path ?? 'the caller’s'}`),
    ...found.filter(({ isPublic }) => isPublic).map(({ name }) => `${name}: everybody may call it`),
  ]
}

async function checkRole(owner: Owner): Promise<string[]> {
  const [role] = await owner<{ rights: string[]; owned: number; memberships: number }[]>`
    select array_remove(array[
        case when rolsuper then 'superuser' end, case when rolbypassrls then 'bypassrls' end, case when rolcreaterole then 'createrole' end,
        case when rolcreatedb then 'createdb' end, case when rolreplication then 'replication' end, case when rolcanlogin then 'login' end,
        case when has_schema_privilege(oid, 'public', 'create') then 'create in public' end], null) as rights,
      (select count(*)::int from pg_shdepend d where d.refobjid = r.oid and d.deptype = 'o'
        and d.dbid in (0, (select oid from pg_database where datname = current_database()))) as owned,
      (select count(*)::int from pg_auth_members m where m.member = r.oid) as memberships
    from pg_roles r where rolname = 'hub120_app'`
  if (role === undefined) return ['hub120_app: no such role']
  return [
    ...role.rights.map(right => `hub120_app: ${right}`),
    ...(role.owned === 0 ? [] : [`hub120_app: owns ${role.owned} things`]),
    ...(role.memberships === 0 ? [] : ['hub120_app: member of another role']),
  ]
}

/** Ways around the policies: views that run as their owner, rights given by default or to everybody, and partitions by themselves. */
async function listLeaks(owner: Owner): Promise<string[]> {
  const leaks = await owner<{ leak: string }[]>`
    select format('%s: a view that runs as its owner', c.relname) as leak from pg_class c
    where c.relkind in ('v', 'm') and c.relnamespace = 'public'::regnamespace
      and not (c.relkind = 'v' and coalesce('security_invoker=true' = any(c.reloptions), false))
    union all
    select format('default privileges in %s', coalesce(n.nspname, 'every schema')) from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace
    union all
    select format('%s: %s for everybody', c.relname, p.privilege_type) from pg_class c, aclexplode(c.relacl) p
    where p.grantee = 0 and c.relnamespace = 'public'::regnamespace
    union all
    select format('%s: a partition that is reached without its parent', c.relname) from pg_class c
    where c.relispartition and c.relkind = 'r'
      and (not c.relforcerowsecurity or has_table_privilege('hub120_app', c.oid, 'select, insert, update, delete, truncate'))`
  return leaks.map(({ leak }) => leak)
}
