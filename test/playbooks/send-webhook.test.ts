import type { RequestListener } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { parseRetryAfter } from '../../api/playbooks/retry-after.js'
import { sendWebhook, type SendRules } from '../../api/playbooks/send-webhook.js'
import { openReceiver, TRIAL_ADDRESS, TRIAL_RULES, type Receiver, type ReceiverOptions } from '../support/hostile-receiver.js'

const HEADERS = { 'webhook-id': 'msg_1', 'webhook-timestamp': '1', 'webhook-signature': 'v1,x' }
const BODY = Buffer.from('{"text":"태풍"}'.normalize('NFD'), 'utf8')

const open: Receiver[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map(receiver => receiver.close()))
})

const receive = async (answer: RequestListener, options: ReceiverOptions = {}): Promise<Receiver> => {
  const receiver = await openReceiver(answer, options)
  open.push(receiver)
  return receiver
}

const send = (url: string, rules: Partial<SendRules> = {}) =>
  sendWebhook({ url, headers: HEADERS, body: BODY }, { ...TRIAL_RULES, timeoutMs: 2_000, ...rules })

const sendTo = async (answer: RequestListener, { plain = false, ...rules }: Partial<SendRules> & ReceiverOptions = {}) => {
  const receiver = await receive(answer, { plain })
  const { durationMs, ...result } = await send(`http${plain ? '' : 's'}://${TRIAL_ADDRESS}:${receiver.port}/hook?a=1`, rules)
  return { receiver, result, durationMs }
}

const ANSWERED = { cause: null, isSuspect: false, retryAfterMs: null, reason: null }

describe('what an endpoint answers (P4, H39)', () => {
  it.each([200, 201, 202, 204, 299])('%d is delivered', async status => {
    const { receiver, result } = await sendTo((_, response) => void response.writeHead(status).end())
    expect(result).toEqual({ ...ANSWERED, outcome: 'delivered', status })
    expect(receiver.bodies).toEqual([BODY])
    const { method, url, headers } = receiver.requests[0]!
    expect({ method, url, ...headers }).toMatchObject({ method: 'POST', url: '/hook?a=1', 'content-type': 'application/json', ...HEADERS })
  })

  it.each([
    [401, true],
    [403, true],
    [404, true],
    [410, true],
    [400, false],
    [409, false],
    [429, false],
    [500, false],
    [502, false],
    [504, false],
  ])('%d is tried again, suspect: %s', async (status, isSuspect) => {
    const { result } = await sendTo((_, response) => void response.writeHead(status).end('no'))
    expect(result).toEqual({ ...ANSWERED, outcome: 'retry', cause: 'status', status, isSuspect })
  })

  it.each([301, 302, 303, 307, 308])('%d is not followed, not even to itself', async status => {
    const canary = await receive((_, response) => void response.end())
    const { result } = await sendTo(
      (_, response) => void response.writeHead(status, { location: `https://${TRIAL_ADDRESS}:${canary.port}/` }).end(),
    )
    expect(result).toEqual({ ...ANSWERED, outcome: 'retry', cause: 'redirect', status })
    expect(canary.connections()).toBe(0)
  })

  it('scenario 14: 422 is rejected with its reason, as plain text of one line', async () => {
    const reason = '없는 대기열\u202e\n<b>x</b>'
    const { result } = await sendTo((_, response) => void response.writeHead(422).end(JSON.stringify({ reason })))
    expect(result).toEqual({ ...ANSWERED, outcome: 'rejected', status: 422, reason: '없는 대기열 <b>x</b>' })
  })

  it('a 422 whose reason never ends is rejected with what came of it', async () => {
    const { result, durationMs } = await sendTo((_, response) => void response.writeHead(422).write('no such queue'), { timeoutMs: 300 })
    expect(result).toEqual({ ...ANSWERED, outcome: 'rejected', status: 422, reason: 'no such queue' })
    expect(durationMs).toBeLessThan(1_500)
  })

  it('a 422 of a megabyte is read to 64 KB and shown to 500 characters', async () => {
    const { result } = await sendTo((_, response) => void response.writeHead(422).end('가'.repeat(350_000)))
    expect(result).toEqual({ ...ANSWERED, outcome: 'rejected', status: 422, reason: '가'.repeat(500) })
  })

  it.each([
    ['3600', 3_600_000],
    ['0', 0],
    ['soon', null],
  ])('429 with Retry-After %s asks for %s ms', async (header, retryAfterMs) => {
    const { result } = await sendTo((_, response) => void response.writeHead(429, { 'retry-after': header }).end())
    expect(result).toEqual({ ...ANSWERED, outcome: 'retry', cause: 'status', status: 429, retryAfterMs })
  })

  it('a 2xx is delivered whatever its body: reset, dripping, or without end', async () => {
    const reset = await sendTo(
      (_, response) => {
        const { socket } = response
        socket?.write('HTTP/1.1 204 No Content\r\nconnection: keep-alive\r\n\r\n', () => socket.resetAndDestroy())
      },
      { plain: true },
    )
    const drip = await sendTo((_, response) => void response.writeHead(200).write('.'))
    let written = 0
    const flood = await sendTo((_, response) => {
      const chunk = Buffer.alloc(64 * 1024)
      const pour = (): void => {
        while (!response.destroyed && response.write(chunk)) written += chunk.length
        if (!response.destroyed) response.once('drain', pour)
      }
      response.writeHead(200)
      pour()
    })
    expect([reset, drip, flood].map(({ result }) => result.outcome)).toEqual(['delivered', 'delivered', 'delivered'])
    expect([reset, drip, flood].every(({ durationMs }) => durationMs < 1_000)).toBe(true)
    await expect.poll(() => flood.receiver.requests[0]?.socket.destroyed).toBe(true)
    expect(written).toBeLessThan(16 * 1024 * 1024)
  })
})

