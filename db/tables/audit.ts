import { bigint, customType, jsonb, pgTable, primaryKey, smallint, text, timestamp } from 'drizzle-orm/pg-core'

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

/** Append-only, and appended by hub_append_audit alone: the application role may select and nothing else. */
export const auditEntries = pgTable(
  'audit_entries',
  {
    /** A center's id; 0 is the council's own chain. */
    chain: smallint('chain').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    at: timestamp('at', { withTimezone: true, mode: 'string' }).notNull(),
    actor: text('actor').notNull(),
    action: text('action').notNull(),
    subject: jsonb('subject').notNull(),
    previousHash: bytea('previous_hash').notNull(),
    hash: bytea('hash').notNull(),
  },
  table => [primaryKey({ name: 'audit_entries_pk', columns: [table.chain, table.seq] })],
)
