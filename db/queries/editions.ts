import type postgres from 'postgres'
import type { Edition } from '../../schema/domain/statistics/edition.js'
import { restrictMeasures } from '../../schema/domain/statistics/restrict-measures.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import type { EditionPack } from '../../schema/domain/statistics/edition-pack.js'
import { parsePack, shapePack } from '../edition/parse-pack.js'
import { registryJson, type RegistryRow } from './centers.js'
import { latestCouncilStamp } from './recordings.js'

type NumberedCode = { readonly id: number; readonly code: string }

type StandardsRow = {
  readonly content_hash: string
  readonly recorded_at: string | null
  readonly begun: readonly string[]
  /** Null when this process has read that edition before. */
  readonly document: unknown
  readonly registry: RegistryRow
  readonly measures: readonly (NumberedCode & { readonly access: 'open' | 'restricted' })[]
  readonly statuses: readonly NumberedCode[]
}

/** Editions this process has read, by content hash. What is published never changes, so an entry never grows old. */
const editionsRead = new Map<string, Edition>()
/** The same with more restricted than their documents say, by hash and measures. */
const editionsRestricted = new Map<string, Edition>()

/**
 * The edition in force and the registry, in one statement and so from one snapshot.
 *
 * A published edition is one immutable document: its definitions, codelists and terms were checked against each other as a whole, and a
 * figure names the edition it rests on. So it is served from the document it was published as, through the same parser that accepted it,
 * and not pieced together from tables that could be changed one by one. What is dated and administered afterwards (centers, memberships,
 * regions, calendars and their exceptions, agreements) lives in tables. In force is the latest edition that has started by today in Korea; before the first one
 * starts, the latest loaded. Throws when no edition is loaded: the hub was not set up.
 */
export async function requireEdition(sql: postgres.ISql): Promise<Standards> {
  const standards = await findEditionBefore(sql, null)
  if (standards === null) throw new Error('No edition is loaded. Load one with loadEdition before the hub answers anything.')
  return standards
}

/** The state of the council to judge by: what was recorded before a stamp of its own, on a Korean day. */
export type CouncilState = { readonly before: string; readonly today: string }

/** The same as it was at an earlier time (S25); null when no edition was loaded by then. `state` null is now. */
export async function findEditionBefore(sql: postgres.ISql, state: CouncilState | null): Promise<Standards | null> {
  const row = await findStandardsRow(sql, state)
  if (row === null) return null
  const edition = restrictAsStored(row, editionsRead.get(row.content_hash) ?? readDocument(row))
  const { centers, regions, ...dated } = row.registry
  return {
    edition,
    recordedAt: row.recorded_at,
    editions: new Set([edition.code, ...row.begun]),
    centers: new Map(centers.map(center => [center.code, center])),
    centerIds: new Map(centers.map(({ id, code }) => [code, id])),
    centerCodes: new Map(centers.map(({ id, code }) => [id, code])),
    regions: new Map(regions.map(region => [region.code, region])),
    ...dated,
    measureIds: new Map(row.measures.map(({ id, code }) => [code, id])),
    measureCodes: new Map(row.measures.map(({ id, code }) => [id, code])),
    statusIds: new Map(row.statuses.map(({ id, code }) => [code, id])),
    statusCodes: new Map(row.statuses.map(({ id, code }) => [id, code])),
  }
}

/** The editions that have begun, the one in force first, then those before it, the latest first. */
export async function listBegunEditions(sql: postgres.ISql): Promise<readonly Edition[]> {
  const rows = await sql<Pick<StandardsRow, 'content_hash' | 'document'>[]>`
    select
      content_hash,
      case when content_hash = any (string_to_array(${[...editionsRead.keys()].join()}::text, ',')) then null else document end as document
    from editions
    where effective_from <= hub_today()
    order by effective_from desc, code desc`
  return rows.map(row => editionsRead.get(row.content_hash) ?? readDocument(row))
}

