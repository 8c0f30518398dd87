import { boolean, pgTable, smallint, text } from 'drizzle-orm/pg-core'

/** What a fact can be about: a standard measure, or a rate that a center computed itself (`reported:...`, S8). */
export const measures = pgTable('measures', {
  id: smallint('id').primaryKey().generatedAlwaysAsIdentity(),
  code: text('code').notNull().unique('measures_code_unique'),
  kind: text('kind', { enum: ['measure', 'reported_rate'] }).notNull(),
  access: text('access', { enum: ['open', 'restricted'] }).notNull(),
  providedBy: text('provided_by', { enum: ['center', 'hub'] }).notNull(),
})

/** Status codes a stored row carries (S4): with a number a quality, without one a missing reason. */
export const observationStatuses = pgTable('observation_statuses', {
  id: smallint('id').primaryKey().generatedAlwaysAsIdentity(),
  code: text('code').notNull().unique('observation_statuses_code_unique'),
  hasValue: boolean('has_value').notNull(),
  missingReason: text('missing_reason'),
  quality: text('quality'),
})
