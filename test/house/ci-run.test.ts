import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createScratchTree, type ScratchTree } from './scratch-tree.js'

/** A stand-in for npm: CI_EXIT, CHECK_EXIT, TEST_EXIT … say how each step ends, REPORT, REPORT_15 and GOALS what the runs wrote. */
const NPM = `#!/bin/sh
case "$*" in
  ci) exit "$CI_EXIT" ;;
  'run check') exit "$CHECK_EXIT" ;;
  test) [ -z "$REPORT" ] || printf %s "$REPORT" >"$HUB120_TEST_REPORT"; exit "$TEST_EXIT" ;;
  'run test:postgres15') [ -z "$REPORT_15" ] || printf %s "$REPORT_15" >"$HUB120_TEST_REPORT"; exit "$TEST_15_EXIT" ;;
  'run --silent goals -- --quick --only '*) printf '%s\\n' 'G02 reached' "$GOALS"; exit "$GOALS_EXIT" ;;
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

const goals = (...ok: readonly boolean[]) => JSON.stringify({ goals: ok.map(isOk => ({ id: 'G02', value: 0, bar: 0, ok: isOk })) })

describe('.ci/run', () => {
  const trees: ScratchTree[] = []
  afterAll(async () => {
    await Promise.all(trees.map(tree => tree.remove()))
  })

  it.each([
    ['all is well', { REPORT: report(7, 0) }, '17 passed, 0 failed'],
    ['a test fails', { REPORT: report(5, 2), TEST_EXIT: '1' }, '15 passed, 2 failed'],
    ['a test file cannot be loaded', { REPORT: report(5, 0, 1), TEST_EXIT: '1' }, '15 passed, 1 failed'],
    ['the run fails though every test passed', { REPORT: report(5, 0), TEST_EXIT: '1' }, '15 passed, 1 failed'],
    ['no test ran', { REPORT: report(0, 0) }, '10 passed, 1 failed'],
    ['the tests left no report', { TEST_EXIT: '1' }, '10 passed, 1 failed'],
    ['a check fails', { REPORT: report(7, 0), CHECK_EXIT: '1' }, '17 passed, 1 failed'],
    ['a test fails on the second server', { REPORT: report(7, 0), REPORT_15: report(6, 1), TEST_15_EXIT: '1' }, '15 passed, 1 failed'],
    ['the second server did not start', { REPORT: report(7, 0), REPORT_15: '', TEST_15_EXIT: '1' }, '9 passed, 1 failed'],
    ['a goal is missed', { REPORT: report(7, 0), GOALS: goals(true, false), GOALS_EXIT: '1' }, '16 passed, 1 failed'],
    ['the goals could not be run', { REPORT: report(7, 0), GOALS: '', GOALS_EXIT: '1' }, '15 passed, 1 failed'],
    ['the installation fails', { REPORT: report(7, 0), CI_EXIT: '1' }, '0 passed, 1 failed'],
  ])('ends with the count where %s', async (_case, settings, lastLine) => {
    const tree = await createScratchTree({
      'bin/npm': NPM,
      'bin/setpriv': '#!/bin/sh\n',
      'bin/xmllint': '#!/bin/sh\n',
      'bin15/postgres': '#!/bin/sh\n',
    })
    trees.push(tree)
    const path = `${join(tree.folder, 'bin')}:${process.env['PATH']}`
    const exits = { CI_EXIT: '0', CHECK_EXIT: '0', TEST_EXIT: '0', TEST_15_EXIT: '0', GOALS_EXIT: '0' }
    const reports = { REPORT: '', REPORT_15: report(8, 0), GOALS: goals(true, true) }
    const env = { ...process.env, ...exits, ...reports, ...settings, PATH: path, HUB120_POSTGRES15: join(tree.folder, 'bin15') }
    const { exitCode, stdout } = await tree.run('.ci/run', [], env)
    expect({ last: stdout.trimEnd().split('\n').at(-1), exitCode }).toEqual({
      last: lastLine,
      exitCode: lastLine.endsWith(' 0 failed') ? 0 : 1,
    })
  })
})
