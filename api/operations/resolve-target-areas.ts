import { resolveAreas, type ResolvedAreas } from '../../schema/domain/playbooks/resolve-areas.js'
import type { Outcome } from '../../schema/domain/outcome.js'
import { accept, refuse } from '../../schema/domain/outcome.js'
import type { Hub } from '../hub.js'
import { checkAreas } from './draft-refusals.js'

/** Which member centers areas mean today, before anything is opened. */
export async function resolveTargetAreas(hub: Hub, areas: readonly string[]): Promise<Outcome<ResolvedAreas>> {
  const issues = checkAreas(areas)
  if (issues.length > 0) return refuse(...issues)
  const [clock] = await hub.db.query(sql => sql<{ today: string }[]>`select hub_today() as today`)
  return accept(resolveAreas(areas, await hub.standards(), clock?.today ?? ''))
}
