// Runs the rules of .dependency-cruiser.cjs over the working directory: node .ci/architecture.mjs [--floor N]
import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { cruise } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'

/** Modules of our own that a cruise must have seen. With the wrong TypeScript installed it sees none and reports no violation. */
const MODULE_FLOOR = 60
const FOLDERS = ['schema', 'db', 'api', 'jobs', 'clients', 'test']

const { values } = parseArgs({ options: { floor: { type: 'string', default: String(MODULE_FLOOR) } } })
const floor = Number(values.floor)
if (!Number.isInteger(floor) || floor < 0) throw new Error(`--floor is "${values.floor}"; a whole number from 0 is accepted.`)

const { options, ...ruleSet } = createRequire(import.meta.url)(resolve('.dependency-cruiser.cjs'))
const roots = [...FOLDERS.filter(holdsSource), ...readdirSync('.').filter(name => name.endsWith('.ts'))]
const { modules, summary } = roots.length === 0 ? { modules: [], summary: { violations: [] } } : await cruiseRoots()

function holdsSource(folder) {
  return existsSync(folder) && readdirSync(folder, { recursive: true }).some(name => name.endsWith('.ts'))
}

async function cruiseRoots() {
  const { output } = await cruise(roots, { ...options, ruleSet, validate: true }, undefined, {
    tsConfig: extractTSConfig(resolve('tsconfig.json')),
  })
  return output
}

for (const { rule, from, to, cycle } of summary.violations) {
  const way = cycle ? cycle.map(step => step.name).join(' -> ') : to
  const reason = ruleSet.forbidden.find(({ name }) => name === rule.name)?.comment ?? ''
  console.error(`${rule.name}: ${from} -> ${way}\n    ${reason}`)
}
const seen = modules.filter(({ source }) => FOLDERS.some(folder => source.startsWith(`${folder}/`))).length
if (seen < floor) {
  console.error(
    `module-floor: ${seen} modules seen, at least ${floor} expected. Is "typescript" installed as version 6 beside @typescript/native?`,
  )
}
if (summary.violations.length > 0 || seen < floor) process.exitCode = 1
else console.log(`${seen} modules, ${ruleSet.forbidden.length} rules, no violation`)
