import type postgres from 'postgres'
import type { PlaybookLibrary } from '../../schema/domain/playbooks/playbook.js'
import { parseLibrary } from '../edition/parse-library.js'

/** `today` is the Korean day it was read on. */
export type StoredLibrary = PlaybookLibrary & { readonly contentHash: string; readonly loadedAt: string; readonly today: string }

/** Libraries this process has read, by content hash; what is published never changes. */
const librariesRead = new Map<string, PlaybookLibrary>()

/** The library of a code, or the one that was loaded last; null when there is none. */
export async function findLibrary(sql: postgres.ISql, code: string | null): Promise<StoredLibrary | null> {
  const known = [...librariesRead.keys()].join()
  const [row] = await sql<{ content_hash: string; loaded_at: string; today: string; document: unknown }[]>`
    select content_hash, loaded_at, hub_today() as today,
      case when content_hash = any (string_to_array(${known}::text, ',')) then null else document end as document
    from playbook_libraries
    where ${code}::text is null or code = ${code}::text
    order by loaded_at desc, code desc
    limit 1`
  if (row === undefined) return null
  const library = librariesRead.get(row.content_hash) ?? readDocument(row)
  return { ...library, contentHash: row.content_hash, loadedAt: row.loaded_at, today: row.today }
}

function readDocument({ content_hash: hash, document }: { content_hash: string; document: unknown }): PlaybookLibrary {
  const library = parseLibrary(document)
  if (!library.ok) throw new Error('The stored library of playbooks does not read with this version of the hub.')
  librariesRead.set(hash, library.value)
  return library.value
}