describe('no answer', () => {
  const unanswered = (outcome: 'retry' | 'unknown', cause: string) => ({
    outcome,
    cause,
    status: null,
    isSuspect: false,
    retryAfterMs: null,
    reason: null,
  })

  it('silence after the request is unknown, at the time limit', async () => {
    const { result, durationMs } = await sendTo(() => {}, { timeoutMs: 300 })
    expect(result).toEqual(unanswered('unknown', 'timeout'))
    expect(durationMs).toBeGreaterThanOrEqual(290)
    expect(durationMs).toBeLessThan(1_500)
  })

  it('headers that drip are cut off at the time limit', async () => {
    const { result, durationMs } = await sendTo(
      (_, response) => {
        response.socket?.write('HTTP/1.1 200 OK\r\n')
        const timer = setInterval(() => response.socket?.write('x: y\r\n'), 50)
        response.socket?.once('close', () => clearInterval(timer))
      },
      { timeoutMs: 400 },
    )
    expect(result).toEqual(unanswered('unknown', 'timeout'))
    expect(durationMs).toBeLessThan(1_500)
  })

  it('a reset after the request was read is unknown', async () => {
    const { result } = await sendTo((_, response) => void response.socket?.resetAndDestroy(), { plain: true })
    expect(result).toEqual(unanswered('unknown', 'reset'))
  })

  it('an answer that is no HTTP is unknown', async () => {
    const { result } = await sendTo((_, response) => void response.socket?.end('220 mail.example ESMTP\r\n\r\n'))
    expect(result).toEqual(unanswered('unknown', 'badAnswer'))
  })

  it.each([
    [
      'another protocol is agreed to that nobody asked for',
      'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n',
      1,
    ],
    ['interim answers follow each other', 'HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n', 1_000],
  ])('an attempt ends where %s', async (_, interim, times) => {
    const ended = await Promise.race([
      sendTo((__, response) => void response.socket?.write(interim.repeat(times)), { timeoutMs: 1_000 }),
      new Promise<null>(settle => setTimeout(settle, 8_000, null)),
    ])
    expect(ended?.result).toEqual(unanswered('unknown', 'badAnswer'))
    await expect.poll(() => ended?.receiver.requests[0]?.socket.destroyed).toBe(true)
  })

  it('nobody listening is surely not taken', async () => {
    const receiver = await openReceiver(() => {})
    await receiver.close()
    const { durationMs: _, ...result } = await send(`https://${TRIAL_ADDRESS}:${receiver.port}/`)
    expect(result).toEqual(unanswered('retry', 'connect'))
  })

  it.each([
    ['a certificate that nobody signed for us', { ca: undefined }, TRIAL_ADDRESS],
    ['a certificate of another name', { resolve: async () => [{ address: TRIAL_ADDRESS, family: 4 }] }, 'other.test'],
  ])('%s ends before a byte of the message goes out', async (_, rules, host) => {
    const receiver = await receive((__, response) => void response.end())
    const { ca, ...rest } = { ...TRIAL_RULES, timeoutMs: 2_000, ...rules }
    const { durationMs: __, ...result } = await sendWebhook(
      { url: `https://${host}:${receiver.port}/`, headers: HEADERS, body: BODY },
      ca === undefined ? rest : { ...rest, ca },
    )
    expect(result).toEqual(unanswered('retry', 'tls'))
    expect(receiver.bodies).toEqual([])
  })

  it('a port that speaks no TLS ends before a byte of the message goes out', async () => {
    const receiver = await receive((_, response) => void response.end(), { plain: true })
    const { outcome, cause } = await send(`https://${TRIAL_ADDRESS}:${receiver.port}/`)
    expect({ outcome, cause }).toEqual({ outcome: 'retry', cause: 'tls' })
    expect(receiver.bodies).toEqual([])
  })

  it.each([
    ['cannot be resolved', () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' })), 'nameUnknown'],
    ['is never resolved', () => new Promise<never>(() => {}), 'timeout'],
  ])('a name that %s is surely not taken', async (_, resolve, cause) => {
    const { durationMs: __, ...result } = await send('https://a.receiver.test/', { resolve, timeoutMs: 200 })
    expect(result).toEqual(unanswered('retry', cause))
  })
})

describe('plain http', () => {
  it('reaches a trial range, and nothing else', async () => {
    const receiver = await receive((_, response) => void response.end(), { plain: true })
    const url = `http://${TRIAL_ADDRESS}:${receiver.port}/`
    const named = await send(url, { trialRanges: [], privateRanges: [`${TRIAL_ADDRESS}/32`] })
    expect([(await send(url)).outcome, named.cause, receiver.connections()]).toEqual(['delivered', 'addressRefused', 1])
  })
})

it.each([
  ['120', undefined, 120_000],
  ['Sun, 06 Nov 1994 08:49:37 GMT', 'Sun, 06 Nov 1994 08:49:07 GMT', 30_000],
  ['Sun, 06 Nov 1994 08:49:07 GMT', 'Sun, 06 Nov 1994 08:49:37 GMT', 0],
  ['Sun, 06 Nov 1994 08:49:37 GMT', undefined, null],
  ['Fri, 31 Dec 2099 08:49:37 GMT', 'Sun, 06 Nov 1994 08:49:37 GMT', 86_400_000],
  ['999999999', undefined, 86_400_000],
  ['-1', undefined, null],
  ['1e9', undefined, null],
  ['', undefined, null],
  [undefined, undefined, null],
])('Retry-After "%s" beside Date "%s" is %s ms', (header, date, expected) => {
  expect(parseRetryAfter(header, date)).toBe(expected)
})
