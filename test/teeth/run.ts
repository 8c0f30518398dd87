import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from '../../db/project-root.js'
import type { Control } from './control.js'
import { CONTROLS } from './controls.js'
import { takeOut } from './take-out.js'

// npm run teeth [-- WORD]: takes each control out in a scratch copy, in turn, and shows the test that fails without it (G36).
// The last line is one JSON object; the exit code is 1 when a control can be taken out and nothing notices, or when its tests fail with it in place.

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
// Commands of members run as built; no control is in what is built of them.
for (const made of ['node_modules', 'dist']) symlinkSync(join(projectRoot, made), join(scratch, made))

const chosen = CONTROLS.filter(({ name }) => name.includes(word))
const allTests = [...new Set(chosen.flatMap(({ tests }) => tests))]
/** What fails with every control in place says nothing of any. */
const failedBefore = allTests.length === 0 ? [] : failures(allTests, 1_800_000)
const bites = chosen.map(bite)
process.stdout.write(`${JSON.stringify({ teeth: bites })}\n`)
process.exitCode = bites.every(({ ok }) => ok) ? 0 : 1

function bite(control: Control): Bite {
  const red = failedBefore.find(({ file }) => control.tests.some(test => file.endsWith(test)))
  if (red !== undefined) {
    process.stdout.write(`RED    ${control.name}: fails with it in place -> ${red.title}\n`)
    return { control: control.name, ok: false, failed: null }
  }
  const path = join(scratch, control.file)
  const whole = readFileSync(path, 'utf8')
  writeFileSync(path, takeOut(control, whole))
  const failed = failures(control.tests, 240_000)[0]?.title ?? null
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

/** The first test that fails in each file; a file that cannot run counts by its name. */
function failures(tests: readonly string[], timeout: number): { readonly file: string; readonly title: string }[] {
  const report = join(scratch, 'teeth-report.json')
  rmSync(report, { force: true })
  const program = join('node_modules', 'vitest', 'vitest.mjs')
  const args = [program, 'run', ...tests, '--reporter=json', `--outputFile=${report}`]
  spawnSync(process.execPath, args, { cwd: scratch, stdio: 'ignore', timeout })
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report // written by vitest
  return testResults.flatMap(({ name, message, assertionResults }) => {
    const failed = assertionResults.find(({ status }) => status === 'failed')
    if (failed !== undefined) return [{ file: name, title: failed.title }]
    return message !== '' && assertionResults.length === 0 ? [{ file: name, title: name }] : []
  })
}
