import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createScratchTree, type ScratchTree } from './scratch-tree.js'

/** [rule, file, text] */
const SEEDS: readonly (readonly [string, string, string])[] = [
  ['no-explicit-any', 'api/seed-any.ts', `export const widen = (x: any) => x\n`],
  ['no-floating-promises', 'api/seed-floating.ts', `const work = async () => 1\nexport const start = () => {\n  work()\n}\n`],
  ['no-process-env', 'db/seed-env.ts', `export const url = process.env['DATABASE_URL']\n`],
  ['no-restricted-globals', 'schema/domain/seed-date.ts', `export const today = () => new Date()\n`],
  ['no-restricted-globals', 'schema/domain/seed-now.ts', `export const now = () => Date.now()\n`],
  ['no-restricted-globals', 'schema/domain/seed-fetch.ts', `export const load = (url: string) => fetch(url)\n`],
  ['no-restricted-properties', 'schema/domain/seed-random.ts', `export const roll = () => Math.random()\n`],
  ['no-console', 'schema/domain/seed-console.ts', `export const say = (text: string) => console.log(text)\n`],
  ['no-default-export', 'api/seed-default.ts', `export default 1\n`],
  ['filename-case', 'api/seedName.ts', `export const name = 1\n`],
  ['max-lines', 'api/seed-long-file.ts', Array.from({ length: 501 }, (_, i) => `export const v${i} = ${i}\n`).join('')],
  ['max-lines-per-function', 'api/seed-long-function.ts', `export function run(n: number) {\n${'  n += 1\n'.repeat(80)}  return n\n}\n`],
  ['max-params', 'api/seed-params.ts', `export const add = (a: number, b: number, c: number, d: number, e: number) => a + b + c + d + e\n`],
]

const LAWFUL = {
  'api/config.ts': `export const url = process.env['DATABASE_URL']\n`,
  'clients/cli/config.ts': `export const hub = process.env['HUB120_URL']\n`,
  'test/api/long.test.ts': `export function run(n: number) {\n${'  n += 1\n'.repeat(80)}  return n + Number(process.env['N'])\n}\n`,
  'jobs/clock.ts': `export const startedAt = () => Date.now()\n`,
}

describe('the lint', () => {
  let tree: ScratchTree
  let findings: readonly string[] = []
  beforeAll(async () => {
    tree = await createScratchTree({ ...LAWFUL, ...Object.fromEntries(SEEDS.map(([, path, text]) => [path, text])) })
    const { exitCode, stdout } = await tree.run('node_modules/.bin/oxlint', ['--type-aware', '--deny-warnings', '--format', 'unix'])
    expect(exitCode).toBe(1)
    findings = stdout.split('\n')
  })
  afterAll(() => tree.remove())

  it.each(SEEDS)('%s is broken by %s', (rule, path) => {
    expect(findings.filter(line => line.startsWith(`${path}:`) && line.includes(`(${rule})`))).toHaveLength(1)
  })

  it.each(Object.keys(LAWFUL))('finds nothing in %s', path => {
    expect(findings.filter(line => line.startsWith(`${path}:`))).toEqual([])
  })

  it('has a domain that does not compile against the machine it runs on', async () => {
    const { stdout } = await tree.run('node_modules/.bin/tsc', ['--noEmit', '-p', 'schema/domain/tsconfig.json'])
    expect([...stdout.matchAll(/^schema\/domain\/(\S+)\(.*Cannot find name '(\w+)'/gm)].map(([, file, name]) => `${file} ${name}`)).toEqual(
      ['seed-console.ts console', 'seed-fetch.ts fetch'],
    )
  })
})
