import { fileURLToPath } from 'node:url'
import { readLibrary } from '../../db/edition/read-library.js'
import type { LintContext } from '../../schema/domain/playbooks/lint-rules/lint-rule.js'
import type { Playbook } from '../../schema/domain/playbooks/playbook.js'
import { lintContextOf } from '../../schema/domain/playbooks/validate-library.js'
import { councilFiles } from './standard-pack.js'

const FOLDER = fileURLToPath(new URL('../../db/edition/2026.1', import.meta.url))

/** The council's library as it lies in the project, with what its texts are judged by on a day. */
export async function standardLibrary(today = '2026-11-22'): Promise<LintContext> {
  const contents = await councilFiles()
  if (!contents.ok) throw new Error('The edition does not read.')
  const read = await readLibrary(FOLDER, contents.value)
  if (!read.ok || read.value === null) throw new Error('The library does not read.')
  return lintContextOf(read.value.library, contents.value.edition, today)
}

/** A template of it. */
export function templateOf({ library }: LintContext, code: string): Playbook {
  const playbook = library.playbooks.get(code)
  if (playbook === undefined) throw new Error(`No template ${code}.`)
  return playbook
}
