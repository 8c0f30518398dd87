import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { printSchemaWithDirectives } from '@graphql-tools/utils'
import { lexicographicSortSchema } from 'graphql'
import { projectRoot } from '../db/project-root.js'
import { buildSchema } from './build-schema.js'

// Writes schema/hub.graphql, or with --check fails when the committed file is not what the code says.

const file = join(projectRoot, 'schema', 'hub.graphql')
const sdl = `${printSchemaWithDirectives(lexicographicSortSchema(buildSchema())).trimEnd()}\n`

if (process.argv.includes('--check')) {
  if (readCommitted() !== sdl) {
    process.stderr.write(
      'schema/hub.graphql is not what the code says. Run "npm run sdl", read the change as a member would, and commit it.\n',
    )
    process.exitCode = 1
  }
} else {
  writeFileSync(file, sdl)
}

function readCommitted(): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null // a missing file has drifted as well
  }
}
