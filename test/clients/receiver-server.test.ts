import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, it } from 'vitest'
import { composeDelivery, signContent } from '../../api/playbooks/compose-delivery.js'
import { sendWebhook } from '../../api/playbooks/send-webhook.js'
import { signWebhook } from '../../api/playbooks/sign-webhook.js'
import { publicKeyText, readSigningKey } from '../../api/playbooks/signing-key.js'
import { Secret } from '../../api/secret.js'
import { projectRoot } from '../../db/project-root.js'
import { webhookIdOf } from '../../schema/domain/playbooks/delivery.js'
import { SAMPLE_MESSAGE, sampleOf, sampleUpdate } from '../support/sample-message.js'

const RULES = { privateRanges: [], trialRanges: ['127.0.0.2/32'] }

it('the example server takes what the hub sends, in order, answers by what became of it, and remembers over a restart', async () => {
  const key = readSigningKey(new Secret(`whsk_${randomBytes(32).toString('base64')}`))
  if (key === null) throw new Error('no key')
  const folder = await mkdtemp(join(tmpdir(), 'hub120-example-'))
  await writeFile(join(folder, 'keys.txt'), `${publicKeyText(key) ?? ''}\n`)
  const { privateKey } = generateKeyPairSync('ed25519')

  const start = async () => {
    const files = ['--keys', join(folder, 'keys.txt'), '--state', join(folder, 'state.json')]
    const place = ['--center', 'busan', '--kind', 'ACTUAL', '--host', '127.0.0.2', '--port', '0']
    const program = join(projectRoot, 'dist/clients/examples/receive-messages.js')
    const child = spawn(process.execPath, [program, ...place, ...files], { stdio: ['ignore', 'pipe', 'inherit'] })
    const lines: string[] = []
    const reader = createInterface({ input: child.stdout })
    const [first] = await once(reader, 'line')
    reader.on('line', (line: string) => lines.push(line))
    const port = /"port":(\d+)/.exec(String(first))?.[1] ?? ''
    const stop = async () => {
      child.kill('SIGTERM')
      await once(child, 'close')
    }
    return { lines, port, stop }
  }

  const send = async (port: string, message: typeof SAMPLE_MESSAGE, path = '/hub120') => {
    const body = composeDelivery(message, 'busan', signContent(message, privateKey))
    const headers = signWebhook({ id: webhookIdOf(message.messageId, 'busan'), timestamp: Math.floor(Date.now() / 1000), body }, [key])
    const { outcome, status, reason } = await sendWebhook({ url: `http://127.0.0.2:${port}${path}`, headers, body }, RULES)
    return [outcome, status, reason]
  }

  const first = await start()
  expect([
    await send(first.port, sampleUpdate()),
    await send(first.port, SAMPLE_MESSAGE),
    await send(first.port, sampleOf('EXERCISE')),
    await send(first.port, SAMPLE_MESSAGE, '/other'),
  ]).toEqual([
    ['delivered', 204, null],
    ['delivered', 204, null],
    ['rejected', 422, 'otherKind'],
    ['retry', 404, null],
  ])
  await first.stop()
  expect(first.lines[0]).toBe('UPDATE: 부산 태풍 심각 · 태풍경보')
  expect(first.lines.filter(line => line.startsWith('{')).map(line => JSON.parse(line))).toEqual([
    { result: 'taken' },
    { result: 'stale' },
    { result: 'refused', reason: 'otherKind' },
  ])
  const second = await start()
  expect(await send(second.port, sampleUpdate())).toEqual(['delivered', 204, null])
  await second.stop()
  expect(second.lines).toEqual(['{"result":"repeated"}'])
  await rm(folder, { recursive: true })
})
