// Prints "PASSED FAILED" of a vitest JSON report: node .ci/count-tests.mjs FILE. Exits 1 where there is no report or no test in it.
import { readFileSync } from 'node:fs'

const [file] = process.argv.slice(2)
try {
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(file, 'utf8'))
  // A file that could not be loaded has no failed test in it and would otherwise pass unseen.
  const brokenFiles = testResults.filter(({ status, assertionResults }) => {
    return status === 'failed' && assertionResults.every(test => test.status !== 'failed')
  }).length
  if (numPassedTests + numFailedTests + brokenFiles === 0) throw new Error('no test ran')
  console.log(`${numPassedTests} ${numFailedTests + brokenFiles}`)
} catch (error) {
  console.error(`No test report: ${error.message}`)
  process.exitCode = 1
}
