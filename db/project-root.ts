import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * The folder that holds this project's package.json. Data files (`db/edition`, `db/migrations`, `db/sample`) are not compiled,
 * so code finds them from here whether it runs from source or from `dist/`.
 */
export const projectRoot = findProjectRoot(import.meta.dirname)

function findProjectRoot(from: string): string {
  const file = join(from, 'package.json')
  if (existsSync(file)) {
    const { name } = JSON.parse(readFileSync(file, 'utf8')) as { name?: string } // any package.json is an object
    if (name === 'hub120') return from
  }
  if (from === dirname(from)) throw new Error(`No package.json of hub120 above ${import.meta.dirname}.`)
  return findProjectRoot(dirname(from))
}
