import { parseArgs } from 'node:util'
import { loadEditionBeside } from '../../db/set-up.js'
import type { Issue } from '../../schema/domain/issue.js'
import { ConfigFault, readConfig, requireDatabase } from '../config.js'
import { readProcessConfig } from '../process-config.js'

// npm run edition:load -- FOLDER --by NAME --reason TEXT: loads a new edition beside the old one. Ends with 0, or 1 when the pack is refused.

const database = readProcessConfig(() => requireDatabase(readConfig()))
const { folder, actor, reason } = readProcessConfig(readArguments)
const loaded = await loadEditionBeside(database.migrationUrl.reveal(), folder, { actor, reason })
if (loaded.ok) {
  const { edition, isNew } = loaded.value
  process.stdout.write(
    isNew
      ? `${edition}판을 올렸습니다. 시행일부터 쓰이며, 그 전의 값은 지금 판대로 남습니다.\nEdition ${edition} is loaded; it is in force from its day on, and what lies before keeps its definitions.\n`
      : `${edition}판은 이미 올라 있습니다. 바뀐 것이 없습니다.\nEdition ${edition} was there already; nothing changed.\n`,
  )
} else {
  process.stderr.write(
    `판을 통째로 거절했습니다. 잘못 ${loaded.issues.length}건을 고치고 다시 올리십시오.\nThe edition is refused whole; mend these ${loaded.issues.length} and load it again.\n`,
  )
  for (const found of loaded.issues) process.stderr.write(`  ${lineOf(found)}\n`)
  process.exitCode = 1
}

function lineOf({ code, path, sourceRow, messageKo, messageEn, expected }: Issue): string {
  const [file = '', ...keys] = path
  const place = `${file}${sourceRow === null ? '' : `:${sourceRow}`} ${keys.join('.')}`
  return `${place}\n    ${code} ${messageKo}\n    ${messageEn}${expected === null ? '' : ` (${expected})`}`
}

function readArguments(): { readonly folder: string; readonly actor: string; readonly reason: string } {
  const options = { by: { type: 'string', default: '' }, reason: { type: 'string', default: '' } } as const
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  const [folder = '', ...others] = positionals
  const { by, reason } = values
  const faults = [
    ...(folder === '' || others.length > 0 ? ['FOLDER: one folder with the five YAML files of an edition'] : []),
    ...(/^[\w.@-]{1,100}$/.test(by) ? [] : ['--by: who loads it, 1 to 100 letters, digits or . _ @ -']),
    ...(reason.trim() === '' || reason.length > 500 ? ['--reason: why, 1 to 500 characters'] : []),
  ]
  if (faults.length > 0) throw new ConfigFault(faults)
  return { folder, actor: `operator:${by}`, reason }
}
