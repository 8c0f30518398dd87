// npm run test:package: packs the command, installs it into an empty folder and runs it there with the oldest Node at hand.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parse } from 'yaml'

/** Members run the Node of their system; npm scripts run the one of this repository. */
const OLD_NODE = [process.env['HUB120_OLD_NODE'] ?? '', '/usr/bin/node'].find(path => path !== '' && existsSync(path)) ?? process.execPath
/** Nobody listens there: the check works from the kept edition. */
const HUB = 'http://127.0.0.1:9'
const INSTALL_MS = 120_000

const folder = mkdtempSync(join(tmpdir(), 'hub120-package-'))
const failures = []
try {
  await tryPackage()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
console.log(failures.length === 0 ? 'The package installs and runs' : `Failed: ${failures.join('; ')}`)
process.exitCode = failures.length === 0 ? 0 : 1

async function tryPackage() {
  const version = JSON.parse(readFileSync('package.json', 'utf8')).version
  const packed = resolve(`dist/hub120-${version}.tgz`)
  expect('it packs', spawnSync(process.execPath, ['.ci/pack-cli.mjs'], { encoding: 'utf8' }), ({ status }) => status === 0)
  writeFileSync(join(folder, 'package.json'), '{"private":true}')
  const install = spawnSync('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', packed], {
    cwd: folder,
    encoding: 'utf8',
    timeout: INSTALL_MS,
  })
  if (!expect('it installs into an empty folder', install, ({ status }) => status === 0)) return
  const packages = readdirSync(join(folder, 'node_modules')).filter(name => !name.startsWith('.'))
  expect(
    'it brings no server along',
    { stdout: packages.join(' ') },
    () => !packages.some(name => ['fastify', 'drizzle-orm', 'graphql'].includes(name)),
  )

  expect('it tells its version', hub120('--version'), ({ stdout }) => stdout === `hub120 ${version}\n`)
  expect('it has manual pages', hub120('help', 'push'), ({ stdout }) => stdout.includes('이름 NAME'))
  expect('the duty can receive with it', hub120('help', 'inbox'), ({ stdout }) => stdout.includes('inbox watch --bell'))
  const away = hub120('inbox', 'list', '--issuer', HUB, '--center', 'busan')
  expect('it says that the hub is away', away, ({ status, stderr }) => status === 5 && stderr.includes('닿지 않습니다'))
  cpSync('db/sample/busan-2026-11-19.csv', join(folder, 'busan.csv'))
  await keepEdition()
  const check = hub120('push', '--check', '--json', 'busan.csv', '--center', 'busan')
  expect(
    'it checks a file while the hub is away',
    check,
    ({ status, stdout }) => status === 3 && doubtfulLines(stdout) === '3,4,10,11,20,23,30,31',
  )
  const imported = spawnSync(
    OLD_NODE,
    ['--input-type=module', '-e', `import { createHubClient } from 'hub120'; console.log(typeof createHubClient)`],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  )
  expect('the SDK can be imported', imported, ({ stdout }) => stdout === 'function\n')
}

function hub120(...args) {
  const env = { PATH: process.env['PATH'], HUB120_URL: HUB, HUB120_SPOOL: join(folder, 'spool') }
  return spawnSync(OLD_NODE, [join(folder, 'node_modules/.bin/hub120'), ...args], { cwd: folder, encoding: 'utf8', env })
}

function doubtfulLines(json) {
  const rows = JSON.parse(json).files[0].check.rows.filter(({ verdict }) => verdict !== 'good')
  return rows.map(({ sourceRow }) => sourceRow).join(',')
}

/** The edition as an earlier push would have left it. */
async function keepEdition() {
  const load = path => import(pathToFileURL(resolve(path)).href)
  const [{ FILE_SHAPES }, { PACK_FILES }] = await Promise.all([
    load('dist/db/edition/edition-shape.js'),
    load('dist/schema/domain/statistics/edition-pack.js'),
  ])
  const read = file => FILE_SHAPES[file].parse(parse(readFileSync(`db/edition/2026.1/${file}.yaml`, 'utf8')))
  const document = Object.fromEntries(PACK_FILES.map(file => [file, read(file)]))
  const name = createHash('sha256').update(HUB).digest('hex').slice(0, 12)
  mkdirSync(join(folder, 'spool'), { recursive: true })
  writeFileSync(join(folder, 'spool', `edition-${name}.json`), JSON.stringify({ code: '2026.1', contentHash: 'kept', document }))
}

function expect(title, result, holds) {
  const isMet = holds(result)
  console.log(`${isMet ? 'ok    ' : 'FAILED'} ${title}`)
  if (isMet) return true
  failures.push(title)
  console.error(`${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`)
  return false
}
