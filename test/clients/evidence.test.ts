import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CliSettings } from '../../clients/cli/config.js'
import { foreignCap } from '../support/foreign-cap.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { runCli, settingsOf } from './run-cli.js'
import { createScratchFolder, type ScratchFolder } from './scratch-folder.js'

let hub: HubServer
let scratch: ScratchFolder
let settings: CliSettings
beforeAll(async () => {
  hub = await startHubServer()
  scratch = await createScratchFolder()
  settings = settingsOf({ url: hub.url, issuer: hub.issuer.url, spoolFolder: join(scratch.path, 'spool') })
})
afterAll(async () => {
  await hub.close()
  await scratch.remove()
})

/** The commands sign in for real, so the clock is the real one. */
const sent = `${new Date().toISOString().slice(0, 19)}+00:00`
const evidence = (...args: string[]) => runCli(['evidence', ...args], settings)
const fileOf = async (name: string, content: string | Uint8Array): Promise<string> => {
  const path = join(scratch.path, name)
  await writeFile(path, content)
  return path
}

it('hub120 evidence import keeps the bytes of a file once, and proposals shows what waits', async () => {
  expect(await evidence('proposals')).toMatchObject({ exitCode: 0, out: expect.stringContaining('no proposal waits') })
  const bytes = `\uFEFF${foreignCap({
    id: 'CLI-1',
    sent,
    event: '태풍',
    areas: [
      ['부산광역시 <b>', null],
      ['어딘가', null],
    ],
  })}`
  const file = await fileOf('kma.xml', bytes)
  const first = await evidence('import', file, '--json')
  expect(JSON.parse(first.out)).toMatchObject({ exitCode: 0, messages: 1, added: 1, known: 0, refused: 0, proposals: [expect.any(String)] })
  expect(await evidence('import', file)).toMatchObject({ exitCode: 0, out: expect.stringContaining('1 known already') })
  const [stored] = await hub.database.owner`select convert_from(raw, 'UTF8') as raw from disaster_evidence`
  expect(stored?.['raw']).toBe(bytes)
  const shown = await evidence('proposals')
  expect(shown).toMatchObject({ exitCode: 3, out: expect.stringMatching(/태풍 .*ALERT .*pb_typhoon[^]*busan.*어딘가[^]*CLI-1/) })
  expect(await hub.database.owner`select from messages`).toEqual([])
})

it('says what does not read, by its row, and takes the rest', async () => {
  const file = await fileOf(
    'list.json',
    JSON.stringify([{ SN: 1, MSG_CN: '안내', DST_SE_NM: '안개', RCPTN_RGN_NM: '인천광역시 중구' }, { SN: 2 }]),
  )
  expect(await evidence('import', file)).toMatchObject({
    exitCode: 3,
    out: expect.stringMatching(/1 kept.*1 refused[^]*2행?.*EVIDENCE_UNREADABLE/),
  })
  expect(await evidence('import', await fileOf('bad.xml', '<!DOCTYPE a><a/>'))).toMatchObject({
    exitCode: 4,
    told: expect.stringContaining('EVIDENCE_UNREADABLE'),
  })
  expect(await evidence('import', await fileOf('cp949.xml', new Uint8Array([0x3c, 0xb0, 0xa1])))).toMatchObject({
    exitCode: 2,
    told: expect.stringContaining('not UTF-8'),
  })
  expect(await evidence('import', await fileOf('large.json', ' '.repeat(901 * 1024)))).toMatchObject({ exitCode: 2 })
  expect(await evidence('import', join(scratch.path, 'none'))).toMatchObject({ exitCode: 2 })
})

it('is refused for who coordinates nothing, and has a manual page in both languages', async () => {
  const file = await fileOf('again.xml', foreignCap({ id: 'CLI-2', sent, event: '호우', areas: [['대구광역시', null]] }))
  const run = await runCli(['evidence', 'import', file, '--center', 'busan'], settings)
  expect(run).toMatchObject({ exitCode: 6, told: expect.stringContaining('FORBIDDEN') })
  const { out } = await runCli(['help', 'evidence'], settings)
  for (const part of ['DSSP-IF-00247', '버리지 않습니다', 'A proposal sends nothing']) expect(out).toContain(part)
})
