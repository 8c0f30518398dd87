import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type postgres from 'postgres'
import { inLanes } from './bench.js'

const TABLES = {
  observations:
    'center_id, measure_id, period_start, period_type, cell_id, value, status_id, revision, submission_no, recorded_at, is_retracted, is_provisional_mapping, parameters, confirmed_rules, raw_value, raw_unit, unit_factor, label, row_index',
  observation_rollups: '*',
} as const

type TableName = keyof typeof TABLES

/** What a night left behind, as COPY text, by center and table. */
export type CopyTexts = readonly { readonly centerId: number; readonly table: TableName; readonly text: string }[]

export async function readPersisted(owner: postgres.Sql, day: string): Promise<CopyTexts> {
  const centers = await owner<{ id: number }[]>`select id from centers order by id`
  const texts: { centerId: number; table: TableName; text: string }[] = []
  for (const { id } of centers) {
    for (const table of Object.keys(TABLES) as TableName[]) {
      const columns = TABLES[table]
      const source = await owner
        .unsafe(`copy (select ${columns} from ${table} where center_id = ${id} and period_start = '${day}') to stdout`)
        .readable()
      const chunks: Buffer[] = []
      for await (const chunk of source) chunks.push(chunk as Buffer)
      texts.push({ centerId: id, table, text: Buffer.concat(chunks).toString('utf8') })
    }
  }
  return texts
}

/** The limit: COPY of facts and roll-ups into the same indexed tables, a transaction per center, over as many connections as the pushes had. */
export async function copyPersisted(owner: postgres.Sql, texts: CopyTexts, width: number): Promise<void> {
  const centers = [...new Set(texts.map(({ centerId }) => centerId))]
  await inLanes(centers, width, async centerId => {
    await owner.begin(async sql => {
      for (const { table, text } of texts.filter(one => one.centerId === centerId)) {
        const columns = TABLES[table] === '*' ? '' : `(${TABLES[table]})`
        await pipeline(Readable.from([text]), await sql.unsafe(`copy ${table} ${columns} from stdin`).writable())
      }
    })
  })
}

/** Empties facts and roll-ups, as the owner with triggers off: bench databases only. */
export async function emptyFacts(owner: postgres.Sql): Promise<void> {
  await owner.begin(async sql => {
    await sql`set local session_replication_role = replica`
    await sql`alter table observation_history disable trigger all`
    await sql`truncate observations, observation_rollups, observation_history`
    await sql`alter table observation_history enable trigger all`
  })
}
