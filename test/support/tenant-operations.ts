import fc from 'fast-check'
import type { TenantContext, Tx } from '../../db/transaction.js'
import type { ModelSubmission, TenantModel } from './tenant-model.js'

/** What the random operations are about. */
export type Stage = {
  readonly centers: readonly number[]
  readonly measures: readonly number[]
  readonly statusId: number
  readonly cellId: number
  readonly edition: string
}

/** `target` is the center that the statement names, the caller's own or not. */
export type Operation = {
  readonly kind: keyof typeof KINDS
  readonly context: TenantContext
  readonly target: number
  readonly measure: number
  readonly day: string
  readonly key: string
  /** Picks among what there is. */
  readonly pick: number
}

/** What the model says must come of an operation: the rows, or the SQLSTATE of the refusal. */
type Expectation = { readonly rows: readonly string[] } | { readonly code: string }
type Kind = {
  readonly run: (tx: Tx, operation: Operation, stage: Stage, model: TenantModel) => Promise<readonly string[]>
  readonly expect: (model: TenantModel, operation: Operation) => Expectation
  /** Notes in the model what the database has done. */
  readonly apply?: (model: TenantModel, operation: Operation, rows: readonly string[]) => void
}

const DENIED = { code: '42501' } as const
const texts = (rows: readonly { readonly line: string }[]): string[] => rows.map(({ line }) => line)
const isWriter = ({ context, target }: Operation): boolean => context.centerId === target
const wordReason = (pick: number): string => (pick % 2 === 0 ? 'WORD_UNKNOWN' : 'PERIOD_IN_FUTURE')
const pickOf = <T>(items: readonly T[], pick: number): T | undefined => items[pick % Math.max(1, items.length)]
/** Mostly one of the center's own submissions, sometimes any. */
const submissionFor = (model: TenantModel, center: number, pick: number): ModelSubmission | undefined =>
  pickOf(pick % 4 === 0 ? model.submissions : model.submissions.filter(submission => submission.center === center), pick)
const NOBODY = '00000000-0000-4000-8000-000000000000'

