import type { TestProject } from 'vitest/node'
import { startTestCluster } from './support/cluster.js'

declare module 'vitest' {
  interface ProvidedContext {
    adminUrl: string
    databasePrefix: string
  }
}

/** One PostgreSQL for the run. Templates are made by the first test that needs one (test/support/database.ts), so a run of pure tests stays fast. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startTestCluster(process.env.DATABASE_URL)
  project.provide('adminUrl', cluster.adminUrl)
  project.provide('databasePrefix', cluster.prefix)
  return () => cluster.stop()
}
