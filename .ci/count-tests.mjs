// Prints "PASSED FAILED" of a report: node .ci/count-tests.mjs FILE. FILE is the JSON report of vitest, or what `npm run goals` printed, whose
// last line tells the goals; a goal counts as a test. Exits 1 where there is no report or nothing in it.
import { readFileSync } from 'node:fs'

const [file] = process.argv.slice(2)
try {
  const report = readReport(readFileSync(file, 'utf8').trim())
  const { passed, failed } = 'goals' in report ? countGoals(report) : countTests(report)
  if (passed + failed === 0) throw new Error('no test ran')
  console.log(`${passed} ${failed}`)
} catch (error) {
  console.error(`No test report: ${error.message}`)
  process.exitCode = 1
}

function readReport(text) {
  const lastLine = text.split('\n').at(-1)
  return lastLine.startsWith('{"goals":') ? JSON.parse(lastLine) : JSON.parse(text)
}

function countGoals({ goals }) {
  return { passed: goals.filter(({ ok }) => ok).length, failed: goals.filter(({ ok }) => !ok).length }
}

function countTests({ numPassedTests, numFailedTests, testResults }) {
  // A file that could not be loaded has no failed test in it and would otherwise pass unseen.
  const brokenFiles = testResults.filter(({ status, assertionResults }) => {
    return status === 'failed' && assertionResults.every(test => test.status !== 'failed')
  }).length
  return { passed: numPassedTests, failed: numFailedTests + brokenFiles }
}
