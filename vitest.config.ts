import { defineConfig } from 'vitest/config'

export default defineConfig({
  // One build of graphql for tests and libraries alike; two copies fail every schema test.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: { include: ['test/**/*.test.ts'], globalSetup: ['test/global.ts'], maxWorkers: 2, testTimeout: 30_000, hookTimeout: 60_000 },
})
