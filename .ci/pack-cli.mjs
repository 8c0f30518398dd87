// npm run pack:cli: the command and the SDK as one small package for members, dist/hub120-<version>.tgz. Installs with Node 20.11 or newer.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join, relative, resolve } from 'node:path'

const FOLDER = resolve('dist/package')
/** What a member reads beside the help of the command. */
const DOCS = ['docs/files.md', 'docs/exports.md', 'docs/scheduling.md', 'docs/receiving.md']

const root = JSON.parse(readFileSync('package.json', 'utf8'))

rmSync(FOLDER, { recursive: true, force: true })
mkdirSync(join(FOLDER, 'docs'), { recursive: true })
compile()
cpSync('dist/clients/cli/edition.json', join(FOLDER, 'dist/clients/cli/edition.json')) // made by npm run build
const modules = filesIn(join(FOLDER, 'dist')).filter(path => path.endsWith('.js'))
writeFileSync(join(FOLDER, 'package.json'), `${JSON.stringify(manifest(dependenciesOf(modules)), null, 2)}\n`)
for (const path of ['LICENSE', ...DOCS]) cpSync(path, join(FOLDER, path))
writeFileSync(join(FOLDER, 'README.md'), readme())
const packed = run('npm', ['pack', '--silent', '--pack-destination', '..'], FOLDER).trim()
console.log(`dist/${packed} (${modules.length} modules)`)

/** Compiles clients/ alone: what comes out besides is what it imports, the domain and nothing else. Types are for the SDK. */
function compile() {
  const config = join(FOLDER, 'tsconfig.json')
  const compilerOptions = { noEmit: false, declaration: true, sourceMap: false, rootDir: resolve('.'), outDir: join(FOLDER, 'dist') }
  writeFileSync(config, JSON.stringify({ extends: resolve('tsconfig.json'), compilerOptions, include: [resolve('clients')], exclude: [] }))
  run(resolve('node_modules/.bin/tsc'), ['-p', config], '.')
  rmSync(config)
  const inCli = filesIn(join(FOLDER, 'dist/clients/cli'))
  for (const path of inCli.filter(file => file.endsWith('.d.ts'))) rmSync(path)
  const foreign = filesIn(join(FOLDER, 'dist')).filter(path => !/^dist\/(?:clients|schema\/domain)\//.test(relative(FOLDER, path)))
  if (foreign.length > 0) throw new Error(`clients/ reaches beyond schema/domain: ${relative(FOLDER, foreign[0])}`)
}

/** The packages that the modules import, in the versions of this repository. */
function dependenciesOf(paths) {
  const names = paths.flatMap(path =>
    [
      ...readFileSync(path, 'utf8').matchAll(
        /^(?:import |(?:import|export|\}) ?[^'\n]*from )'((?:@[\w.-]+\/)?\w[\w:.-]*(?:\/[\w.-]+)*)';$/gm,
      ),
    ]
      .map(([, name]) =>
        name
          .split('/')
          .slice(0, name.startsWith('@') ? 2 : 1)
          .join('/'),
      )
      .filter(name => !name.startsWith('node:') && !builtinModules.includes(name)),
  )
  return Object.fromEntries(
    [...new Set(names)]
      .toSorted((a, b) => (a < b ? -1 : 1))
      .map(name => {
        const version = root.dependencies[name]
        if (version === undefined) throw new Error(`clients/ imports ${name}, which is no dependency in package.json`)
        return [name, version]
      }),
  )
}

function manifest(dependencies) {
  return {
    name: 'hub120',
    version: root.version,
    description: 'Command and SDK of the data exchange hub of the 120 call centers',
    license: root.license,
    type: 'module',
    engines: { node: '>=20.11' },
    bin: { hub120: 'dist/clients/cli/main.js' },
    exports: { '.': { types: './dist/clients/sdk/index.d.ts', default: './dist/clients/sdk/index.js' } },
    files: ['dist', 'docs'],
    dependencies,
  }
}

function readme() {
  return `# hub120

광역 120 콜센터 데이터 교환 허브에 통계를 내고 재난 안내를 받는 명령과 SDK입니다. Node.js 20.11 이상에서 동작합니다.
_The command and SDK for handing in statistics to the data exchange hub of the 120 call centers, and for receiving its emergency messages. Node.js 20.11 or newer._

\`\`\`sh
npm install -g ./hub120-${root.version}.tgz
hub120 doctor
hub120 help push
\`\`\`

파일 형식 file formats: docs/files.md. 예약 실행 scheduling: docs/scheduling.md. 재난 안내 받기 receiving: docs/receiving.md.
`
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
}

function run(command, args, cwd) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}\n${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`)
  return stdout
}
