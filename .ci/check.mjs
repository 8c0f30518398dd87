// npm run check: every check of the house in turn, all failures named at the end. node .ci/check.mjs [step...] runs some of them.
import { spawnSync } from 'node:child_process'

/** Each step is an npm script, so that what failed here can be repeated alone. */
const STEPS = [
  { name: 'types', script: 'typecheck', next: 'mend the first error; later ones often follow from it' },
  { name: 'lint', script: 'lint', next: 'the rule is named beside each finding; rules live in .oxlintrc.json' },
  {
    name: 'architecture',
    script: 'architecture',
    next: 'move the code to the folder that may know it; rules live in .dependency-cruiser.cjs',
  },
  { name: 'unused', script: 'unused', next: 'remove what nothing uses; entry files are listed in knip.json' },
  { name: 'format', script: 'format:check', next: 'npm run format' },
  { name: 'sdl', script: 'sdl:check', next: 'npm run sdl, then read the change to schema/hub.graphql as a member would' },
]

const asked = process.argv.slice(2)
const unknown = asked.filter(name => STEPS.every(step => step.name !== name))
if (unknown.length > 0) {
  console.error(`No step "${unknown.join('", "')}"; steps are ${STEPS.map(step => step.name).join(', ')}.`)
  process.exit(2)
}

const failed = STEPS.filter(step => asked.length === 0 || asked.includes(step.name)).filter(step => !passes(step))
if (failed.length > 0) {
  console.error(`\nFailed: ${failed.map(step => step.name).join(', ')}`)
  for (const { name, script, next } of failed) console.error(`  ${name}: ${next} (again: npm run ${script})`)
  process.exitCode = 1
} else {
  console.log('\nAll checks passed')
}

/** Runs one step. What it printed is shown only when it failed. */
function passes({ name, script }) {
  process.stdout.write(`${name.padEnd(14)}`)
  const startedAt = performance.now()
  const { status, error, stdout, stderr } = spawnSync('npm', ['run', '--silent', script], {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(`${status === 0 ? 'ok' : 'FAILED'} (${seconds} s)`)
  if (status !== 0) console.error(`${stdout ?? ''}${stderr ?? ''}${error ? `${error.message}\n` : ''}`)
  return status === 0
}