export type PublishedEdition = { readonly code: string; readonly contentHash: string; readonly pack: EditionPack }

/** A published edition as a client may read it, by its code or the one in force; null when there is none of that code. */
export async function findEdition(sql: postgres.ISql, code: string | null): Promise<PublishedEdition | null> {
  const [row] = await sql<{ code: string; content_hash: string; document: unknown }[]>`
    select code, content_hash, document
    from editions
    where ${code}::text is null or code = ${code}
    order by effective_from <= hub_today() desc, effective_from desc, code desc
    limit 1`
  if (row === undefined) return null
  const pack = shapePack(row.document)
  if (!pack.ok) throw new Error(`Edition ${row.code} does not read with this version of the hub.`)
  return { code: row.code, contentHash: row.content_hash, pack: pack.value }
}

export type LoadedEdition = {
  readonly code: string
  readonly status: string
  readonly effectiveFrom: string
  readonly loadedAt: string
  readonly contentHash: string
  readonly isInForce: boolean
}

/** Every edition that was loaded, the one that starts last first. */
export async function listEditions(sql: postgres.ISql): Promise<LoadedEdition[]> {
  return sql<LoadedEdition[]>`
    select
      code, status, effective_from as "effectiveFrom", loaded_at as "loadedAt", content_hash as "contentHash",
      code = (select code from editions order by effective_from <= hub_today() desc, effective_from desc, code desc limit 1) as "isInForce"
    from editions
    order by effective_from desc, code desc`
}

async function findStandardsRow(sql: postgres.ISql, state: CouncilState | null): Promise<StandardsRow | null> {
  const isLoaded = state === null ? sql`true` : sql`loaded_at < ${state.before}::text::timestamptz`
  const hasBegun = sql`effective_from <= ${state === null ? sql`hub_today()` : sql`${state.today}::text::date`}`
  const [row] = await sql<StandardsRow[]>`
    select
      content_hash,
      ${latestCouncilStamp(sql)} as recorded_at,
      array(select code from editions where ${isLoaded} and ${hasBegun}) as begun,
      case when content_hash = any (string_to_array(${[...editionsRead.keys()].join()}::text, ',')) then null else document end as document,
      ${registryJson(sql, state?.before ?? null)} as registry,
      (select coalesce(json_agg(json_build_object('id', id, 'code', code, 'access', access) order by id), '[]') from measures) as measures,
      (select coalesce(json_agg(json_build_object('id', id, 'code', code) order by id), '[]') from observation_statuses) as statuses
    from editions
    where ${isLoaded}
    order by ${hasBegun} desc, effective_from desc, code desc
    limit 1`
  return row ?? null
}

/**
 * The edition with what any edition ever restricted: that stays restricted for everything stored (see insertMeasures), whatever this one says and as of
 * whatever instant. Row security hides it from others in any case; they are to be told so, and not that nothing came.
 */
function restrictAsStored({ content_hash: hash, measures }: StandardsRow, edition: Edition): Edition {
  const restricted = new Set(measures.flatMap(({ code, access }) => (access === 'restricted' ? [code] : [])))
  const further = [...edition.measures.values()].filter(({ code, access }) => access === 'open' && restricted.has(code))
  if (further.length === 0) return edition
  const key = [hash, ...further.map(({ code }) => code)].join(' ')
  const known = editionsRestricted.get(key) ?? restrictMeasures(edition, new Set(further.map(({ code }) => code)))
  editionsRestricted.set(key, known)
  return known
}

function readDocument(row: Pick<StandardsRow, 'content_hash' | 'document'>): Edition {
  const contents = parsePack(row.document)
  if (!contents.ok) {
    const faults = contents.issues.map(({ path, messageEn }) => `${path.join('.')}: ${messageEn}`).join('\n')
    throw new Error(`The stored edition does not read with this version of the hub.\n${faults}`)
  }
  editionsRead.set(row.content_hash, contents.value.edition)
  return contents.value.edition
}
