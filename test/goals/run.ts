// npm run goals [-- --only G07,G08] [-- --quick]: runs the goals, one line each, and a JSON object as the last line. Exits 1 when one is not reached.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { GoalFigure, GoalResult } from './goal.js'

const { values } = parseArgs({ options: { only: { type: 'string', default: '' }, quick: { type: 'boolean', default: false } } })
const known = listGoals()
const only = values.only.split(',').filter(id => id !== '')
const unknown = only.filter(id => !known.includes(id))
if (unknown.length > 0) {
  console.error(`No goal ${unknown.join(', ')}; goals are ${known.join(', ')}.`)
  process.exit(2)
}

const folder = mkdtempSync(join(tmpdir(), 'hub120-goals-'))
const reportFile = join(folder, 'goals.jsonl')
const exitCode = await runVitest()
const found = readResults()
const results = known
  .filter(id => only.length === 0 || only.includes(id))
  .map(id => found.find(result => result.id === id) ?? { id, value: 'did not run', bar: 'to run', ok: false })
rmSync(folder, { recursive: true })

const width = Math.max(...results.map(({ value }) => oneLine(value).length))
for (const { id, value, bar, ok } of results)
  console.log(`${id} ${ok ? 'reached' : 'MISSED '} ${oneLine(value).padEnd(width)}  bar: ${oneLine(bar)}`)
console.log(JSON.stringify({ goals: results }))
// A run that failed although every goal was reached met something uncaught, which is a failure too.
if (exitCode !== 0 || results.some(({ ok }) => !ok)) process.exitCode = 1

/** Ids of every exported `runGNN`, in order. */
function listGoals(): string[] {
  const files = readdirSync(import.meta.dirname).filter(name => /^g\d+.*\.ts$/.test(name))
  const ids = files.flatMap(name =>
    [...readFileSync(join(import.meta.dirname, name), 'utf8').matchAll(/^export (?:const|async function|function) run(G\d+)\b/gm)].map(
      ([, id = '']) => id,
    ),
  )
  return ids.toSorted()
}

/** What vitest says goes to standard error: standard output holds the results alone. */
function runVitest(): Promise<number> {
  const vitest = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs')
  const env = {
    ...process.env,
    HUB120_GOALS_REPORT: reportFile,
    HUB120_GOALS_ONLY: only.join(','),
    HUB120_GOALS_QUICK: values.quick ? '1' : '0',
  }
  const child = spawn(process.execPath, [vitest, 'run', '--config', 'vitest.goals.config.ts'], { env, stdio: ['ignore', 2, 2] })
  return new Promise(resolve => child.once('exit', code => resolve(code ?? 1)))
}

function readResults(): GoalResult[] {
  if (!existsSync(reportFile)) return []
  const lines = readFileSync(reportFile, 'utf8').split('\n')
  return lines.filter(line => line !== '').map(line => JSON.parse(line) as GoalResult) // written by every-goal.ts
}

function oneLine(value: GoalFigure): string {
  return (typeof value === 'object' ? JSON.stringify(value) : String(value)).split('\n')[0] ?? ''
}
