// npm start. The version is checked before anything else is loaded, because what is loaded needs it.

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major > 22 || (major === 22 && minor >= 18)) {
  const [{ enableCompileCache }, { COMPILE_CACHE }] = await Promise.all([import('node:module'), import('./compile-cache.js')])
  enableCompileCache(COMPILE_CACHE)
  const { startHub } = await import('./start-hub.js')
  await startHub()
} else {
  process.stderr.write(
    `Node ${process.versions.node}에서는 실행할 수 없습니다. "npm ci" 후 "npm start"로 실행하면 프로젝트의 Node 24를 씁니다.\n` +
      `hub120 needs Node 22.18 or newer. Run "npm ci" and then "npm start": npm scripts use the Node 24 that the project brings.\n`,
  )
  process.exitCode = 1
}
