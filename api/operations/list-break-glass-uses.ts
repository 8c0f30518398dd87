import { listBreakGlassUses as listUses, type BreakGlassUse } from '../../db/queries/break-glass-uses.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { bucketOf, parsePeriod, periodEnd, type Period } from '../../schema/domain/period.js'
import { playbookContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { isInstant, readCursor, readPageSize, toPage, type Page } from './page-cursor.js'

export type UsesQuestion = {
  /** A month as 2026-11; null: this one, in Seoul. */
  readonly month: string | null
  readonly first: number
  readonly after: string | null
}

type Place = readonly [sentAt: string, messageId: string]

const isPlace = (place: unknown): place is Place =>
  Array.isArray(place) && place.length === 2 && isInstant(place[0]) && typeof place[1] === 'string' && /^[0-9A-Z-]{26,30}$/.test(place[1])

/** Every use of break-glass in a month (emergency.md §2.3): who sent alone what to whom and why, and who decided on it, and how soon. */
export async function listBreakGlassUses(
  hub: Hub,
  caller: Caller,
  { month, first, after }: UsesQuestion,
): Promise<Outcome<Page<BreakGlassUse>>> {
  const [size, place, asked] = [readPageSize(first), readCursor(after, isPlace), month === null ? accept(null) : readMonth(month)]
  if (!size.ok || !place.ok || !asked.ok) return refuse(...[size, place, asked].flatMap(one => (one.ok ? [] : one.issues)))
  return hub.db.transaction(
    playbookContextOf(caller),
    async tx => {
      const [clock] = await tx.sql<{ today: string }[]>`select hub_today() as today`
      const { start, type } = asked.value ?? bucketOf(clock?.today ?? '', 'month')
      const uses = await listUses(tx, { from: start, to: periodEnd({ start, type }), before: place.value, limit: size.value + 1 })
      return accept(toPage(uses, size.value, ({ sentAt, messageId }) => [sentAt, messageId]))
    },
    { isReadOnly: true },
  )
}

/** The month, refused at the argument that it came by. */
const readMonth = (text: string): Outcome<Period> => {
  const read = parsePeriod('month', text)
  return read.ok ? read : refuse(...read.issues.map(fault => issue({ ...fault, path: ['month'] })))
}
