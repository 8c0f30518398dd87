import { defineConfig } from 'vitest/config'

/** Where .ci/run wants the JSON report that it counts; absent in everyday runs. */
const reportFile = process.env['HUB120_TEST_REPORT']

export default defineConfig({
  // One build of graphql for tests and libraries alike; two copies fail every schema test.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/global.ts'],
    maxWorkers: 2,
    // A file finds the modules that the file before it loaded: nothing of the hub lives in a module but what is keyed by its hub, and loading it anew for each of 245 files took
    // half of the time. What a test puts into the environment it takes out again.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: reportFile ? ['default', ['json', { outputFile: reportFile }]] : ['default'],
  },
})
