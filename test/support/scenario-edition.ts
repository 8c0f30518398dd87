import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadEdition } from '../../db/edition/load-edition.js'
import { projectRoot } from '../../db/project-root.js'
import { cloneDatabase, type TestDatabase } from './database.js'

/** The service level of the exchange scenarios: within 20 s of what was offered less short abandons; from 2027 on short abandons stay in. */
const VERSIONS = `    versions:
      - version: v1
        effective_from: '2024-01-01'
        effective_to: '2026-12-31'
        status: superseded
        formula: 100 * calls_answered_within_20s / (calls_offered - calls_abandoned_short)
        why_ko: 단기포기호를 분모에서 뺀다.
        why_en: Short abandons leave the denominator.
      - version: v2
        effective_from: '2027-01-01'
        status: standard
        formula: 100 * calls_answered_within_20s / calls_offered
        why_ko: 단기포기호도 인입호로 본다.
        why_en: Short abandons are offered calls like any other.
`

/** A database with the edition of the exchange scenarios: the council's, with a service level of its own. */
export async function cloneScenarioDatabase(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'hub120-scenario-'))
  const database = await cloneDatabase()
  try {
    await cp(join(projectRoot, 'db', 'edition', '2026.1'), folder, { recursive: true })
    const path = join(folder, 'indicators.yaml')
    const text = await readFile(path, 'utf8')
    const start = text.indexOf('    versions:\n', text.indexOf('  - code: service_level\n'))
    await writeFile(path, text.slice(0, start) + VERSIONS + text.slice(text.indexOf('    variants:\n', start)))
    const loaded = await loadEdition(database.owner, folder)
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.issues))
    return database
  } finally {
    await rm(folder, { recursive: true })
  }
}
