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

type Checked = { readonly good: readonly ImportedMapping[]; readonly issues: readonly Issue[]; readonly refused: number }

/** Every row judged by itself. Where a word seems to name a person, the row is refused and the word is not repeated. */
async function checkRows(hub: Hub, file: string): Promise<Outcome<Checked>> {
  const read = readSssom(file)
  if (!read.ok) return read
  const [{ glossary }, { centers }] = [await requireGlossary(hub), await hub.standards()]
  const context = { concepts: glossary.concepts, centers, prefixes: read.value.prefixes }
  const [good, issues]: [ImportedMapping[], Issue[]] = [[], []]
  for (const row of read.value.rows) {
    const suspects = ['subject_label', 'hub120_unit'].flatMap(column =>
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
 * column and reason. Sent again it changes nothing. Each center's rows, and their audit entry, are one transaction. Refused whole with SSSOM_UNREADABLE.
 */
export async function importMappings(hub: Hub, caller: Caller, { sssom }: { readonly sssom: string }): Promise<Outcome<MappingImport>> {
  const checked = await checkRows(hub, sssom)
  if (!checked.ok) return checked
  const { good, issues, refused } = checked.value
  const { centerIds } = await hub.standards()
  const sha256 = createHash('sha256').update(sssom).digest('hex')
  const byCenter = [...new Set(good.map(({ center }) => center))].flatMap(center => {
    const centerId = centerIds.get(center)
    return centerId === undefined ? [] : [{ centerId, mappings: good.filter(mapping => mapping.center === center) }]
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
