import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Where .ci/run wants the JSON report that it counts; absent in everyday runs. */
const reportFile = process.env['HUB120_TEST_REPORT']

/** What takes longest, longest first. Where nothing is remembered of an earlier run, as on a fresh machine, files begin by their size, and some of these are small. */
const LONG = [
  'operations/explain-figure-property',
  'api/start',
  'operations/word-conservation',
  'operations/figures-oracle',
  'playbooks/ladder',
  'playbooks/killed-replicas',
  'api/export-door',
  'db/server',
  'jobs/deliveries',
  'operations/submit-large',
  'playbooks/killed-api',
  'db/transaction-load',
  'api/midnight',
  'jobs/main',
]

/** Begins with the long ones, so that none of them is left for the end, when it would run alone. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = LONG.findIndex(name => moduleId.endsWith(`/test/${name}.test.ts`))
      return place < 0 ? LONG.length : place
    }
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other))
  }
}

export default defineConfig({
  // One build of graphql for tests and libraries alike; two copies fail every schema test.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/global.ts'],
    maxWorkers: 2,
    sequence: { sequencer: LongFirst },
    // A file finds the modules that the file before it loaded: nothing of the hub lives in a module but what is keyed by its hub, and loading it anew for each of 245 files took
    // half of the time. What a test puts into the environment it takes out again.
    isolate: false,
    // Dozens of tests start programs of ours: what Node compiled for one it need not compile for the next.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules', '.cache', 'node') },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // What is waited for without saying how long has no time of its own to keep; a second is over on a busy machine before a process has had its turn.
    expect: { poll: { timeout: 10_000 } },
    reporters: reportFile ? ['default', ['json', { outputFile: reportFile }]] : ['default'],
  },
})
