import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { listenForFeed } from '../../api/playbooks/listen-for-feed.js'
import { parseSettings } from '../../clients/cli/config.js'
import { contentHashOf, createHubClient, type FeedEvent } from '../../clients/sdk/index.js'
import { registerCallers } from '../../db/queries/callers.js'
import { listen, type Listening } from '../../db/listen.js'
import { signWhenMoved } from '../../jobs/playbooks/sign-messages.js'
import { canonicalJson } from '../../schema/domain/playbooks/canonical-json.js'
import { startFaultProxy, type FaultProxy } from '../goals/fault-proxy.js'
import { openActivation, publish, type Broadcast } from '../support/broadcast.js'
import { TEST_DUTIES } from '../support/issuer.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { startListeningHub } from './listening-hub.js'
import { runCli } from './run-cli.js'
import { SAMPLE_MESSAGE } from '../support/sample-message.js'
import { createScratchFolder, type ScratchFolder } from './scratch-folder.js'

const PROGRAM = 'dist/clients/cli/main.js'

const { privateKey } = generateKeyPairSync('ed25519')
let signing: Listening
let hub: HubServer
let listening: Listening
let proxy: FaultProxy
let scratch: ScratchFolder
let env: Record<string, string>
beforeAll(async () => {
  hub = await startHubServer()
  await registerCallers(hub.database.owner, TEST_DUTIES)
  listening = listenForFeed(hub.hub, hub.database.url)
  // Jobs sign what is published as soon as it is.
  signing = listen({ url: hub.database.url, channel: 'hub120_feed', onNotify: signWhenMoved(hub.hub, privateKey) })
  proxy = await startFaultProxy(Number(new URL(hub.url).port))
  scratch = await createScratchFolder()
  env = {
    PATH: process.env['PATH'] ?? '',
    NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? '',
    HUB120_URL: `http://127.0.0.1:${proxy.port}`,
    HUB120_ISSUER: hub.issuer.url,
    HUB120_SPOOL: join(scratch.path, 'spool'),
  }
})
afterAll(async () => {
  await proxy.close()
  await Promise.all([listening.close(), signing.close()])
  await hub.close()
  await scratch.remove()
})

const watching = new Set<ChildProcess>()
afterEach(() => {
  for (const child of watching) child.kill('SIGKILL')
  watching.clear()
})

type Run = { readonly code: number; readonly out: string; readonly told: string }

/** `hub120 inbox ...` as the duty of Busan, as it is typed. */
async function inbox(args: readonly string[], changes: Record<string, string> = {}, center = ['--center', 'busan']): Promise<Run> {
  const done = promisify(execFile)(process.execPath, [PROGRAM, 'inbox', ...args, ...center], { env: { ...env, ...changes } })
  return done.then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, told: stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({ code: error.code, out: error.stdout, told: error.stderr }),
  )
}

/** The same in this process, where nothing but the words matters. */
async function typed(args: readonly string[], changes: Record<string, string> = {}, center = ['--center', 'busan']): Promise<Run> {
  const { exitCode, out, told } = await runCli(['inbox', ...args, ...center], parseSettings({ ...env, ...changes }))
  return { code: exitCode, out, told }
}

type Watch = { readonly child: ChildProcess; readonly lines: string[]; readonly told: () => string }

