import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type ScratchFolder = { readonly path: string; readonly remove: () => Promise<void> }

/** A folder of one test file, on the system's disk for such things. */
export async function createScratchFolder(): Promise<ScratchFolder> {
  const path = await mkdtemp(join(tmpdir(), 'hub120-client-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}
