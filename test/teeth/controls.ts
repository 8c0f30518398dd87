/** A control, how it is taken out, and the tests of which one must fail without it. */
export type Control = {
  readonly name: string
  readonly file: string
  /** Text that stands in the file exactly once, or where `all` is set, at least once. */
  readonly find: string
  readonly replace: string
  readonly tests: readonly string[]
  readonly all?: boolean
}

/** The controls that stand between members and wrong figures, lost rows and strangers (G36). */
export const CONTROLS: readonly Control[] = [
  {
    name: 'a transaction that lost its connection sends nothing more',
    file: 'db/transaction.ts',
    find: "if (connection.isLost) return new TransactionLost('This transaction has lost its connection; nothing more is sent.')",
    replace: '',
    tests: ['test/db/transaction.test.ts'],
  },
  {
    name: 'the type of a token is checked',
    file: 'api/auth/verify-token.ts',
    find: "        typ: 'at+jwt',\n",
    replace: '',
    tests: ['test/api/auth.test.ts'],
  },
  {
    name: 'the audience of a token is checked',
    file: 'api/auth/verify-token.ts',
    find: '        audience,\n',
    replace: '',
    tests: ['test/api/auth.test.ts'],
  },
  {
    name: 'a root field asks its rule',
    file: 'api/auth/enforce-rules.ts',
    find: 'if (rule(context.caller, context.isGateway)) return null',
    replace: 'if (rule(context.caller, context.isGateway) || name !== "") return null',
    tests: ['test/api/rules.test.ts', 'test/api/role-table.test.ts'],
  },
  {
    name: 'row security binds the owner of a table too',
    file: 'db/migrations/0002_submissions_and_observations.sql',
    find: "    execute format('alter table %I force row level security', tenant_table);\n",
    replace: '',
    tests: ['test/operations/storage.test.ts', 'test/db/row-security.test.ts'],
  },
  {
    name: 'a key used for other content is refused',
    file: 'api/operations/submit-statistics.ts',
    find: 'known.record.contentHash !== contentHash',
    replace: 'known.record.contentHash === ""',
    tests: ['test/operations/submit-again.test.ts'],
    all: true,
  },
  {
    name: 'writers of one center follow each other',
    file: 'db/queries/submissions.ts',
    find: 'pg_advisory_xact_lock(12001, ${centerId})',
    replace: '${centerId}::int',
    tests: ['test/operations/write-races.test.ts'],
  },
  {
    name: 'broken rules hold their rows',
    file: 'schema/domain/submissions/rules/evaluate-rules.ts',
    find: "const standing = broken.filter(({ severity }) => severity !== 'warning')",
    replace: "const standing = broken.filter(({ severity }) => severity === 'warning')",
    tests: ['test/domain/submissions/evaluate-rules.test.ts'],
  },
  {
    name: 'roll-ups are summed in the transaction of their rows',
    file: 'api/operations/land-rows.ts',
    find: '    await refreshRollups(tx, centerId, changed)\n',
    replace: '',
    tests: ['test/operations/figures.test.ts', 'test/operations/submit-modes.test.ts'],
  },
  {
    name: 'a revision leaves the former value in the history',
    file: 'db/migrations/0002_submissions_and_observations.sql',
    find: 'create trigger observations_keep_history after update on observations',
    replace: 'create trigger observations_keep_history after update on dimension_cells',
    tests: ['test/operations/submit-again.test.ts', 'test/operations/storage.test.ts'],
  },
  {
    name: 'definitions at different thresholds are not subtracted',
    file: 'schema/domain/figures/definitions-apart.ts',
    find: 'one.name === name && one.value !== own.value',
    replace: 'one.name === name && one.value === `${own.value}!`',
    tests: ['test/api/compare-definitions.test.ts'],
  },
  {
    name: 'the rest of an order does not give away what is suppressed in it',
    file: 'schema/domain/figures/rank-figures.ts',
    find: '  if (!isHiding) return made().figure\n',
    replace: '  if (!isHiding || isHiding) return made().figure\n',
    tests: ['test/domain/figures/rank-figures.test.ts'],
  },
  {
    name: 'a cell with a part missing leaves numerator and denominator together',
    file: 'schema/domain/figures/matched-support.ts',
    find: '    if (state !== ABSENT) continue\n',
    replace: '    if (state !== ABSENT || state === ABSENT) continue\n',
    tests: ['test/domain/figures/matched-support.test.ts'],
  },
  {
    name: 'restricted values answer to their own center alone',
    file: 'schema/domain/figures/answer-context.ts',
    find: 'return isRestricted && !frame.series.isOwner ?',
    replace: 'return isRestricted && frame.series.isOwner && !isRestricted ?',
    tests: ['test/operations/figures.test.ts'],
  },
  {
    name: 'words that name a person are taken out',
    file: 'api/operations/submit-statistics.ts',
    find: 'removeSuspectText(asked.batch)',
    replace: '{ batch: asked.batch, removed: [] as ReturnType<typeof removeSuspectText>["removed"] }',
    tests: ['test/operations/suspect-words.test.ts'],
  },
  {
    name: 'a repeated key sinks the document',
    file: 'schema/domain/read-json.ts',
    find: "if (Object.hasOwn(object, key)) this.fail('repeated')",
    replace: '',
    tests: ['test/domain/read-json.test.ts'],
  },
  {
    name: 'an accepted submission is chained',
    file: 'api/operations/submit-statistics.ts',
    find: '  await appendAudit(tx, {',
    replace: '  if (tx === null) await appendAudit(tx, {',
    tests: ['test/operations/audit-completeness-goal.test.ts', 'test/operations/storage.test.ts'],
  },
  {
    name: 'a due time is claimed once while its lease lasts',
    file: 'db/queries/jobs.ts',
    find: 'job_runs.outcome is null and job_runs.lease_until <= hub_now()',
    replace: 'job_runs.outcome is null',
    tests: ['test/jobs/sweep.test.ts'],
  },
  {
    name: 'an answer leaves out what was committed after its instant',
    file: 'db/queries/recordings.ts',
    find: 'isCurrent: later.size === 0,',
    replace: 'isCurrent: true,',
    tests: ['test/operations/as-of.test.ts'],
  },
  {
    name: 'former images of roll-ups are kept',
    file: 'db/migrations/0013_recording_order.sql',
    find: '  where n.recorded_at <> o.recorded_at;',
    replace: '  where false;',
    tests: ['test/operations/as-of.test.ts', 'test/operations/conservation.test.ts'],
  },
  {
    name: 'definitions and registry are those of the instant',
    file: 'api/operations/query-figures.ts',
    find: 'question.asOf === null && planned.standards.recordedAt === recorded.councilStamp',
    replace: 'planned.standards.recordedAt !== undefined',
    tests: ['test/operations/as-of.test.ts'],
  },
]
