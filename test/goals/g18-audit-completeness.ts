import { GraphQLError, type GraphQLField, type GraphQLObjectType } from 'graphql'
import { RULES } from '../../api/auth/rules.js'
import { buildSchema } from '../../api/build-schema.js'
import type { Context } from '../../api/context.js'
import { expireHeldRows } from '../../jobs/expire-held-rows.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { startHubServer, type GraphqlAnswer, type HubServer } from '../support/hub-server.js'
import { sendToDuty } from './acknowledge-as-duty.js'
import type { GoalResult } from './goal.js'

const REFUSED = '__typename ... on Refused { issues { code } }'
const SUBMIT = `mutation ($input: SubmitStatisticsInput!) { submitStatistics(input: $input) { ${REFUSED} } }`
const RESOLVE = `mutation ($input: ResolveHeldRowsInput!) { resolveHeldRows(input: $input) { ${REFUSED} } }`
const REGISTER = `mutation ($input: RegisterCallerInput!) { registerCaller(input: $input) { ${REFUSED} } }`
const DRAFT = `mutation ($input: DraftIndicatorVersionInput!) { draftIndicatorVersion(input: $input) { ${REFUSED} ... on DefinitionDraft { id } } }`
const PUBLISH = `mutation ($input: PublishDraftsInput!) { publishDrafts(input: $input) { ${REFUSED} } }`
const ISSUE_URL = `mutation { issueReconciliationUrl(input: { days: 1 }) { ${REFUSED} ... on IssuedReconciliationUrl { id } } }`
const IMPORT = `mutation ($input: ImportMappingsInput!) { importMappings(input: $input) { ${REFUSED} } }`
const NO_MATCH = `mutation ($input: CurateTermInput!) { decideNoMatch(input: $input) { ${REFUSED} } }`
const REVOKE_URL = `mutation ($id: ID!) { revokeReconciliationUrl(input: { id: $id }) { ${REFUSED} } }`
const OPEN = `mutation ($input: OpenActivationInput!) { openActivation(input: $input) { ${REFUSED} } }`
const RUN_JOB = `mutation { runTermJob(input: { job: CONSERVATION, center: "seoul" }) { ${REFUSED} } }`
const SWITCH_TIER = `mutation { switchTermTier(input: { kind: codelist, tier: T0, isOn: false, reason: "감사 기록 시험입니다" }) { ${REFUSED} } }`
const SWITCH_WEIGHTS = `mutation ($version: String!, $expectedVersion: String!) { switchTermWeights(input: { kind: item, version: $version, expectedVersion: $expectedVersion,
  reason: "감사 기록 시험입니다" }) { ${REFUSED} } }`
const SETTLE = `mutation ($id: ID!) { settleTermConflict(input: { id: $id, reason: "감사 기록 시험입니다" }) { ${REFUSED} } }`
const BY_ID = {
  submission: 'query ($id: ID!) { submission(id: $id) { id } }',
  submissionBody: 'query ($id: ID!) { submissionBody(id: $id) { text } }',
} as const

/** Mutations that share one way into the database with the one that stands for them. */
const SAME_WAY: Readonly<Record<string, string>> = {
  RegistryChangeResult: 'registerCaller',
  DefinitionDraftResult: 'draftIndicatorVersion',
  // Every act of a coordinator (api/operations/playbook-act.ts).
  ActivationResult: 'openActivation',
  PlaybookVersionResult: 'openActivation',
  SentBroadcastResult: 'openActivation',
  DecideRatificationResult: 'openActivation',
  ImportEvidenceResult: 'openActivation',
  AcceptProposalResult: 'openActivation',
  DismissProposalResult: 'openActivation',
  DrillPlanResult: 'openActivation',
  DrillResult: 'openActivation',
  DrillStartResult: 'openActivation',
  CompletePhoneTaskResult: 'openActivation',
  WatchSurgesResult: 'openActivation',
  // Every answer of a center (api/operations/answer-message.ts).
  AnswerMessageResult: 'acknowledgeMessage',
  TermDecisionResult: 'decideNoMatch',
  ApproveTogetherResult: 'decideNoMatch',
  TermsDecisionResult: 'decideNoMatch',
  UndoTogetherResult: 'decideNoMatch',
}
const RUN = [
  'submitStatistics',
  'resolveHeldRows',
  'registerCaller',
  'draftIndicatorVersion',
  'publishDrafts',
  'issueReconciliationUrl',
  'revokeReconciliationUrl',
  'importMappings',
  'openActivation',
  'runTermJob',
  'switchTermTier',
  'switchTermWeights',
  'settleTermConflict',
  'acknowledgeMessage',
  'decideNoMatch',
]

