import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CliSettings } from '../../clients/cli/config.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { readJsonLd, readTurtle } from '../support/read-rdf.js'
import { seedMapping } from '../support/seed-mappings.js'
import { runCli, settingsOf } from './run-cli.js'
import { createScratchFolder, type ScratchFolder } from './scratch-folder.js'

let hub: HubServer
let scratch: ScratchFolder
let settings: CliSettings
beforeAll(async () => {
  hub = await startHubServer()
  await seedMapping(hub.hub, { center: 'seoul', word: { label: '총콜수' } })
  scratch = await createScratchFolder()
  settings = settingsOf({ url: hub.url, issuer: hub.issuer.url, spoolFolder: join(scratch.path, 'spool') })
})
afterAll(async () => {
  await hub.close()
  await scratch.remove()
})

const fileNamed = (name: string) => join(scratch.path, name)
const terms = (...args: string[]) => runCli(['terms', ...args], settings)

describe('hub120 terms export', () => {
  it('writes the glossary as SKOS in both notations, and what words mean as SSSOM', async () => {
    for (const format of ['skos-turtle', 'skos-jsonld', 'sssom'])
      expect(await terms('export', '--format', format, '--out', fileNamed(format))).toMatchObject({ exitCode: 0 })
    const statements = readTurtle(await readFile(fileNamed('skos-turtle'), 'utf8'))
    expect(readJsonLd(await readFile(fileNamed('skos-jsonld'), 'utf8'))).toEqual(statements)
    expect(await readFile(fileNamed('sssom'), 'utf8')).toContain('\n총콜수\t')
  })

  it('signs in as the center that is named, and gives it no words of others', async () => {
    const run = await runCli(['terms', 'export', '--format', 'sssom', '--out', fileNamed('busan'), '--center', 'busan'], settings)
    expect(run).toMatchObject({ exitCode: 0 })
    expect(await readFile(fileNamed('busan'), 'utf8')).not.toContain('총콜수')
  })

  it('refuses an edition that was never published, and leaves no file', async () => {
    const run = await terms('export', '--format', 'sssom', '--edition', '1999.1', '--out', fileNamed('none'))
    expect(run).toMatchObject({ exitCode: 4, told: expect.stringContaining('NOT_FOUND') })
    await expect(readFile(fileNamed('none'))).rejects.toThrow('ENOENT')
  })
})

describe('hub120 terms import', () => {
  it('takes what it has exported as known, and tells bad rows with their line', async () => {
    await terms('export', '--format', 'sssom', '--out', fileNamed('again.tsv'))
    expect(await terms('import', fileNamed('again.tsv'))).toMatchObject({
      exitCode: 0,
      out: expect.stringContaining('이미 있음 1, 거부 0'),
    })
    const file = await readFile(fileNamed('again.tsv'), 'utf8')
    await writeFile(fileNamed('bad.tsv'), file.replace('skos:exactMatch', 'skos:sameMatch'))
    const bad = await terms('import', fileNamed('bad.tsv'))
    expect(bad.exitCode).toBe(3)
    expect(bad.out).toMatch(/거부 1[^]*SSSOM_CELL[^]*predicate_id/)
    expect(JSON.parse((await terms('import', fileNamed('bad.tsv'), '--json')).out)).toMatchObject({ exitCode: 3, rows: 1, refused: 1 })
  })

  it('a file that is none is refused whole, one that is not there is a fault of the command line', async () => {
    await writeFile(fileNamed('table.csv'), 'a,b\n1,2\n')
    expect(await terms('import', fileNamed('table.csv'))).toMatchObject({ exitCode: 4, told: expect.stringContaining('SSSOM_UNREADABLE') })
    expect(await terms('import', fileNamed('nowhere.tsv'))).toMatchObject({ exitCode: 2 })
    await writeFile(fileNamed('latin'), Buffer.from([0xc3, 0x28]))
    expect(await terms('import', fileNamed('latin'))).toMatchObject({ exitCode: 2, told: expect.stringContaining('UTF-8') })
  })
})

describe('hub120 terms url', () => {
  it('gives an address that OpenRefine can use, lists it and ends it', async () => {
    const { out, told, exitCode } = await terms('url', '--days', '7')
    expect({ exitCode, told }).toMatchObject({ exitCode: 0, told: expect.stringContaining('OpenRefine') })
    expect(await (await fetch(out)).json()).toMatchObject({ versions: ['0.2'] })
    const id = /--revoke (\S+)/.exec(told)?.[1] ?? ''
    expect((await terms('url', '--list')).out).toContain(id)
    expect((await terms('url', '--list')).out).not.toContain(out.split('/').at(-1))
    expect(await terms('url', '--revoke', id)).toMatchObject({ exitCode: 0 })
    expect((await fetch(out)).status).toBe(404)
    expect(await terms('url', '--revoke', id)).toMatchObject({ exitCode: 4, told: expect.stringContaining('NOT_FOUND') })
  })

  it('is refused to whoever is no steward', async () => {
    const run = await runCli(['terms', 'url', '--center', 'busan'], settings)
    expect(run).toMatchObject({ exitCode: 6, told: expect.stringContaining('FORBIDDEN') })
    expect((await terms('url', '--days', 'x')).exitCode).toBe(2)
  })
})

it('has a manual page in both languages', async () => {
  const { out } = await runCli(['help', 'terms'], settings)
  for (const part of ['OpenRefine에 넣을 주소', 'An address for OpenRefine', 'terms import words.sssom.tsv'])
    expect(out.toLowerCase()).toContain(part.toLowerCase())
})
