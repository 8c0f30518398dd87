import { pgTable, primaryKey, smallint, text, timestamp } from 'drizzle-orm/pg-core'
import { centers } from './centers.js'

/**
 * The registry of clients and persons: who a token's subject is, and for which center, a row for each span of time.
 * Tokens can narrow its scopes, never widen them.
 */
export const callers = pgTable(
  'callers',
  {
    subject: text('subject').notNull(),
    kind: text('kind', { enum: ['client', 'person'] }).notNull(),
    centerId: smallint('center_id').references(() => centers.id),
    scopes: text('scopes').array().notNull(),
    displayName: text('display_name').notNull(),
    validFrom: timestamp('valid_from', { withTimezone: true, mode: 'string' }).notNull(),
    validTo: timestamp('valid_to', { withTimezone: true, mode: 'string' }),
  },
  table => [primaryKey({ name: 'callers_pk', columns: [table.subject, table.validFrom] })],
)