type Row = { readonly measure: string; readonly value: string }
const batch = (key: string, rows: readonly Row[], mode = 'PARTIAL') => ({
  input: {
    idempotencyKey: key,
    mode,
    parameters: [],
    series: [],
    rows: rows.map(row => ({ ...row, periodType: 'day', periodStart: '2026-11-18', dimensions: [] })),
  },
})
const GOOD: readonly Row[] = [{ measure: 'contacts_offered', value: '100' }]
const HELD: readonly Row[] = [{ measure: '듣도 보도 못한 항목', value: '1' }]
const BAD: readonly Row[] = [{ measure: 'contacts_offered', value: '-1' }]

type Findings = { readonly failures: string[]; mutations: number; denials: number; refusedWrites: number }
type Run = Findings & { readonly server: HubServer; readonly acknowledge: () => Promise<GraphqlAnswer> }

const ask = async ({ server }: Run, client: string, query: string, variables: object): Promise<GraphqlAnswer> =>
  server.graphql(query, { ...variables }, await server.token(client))

const isRefused = ({ data, errors }: GraphqlAnswer): boolean =>
  errors !== undefined || Object.values(Object(data)).some(value => Object(value).__typename === 'Refused')

type Entry = { readonly action: string; readonly xmin: string; readonly field: string | null }

const readEntries = ({ server }: Run): Promise<readonly Entry[]> =>
  server.database.owner<Entry[]>`
    select action, xmin::text as xmin, subject ->> 'field' as field from audit_entries order by xmin::text::bigint, chain, seq`

/** Entries that came in while `work` ran. */
async function entriesOf(run: Run, work: () => Promise<unknown>): Promise<readonly Entry[]> {
  const before = (await readEntries(run)).length
  await work()
  const entries = await readEntries(run)
  return entries.slice(before)
}

async function expectOne(run: Run, what: string, { action, work }: { action: string; work: () => Promise<unknown> }): Promise<void> {
  const entries = await entriesOf(run, work)
  const said = entries.map(entry => `${entry.action} ${entry.field ?? ''}`.trim())
  if (said.length !== 1 || said[0] !== action) run.failures.push(`${what}: wanted "${action}", got [${said.join(', ')}]`)
}

/** Tables whose rows members and administrators write, by hand of the application's role. */
const listTables = async ({ server }: Run): Promise<readonly string[]> => {
  const rows = await server.database.owner<{ name: string }[]>`
    select c.relname as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname not in ('audit_entries', 'job_runs', 'test_clock', 'hub120_migrations', 'dimension_cells', 'dimension_tables')
      -- Partitions and the edition are made by the owner, before the run.
      and (has_table_privilege('hub120_app', c.oid, 'insert') or has_table_privilege('hub120_app', c.oid, 'update')
        or has_any_column_privilege('hub120_app', c.oid, 'update'))
    order by 1`
  return rows.map(({ name }) => name)
}

/** Rows of each table with the transactions that wrote them. */
async function readWrites(run: Run): Promise<ReadonlyMap<string, readonly string[]>> {
  const writes = new Map<string, readonly string[]>()
  for (const table of await listTables(run)) {
    const rows = await run.server.database.owner<
      { xmin: string }[]
    >`select xmin::text as xmin from ${run.server.database.owner(table)} order by 1`
    writes.set(
      table,
      rows.map(({ xmin }) => xmin),
    )
  }
  return writes
}