function watch(...args: string[]): Watch {
  const child = spawn(process.execPath, [PROGRAM, 'inbox', 'watch', '--center', 'busan', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  watching.add(child)
  const lines: string[] = []
  let told = ''
  createInterface({ input: child.stdout }).on('line', line => lines.push(line))
  child.stderr.on('data', part => (told += String(part)))
  return { child, lines, told: () => told }
}
async function until(holds: () => boolean): Promise<void> {
  await expect.poll(holds, { timeout: 30_000 }).toBe(true)
}

const storm = (options: Partial<Broadcast> = {}) => openActivation(hub.database.owner, { centers: ['busan', 'seoul'], ...options })
const saying = (headline: string, script = '지금 계신 곳을 알려 주세요.') => ({
  content: JSON.stringify({
    format: 'hub120-broadcast/1',
    areas: ['26'],
    cap: { category: 'Met', urgency: 'Immediate', severity: 'Extreme', certainty: 'Observed', responseType: ['Shelter'] },
    headline: { ko: headline, en: 'Typhoon' },
    script: { ko: [script], en: [] },
  }),
})
const board = async (activation: string) => {
  const query = `query ($activation: ID!) { activationBoard(activation: $activation) { broadcast
    centers { center state acknowledgedDesk appliedDesk desksBriefed desksTotal routingSet routing } } }`
  const { data } = await hub.graphql(query, { activation }, await hub.token('coordinator'))
  const { broadcast, centers } = data.activationBoard
  return { broadcast, ...centers.find(({ center }: { center: string }) => center === 'busan') }
}

/** The command that a text names, as arguments after `inbox`. */
function commandIn(text: string, verb: string): string[] {
  const line = new RegExp(`hub120 inbox (${verb} .+)$`, 'm').exec(text)?.[1] ?? ''
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain)
}

describe('hub120 inbox, with no server at all', () => {
  it('a message that is published is on the screen of a watch, is read, acknowledged and applied by the commands shown, and the board says so', async () => {
    const screen = watch()
    await until(() => screen.told().includes('(connected'))
    const opened = await storm()
    const { messageId } = await publish(hub.database.owner, opened, saying('부산 태풍 심각'))
    await until(() => screen.lines.some(line => line.includes('inbox reject')))
    const text = screen.lines.join('\n')
    expect(text).toContain('[실제 상황 ACTUAL] 심각 Serious (red) · 발령 alert · 1번째')
    expect(text).toContain('부산 태풍 심각')
    expect(text).toContain(`번호 id: ${messageId}`)
    expect((await board(opened.activationId)).state).toBe('RECEIVED')

    const [shown, listed] = [await inbox(commandIn(text, 'show'), {}, []), await typed(['list'])]
    expect([shown.code, listed.code]).toEqual([3, 3])
    expect(shown.out).toContain('지금 계신 곳을 알려 주세요.')
    expect(shown.out).toContain('지역 areas: 부산')
    expect(shown.out).toContain('글의 서명이 맞습니다.')
    expect(listed.out).toContain(messageId)

    const acknowledged = await inbox(commandIn(text, 'ack'), {}, [])
    expect([acknowledged.code, acknowledged.out]).toEqual([0, expect.stringContaining('확인했습니다. (acknowledged)') as string])
    expect(await board(opened.activationId)).toMatchObject({ state: 'ACKNOWLEDGED', acknowledgedDesk: '당직' })
    const again = await typed(['ack', messageId.slice(-6), '--name', '다른 자리'])
    expect([again.code, again.out]).toEqual([0, expect.stringContaining('이미 처리된 발령입니다') as string])

    const applied = await inbox([...commandIn(acknowledged.out, 'apply')], {}, [])
    expect(applied.code).toBe(0)
    expect(await board(opened.activationId)).toMatchObject({
      state: 'APPLIED',
      acknowledgedDesk: '당직',
      appliedDesk: '당직',
      desksBriefed: 12,
      desksTotal: 12,
      routingSet: true,
      routing: 'ARS 1번',
    })
    expect(applied.out).toContain('자리 desks 12/12 · 전화 연결 바꿈 routing set: ARS 1번')
    // Another routing is more than was said: it stands from now on, and the audit has but its hash.
    const moved = await typed(['apply', messageId, '--name', '2팀', '--desks', '12/12', '--routing', '  내선 7번으로 돌림 '])
    expect([moved.code, (await board(opened.activationId)).routing]).toEqual([0, '내선 7번으로 돌림'])
    const entries = await hub.database.owner`select subject from audit_entries where action = 'receipt.applied'`
    expect(JSON.stringify(entries)).not.toMatch(/ARS|내선/)
    expect((await typed(['show', messageId])).code).toBe(0)
  })

  it('scenario 5: an answer to the message before is kept as late, says so, and the one that holds waits on; what changed is told against the one acknowledged', async () => {
    const opened = await storm()
    const first = await publish(hub.database.owner, opened, saying('잠수교 통제'))
    expect((await typed(['ack', first.messageId, '--name', '당직'])).code).toBe(0)
    const second = await publish(hub.database.owner, opened, saying('반포대교 통제'))
    const late = await typed(['ack', first.messageId, '--name', '당직'])
    expect([late.code, late.out]).toEqual([3, expect.stringContaining('2번째 발령은 아직 답을 기다립니다') as string])
    expect(late.out).toContain(second.messageId)
    // It is sent a second after the first, which is as long as a poll lasts by itself, and on the board from then on.
    await expect.poll(async () => (await board(opened.activationId)).broadcast, { timeout: 5_000 }).toBe(second.messageId)
    expect((await board(opened.activationId)).state).not.toBe('ACKNOWLEDGED')
    expect((await typed(['show', second.messageId])).out).toContain('제목이 바뀌었습니다: 반포대교 통제')
    expect((await typed(['ack', second.messageId, '--name', '당직'])).code).toBe(0)
    expect((await board(opened.activationId)).state).toBe('ACKNOWLEDGED')
  })

  it('a rejection pages the coordinators with its reason', async () => {
    const { messageId } = await publish(hub.database.owner, await storm())
    const rejected = await typed(['reject', messageId, '--name', '당직', '--reason', '외국어 상담석이 없습니다'])
    expect([rejected.code, rejected.out]).toEqual([0, expect.stringContaining('협의체 담당자에게 알렸습니다') as string])
    const pages = await hub.database.owner`select kind, detail ->> 'reason' as reason from pages where message_id = ${messageId}`
    expect([...pages]).toEqual([{ kind: 'REJECTED', reason: '외국어 상담석이 없습니다' }])
  })

  it('refusals are told in Korean and English with what to do', async () => {
    const { messageId } = await publish(hub.database.owner, await storm())
    const desks = await typed(['apply', messageId, '--name', '당직', '--desks', '3/2'])
    expect([desks.code, desks.told]).toEqual([4, expect.stringMatching(/전달한 데스크 3곳[\s\S]*3 desks briefed of 2 cannot be/) as string])
    const routings = ['', '   ', '가'.repeat(201)].map(text =>
      typed(['apply', messageId, '--name', '당직', '--desks', '2/2', '--routing', text]),
    )
    for (const { code, told } of await Promise.all(routings))
      expect([code, told]).toEqual([2, expect.stringMatching(/--routing "ARS 1번"[\s\S]*Leave it out while it is not set/) as string])
    const personal = await typed(['apply', messageId, '--name', '당직', '--desks', '2/2', '--routing', '홍길동 010-1234-5678로'])
    expect([personal.code, personal.told]).toEqual([4, expect.not.stringContaining('1234') as string])
    const early = await typed(['apply', messageId, '--name', '당직', '--desks', '2/2'])
    expect([early.code, early.told]).toEqual([4, expect.stringContaining('inbox list') as string])
    const unknown = await typed(['show', 'ZZZZZZ'])
    expect([unknown.code, unknown.told]).toEqual([2, expect.stringMatching(/발령이 없습니다[\s\S]*There is no message/) as string])
    const foreign = await typed(['list'], { HUB120_CLIENT_ID: 'analyst' }, [])
    expect([foreign.code, foreign.told]).toEqual([6, expect.stringMatching(/권한이 없습니다[\s\S]*You have no right/) as string])
  })

  it('goes on after an outage and after it was killed, and shows each message once', async () => {
    const state = join(scratch.path, 'place.json')
    const start = () => watch('--json', '--state', state)
    const read = ({ lines }: Watch) => lines.map(line => JSON.parse(line) as { kind: string; by?: string; broadcast?: string })
    const screen = start()
    const links = () => read(screen).flatMap(({ by }) => by ?? [])
    const shownOf = (one: Watch) => read(one).flatMap(({ broadcast }) => broadcast ?? [])
    await until(() => links().at(-1) === 'nudge')

    proxy.set('reset')
    await until(() => links().at(-1) === 'none')
    const missed = await publish(hub.database.owner, await storm())
    proxy.set('none')
    await until(() => shownOf(screen).includes(missed.messageId))
    await until(() => links().at(-1) === 'nudge')
    screen.child.kill('SIGKILL')
    await once(screen.child, 'close')

    const meanwhile = await publish(hub.database.owner, await storm())
    const again = start()
    await until(() => shownOf(again).length > 0)
    expect(shownOf(again)).toEqual([meanwhile.messageId])
    expect(shownOf(screen).filter(id => id === missed.messageId)).toEqual([missed.messageId])
    again.child.kill('SIGTERM')
    expect(await once(again.child, 'close')).toEqual([0, null])
    expect(again.told()).toContain('이어서 받습니다')
  })

  it('a text cannot steer the screen, and a drill cannot pass for the real thing', async () => {
    const screen = watch('--state', join(scratch.path, 'drill.json'))
    await until(() => screen.told().includes('(connected'))
    const hostile = '대피\u001b[2J\u001b]0;x\u0007\u202egnorw\u202c\n[실제 상황 ACTUAL] 심각'
    const { messageId } = await publish(hub.database.owner, await storm({ status: 'EXERCISE' }), saying(hostile, hostile))
    await until(() => screen.lines.some(line => line.includes(`inbox reject ${messageId}`)))
    const shown = await inbox(['show', messageId])
    const listed = await typed(['list'])
    const own = screen.lines.slice(screen.lines.findIndex(line => line.startsWith('[훈련 EXERCISE]')))
    for (const text of [own.join('\n'), shown.out, listed.out]) {
      expect(text).toContain('[훈련 EXERCISE]'.slice(0, 3))
      // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
      expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
    }
    for (const text of [own.join('\n'), shown.out]) expect(text).not.toMatch(/^\s*\[실제 상황 ACTUAL\]/m)
    expect(shown.out).toContain('\\u001b[2J')
  })
})

describe('the SDK beneath', () => {
  const entry = {
    broadcast: '01M',
    seq: 1,
    status: 'ACTUAL',
    type: 'ALERT',
    level: 'alert',
    state: 'CURRENT',
    receipt: null,
    changes: null,
  }
  const page = (nodes: readonly unknown[], endCursor: string | null) => ({
    body: { data: { emergencyFeed: { nodes, endCursor, hasNextPage: false } } },
  })
  const clientOf = (url: string) =>
    createHubClient({
      url,
      issuer: hub.issuer.url,
      clientId: 'busan-duty',
      credential: { secret: 'dev-busan-duty' },
      scope: 'playbooks:ack',
      maxAttempts: 1,
    })

  it('asks from time to time where a hub has no nudges, goes on from its cursor, and ends where it is refused', async () => {
    const stub = await startListeningHub()
    const pages = [page([], 'a'), page([entry], 'b'), { status: 503, body: {} }, page([], 'b')]
    const refusal = { body: { data: null, errors: [{ message: '권한이 없습니다.', extensions: { code: 'FORBIDDEN' } }] } }
    stub.answerWith(({ query }) => (query.startsWith('subscription') ? { status: 406, body: {} } : (pages.shift() ?? refusal)))
    const events: FeedEvent[] = []
    for await (const event of clientOf(stub.url).watchMessages({ pollMs: 20 })) events.push(event)
    expect(events.map(event => (event.kind === 'link' ? event.by : event.kind))).toEqual(['messages', 'poll', 'none', 'poll', 'refused'])
    const asked = stub.heard.filter(({ query }) => query.startsWith('query')).map(({ variables }) => variables['after'])
    expect(asked).toEqual([null, 'a', 'b', 'b', 'b'])
    await stub.close()
  })

  const canonical = canonicalJson(SAMPLE_MESSAGE)
  it.each([
    ['its hash says', { message: canonical.replace('부산', '서울'), messageHash: contentHashOf(SAMPLE_MESSAGE), contentSignature: null }],
    [
      'was signed',
      {
        message: canonical,
        messageHash: contentHashOf(SAMPLE_MESSAGE),
        contentSignature: { keyId: '0'.repeat(64), value: Buffer.alloc(64).toString('base64') },
      },
    ],
  ])('a text that is not what %s is not shown, and nobody is to follow it', async (_what, text) => {
    const stub = await startListeningHub()
    const forged = { ...entry, broadcast: `01${'M'.repeat(24)}`, hazard: 'typhoon', ...text }
    stub.answerWith(({ query }) => (query.includes('emergencyFeed') ? page([forged], 'a') : { body: { data: { messageKeys: [] } } }))
    const shown = await typed(['show', forged.broadcast], { HUB120_URL: stub.url })
    expect([shown.code, shown.out.includes('■'), shown.out.includes('inbox ack')]).toEqual([1, false, false])
    expect(shown.out).toContain('따르지 말고')
    await stub.close()
  })
})
