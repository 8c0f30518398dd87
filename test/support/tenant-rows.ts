import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { connect, type Database } from '../../db/connect.js'
import { migrate } from '../../db/migrate.js'
import { projectRoot } from '../../db/project-root.js'
import { createEmptyDatabase } from './database.js'

export interface TenantRows {
  readonly url: string
  readonly owner: postgres.Sql
  /** As the program connects, with as few connections as asked. */
  readonly open: (max: number) => Database
  readonly drop: () => Promise<void>
}

/** A database with roles and clock and one table, `tenant_rows`, under the policy that every tenant table has. */
export async function createTenantRows(): Promise<TenantRows> {
  const folder = mkdtempSync(join(tmpdir(), 'hub120-migrations-'))
  cpSync(join(projectRoot, 'db/migrations/0000_roles_and_clock.sql'), join(folder, '0000_roles_and_clock.sql'))
  const { url, drop } = await createEmptyDatabase()
  await migrate(url, folder)
  rmSync(folder, { recursive: true })
  const owner = postgres(url, { max: 2, onnotice: () => undefined })
  await owner.unsafe(`
    create table tenant_rows (center_id int not null, note text not null);
    alter table tenant_rows enable row level security;
    alter table tenant_rows force row level security;
    create policy own on tenant_rows to hub120_app using (center_id = nullif(current_setting('hub120.center_id', true), '')::int);
    grant select, insert on tenant_rows to hub120_app;`)
  const opened: Database[] = []
  return {
    url,
    owner,
    open(max) {
      const db = connect({ url, max, applicationName: 'tenant rows' })
      opened.push(db)
      return db
    },
    async drop() {
      await Promise.all([owner.end({ timeout: 5 }), ...opened.map(db => db.close())])
      await drop()
    },
  }
}
