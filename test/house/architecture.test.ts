import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createScratchTree, type ScratchTree } from './scratch-tree.js'

/** Modules that break nothing by themselves; the seeds below reach for them where they must not. */
const LAWFUL = {
  'schema/domain/decimal.ts': `import Big from 'big.js'\nexport const sum = (a: string, b: string) => new Big(a).plus(b).toFixed()\n`,
  'schema/graphql/receipt.type.ts': `import { sum } from '../domain/decimal.js'\nexport type Receipt = ReturnType<typeof sum>\n`,
  'db/tables/facts.ts': `import { pgTable } from 'drizzle-orm/pg-core'\nexport const facts = pgTable('facts', {})\n`,
  'db/queries/facts.ts': `import { facts } from '../tables/facts.js'\nexport const listFacts = () => facts\n`,
  'api/operations/submit.ts': `import { listFacts } from '../../db/queries/facts.js'\nexport const submit = () => listFacts()\n`,
  'api/loaders/facts.ts': `import { listFacts } from '../../db/queries/facts.js'\nexport const loadFacts = () => listFacts()\n`,
  'api/resolvers/facts.resolver.ts':
    `import { Query } from 'type-graphql'\nimport { loadFacts } from '../loaders/facts.js'\n` +
    `import type { Receipt } from '../../schema/graphql/receipt.type.js'\nexport const resolve = (): [unknown, unknown, Receipt?] => [Query, loadFacts()]\n`,
  'jobs/night.ts': `import { submit } from '../api/operations/submit.js'\nexport const night = () => submit()\n`,
  'clients/sdk/index.ts': `export { sum } from '../../schema/domain/decimal.js'\n`,
  'test/support/member.ts': `import { facts } from '../../db/tables/facts.js'\nexport const member = () => facts\n`,
}

/** [rule, file, text]: every form an import can take appears at least once. */
const SEEDS: readonly (readonly [string, string, string])[] = [
  ['no-cycles', 'api/loop-a.ts', `import type { B } from './loop-b.js'\nexport type A = B | null\n`],
  ['domain-is-pure', 'schema/domain/reads-files.ts', `import { readFileSync } from 'node:fs'\nexport const read = readFileSync\n`],
  ['domain-is-pure', 'schema/domain/uses-package.ts', `import { z } from 'zod'\nexport const shape = z\n`],
  ['domain-is-pure', 'schema/domain/looks-up.ts', `export type { Receipt } from '../graphql/receipt.type.js'\n`],
  ['shapes-know-only-domain', 'schema/graphql/seed.ts', `export { listFacts } from '../../db/queries/facts.js'\n`],
  ['db-knows-only-domain', 'db/queries/seed.ts', `import { submit } from '../../api/operations/submit.js'\nexport const seed = submit\n`],
  [
    'tables-stay-in-db',
    'api/operations/seed-tables.ts',
    `import type { facts } from '../../db/tables/facts.js'\nexport type F = typeof facts\n`,
  ],
  ['sql-lives-in-db', 'jobs/seed-sql.ts', `export const client = () => import('postgres')\n`],
  ['sql-lives-in-db', 'api/operations/seed-sql.ts', `import { sql } from 'drizzle-orm'\nexport const one = sql\n`],
  ['operations-know-no-graphql', 'api/operations/seed-graphql.ts', `export const fail = (e: import('graphql').GraphQLError) => e\n`],
  [
    'operations-know-no-graphql',
    'api/operations/seed-apollo.ts',
    `import { ApolloServer } from '@apollo/server'\nexport const s = ApolloServer\n`,
  ],
  [
    'resolvers-do-not-query',
    'api/resolvers/seed.ts',
    `import { listFacts } from '../../db/queries/facts.js'\nexport const seed = listFacts\n`,
  ],
  ['api-below-jobs', 'api/seed-jobs.ts', `import { night } from '../jobs/night.js'\nexport const seed = night\n`],
  [
    'jobs-skip-graphql',
    'jobs/seed-resolver.ts',
    `import { resolve } from '../api/resolvers/facts.resolver.js'\nexport const seed = resolve\n`,
  ],
  [
    'clients-stand-alone',
    'clients/cli/seed.ts',
    `import type { submit } from '../../api/operations/submit.js'\nexport type S = typeof submit\n`,
  ],
  ['nothing-imports-tests', 'db/seed-test.ts', `import { member } from '../test/support/member.js'\nexport const seed = member\n`],
  ['no-unresolved', 'api/seed-missing.ts', `import { lost } from './not-there.js'\nexport const seed = lost\n`],
  ['no-unresolved', 'jobs/seed-package.ts', `import lost from 'a-package-nobody-installed'\nexport const seed = lost\n`],
]

const trees: ScratchTree[] = []

async function cruise(files: Readonly<Record<string, string>>, ...args: string[]) {
  const tree = await createScratchTree(files)
  trees.push(tree)
  return tree.run('node', ['.ci/architecture.mjs', ...args])
}

afterAll(async () => {
  await Promise.all(trees.map(tree => tree.remove()))
})

describe('the architecture check', () => {
  let violations = ''
  beforeAll(async () => {
    const seeds = Object.fromEntries(SEEDS.map(([, path, text]) => [path, text]))
    const broken = await cruise(
      { ...LAWFUL, ...seeds, 'api/loop-b.ts': `import type { A } from './loop-a.js'\nexport type B = A[]\n` },
      '--floor',
      '1',
    )
    expect(broken.exitCode).toBe(1)
    violations = broken.stderr
  })

  it.each(SEEDS)('%s is broken by %s', (rule, path) => {
    expect(violations).toContain(`${rule}: ${path} -> `)
  })

  it('knows the twelve rules of the house and the one against imports that lead nowhere', () => {
    const named = new Set([...violations.matchAll(/^([a-z-]+): /gm)].map(match => match[1] ?? ''))
    expect([...named].sort()).toEqual([...new Set(SEEDS.map(([rule]) => rule))].sort())
    expect(named.size).toBe(13)
  })

  it('lets lawful imports pass', async () => {
    const { exitCode, stdout, stderr } = await cruise(LAWFUL, '--floor', String(Object.keys(LAWFUL).length))
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 0,
      stdout: `${Object.keys(LAWFUL).length} modules, 13 rules, no violation\n`,
      stderr: '',
    })
  })

  it.each([
    [0, 'an empty tree', {}],
    [Object.keys(LAWFUL).length, 'a tree of few modules without a violation', LAWFUL],
  ])('fails on the floor with %i modules: %s', async (seen, _tree, files) => {
    const { exitCode, stderr } = await cruise(files)
    expect(stderr).toMatch(new RegExp(`^module-floor: ${seen} modules seen, at least \\d+ expected`))
    expect(exitCode).toBe(1)
  })
})
