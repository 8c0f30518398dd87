import { createHash } from 'node:crypto'
import { appendAudit } from '../../db/queries/audit.js'
import { lockCenter } from '../../db/queries/submissions.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Issue } from '../../schema/domain/issue.js'
import { accept, type Outcome } from '../../schema/domain/outcome.js'
import type { ImportedMapping } from '../../schema/domain/terms/sssom/read-sssom-row.js'
import { readSssomRow } from '../../schema/domain/terms/sssom/read-sssom-row.js'
import { actorOf, tenantContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { readSssom } from '../imports/read-sssom.js'
import { proposeImported } from './propose-imported.js'
import { requireGlossary } from './read-glossary.js'
import { checkFreeText } from './text-refusals.js'

/** What became of the rows of a file: they add up to `rows`. */
export type MappingImport = {
  readonly rows: number
  /** New proposals; a steward decides about each. */
  readonly proposed: number
  /** Stood already, in whatever state, or were refused before. */
  readonly unchanged: number
  /** Could not be taken; `issues` say why, each with its line. */
  readonly refused: number
  readonly issues: readonly Issue[]
}

/** Cells that are kept as they came. */
const STORED_TEXTS = ['subject_label', 'hub120_unit', 'hub120_to_unit'] as const

/** A night's push waits for the lock of its center no longer than these take. */
const ROWS_AT_ONCE = 100

type Checked = { readonly good: readonly ImportedMapping[]; readonly issues: readonly Issue[]; readonly refused: number }

/** Every row judged by itself. Where a word seems to name a person, the row is refused and the word is not repeated. */
async function checkRows(hub: Hub, file: string): Promise<Outcome<Checked>> {
  const read = readSssom(file)
  if (!read.ok) return read
  const [{ glossary }, { centers }] = [await requireGlossary(hub), await hub.standards()]
  const context = { concepts: glossary.concepts, centers, prefixes: read.value.prefixes }
  const [good, issues]: [ImportedMapping[], Issue[]] = [[], []]
  for (const row of read.value.rows) {
    const suspects = STORED_TEXTS.flatMap(column =>
      checkFreeText(row.cells[column] ?? '', [column]).map(found => ({ ...found, sourceRow: row.line })),
    )
    const mapping = readSssomRow(row, context)
    if (mapping.ok && suspects.length === 0) good.push(mapping.value)
    else issues.push(...suspects, ...(mapping.ok ? [] : mapping.issues))
  }
  return accept({ good, issues, refused: read.value.rows.length - good.length })
}

/**
 * Takes a mapping set of SSSOM as proposals: nothing becomes active by it, whatever the file says of itself. Good rows land, the others are told with line,
 * column and reason. Sent again it changes nothing. A hundred rows of a center, and their audit entry, are one transaction. Refused whole with SSSOM_UNREADABLE.
 */
export async function importMappings(hub: Hub, caller: Caller, { sssom }: { readonly sssom: string }): Promise<Outcome<MappingImport>> {
  const checked = await checkRows(hub, sssom)
  if (!checked.ok) return checked
  const { good, issues, refused } = checked.value
  const { centerIds } = await hub.standards()
  const sha256 = createHash('sha256').update(sssom).digest('hex')
  const byCenter = [...new Set(good.map(({ center }) => center))].flatMap(center => {
    const centerId = centerIds.get(center)
    const own = good.filter(mapping => mapping.center === center)
    return centerId === undefined
      ? []
      : Array.from({ length: Math.ceil(own.length / ROWS_AT_ONCE) }, (_, turn) => ({
          centerId,
          mappings: own.slice(turn * ROWS_AT_ONCE, (turn + 1) * ROWS_AT_ONCE),
        }))
  })
  let proposed = 0
  for (const { centerId, mappings } of byCenter.toSorted((a, b) => a.centerId - b.centerId)) {
    proposed += await hub.db.transaction({ ...tenantContextOf(caller), centerId }, async tx => {
      await lockCenter(tx, centerId)
      const made = await proposeImported(tx, { centerId, author: actorOf(caller), sha256, mappings })
      if (made > 0) {
        const subject = { sha256, rows: mappings.length, proposed: made }
        await appendAudit(tx, { chain: centerId, actor: actorOf(caller), action: 'mappings.imported', subject })
      }
      return made
    })
  }
  return accept({ rows: good.length + refused, proposed, unchanged: good.length - proposed, refused, issues })
}
