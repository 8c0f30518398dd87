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
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: reportFile ? ['default', ['json', { outputFile: reportFile }]] : ['default'],
  },
})
