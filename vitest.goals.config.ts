import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/goals/every-goal.ts'],
    globalSetup: ['test/global.ts'],
    testTimeout: 600_000,
    hookTimeout: 60_000,
    teardownTimeout: 30_000,
    // A test is one line here, and its figures say the rest.
    reporters: ['verbose'],
  },
})
