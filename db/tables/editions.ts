import { sql } from 'drizzle-orm'
import { date, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

/** Published editions, each the document it was published as; a trigger refuses every change. */
export const editions = pgTable('editions', {
  code: text('code').primaryKey(),
  status: text('status').notNull(),
  effectiveFrom: date('effective_from').notNull(),
  contentHash: text('content_hash').notNull(),
  document: jsonb('document').notNull(),
  loadedAt: timestamp('loaded_at', { withTimezone: true, mode: 'string' })
    .notNull()
    .default(sql`hub_now()`),
})
