import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../db/project-root.js'
import { buildPublicSchema } from './build-schema.js'
import { printHubSdl } from './federation/print-hub-sdl.js'

// Writes schema/hub.graphql, or with --check fails when the committed file is not what the code says.

const file = join(projectRoot, 'schema', 'hub.graphql')
const sdl = printHubSdl(buildPublicSchema())

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