async function writeAll(run: Run): Promise<void> {
  const writes: [string, string, () => Promise<GraphqlAnswer>][] = [
    ['accepted', 'submission.accepted', () => ask(run, 'seoul-client', SUBMIT, batch('g18-1', GOOD))],
    ['in part', 'submission.accepted', () => ask(run, 'seoul-client', SUBMIT, batch('g18-2', [...GOOD, ...HELD, ...BAD]))],
    ['refused whole', 'submission.refused', () => ask(run, 'seoul-client', SUBMIT, batch('g18-3', BAD, 'ATOMIC'))],
    ['resolved', 'heldRows.resolved', async () => ask(run, 'seoul-client', RESOLVE, (await withdrawal(run)).variables)],
  ]
  if (hasMutation('registerCaller')) {
    writes.push(['registered', 'caller.registered', () => ask(run, 'admin', REGISTER, newCaller('g18-one'))])
  }
  writes.push(['opened', 'activation.opened', () => ask(run, 'coordinator', OPEN, TEST_ACTIVATION)])
  writes.push(['acknowledged', 'receipt.acknowledged', run.acknowledge])
  let draft = ''
  writes.push(
    [
      'drafted',
      'definition.drafted',
      async () => {
        const answer = await ask(run, 'admin', DRAFT, newVersion('v9'))
        draft = (answer.data?.['draftIndicatorVersion'] as { id?: string } | undefined)?.id ?? '' // the answer to DRAFT
        return answer
      },
    ],
    ['published', 'edition.published', () => ask(run, 'admin', PUBLISH, { input: { drafts: [draft], reason: '감사 기록 시험입니다' } })],
  )
  let url = ''
  writes.push(
    [
      'an address issued',
      'reconciliationUrl.issued',
      async () => {
        const answer = await ask(run, 'steward', ISSUE_URL, {})
        url = (answer.data?.['issueReconciliationUrl'] as { id?: string } | undefined)?.id ?? '' // the answer to ISSUE_URL
        return answer
      },
    ],
    ['an address revoked', 'reconciliationUrl.revoked', () => ask(run, 'steward', REVOKE_URL, { id: url })],
    ['mappings imported', 'mappings.imported', () => ask(run, 'steward', IMPORT, mappingSet('감사 시험 말'))],
    ['a job run', 'termJob.run', () => ask(run, 'steward', RUN_JOB, {})],
    ['a tier switched', 'termTier.switchedOff', () => ask(run, 'steward', SWITCH_TIER, {})],
    [
      'weights switched',
      'termWeights.switched',
      () => ask(run, 'steward', SWITCH_WEIGHTS, { version: 'item-1', expectedVersion: 'fixed' }),
    ],
    ['a conflict settled', 'termConflict.settled', async () => ask(run, 'steward', SETTLE, { id: await openConflict(run) })],
    ['a word decided', 'term.decided', async () => ask(run, 'steward', NO_MATCH, await oldestWord(run))],
  )
  for (const [what, action, work] of writes) {
    run.mutations++
    await expectOne(run, what, {
      action,
      work: async () => {
        const answer = await work()
        if (isRefused(answer)) run.failures.push(`${what}: ${JSON.stringify(answer.data)} ${JSON.stringify(answer.errors ?? '')}`)
      },
    })
  }
  const replayed = await entriesOf(run, () => ask(run, 'seoul-client', SUBMIT, batch('g18-1', GOOD)))
  if (replayed.length > 0) run.failures.push('a replayed submission, which writes nothing, made an entry')
}

/** As the nightly watch leaves one; its job is audited by what it stops, not by what it notes. */
async function openConflict({ server }: Run): Promise<string> {
  const [conflict] = await server.database.owner<{ id: string }[]>`
    insert into term_conflicts (center_id, conflict, subject, terms, evidence) values (0, 'drift', gen_random_uuid()::text, '{}', '{}') returning id`
  return conflict?.id ?? ''
}

/** As the weekly job proposes them, before the run. */
async function proposeWeights({ database }: HubServer): Promise<void> {
  await database.owner`
    insert into term_weight_sets (kind, version, outcome, reasons, decisions, first_decision_at, last_decision_at, inputs_hash, rule_version, compared_with,
      weights, fitted, in_force)
    values ('item', 'item-1', 'proposed', '{}', 300, now(), now(), 'g18', '1', 'fixed', '{"base": 0, "factors": {}, "calibration": []}', '{}', '{}')`
}

const newCaller = (subject: string) => ({
  input: { subject, kind: 'CLIENT', scopes: ['stats:read'], displayName: '시험 시스템', reason: '감사 기록 시험입니다' },
})

/** The word that was said first, to be decided on as it was first seen. */
async function oldestWord({ server }: Run): Promise<object> {
  const [row] = await server.database.owner<{ id: string }[]>`select id from source_terms order by first_seen_at, id limit 1`
  return { input: { term: row?.id ?? '', expectedVersion: 0 } }
}

