import fc from 'fast-check'
import postgres from 'postgres'
import { cloneDatabase, type TestDatabase } from '../support/database.js'
import { TenantModel } from '../support/tenant-model.js'
import { anyOperation, kindOf, type Operation, type Stage } from '../support/tenant-operations.js'
import type { RunGoal } from './goal.js'

/**
 * Random statements of five centers and of the council's roles, as the application role, against a memory that knows who sees what. Gives what
 * came otherwise than it must: rows read, counted or written that are another's, and refusals that tell whether another's row exists.
 */
export async function tryTenants(database: TestDatabase, { operations, seed }: { operations: number; seed: number }): Promise<string[]> {
  const { stage, openMeasures } = await setStage(database)
  const model = new TenantModel(openMeasures)
  const violations: string[] = []
  for (const operation of fc.sample(anyOperation(stage), { numRuns: operations, seed })) {
    const kind = kindOf(operation)
    const expected = kind.expect(model, operation)
    const came = await perform(database, operation, { stage, model })
    if ('rows' in came) kind.apply?.(model, operation, came.rows)
    if (!isAsExpected(expected, came))
      violations.push(`${JSON.stringify(operation)}: ${JSON.stringify({ expected, came }).slice(0, 2_000)}`)
  }
  return violations
}

type Answer = { readonly rows: readonly string[] } | { readonly code: string }

async function perform({ db }: TestDatabase, operation: Operation, at: { stage: Stage; model: TenantModel }): Promise<Answer> {
  try {
    const rows = await db.transaction(operation.context, tx => kindOf(operation).run(tx, operation, at.stage, at.model))
    return { rows }
  } catch (error) {
    if (error instanceof postgres.PostgresError) return { code: error.code }
    throw error
  }
}

/** `*` stands for a number or id that the database gives. */
function isAsExpected(expected: Answer, came: Answer): boolean {
  if ('code' in expected || 'code' in came) return 'code' in expected && 'code' in came && expected.code === came.code
  if (expected.rows[0] === '*') return came.rows.length === 1
  return expected.rows.toSorted().join('\n') === came.rows.toSorted().join('\n')
}

async function setStage({ owner }: TestDatabase): Promise<{ stage: Stage; openMeasures: readonly number[] }> {
  await owner`select hub_ensure_partitions('2026-11-01', '2026-11-30')`
  const [found] = await owner<
    { centers: number[]; open: number[]; restricted: number[]; statusId: number; cellId: number; edition: string }[]
  >`
    select array(select id::int from centers order by id limit 5) as centers,
      array(select id::int from measures where kind = 'measure' and access = 'open' order by id limit 2) as open,
      array(select id::int from measures where kind = 'measure' and access = 'restricted' order by id limit 1)
        || array(select id::int from measures where kind = 'reported_rate' order by id limit 1) as restricted,
      (select id from observation_statuses where has_value order by id limit 1) as "statusId",
      (select id from dimension_cells where key = '') as "cellId", (select code from editions limit 1) as edition`
  if (found === undefined) throw new Error('The database holds no edition.')
  const { centers, open, restricted, ...rest } = found
  return { stage: { centers, measures: [...open, ...restricted], ...rest }, openMeasures: open }
}

/** G01: 10,000 random statements over five centers, 2,000 in a quick run. */
export const runG01: RunGoal = async ({ isQuick }) => {
  const database = await cloneDatabase({ withEdition: true, max: 2 })
  try {
    const operations = isQuick ? 2_000 : 10_000
    const violations = await tryTenants(database, { operations, seed: 120 })
    return {
      id: 'G01',
      value: { violations: violations.length, operations, ...(violations.length > 0 && { first: violations[0] }) },
      bar: { violations: 0 },
      ok: violations.length === 0,
    }
  } finally {
    await database.drop()
  }
}
