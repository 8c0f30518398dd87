#!/usr/bin/env node

/** The oldest Node that the command runs on. Nothing else is loaded before this is known to hold. */
const OLDEST = [20, 11] as const

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  process.stderr.write(
    `hub120은 Node.js ${OLDEST.join('.')} 이상에서 동작합니다. 지금은 ${process.versions.node}입니다. https://nodejs.org 에서 새 버전을 설치하십시오.\n` +
      `hub120 needs Node.js ${OLDEST.join('.')} or newer; this is ${process.versions.node}. Install a newer one from https://nodejs.org.\n`,
  )
  process.exitCode = 1
} else {
  const [{ runProgram }, { readSettings }, { processTerminal }] = await Promise.all([
    import('./program.js'),
    import('./config.js'),
    import('./terminal.js'),
  ])
  process.exitCode = await runProgram(process.argv.slice(2), readSettings(), processTerminal())
}

export {}