/** One mapping of SSSOM, of a word that nobody has said yet. */
const mappingSet = (label: string) => ({
  input: {
    sssom: [
      ['subject_label', 'predicate_id', 'object_id', 'mapping_justification', 'hub120_center'],
      [label, 'skos:exactMatch', 'urn:hub120:concept:measure:calls_offered', 'semapv:ManualMappingCuration', 'seoul'],
    ]
      .map(cells => `${cells.join('\t')}\n`)
      .join(''),
  },
})
const TEST_ACTIVATION = { input: { status: 'TEST', hazard: 'typhoon', areas: ['11'] } }

/** The next version of an indicator, from a day that has not come. */
const newVersion = (version: string) => ({
  input: {
    indicator: 'response_rate',
    version,
    formula: '100 * calls_answered / calls_offered',
    effectiveFrom: '2099-01-01',
    whyKo: '감사 기록을 시험한다.',
    whyEn: 'To try the audit.',
    reason: '감사 기록 시험입니다',
  },
})

/** Takes back the oldest row that waits. */
async function withdrawal({ server }: Run): Promise<{ readonly heldRow: string; readonly variables: object }> {
  const [row] = await server.database.owner<
    { id: string }[]
  >`select id from held_rows where state = 'held' order by held_at, row_index limit 1`
  const heldRow = row?.id ?? ''
  return { heldRow, variables: { input: { resolutions: [{ heldRow, action: 'WITHDRAW', reason: '잘못 보냄' }] } } }
}

