import type postgres from 'postgres'
import * as z from 'zod'
import { issue, type Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { findLostDefinitions } from '../../schema/domain/statistics/find-lost-definitions.js'
import type { EditionContents, Registry } from '../../schema/domain/statistics/standards.js'
import { hashDocument } from './hash-document.js'
import { listFactSubjects } from './list-fact-subjects.js'
import { parsePack } from './parse-pack.js'
import { readEdition, type PackDocument } from './read-edition.js'
import { readLibrary, type ReadLibrary } from './read-library.js'

/** By whom and why an edition is loaded, for the audit chain of the council; null for the one a hub is set up with. */
export type LoadingAct = { readonly actor: string; readonly reason: string }

/** Any fixed number: loaders of one database wait for each other under it. */
const LOCK = 120_120_122

const header = z.object({ measures: z.object({ status: z.string() }) })

/**
 * Publishes the edition in `folder`: the document itself, what facts point to (measures, reported rates, statuses), the registry, and the
 * playbooks beside it (playbooks.yaml), a document of their own.
 * Loading the same content again changes nothing (`isNew` false); another content under a code that was published is refused
 * (EDITION_ALREADY_LOADED), as is a pack with any mistake (see readEdition). A later edition adds to the registry and never takes away:
 * centers, memberships, calendars and agreements that are in the database are administered there.
 * Runs as the owner of the tables, in one transaction; loaders at the same moment wait for each other.
 */
export async function loadEdition(
  sql: postgres.Sql,
  folder: string,
  act: LoadingAct | null = null,
): Promise<Outcome<{ readonly edition: string; readonly isNew: boolean }>> {
  const read = await readEdition(folder)
  if (!read.ok) return read
  const { document, ...contents } = read.value
  const code = contents.edition.code
  const hash = hashDocument(document)
  const library = await readLibrary(folder, contents)
  if (!library.ok) return library
  return sql.begin(async tx => {
    await tx`select pg_advisory_xact_lock(${LOCK})`
    const [published] = await tx<{ content_hash: string }[]>`select content_hash from editions where code = ${code}`
    const standing = await compareLibrary(tx, library.value)
    if (!standing.ok) return standing
    if (published !== undefined && published.content_hash !== hash) return refuseOtherContent(code)
    if (published !== undefined) {
      await addLibrary(tx, standing.value, act)
      return accept({ edition: code, isNew: false })
    }
    const lost = await findLost(tx, contents)
    if (lost.length > 0) return refuse(...lost)
    if (act !== null) await openAct(tx, act)
    await insertEdition(tx, { contents, document, hash })
    await insertMeasures(tx, contents)
    await insertStatuses(tx, contents)
    await insertRegistry(tx, contents.registry)
    await addLibrary(tx, standing.value, act)
    if (act !== null) await chainAct(tx, act, 'edition.loaded', { edition: code, contentHash: hash })
    return accept({ edition: code, isNew: true })
  })
}

/** What the edition would take from the one that is in force on the day before it starts. */
async function findLost(sql: postgres.ISql, { edition }: EditionContents): Promise<readonly Issue[]> {
  const [before] = await sql<{ code: string; document: unknown }[]>`
    select code, document from editions
    where effective_from < ${edition.effectiveFrom}::text::date
    order by effective_from desc, code desc
    limit 1`
  if (before === undefined) return []
  const contents = parsePack(before.document)
  if (!contents.ok) throw new Error(`Edition ${before.code} does not read with this version of the hub.`)
  return findLostDefinitions(contents.value.edition, edition)
}

/** Centers and members that an edition brings are rows of the registry: they come under this act. */
async function openAct(sql: postgres.ISql, { actor, reason }: LoadingAct): Promise<void> {
  await sql`insert into registry_acts (actor, action, reason) values (${actor}, 'edition.loaded', ${reason})`
}

async function chainAct(sql: postgres.ISql, { actor }: LoadingAct, action: string, subject: Readonly<Record<string, string>>): Promise<void> {
  await sql`select set_config('hub120.role', 'admin', true)`
  await sql`select hub_append_audit(0::smallint, ${actor}::text, ${action}::text, ${JSON.stringify(subject)}::text::jsonb)`
}

/** The library to be added: null where there is none, or where the same content is there already. */
async function compareLibrary(sql: postgres.ISql, read: ReadLibrary | null): Promise<Outcome<NewLibrary | null>> {
  if (read === null) return accept(null)
  const hash = hashDocument(read.document)
  const [standing] = await sql<{ content_hash: string }[]>`select content_hash from playbook_libraries where code = ${read.library.code}`
  if (standing === undefined) return accept({ ...read, hash })
  return standing.content_hash === hash ? accept(null) : refuseOtherContent(read.library.code, 'playbooks.yaml')
}

type NewLibrary = ReadLibrary & { readonly hash: string }

/** A hub that has the edition already gets its playbooks beside it. */
async function addLibrary(sql: postgres.ISql, added: NewLibrary | null, act: LoadingAct | null): Promise<void> {
  if (added === null) return
  const { library, document, hash } = added
  await sql`
    insert into playbook_libraries (code, status, content_hash, document)
    values (${library.code}, ${library.status}, ${hash}, ${JSON.stringify(document)}::text::jsonb)`
  if (act !== null) await chainAct(sql, act, 'playbooks.loaded', { library: library.code, contentHash: hash })
}

const refuseOtherContent = (code: string, file = 'measures.yaml'): Outcome<never> =>
  refuse(
    issue({
      code: 'EDITION_ALREADY_LOADED',
      path: [file, 'edition'],
      messageKo: `${code} 판은 이미 다른 내용으로 공표되었습니다. 공표한 판은 고칠 수 없으니 새 판 번호를 쓰십시오.`,
      messageEn: `Edition ${code} was published with other content. A published edition never changes; give the new content a code of its own.`,
      expected: 'an edition code that is not published yet',
      got: code,
    }),
  )

type Load = { readonly contents: EditionContents; readonly document: PackDocument; readonly hash: string }

async function insertEdition(sql: postgres.ISql, { contents, document, hash }: Load): Promise<void> {
  const { code, effectiveFrom } = contents.edition
  const { status } = header.parse(document).measures
  await sql`
    insert into editions (code, status, effective_from, content_hash, document)
    values (${code}, ${status}, ${effectiveFrom}::text::date, ${hash}, ${JSON.stringify(document)}::text::jsonb)`
}

/**
 * What any edition restricts is restricted for everything stored, at once and for good: an edition loaded ahead of its day, or a slip in it,
 * must not open counselling or survey values to other centers. Opening a measure is a migration that somebody writes on purpose.
 */
async function insertMeasures(sql: postgres.ISql, { edition }: EditionContents): Promise<void> {
  await sql`
    insert into measures (code, kind, access, provided_by)
    select code, kind, access, provided_by
    from jsonb_to_recordset(${JSON.stringify(listFactSubjects(edition))}::text::jsonb)
      as given (code text, kind text, access text, provided_by text)
    on conflict (code) do update set
      access = case when measures.access = 'restricted' then 'restricted' else excluded.access end,
      provided_by = excluded.provided_by`
}

async function insertStatuses(sql: postgres.ISql, { edition }: EditionContents): Promise<void> {
  await sql`
    insert into observation_statuses (code, has_value, missing_reason, quality)
    select code, "hasValue", "missingReason", quality
    from jsonb_to_recordset(${JSON.stringify([...edition.statuses.values()])}::text::jsonb)
      as given (code text, "hasValue" boolean, "missingReason" text, quality text)
    on conflict (code) do nothing`
}

/** Rows that are there, or that overlap one that is there, stay as they are: the bare `on conflict` covers the exclusion constraints too. */
async function insertRegistry(sql: postgres.ISql, registry: Registry): Promise<void> {
  await sql`
    insert into centers (code, name_ko, name_en, call_center_name_ko, phone_number)
    select code, "nameKo", "nameEn", "callCenterNameKo", "phoneNumber"
    from jsonb_to_recordset(${JSON.stringify(registry.centers)}::text::jsonb)
      as given (code text, "nameKo" text, "nameEn" text, "callCenterNameKo" text, "phoneNumber" text)
    on conflict do nothing`
  await sql`
    insert into regions (code, name_ko, name_en, iso, valid_from, valid_to, successor)
    select code, "nameKo", "nameEn", iso, "validFrom", "validTo", successor
    from jsonb_to_recordset(${JSON.stringify(registry.regions)}::text::jsonb)
      as given (code text, "nameKo" text, "nameEn" text, iso text, "validFrom" date, "validTo" date, successor text)
    on conflict do nothing`
  await sql`
    insert into center_regions (center_id, region, valid_from, valid_to)
    select centers.id, region, "validFrom", "validTo"
    from jsonb_to_recordset(${JSON.stringify(registry.centerRegions)}::text::jsonb)
      as given (center text, region text, "validFrom" date, "validTo" date)
    join centers on centers.code = center
    on conflict do nothing`
  await insertDated(sql, registry)
}

async function insertDated(sql: postgres.ISql, registry: Registry): Promise<void> {
  await sql`
    insert into memberships (center_id, member_from, member_to, is_trial)
    select centers.id, "memberFrom", "memberTo", "isTrial"
    from jsonb_to_recordset(${JSON.stringify(registry.memberships)}::text::jsonb)
      as given (center text, "memberFrom" date, "memberTo" date, "isTrial" boolean)
    join centers on centers.code = center
    on conflict do nothing`
  await sql`
    insert into calendars (center_id, valid_from, valid_to, weekdays, saturday, sunday, holidays)
    select centers.id, "validFrom", "validTo", weekdays, saturday, sunday, holidays
    from jsonb_to_recordset(${JSON.stringify(registry.calendars)}::text::jsonb)
      as given (center text, "validFrom" date, "validTo" date, weekdays text[], saturday text[], sunday text[], holidays text[])
    join centers on centers.code = center
    on conflict do nothing`
  await sql`
    insert into agreements (
      center_id, code, measure_set, valid_from, valid_to, mode, strategy, due_days, due_time, lock_days, lock_time, holiday_rule)
    select centers.id, given.code, "measureSet", "validFrom", "validTo", mode, strategy,
      (due ->> 'days')::integer, (due ->> 'time')::time, (lock ->> 'days')::integer, (lock ->> 'time')::time, "holidayRule"
    from jsonb_to_recordset(${JSON.stringify(registry.agreements)}::text::jsonb)
      as given (code text, center text, "measureSet" text, "validFrom" date, "validTo" date, mode text, strategy text,
        due jsonb, lock jsonb, "holidayRule" text)
    join centers on centers.code = center
    on conflict do nothing`
}
