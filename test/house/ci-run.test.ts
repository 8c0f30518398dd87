import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createScratchTree, type ScratchTree } from './scratch-tree.js'

/** A stand-in for npm: CI_EXIT, CHECK_EXIT and TEST_EXIT say how each step ends, REPORT what the test run wrote. */
const NPM = `#!/bin/sh
case "$*" in
  ci) exit "$CI_EXIT" ;;
  'run check') exit "$CHECK_EXIT" ;;
  test) [ -z "$REPORT" ] || printf %s "$REPORT" >"$HUB120_TEST_REPORT"; exit "$TEST_EXIT" ;;
  *) exit 99 ;;
esac
`

const report = (numPassedTests: number, numFailedTests: number, brokenFiles = 0) =>
  JSON.stringify({
    numPassedTests,
    numFailedTests,
    testResults: [
      { status: numFailedTests > 0 ? 'failed' : 'passed', assertionResults: [{ status: numFailedTests > 0 ? 'failed' : 'passed' }] },
      ...Array.from({ length: brokenFiles }, () => ({ status: 'failed', assertionResults: [] })),
    ],
  })

describe('.ci/run', () => {
  const trees: ScratchTree[] = []
  afterAll(async () => {
    await Promise.all(trees.map(tree => tree.remove()))
  })

  it.each([
    ['all is well', { REPORT: report(7, 0) }, '7 passed, 0 failed'],
    ['a test fails', { REPORT: report(5, 2), TEST_EXIT: '1' }, '5 passed, 2 failed'],
    ['a test file cannot be loaded', { REPORT: report(5, 0, 1), TEST_EXIT: '1' }, '5 passed, 1 failed'],
    ['the run fails though every test passed', { REPORT: report(5, 0), TEST_EXIT: '1' }, '5 passed, 1 failed'],
    ['no test ran', { REPORT: report(0, 0) }, '0 passed, 1 failed'],
    ['the tests left no report', { TEST_EXIT: '1' }, '0 passed, 1 failed'],
    ['a check fails', { REPORT: report(7, 0), CHECK_EXIT: '1' }, '7 passed, 1 failed'],
    ['the installation fails', { REPORT: report(7, 0), CI_EXIT: '1' }, '0 passed, 1 failed'],
  ])('ends with the count where %s', async (_case, settings, lastLine) => {
    const tree = await createScratchTree({ 'bin/npm': NPM, 'bin/setpriv': '#!/bin/sh\n' })
    trees.push(tree)
    const path = `${join(tree.folder, 'bin')}:${process.env['PATH']}`
    const env = { ...process.env, CI_EXIT: '0', CHECK_EXIT: '0', TEST_EXIT: '0', REPORT: '', ...settings, PATH: path }
    const { exitCode, stdout } = await tree.run('.ci/run', [], env)
    expect({ last: stdout.trimEnd().split('\n').at(-1), exitCode }).toEqual({
      last: lastLine,
      exitCode: lastLine.endsWith(' 0 failed') ? 0 : 1,
    })
  })
})