type RootFields = ReadonlyMap<string, GraphQLField<unknown, Context>>
const schema = buildSchema()
const rootFields: RootFields = new Map(
  [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap(root =>
    Object.values(root?.getFields() ?? {}).map(field => [`${root?.name ?? ''}.${field.name}`, field] as const),
  ),
)
const hasMutation = (name: string): boolean => rootFields.has(`Mutation.${name}`)

/** Every field that has a rule, asked by one who holds no role: the guard stands before the arguments, so none are needed. */
async function denyAll(run: Run): Promise<void> {
  const { hub } = run.server
  const nobody: Caller = { subject: 'g18-nobody', kind: 'person', center: null, scopes: new Set() }
  for (const [name, field] of rootFields) {
    if (RULES[name]?.(nobody) !== false) continue
    const guarded = field.subscribe ?? field.resolve
    // The guard reads hub, caller and issueCodes alone.
    const context = { hub, caller: nobody, issueCodes: new Set() } as unknown as Context
    run.denials++
    await expectOne(run, name, {
      action: `access.denied ${name}`,
      work: async () => {
        try {
          await guarded?.(undefined, {}, context, undefined as never) // nothing of it is read before the denial
        } catch (error) {
          if (!(error instanceof GraphQLError)) throw error
        }
      },
    })
  }
  const id = await receiptOf(run, 'seoul')
  for (const [name, query] of Object.entries(BY_ID)) {
    for (const wanted of [id, crypto.randomUUID()]) {
      run.denials++
      await expectOne(run, `foreign ${name}`, {
        action: `access.denied Query.${name}`,
        work: () => ask(run, 'busan-client', query, { id: wanted }),
      })
    }
  }
}

async function receiptOf({ server }: Run, center: string): Promise<string> {
  const [row] = await server.database.owner<{ id: string }[]>`
    select s.id from submissions s join centers c on c.id = s.center_id where c.code = ${center} limit 1`
  return row?.id ?? ''
}

/** Every row of the run stands in a transaction with an entry. */
async function checkTransactions(run: Run, before: ReadonlyMap<string, readonly string[]>): Promise<void> {
  const audited = new Set((await readEntries(run)).map(({ xmin }) => xmin))
  let rows = 0
  for (const [table, writers] of await readWrites(run)) {
    const known = new Set(before.get(table))
    const written = writers.filter(xmin => !known.has(xmin))
    rows += written.length
    if (written.some(xmin => !audited.has(xmin))) run.failures.push(`${table} has rows of a transaction without an entry`)
  }
  if (rows === 0) run.failures.push('nothing was written')
}

/** With an audit that takes no entry, nothing is written and nothing that was denied is given. */
async function failAudit(run: Run): Promise<void> {
  const { owner } = run.server.database
  await ask(run, 'seoul-client', SUBMIT, batch('g18-4', [...HELD, { measure: '또 모르는 항목', value: '1' }]))
  const { heldRow, variables } = await withdrawal(run)
  await owner`update held_rows set expires_at = '2026-01-01' where state = 'held' and id <> ${heldRow}`
  const conflict = await openConflict(run)
  const before = await readWrites(run)
  await owner`alter table audit_entries add constraint audit_is_down check (false) not valid`
  const attempts: (readonly [string, () => Promise<GraphqlAnswer>])[] = [
    ['submitStatistics', () => ask(run, 'seoul-client', SUBMIT, batch('g18-5', [{ measure: 'contacts_offered', value: '7' }]))],
    ['resolveHeldRows', () => ask(run, 'seoul-client', RESOLVE, variables)],
    ['a denial', () => ask(run, 'analyst', '{ heldRows { nodes { id } } }', {})],
    ['a foreign receipt', async () => ask(run, 'busan-client', BY_ID.submission, { id: await receiptOf(run, 'seoul') })],
  ]
  if (hasMutation('registerCaller')) attempts.push(['registerCaller', () => ask(run, 'admin', REGISTER, newCaller('g18-two'))])
  attempts.push(['draftIndicatorVersion', () => ask(run, 'admin', DRAFT, newVersion('v10'))])
  attempts.push(['importMappings', () => ask(run, 'steward', IMPORT, mappingSet('감사 없는 말'))])
  attempts.push(
    ['runTermJob', () => ask(run, 'steward', RUN_JOB, {})],
    ['switchTermTier', () => ask(run, 'steward', SWITCH_TIER, {})],
    ['switchTermWeights', () => ask(run, 'steward', SWITCH_WEIGHTS, { version: 'fixed', expectedVersion: 'item-1' })],
    ['settleTermConflict', () => ask(run, 'steward', SETTLE, { id: conflict })],
  )
  attempts.push(['issueReconciliationUrl', () => ask(run, 'steward', ISSUE_URL, {})])
  attempts.push(['openActivation', () => ask(run, 'coordinator', OPEN, TEST_ACTIVATION)])
  attempts.push(['acknowledgeMessage', run.acknowledge])
  for (const [what, work] of attempts) {
    run.refusedWrites++
    const { data, errors } = await work()
    if (errors?.[0]?.extensions['code'] !== 'INTERNAL' || Object.values(Object(data)).some(value => value !== null)) {
      run.failures.push(`${what} went on without an audit: ${JSON.stringify(data)}`)
    }
  }
  const job = expireHeldRows({ ...run.server.hub, signal: new AbortController().signal })
  const ran = await job.then(
    () => true,
    () => false,
  )
  if (ran) run.failures.push('expire-held-rows went on without an audit')
  if (JSON.stringify([...(await readWrites(run))]) !== JSON.stringify([...before]))
    run.failures.push('something was written without an audit')
  await owner`alter table audit_entries drop constraint audit_is_down`
  await expectOne(run, 'the same submission afterwards', {
    action: 'submission.accepted',
    work: () => ask(run, 'seoul-client', SUBMIT, batch('g18-5', [{ measure: 'contacts_offered', value: '7' }])),
  })
}

/** Mutations that neither this run nor one that stands for them has tried. */
const listUntried = (): readonly string[] =>
  [...rootFields].flatMap(([name, { type }]) => {
    if (!name.startsWith('Mutation.')) return []
    const result = (type as { ofType?: GraphQLObjectType }).ofType?.name ?? '' // a mutation's result is a type that is not null
    const standIn = SAME_WAY[result] ?? name.slice('Mutation.'.length)
    return RUN.includes(standIn) ? [] : [name]
  })

/** G18: one entry for every mutation and denial, in the same transaction; a write whose entry cannot be written is refused. */
export async function runG18(): Promise<GoalResult> {
  const server = await startHubServer()
  const run: Run = { server, acknowledge: await sendToDuty(server), failures: [], mutations: 0, denials: 0, refusedWrites: 0 }
  try {
    await proposeWeights(server)
    const before = await readWrites(run)
    await writeAll(run)
    await denyAll(run)
    await checkTransactions(run, before)
    await failAudit(run)
    run.failures.push(...listUntried().map(name => `${name} was not tried`))
  } finally {
    await server.close()
  }
  const { mutations, denials, refusedWrites, failures } = run
  const found = failures.length === 0 ? '' : `; ${failures.slice(0, 5).join('; ')}`
  return {
    id: 'G18',
    value: `${mutations} mutations and ${denials} denials 1:1 in the same transaction, ${refusedWrites} refused without an audit${found}`,
    bar: '1:1, same transaction; no write without its entry',
    ok: failures.length === 0,
  }
}
