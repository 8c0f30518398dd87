import { boolean, date, integer, pgTable, primaryKey, smallint, text, time } from 'drizzle-orm/pg-core'

export const centers = pgTable('centers', {
  id: smallint('id').primaryKey().generatedAlwaysAsIdentity(),
  code: text('code').notNull().unique('centers_code_unique'),
  nameKo: text('name_ko').notNull(),
  nameEn: text('name_en').notNull(),
  callCenterNameKo: text('call_center_name_ko'),
  phoneNumber: text('phone_number'),
})

/** Governments, dated; a successor takes over the day after valid_to. */
export const regions = pgTable('regions', {
  code: text('code').primaryKey(),
  nameKo: text('name_ko').notNull(),
  nameEn: text('name_en').notNull(),
  iso: text('iso'),
  validFrom: date('valid_from'),
  validTo: date('valid_to'),
  successor: text('successor'),
})

const centerId = () =>
  smallint('center_id')
    .notNull()
    .references(() => centers.id)

export const centerRegions = pgTable('center_regions', {
  centerId: centerId(),
  region: text('region')
    .notNull()
    .references(() => regions.code),
  validFrom: date('valid_from'),
  validTo: date('valid_to'),
})

export const memberships = pgTable('memberships', {
  centerId: centerId(),
  memberFrom: date('member_from').notNull(),
  memberTo: date('member_to'),
  isTrial: boolean('is_trial').notNull().default(false),
})

/** Opening hours as pairs of local times; null is a day without service. */
export const calendars = pgTable('calendars', {
  centerId: centerId(),
  validFrom: date('valid_from').notNull(),
  validTo: date('valid_to'),
  weekdays: text('weekdays').array(),
  saturday: text('saturday').array(),
  sunday: text('sunday').array(),
  holidays: text('holidays').array(),
})

export const agreements = pgTable(
  'agreements',
  {
    code: text('code').notNull(),
    centerId: centerId(),
    measureSet: text('measure_set').notNull(),
    validFrom: date('valid_from').notNull(),
    validTo: date('valid_to'),
    mode: text('mode', { enum: ['PARTIAL', 'ATOMIC'] }).notNull(),
    strategy: text('strategy', { enum: ['MERGE', 'REPLACE_SCOPE'] }).notNull(),
    dueDays: integer('due_days').notNull(),
    dueTime: time('due_time').notNull(),
    lockDays: integer('lock_days').notNull(),
    lockTime: time('lock_time').notNull(),
    holidayRule: text('holiday_rule', { enum: ['none', 'next_business_day'] }).notNull(),
  },
  table => [primaryKey({ name: 'agreements_pk', columns: [table.centerId, table.code, table.validFrom] })],
)
