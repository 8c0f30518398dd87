import { appendFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { GoalResult, RunGoal } from './goal.js'

// Every `runGNN` of this folder as a test of its own. Started by run.ts, which reads the results from the file named here.

const reportFile = process.env['HUB120_GOALS_REPORT'] ?? ''
const only = (process.env['HUB120_GOALS_ONLY'] ?? '').split(',').filter(id => id !== '')
const isQuick = process.env['HUB120_GOALS_QUICK'] === '1'

const files = readdirSync(import.meta.dirname).filter(name => /^g\d+.*\.ts$/.test(name))
for (const file of files) {
  const exported = await load(file)
  for (const [name, run] of Object.entries(exported)) {
    const id = /^run(G\d+)$/.exec(name)?.[1]
    if (id === undefined || typeof run !== 'function' || (only.length > 0 && !only.includes(id))) continue
    it(`reaches ${id}`, async () => {
      const result = await runGoal(id, run as RunGoal) // the name is the contract
      appendFileSync(reportFile, `${JSON.stringify(result)}\n`)
      expect(result).toMatchObject({ ok: true })
    })
  }
}

/** What a goal file exports. One that cannot be loaded fails alone. */
async function load(file: string): Promise<Record<string, unknown>> {
  try {
    return (await import(join(import.meta.dirname, file))) as Record<string, unknown> // what a module exports is known only once it is there
  } catch (fault) {
    it(`loads ${file}`, () => expect.fail(String(fault)))
    return {}
  }
}

/** The result, or the fault as a goal that was not reached. */
async function runGoal(id: string, run: RunGoal): Promise<GoalResult> {
  try {
    return await run({ isQuick })
  } catch (fault) {
    return { id, value: `failed: ${fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)}`, bar: 'to run', ok: false }
  }
}
