import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type postgres from 'postgres'
import { loadEdition } from '../../db/edition/load-edition.js'
import { projectRoot } from '../../db/project-root.js'

type Edit = { readonly file: 'codelists' | 'measures' | 'indicators' | 'members' | 'terms'; readonly from: string; readonly to: string }

/** Publishes the council's edition again under another code and day, with the edits given: each has to find its text. */
export async function publishEdited(
  owner: postgres.Sql,
  { code, effectiveFrom, edits }: { readonly code: string; readonly effectiveFrom: string; readonly edits: readonly Edit[] },
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'hub120-edition-'))
  try {
    await cp(join(projectRoot, 'db', 'edition', '2026.1'), folder, { recursive: true })
    for (const file of ['codelists', 'measures', 'indicators', 'members', 'terms'] as const) {
      const path = join(folder, `${file}.yaml`)
      let text = (await readFile(path, 'utf8'))
        .replace("edition: '2026.1'", `edition: '${code}'`)
        .replace(/^effective_from: '2026-07-01'/m, `effective_from: '${effectiveFrom}'`)
      for (const { from, to } of edits.filter(edit => edit.file === file)) {
        if (!text.includes(from)) throw new Error(`${file}.yaml has no "${from}".`)
        text = text.replace(from, to)
      }
      await writeFile(path, text)
    }
    const loaded = await loadEdition(owner, folder)
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.issues))
  } finally {
    await rm(folder, { recursive: true })
  }
}
