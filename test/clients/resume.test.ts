import { spawn } from 'node:child_process'
import { readdir, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createHubClient, openUploadProgress, submitInParts } from '../../clients/sdk/index.js'
import { startTestIssuer, type TestIssuer } from '../support/issuer.js'
import { receiptOf, startListeningHub, submitted, type Answer, type Heard, type ListeningHub } from './listening-hub.js'
import { runCli, settingsOf } from './run-cli.js'
import { createScratchFolder, type ScratchFolder } from './scratch-folder.js'

let issuer: TestIssuer
let hub: ListeningHub
let scratch: ScratchFolder
beforeAll(async () => {
  issuer = await startTestIssuer()
})
afterAll(() => issuer.close())
beforeEach(async () => {
  scratch = await createScratchFolder()
  hub = await startListeningHub()
})
afterEach(async () => {
  await hub.close()
  await scratch.remove()
})

type Variables = { readonly input?: { readonly idempotencyKey: string; readonly uploadId?: string }; readonly idempotencyKey?: string }
const variablesOf = (heard: Heard): Variables => heard.variables // of the questions that the client puts
const submissions = () => hub.heard.filter(({ query }) => query.includes('submitStatistics')).map(heard => variablesOf(heard).input)
const keyEnds = () => submissions().map(input => input?.idempotencyKey.split('/').at(-1))
/** A receipt for each submission and for each question for one; nothing else is known. */
const answer = (heard: Heard): Answer => {
  const { input, idempotencyKey } = variablesOf(heard)
  if (input !== undefined) return submitted(receiptOf({ idempotencyKey: input.idempotencyKey }))
  if (idempotencyKey !== undefined) return { body: { data: { submission: receiptOf({ idempotencyKey }) } } }
  return { body: { data: { edition: null, viewer: null } } }
}

const PARTS = 8
async function writeLargeFile(): Promise<string> {
  const file = join(scratch.path, 'large.csv')
  const days = Array.from({ length: PARTS * 2 }, (_, at) => `부산,2026-11-${String(at + 1).padStart(2, '0')},인입콜,${at}`)
  await writeFile(file, `센터,기준일,항목,값\n${days.join('\n')}\n`)
  return file
}

describe('a push of many submissions', () => {
  it('S16: goes on where it stopped after its process was killed, and reads the receipts of what had arrived', async () => {
    const file = await writeLargeFile()
    const spoolFolder = join(scratch.path, 'spool')
    const env = { PATH: process.env['PATH'], HUB120_URL: hub.url, HUB120_ISSUER: issuer.url, HUB120_SPOOL: spoolFolder }
    const child = spawn(process.execPath, ['dist/clients/cli/main.js', 'push', '--chunk', '2', file], { env, stdio: 'ignore' })
    hub.answerWith(heard => {
      // The third has arrived; its receipt never gets back.
      if (submissions().length === 3 && variablesOf(heard).input !== undefined) child.kill('SIGKILL')
      return answer(heard)
    })
    expect((await once(child, 'exit'))[1]).toBe('SIGKILL')
    expect(keyEnds()).toEqual(['2-1', '2-2', '2-3'])
    expect((await readdir(spoolFolder)).filter(name => name.startsWith('upload-'))).toHaveLength(1)

    const settings = settingsOf({ url: hub.url, issuer: issuer.url, spoolFolder })
    const run = await runCli(['push', '--json', '--chunk', '2', file], settings)
    expect(run.exitCode).toBe(0)
    expect(run.told).toContain('resuming: 2 of 8 have their receipts')
    expect(keyEnds()).toEqual(['2-1', '2-2', '2-3', '2-3', '2-4', '2-5', '2-6', '2-7', '2-8'])
    expect(new Set(submissions().map(input => input?.uploadId)).size).toBe(1)
    const { files } = JSON.parse(run.out) as { files: { submissions: { status: string }[] }[] } // the report of the command
    expect(files[0]?.submissions.map(({ status }) => status)).toEqual(Array.from({ length: PARTS }, () => 'receipt'))
    expect((await readdir(spoolFolder)).filter(name => name.startsWith('upload-'))).toEqual([])
  })

  it('sends again what was changed since, also under the same key', async () => {
    const upload = { url: hub.url, clientId: 'busan-client', uploadId: 'u' }
    const progress = await openUploadProgress(scratch.path, upload)
    await progress.markDone({ idempotencyKey: 'u/1', uploadId: 'u', rows: [{ value: 1 }] })
    const again = await openUploadProgress(scratch.path, upload)
    expect(again.isDone({ idempotencyKey: 'u/1', uploadId: 'u', rows: [{ value: 1 }] })).toBe(true)
    expect(again.isDone({ idempotencyKey: 'u/1', uploadId: 'u', rows: [{ value: 2 }] })).toBe(false)
  })

  it.each(['0', '1.5', 'many', '250001'])('refuses --chunk %s', async chunk => {
    const run = await runCli(['push', '--chunk', chunk, 'a.csv'], settingsOf({ spoolFolder: scratch.path }))
    expect([run.exitCode, run.told.includes('1 to 250000')]).toEqual([2, true])
  })
})

describe('an upload by a program of a member', () => {
  const client = () =>
    createHubClient({
      url: hub.url,
      issuer: issuer.url,
      clientId: 'busan-client',
      credential: { secret: 'dev-busan' },
      firstDelayMs: 1,
      maxAttempts: 1,
    })
  const parts = [1, 2, 3].map(at => ({ idempotencyKey: `u/${at}`, uploadId: 'u', rows: [{ measure: '인입콜', value: at }] }))
  const open = () => openUploadProgress(scratch.path, { url: hub.url, clientId: 'busan-client', uploadId: 'u' })
  const run = async () => {
    const resumed: boolean[] = []
    for await (const { outcome, isResumed } of submitInParts(client(), parts, await open())) {
      expect(outcome.ok).toBe(true)
      resumed.push(isResumed)
    }
    return resumed
  }

  it('goes on with the first part that has no receipt once the hub is back', async () => {
    hub.answerWith(heard => (variablesOf(heard).input?.idempotencyKey === 'u/3' ? { status: 503, body: {} } : answer(heard)))
    await expect(run()).rejects.toMatchObject({ kind: 'unreachable' })
    hub.answerWith(answer)
    expect(await run()).toEqual([true, true, false])
    expect(keyEnds()).toEqual(['1', '2', '3', '3'])
    expect(await readdir(scratch.path)).toEqual([])
  })
})
