import { defineConfig } from 'drizzle-kit'

/**
 * `npx drizzle-kit generate` drafts SQL for tables that changed, into a folder of its own.
 * The draft is edited (partitions, policies, grants) and moved to db/migrations under the next number, where `migrate` applies it.
 */
export default defineConfig({ dialect: 'postgresql', schema: './db/tables/*.ts', out: './.drizzle' })
