import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from '../../db/project-root.js'
import type { Control } from './control.js'
import { CONTROLS } from './controls.js'

// npm run teeth [-- WORD]: takes each control out in a scratch copy, in turn, and shows the test that fails without it (G36).
// The last line is one JSON object; the exit code is 1 when a control can be taken out and nothing notices.

type Bite = { readonly control: string; readonly ok: boolean; readonly failed: string | null }

const [word = ''] = process.argv.slice(2)
const scratch = mkdtempSync(join(tmpdir(), 'hub120-teeth-'))
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }))

for (const file of execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: projectRoot,
  encoding: 'utf8',
}).split('\0')) {
  if (file !== '') cpSync(join(projectRoot, file), join(scratch, file), { recursive: true, force: true })
}
symlinkSync(join(projectRoot, 'node_modules'), join(scratch, 'node_modules'))

const bites = CONTROLS.filter(({ name }) => name.includes(word)).map(bite)
process.stdout.write(`${JSON.stringify({ teeth: bites })}\n`)
process.exitCode = bites.every(({ ok }) => ok) ? 0 : 1

function bite(control: Control): Bite {
  const path = join(scratch, control.file)
  const whole = readFileSync(path, 'utf8')
  const found = whole.split(control.find).length - 1
  if (found === 0 || (found > 1 && control.all !== true)) {
    throw new Error(`The control "${control.name}" stands ${found} times in ${control.file}; mend test/teeth/controls.ts.`)
  }
  writeFileSync(path, whole.replaceAll(control.find, control.replace))
  const failed = firstFailure(control.tests)
  writeFileSync(path, whole)
  process.stdout.write(`${failed === null ? 'BLUNT' : 'bites'}  ${control.name}${failed === null ? '' : ` -> ${failed}`}\n`)
  return { control: control.name, ok: failed !== null, failed }
}

type Report = {
  readonly testResults: readonly {
    readonly name: string
    readonly message: string
    readonly assertionResults: readonly { readonly status: string; readonly title: string }[]
  }[]
}

/** Title of the first test that fails; a file that cannot run counts by its name. Null when all pass. */
function firstFailure(tests: readonly string[]): string | null {
  const report = join(scratch, 'teeth-report.json')
  rmSync(report, { force: true })
  const program = join('node_modules', 'vitest', 'vitest.mjs')
  spawnSync(process.execPath, [program, 'run', ...tests, '--reporter=json', `--outputFile=${report}`], {
    cwd: scratch,
    stdio: 'ignore',
    timeout: 240_000,
  })
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report // written by vitest
  for (const { assertionResults } of testResults) {
    const failed = assertionResults.find(({ status }) => status === 'failed')
    if (failed !== undefined) return failed.title
  }
  return testResults.find(({ message, assertionResults }) => message !== '' && assertionResults.length === 0)?.name ?? null
}
