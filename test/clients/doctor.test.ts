import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CliSettings } from '../../clients/cli/config.js'
import { startTestIssuer, type TestIssuer } from '../support/issuer.js'
import { startListeningHub, type Answer, type Heard, type ListeningHub } from './listening-hub.js'
import { runCli, settingsOf } from './run-cli.js'
import { createScratchFolder, type ScratchFolder } from './scratch-folder.js'

let issuer: TestIssuer
let hub: ListeningHub
let scratch: ScratchFolder
let settings: CliSettings
beforeAll(async () => {
  issuer = await startTestIssuer()
})
afterAll(() => issuer.close())
beforeEach(async () => {
  scratch = await createScratchFolder()
  hub = await startListeningHub()
  hub.answerWith(viewing({ code: 'busan', nameKo: '부산', nameEn: 'Busan' }, ['stats:write']))
  settings = settingsOf({ url: hub.url, issuer: issuer.url, center: 'busan', spoolFolder: join(scratch.path, 'spool') })
})
afterEach(async () => {
  await hub.close()
  await scratch.remove()
})

const viewing =
  (center: unknown, scopes: readonly string[]) =>
  ({ query }: Heard): Answer => ({
    body: { data: query.includes('viewer') ? { viewer: { subject: 'busan-client', scopes, center } } : { edition: null } },
  })
type Report = { exitCode: number; findings: { name: string; state: string; text: string; fix: string | null }[] }
const examine = async (changes: Partial<CliSettings> = {}) => {
  const run = await runCli(['doctor', '--json'], { ...settings, ...changes })
  const report = JSON.parse(run.out) as Report // the report of the command
  return { run, stateOf: (name: string) => report.findings.find(finding => finding.name.includes(name)), report }
}

describe('hub120 doctor', () => {
  it('names every step of the way to a hub that works, and exits with 3 for the edition that it has not', async () => {
    const { run, report } = await examine()
    expect(report.findings.map(({ name, state }) => [name.split(' ').at(-1), state])).toEqual([
      ['addresses', 'ok'],
      ['client', 'ok'],
      ['DNS', 'ok'],
      ['TCP', 'ok'],
      ['DNS', 'ok'],
      ['TCP', 'ok'],
      ['hub', 'ok'],
      ['clock', 'ok'],
      ['issuer', 'ok'],
      ['token', 'ok'],
      ['scopes', 'ok'],
      ['center', 'ok'],
      ['spool', 'ok'],
      ['edition', 'warning'],
    ])
    expect(run.exitCode).toBe(3)
  })

  it.each([
    ['fast', -100_000],
    ['slow', 100_000],
  ])('says that a clock is %s, and what to do', async (word, shift) => {
    hub.readyWith(200, { date: new Date(Date.now() + shift).toUTCString() })
    const { stateOf } = await examine()
    expect(stateOf('clock')).toMatchObject({ state: 'fault', text: expect.stringContaining(word), fix: expect.stringContaining('NTP') })
  })

  it('is stricter with a clock that is fast where tokens are bound to a key', async () => {
    hub.readyWith(200, { date: new Date(Date.now() - 15_000).toUTCString() })
    expect((await examine()).stateOf('clock')?.state).toBe('ok')
    expect((await examine({ dpop: true })).stateOf('clock')?.state).toBe('fault')
  })

  it('exits with 5 where nobody listens, and asks no further', async () => {
    await hub.close()
    const { run, stateOf } = await examine()
    expect([run.exitCode, stateOf('hub TCP')?.state, stateOf('token')]).toEqual([5, 'fault', undefined])
    hub = await startListeningHub()
  })

  it('exits with 5 while the hub is not ready', async () => {
    hub.readyWith(503, {})
    expect((await examine()).run.exitCode).toBe(5)
  })

  it('exits with 6 for a wrong secret, in words', async () => {
    const { run, stateOf } = await examine({ clientId: 'busan-client', secret: 'wrong' })
    expect(run.exitCode).toBe(6)
    expect(stateOf('token')?.text).toContain('비밀값(또는 키)이 틀렸거나 모르는 클라이언트입니다')
    expect(run.out).not.toContain('"wrong"')
  })

  it('exits with 6 where the hub has not registered the scope', async () => {
    hub.answerWith(viewing(null, []))
    const { run, stateOf } = await examine()
    expect([run.exitCode, stateOf('scopes')?.state]).toEqual([6, 'fault'])
  })

  it('exits with 2 where it is not known who signs in', async () => {
    const { run, stateOf } = await examine({ center: null })
    expect([run.exitCode, stateOf('client')?.state]).toEqual([2, 'fault'])
  })

  it('points at what was put aside in the spool', async () => {
    await mkdir(settings.spoolFolder, { recursive: true })
    await writeFile(join(settings.spoolFolder, 'refused-1.json'), '{}')
    expect((await examine()).stateOf('spool')).toMatchObject({ state: 'warning', fix: expect.stringContaining('refused-') })
  })

  it('prints a line and a remedy for people', async () => {
    const run = await runCli(['doctor'], settings)
    expect(run.out).toMatch(/^\[정상 ok\] 시계 clock: /m)
    expect(run.out).toMatch(/^\[주의 look\] 표준 정의 edition: .*\n {4}→ /m)
  })
})