const KINDS = {
  handIn: {
    run: async (tx, { target, key }, { edition }) =>
      texts(
        await tx.sql<{ line: string }[]>`
        insert into submissions (center_id, idempotency_key, content_hash, mode, strategy, status, edition, submitted_by, received, inserted, revised,
          unchanged, retracted, quarantined, rejected, implied_retractions, outcomes, issues)
        values (${target}, ${key}, 'x', 'PARTIAL', 'MERGE', 'ACCEPTED', ${edition}, 'client:x', 0, 0, 0, 0, 0, 0, 0, 0, '', '[]')
        returning no::text as line`,
      ),
    expect: (model, operation) => {
      if (!isWriter(operation)) return DENIED // whether or not the other center has such a key
      return model.submissions.some(({ center, key }) => center === operation.target && key === operation.key)
        ? { code: '23505' }
        : { rows: ['*'] }
    },
    apply: (model, { target, key }, [no = '']) => void model.submissions.push({ center: target, no: Number(no), key }),
  },
  store: {
    run: async (tx, { target, measure, day, pick }, { cellId, statusId }) =>
      texts(
        await tx.sql<{ line: string }[]>`
        insert into observations (center_id, measure_id, period_start, period_type, cell_id, value, status_id, submission_no)
        values (${target}, ${measure}, ${day}, 'day', ${cellId}, ${pick}, ${statusId}, 1) returning center_id::text as line`,
      ),
    expect: (model, operation) => {
      if (!isWriter(operation)) return DENIED
      const { target, measure, day } = operation
      return model.findValue(target, measure, day) ? { code: '23505' } : { rows: [String(target)] }
    },
    apply: (model, { target, measure, day, pick }) =>
      void model.values.push({ center: target, measure, day, value: String(pick), revision: 1 }),
  },
  /** Without naming a center: the policies alone decide whose rows are changed. */
  revise: {
    run: async (tx, { measure, day, pick }) =>
      texts(
        await tx.sql<{ line: string }[]>`
        update observations set value = ${pick}, revision = revision + 1 where measure_id = ${measure} and period_start = ${day}
        returning center_id::text as line`,
      ),
    expect: (model, { context, measure, day }) => ({
      rows: model.findValue(context.centerId ?? -1, measure, day) ? [String(context.centerId)] : [],
    }),
    apply: (model, { measure, day, pick }, rows) => {
      for (const center of rows.map(Number)) {
        const value = model.findValue(center, measure, day)
        if (value === undefined) continue
        model.history.push({ center, measure })
        Object.assign(value, { value: String(pick), revision: value.revision + 1 })
      }
    },
  },
  hold: {
    run: async (tx, { target, pick }, _stage, model) =>
      texts(
        await tx.sql<{ line: string }[]>`
        insert into held_rows (center_id, submission_no, row_index, submitted, issues, reasons, expires_at)
        values (${target}, ${submissionFor(model, target, pick)?.no ?? 0}, ${pick % 50}, '{}', '[]', ${[wordReason(pick)]}, now() + interval '1 day')
        returning id::text as line`,
      ),
    expect: (model, operation) => {
      const submission = submissionFor(model, operation.target, operation.pick)
      if (!isWriter(operation)) return DENIED
      // The number of another center's submission is as good as none.
      if (submission?.center !== operation.target) return { code: '23503' }
      return model.heldPlaces.has(`${submission.no} ${operation.pick % 50}`) ? { code: '23505' } : { rows: ['*'] }
    },
    apply: (model, { target, pick }, [id = '']) => {
      model.heldRows.push({ center: target, id, isWord: pick % 2 === 0, state: 'held' })
      model.heldPlaces.add(`${submissionFor(model, target, pick)?.no ?? 0} ${pick % 50}`)
    },
  },
  settle: {
    run: async (tx, { pick }, _stage, model) =>
      texts(
        await tx.sql<{ line: string }[]>`
        update held_rows set state = 'withdrawn', settled_at = now() where id = ${pickOf(model.heldRows, pick)?.id ?? NOBODY} returning id::text as line`,
      ),
    expect: (model, { context, pick }) => {
      const row = pickOf(model.heldRows, pick)
      return { rows: row !== undefined && row.center === context.centerId ? [row.id] : [] }
    },
    apply: (model, { pick }, rows) => {
      const row = pickOf(model.heldRows, pick)
      if (row !== undefined && rows.length > 0) row.state = 'withdrawn'
    },
  },
  remove: {
    run: async (tx, { target, pick }) => {
      const table = ['submissions', 'observations', 'observation_history', 'held_rows', 'audit_entries'][pick % 5] ?? ''
      await tx.sql`delete from ${tx.sql(table)} where ${tx.sql(table === 'audit_entries' ? 'chain' : 'center_id')} = ${target}`
      return []
    },
    expect: () => DENIED,
  },
  chain: {
    run: async (tx, { target }) =>
      texts(
        await tx.sql<{ line: string }[]>`
        select '*' as line from hub_append_audit(${target}::smallint, 'client:x', 'test.tried', '{}')`,
      ),
    expect: (_model, operation) => (isWriter(operation) || operation.context.role === 'admin' ? { rows: ['*'] } : DENIED),
    apply: (model, { target }) => void model.audit.push(target),
  },
  readValues: {
    run: async tx =>
      texts(
        await tx.sql<{ line: string }[]>`
        select concat_ws(' ', center_id, measure_id, period_start, trim_scale(value), revision) as line from observations`,
      ),
    expect: (model, { context }) => ({
      rows: model.values
        .filter(value => model.seesValue(context, value))
        .map(({ center, measure, day, value, revision }) => `${center} ${measure} ${day} ${value} ${revision}`),
    }),
  },
  countHistory: {
    run: async (tx, { target }) =>
      texts(await tx.sql<{ line: string }[]>`select count(*)::text as line from observation_history where center_id = ${target}`),
    expect: (model, { context, target }) => ({
      rows: [String(model.history.filter(image => image.center === target && model.seesValue(context, image)).length)],
    }),
  },
  readHeldRows: {
    run: async tx => texts(await tx.sql<{ line: string }[]>`select concat_ws(' ', id, state) as line from held_rows`),
    expect: (model, { context }) => ({
      rows: model.heldRows.filter(row => model.seesHeldRow(context, row)).map(({ id, state }) => `${id} ${state}`),
    }),
  },
  findReceipt: {
    run: async (tx, { pick }, _stage, model) =>
      texts(
        await tx.sql<{ line: string }[]>`
        select no::text as line from submissions where no = ${pickOf(model.submissions, pick)?.no ?? 0} or idempotency_key = ''`,
      ),
    expect: (model, { context, pick }) => {
      const found = pickOf(model.submissions, pick)
      return { rows: found !== undefined && model.isOwn(context, found.center) ? [String(found.no)] : [] }
    },
  },
  countChain: {
    run: async (tx, { target }) =>
      texts(
        await tx.sql<{ line: string }[]>`
        select count(*)::text as line from audit_entries where chain = ${target} and action = 'test.tried'`,
      ),
    expect: (model, { context, target }) => ({
      rows: [String(model.isOwn(context, target) ? model.audit.filter(chain => chain === target).length : 0)],
    }),
  },
} as const satisfies Record<string, Kind>

export const kindOf = ({ kind }: Operation): Kind => KINDS[kind]

/** Random operations of random callers. Days, keys and centers are few, so that they meet. */
export function anyOperation({ centers, measures }: Stage): fc.Arbitrary<Operation> {
  const contexts = [
    ...centers.map(centerId => ({ centerId, role: 'center' as const })),
    { centerId: null, role: 'reader' as const },
    { centerId: null, role: 'steward' as const },
    { centerId: centers[0] ?? null, role: 'steward' as const },
    { centerId: null, role: 'admin' as const },
    { centerId: null, role: 'center' as const },
  ]
  const operation = fc.record({
    kind: fc.constantFrom(...(Object.keys(KINDS) as (keyof typeof KINDS)[])), // its own keys
    context: fc.constantFrom(...contexts),
    target: fc.constantFrom(...centers),
    measure: fc.constantFrom(...measures),
    day: fc.integer({ min: 1, max: 12 }).map(day => `2026-11-${String(day).padStart(2, '0')}`),
    key: fc.integer({ min: 1, max: 40 }).map(key => `key-${key}`),
    pick: fc.nat({ max: 9_999 }),
    isOwn: fc.nat({ max: 2 }).map(chance => chance > 0),
  })
  // Two times in three the caller's own center is named, so that there is something to be kept from the others.
  return operation.map(({ isOwn, ...made }) => ({ ...made, target: isOwn ? (made.context.centerId ?? made.target) : made.target }))
}
