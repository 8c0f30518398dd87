import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { approvePlaybook } from '../../api/operations/approve-playbook.js'
import { broadcastPlaybook } from '../../api/operations/broadcast-playbook.js'
import { correctPlaybook } from '../../api/operations/correct-playbook.js'
import { draftPlaybook } from '../../api/operations/draft-playbook.js'
import { openActivation } from '../../api/operations/open-activation.js'
import { previewBroadcast } from '../../api/operations/preview-broadcast.js'
import { submitPlaybook } from '../../api/operations/submit-playbook.js'
import { withdrawPlaybook } from '../../api/operations/withdraw-playbook.js'
import { readSigningKey } from '../../api/playbooks/signing-key.js'
import { Secret } from '../../api/secret.js'
import { createMemory, createReceiver, describeMessageDiff, type PlaybookMessage, type Receiver } from '../../clients/sdk/index.js'
import { loadEdition } from '../../db/edition/load-edition.js'
import { projectRoot } from '../../db/project-root.js'
import { createDeliverer } from '../../jobs/playbooks/deliverer.js'
import { CORRECTION, startBroadcastHub, textOf, type BroadcastHub } from '../support/broadcast-hub.js'
import { refusalOf, valueOf } from '../support/center-hub.js'
import { draftOf, openEmergencyDesk, openingOf, type EmergencyDesk } from '../support/emergency-desk.js'
import { tokenTime } from '../support/forge-token.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'

// Two alarms that went wrong, minute by minute with the clock of the database, against the screens of two centers.

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const der = publicKey.export({ format: 'der', type: 'spki' })
const CONTENT_KEYS = [{ id: createHash('sha256').update(der).digest('hex'), publicKey: der.toString('base64') }]
const KEY = `whsec_${randomBytes(32).toString('base64')}`

let site: BroadcastHub
let screens: Record<string, PlaybookMessage[]>
let receivers: Record<string, Receiver>
let now = ''
let server: HubServer
let desk: EmergencyDesk
beforeAll(async () => {
  site = await startBroadcastHub()
  server = await startHubServer({ database: site.database })
  desk = await openEmergencyDesk({ owner: site.database.owner, issuer: server.issuer, url: () => server.url, centers: ['seoul'] })
})
afterAll(async () => {
  await server.close()
  await site.close()
})
beforeEach(async () => {
  screens = {}
  receivers = {}
  await site.endReal()
})

const at = async (time: string) => {
  now = `2026-11-${time}:00+09:00`
  await site.database.setClock(now)
}

/** The center's own receiver behind each address that the registry has: what it takes is on its screen. */
async function deliver(): Promise<void> {
  const hands = createDeliverer(site.hub, {
    worker: 'w',
    contentKey: privateKey,
    keys: async () => [readSigningKey(new Secret(KEY))!],
    async send({ url, headers, body }) {
      const [center = '', kind = ''] = [new URL(url).hostname.split('.')[0], url.split('/').at(-1)?.toUpperCase()]
      const [place, own] = [`${center} ${kind}`, { center, kind: kind as 'ACTUAL' | 'DRILL' }] // as the registry of the test writes addresses
      const options = { keys: [KEY], contentKeys: CONTENT_KEYS, memory: createMemory(), now: () => Date.parse(now) }
      const receiver = (receivers[place] ??= createReceiver({ ...own, ...options }))
      const { status } = await receiver.receive({ ...headers }, body, async message => void (screens[place] ??= []).push(message))
      return { outcome: 'delivered', status, cause: null, isSuspect: false, retryAfterMs: null, reason: null, durationMs: 1 }
    },
  })
  await hands.sweep()
  await hands.settled()
  await hands.stop(1_000)
}
const lastOf = (place: string) => screens[place]?.at(-1)

it('Hawaii, 13 January 2018: a drill taken for the real thing by one person goes nowhere; a real one sent in error is off every screen within its minute', async () => {
  const { hub, people } = site
  await at('19T08:05')
  const drill = await site.open({
    status: 'EXERCISE',
    areas: ['11', '26'],
    exercise: { id: 'EX-HI', participants: ['seoul', 'busan'], endsAt: '2026-11-19T09:00:00+09:00' },
  })
  const text = { areas: ['11', '26'], expiresAt: '2026-11-19T09:00:00+09:00' }
  // 08:06: whoever is on shift takes the drill for real. The same words and the same screen lead elsewhere.
  await at('19T08:06')
  expect(refusalOf(await draftPlaybook(hub, people.author, textOf(drill, { ...text, status: 'ACTUAL' })))).toEqual(['STATUS_IMMUTABLE'])
  const real = await site.open({ areas: ['11', '26'] })
  const version = await site.draft(real, text)
  valueOf(await submitPlaybook(hub, people.author, { version: version.id }))
  const preview = valueOf(await previewBroadcast(hub, people.approver, version.id))
  const drilled = valueOf(await previewBroadcast(hub, people.approver, (await site.draft(drill, text)).id))
  expect([preview.retype, drilled.retype]).toEqual([
    { status: '실제 상황', hazard: '태풍', centers: 2 },
    { status: '훈련', hazard: '태풍', centers: 2 },
  ])
  const word = { version: version.id, contentHash: version.contentHash, retyped: preview.retype }
  const alone = {
    ...people.author,
    scopes: new Set([...people.author.scopes, 'playbooks:approve' as const, 'playbooks:broadcast' as const]),
  }
  const away = { ...people.approver, signIn: { ageSeconds: 3600, acr: null } }
  expect([
    refusalOf(await broadcastPlaybook(hub, alone, { version: version.id, idempotencyKey: 'hi-alone' })),
    refusalOf(await approvePlaybook(hub, alone, word)),
    // The second person's screen was left open an hour ago; and the one who is there believes it is the drill.
    refusalOf(await approvePlaybook(hub, away, word)),
    refusalOf(await approvePlaybook(hub, people.approver, { ...word, retyped: drilled.retype })),
  ]).toEqual([['WRONG_STATE'], ['APPROVER_IS_AUTHOR'], ['SIGN_IN_AGAIN'], ['RETYPED_DIFFERS']])
  await deliver()
  expect(screens).toEqual({})
  // The drill itself, by two people: to doors of drills alone, and every line says what it is.
  const drillText = await site.draft(drill, text)
  await site.send(await site.approve(drillText, 2))
  await deliver()
  expect(Object.keys(screens).toSorted()).toEqual(['busan DRILL', 'seoul DRILL'])
  const spoken =
    lastOf('seoul DRILL')
      ?.sections.filter(({ code }) => code === 'first_answer_script')
      .flatMap(({ ko }) => ko) ?? []
  expect([spoken.length > 3, spoken.every(line => line.startsWith('[훈련] '))]).toEqual([true, true])
  // 08:07: two people are wrong together. 08:08: one of them takes it back, in words that nobody has to write or approve.
  await at('19T08:07')
  valueOf(await approvePlaybook(hub, people.approver, word))
  const sent = valueOf(await broadcastPlaybook(hub, people.sender, { version: version.id, idempotencyKey: 'hi-real' })).message
  await deliver()
  expect(lastOf('busan ACTUAL')).toMatchObject({ kind: 'ALERT', messageId: sent.id })
  await at('19T08:08')
  const slip = {
    activation: real.id,
    purpose: 'ISSUED_IN_ERROR',
    reason: '훈련을 실제로 보냈습니다',
    values: {},
    idempotencyKey: 'hi-back',
  } as const
  // The hour-old session is good enough to stop it.
  valueOf(await withdrawPlaybook(hub, { ...people.sender, signIn: { ageSeconds: 3600, acr: null } }, slip))
  await deliver()
  for (const place of ['seoul ACTUAL', 'busan ACTUAL']) {
    expect(lastOf(place)).toMatchObject({ kind: 'CANCEL', seq: 2, cancelCause: 'ISSUED_IN_ERROR', sent: '2026-11-19T08:08:00+09:00' })
    expect(lastOf(place)?.sections[0]).toMatchObject({
      code: 'lead',
      ko: expect.arrayContaining(['태풍 경계 안내: 잘못 나갔습니다. 지금부터 읽지 마십시오.']) as string[],
    })
    // Nothing of what is taken back stands on the screen below it.
    expect(lastOf(place)?.sections.map(({ code }) => code)).toEqual(['lead'])
    expect(lastOf(place)?.headlineKo).toMatch(/^\[취소, 잘못 나감\] /)
  }
})

it('Seoul, 31 May 2023: no text without what, why and where; a correction is there with the alert, from any agency, and stands before what it corrects', async () => {
  const { hub, people } = site
  await at('21T06:32')
  const activation = await site.open()
  const bare = { headlineKo: '대피할 준비를 하십시오', scriptKo: ['대피할 준비를 하십시오.'], scriptEn: null, qa: null, mustNotSay: null }
  const expiry = { expiresAt: '2026-11-21T12:00:00+09:00' }
  const hasty = await site.draft(activation, { ...expiry, edits: bare })
  const submitted = await submitPlaybook(hub, people.author, { version: hasty.id })
  expect(submitted.ok ? [] : submitted.issues.map(({ messageEn }) => messageEn)).toEqual([
    'What is read first does not say what happened.',
    'What is read first does not say when the caller hears more.',
  ])
  // 06:41 with what happened, where, what to do and when the next word comes; 120 is asked why at once.
  await at('21T06:41')
  const alert = await site.send(await site.approve(await site.draft(activation, expiry), 1))
  await deliver()
  const first = lastOf('seoul ACTUAL')
  expect(first?.sections.map(({ code }) => code)).toEqual(expect.arrayContaining(['first_answer_script', 'qa', 'must_not_say', 'routing']))
  expect(first?.areas).toMatchObject([{ code: '11', nameKo: '서울특별시' }])
  // 06:45: another agency sees that a part is wrong. It opens nothing beside it, and needs nobody's approval to correct it.
  await at('21T06:45')
  const elsewhere = { ...people.author, subject: 'ministry', center: null }
  const beside = await openActivation(hub, elsewhere, { ...alertLike(), repeatReason: null })
  expect(beside.ok ? [] : beside.issues.map(({ code, got }) => [code, got])).toEqual([['RECENT_ALERT', activation.id]])
  valueOf(
    await correctPlaybook(hub, elsewhere, {
      activation: activation.id,
      values: CORRECTION,
      takeOut: ['closures'],
      idempotencyKey: 'seoul-right',
    }),
  )
  await deliver()
  const second = lastOf('seoul ACTUAL')
  expect(second).toMatchObject({ seq: 2, kind: 'UPDATE', references: [{ messageId: alert.id }], sent: '2026-11-21T06:45:00+09:00' })
  expect(second?.sections[0]).toMatchObject({
    code: 'lead',
    ko: expect.arrayContaining([expect.stringContaining('○○체육관이 열려 있습니다')]) as string[],
  })
  const changes = describeMessageDiff(first!, second!).map(({ ko }) => ko)
  expect(changes.some(line => line.includes('잠수교'))).toBe(true)
  // 07:03: it is over, and says so on the same screens; nothing of the first text is in force anywhere.
  await at('21T07:03')
  const over = { activation: activation.id, purpose: 'ALL_CLEAR', reason: '위험이 끝났습니다', idempotencyKey: 'seoul-over' } as const
  valueOf(await withdrawPlaybook(hub, people.author, { ...over, values: { end_time: { ko: now, en: null } } }))
  await deliver()
  expect(screens['seoul ACTUAL']?.map(({ seq, kind, cancelCause }) => [seq, kind, cancelCause])).toEqual([
    [1, 'ALERT', null],
    [2, 'UPDATE', null],
    [3, 'CANCEL', 'ENDED'],
  ])
  const clear = lastOf('seoul ACTUAL')
  expect(clear?.headlineKo).toMatch(/^\[해제\] /)
  expect(clear?.sections.map(({ code }) => code)).not.toEqual(expect.arrayContaining(['first_answer_script']))
  expect(describeMessageDiff(second!, clear!).map(({ part }) => part)).toEqual(['kind', 'section:lead'])
  expect(
    await site.database.owner`select from messages where activation_id = ${activation.id} and state = 'CURRENT' and type <> 'CANCEL'`,
  ).toHaveLength(0)
})

const alertLike = () => ({ status: 'ACTUAL', hazard: 'typhoon', areas: ['11'], overflow: [], relatesTo: null, exercise: null }) as const

/** Each barrier by itself, at the door where people meet it: what stands there stops a program with a valid token as well as a tired person. */
it('Hawaii, at the doors: two persons, each freshly signed in, in other words for a drill; one is enough to stop, in words that are always there', async () => {
  const { owner } = site.database
  await at('23T08:05')
  const life = { areas: ['11', '26'], expiresAt: '2026-11-23T12:00:00+09:00' }
  const exercise = { id: 'EX-DOOR', participants: ['seoul', 'busan'], endsAt: life.expiresAt }
  const drill = (await desk.act('alone', 'openActivation', { ...openingOf(life.areas), status: 'EXERCISE', exercise })).result.id as string
  const real = (await desk.act('alone', 'openActivation', openingOf(life.areas))).result.id as string
  const text = (activation: string) => draftOf(activation, life.areas, life)
  const versionOf = async (activation: string) => (await desk.act('alone', 'draftPlaybook', text(activation))).result.id as string
  const [drilled, version] = [await versionOf(drill), await versionOf(real)]
  // What a drill is, it stays, and its ids say so.
  expect((await desk.act('alone', 'draftPlaybook', { ...text(drill), status: 'ACTUAL' })).codes).toEqual(['STATUS_IMMUTABLE'])
  expect([drill.slice(0, 4), real.slice(0, 4) === 'EXR-']).toEqual(['EXR-', false])
  // The same screen asks other words for it.
  const [asDrill, asReal] = [await desk.preview('approver', drilled), await desk.preview('approver', version)]
  expect([asDrill.promptKo, asReal.promptKo]).toEqual([
    expect.stringMatching(/훈련/) as string,
    '실제 상황입니다. 승인하면 시민에게 안내가 나갑니다. 태풍, 센터 2곳.',
  ])
  expect([asDrill.promptEn === asReal.promptEn, asDrill.retype.status, asReal.retype.status]).toEqual([false, '훈련', '실제 상황'])

  expect((await desk.act('alone', 'submitPlaybook', { version })).codes).toEqual([])
  const word = { version, contentHash: asReal.version.contentHash, retyped: asReal.retype }
  const key = { version, idempotencyKey: 'door' }
  const hourOld = { auth_time: tokenTime() - 3600 }
  const glass = { ...key, reason: '혼자 있습니다', phrase: '사전 승인 없이 발령', retyped: asReal.retype }
  await owner`update callers set kind = 'client' where subject = 'secretary'`
  const tries = [
    // One person with every right of three.
    await desk.act('alone', 'approvePlaybook', word),
    await desk.act('alone', 'broadcastPlaybook', key),
    await desk.act('alone', 'breakGlass', glass),
    // The second person: from a screen left open, by a program, in the words of the drill, for another text.
    await desk.act('approver', 'approvePlaybook', word, hourOld),
    await desk.act('secretary', 'approvePlaybook', word),
    await desk.act('approver', 'approvePlaybook', { ...word, retyped: asDrill.retype }),
    await desk.act('approver', 'approvePlaybook', { ...word, contentHash: asDrill.version.contentHash }),
    // And whoever approves does not send.
    await desk.act('approver', 'broadcastPlaybook', key),
  ]
  await owner`update callers set kind = 'person' where subject = 'secretary'`
  expect(tries.map(({ codes }) => codes)).toEqual([
    ['APPROVER_IS_AUTHOR'],
    ['WRONG_STATE'],
    ['FORBIDDEN'],
    ['SIGN_IN_AGAIN'],
    ['APPROVER_IS_PROGRAM'],
    ['RETYPED_DIFFERS'],
    ['APPROVAL_OF_OTHER_CONTENT'],
    ['FORBIDDEN'],
  ])
  await deliver()
  expect(screens).toEqual({})

  expect((await desk.act('approver', 'approvePlaybook', word)).codes).toEqual([])
  expect((await desk.act('sender', 'broadcastPlaybook', key, hourOld)).codes).toEqual(['SIGN_IN_AGAIN'])
  expect((await desk.act('sender', 'broadcastPlaybook', key)).codes).toEqual([])
  await deliver()
  await at('23T08:06')
  const slip = { activation: real, isAllClear: false, reason: '훈련을 실제로 보냈습니다', idempotencyKey: 'door-back' }
  // Whoever wrote it, alone, from the screen left open.
  expect((await desk.act('alone', 'withdrawPlaybook', slip, hourOld)).codes).toEqual([])
  await deliver()
  expect(lastOf('busan ACTUAL')).toMatchObject({ kind: 'CANCEL', cancelCause: 'ISSUED_IN_ERROR', sent: '2026-11-23T08:06:00+09:00' })
})

it('Seoul, at the doors: every text says what, where, when and what to do; another agency corrects it alone, with nothing new in it, and the end says since when', async () => {
  await at('25T06:32')
  const expiresAt = '2026-11-25T12:00:00+09:00'
  const activation = (await desk.act('author', 'openActivation', openingOf(['11']))).result.id as string
  const said = async (edits: object, values = draftOf('', []).values) => {
    const drafted = await desk.act('author', 'draftPlaybook', draftOf(activation, ['11'], { expiresAt, edits, values }))
    if (drafted.codes.length > 0) return drafted.codes
    return [...new Set((await desk.act('author', 'submitPlaybook', { version: drafted.result.id as string })).codes)]
  }
  const all = draftOf('', []).values
  const stopped = {
    bare: await said({ headlineKo: '대피할 준비를 하십시오', scriptKo: ['대피할 준비를 하십시오.'] }),
    noPlace: await said(
      {},
      all.filter(({ name }) => name !== 'area'),
    ),
    noNextWord: await said(
      {},
      all.filter(({ name }) => name !== 'next_update'),
    ),
    nothingToAnswer: await said({ qa: [] }),
    nothingNotToSay: await said({ mustNotSay: [] }),
  }
  expect(stopped).toEqual({
    bare: ['PLAYBOOK_INCOMPLETE'],
    noPlace: ['PLACEHOLDER_MISSING'],
    noNextWord: ['PLACEHOLDER_MISSING'],
    nothingToAnswer: ['BAD_USER_INPUT'],
    nothingNotToSay: ['BAD_USER_INPUT'],
  })
  await at('25T06:41')
  const sent = await desk.approved({ areas: ['11'], more: { expiresAt } })
  expect((await desk.act('sender', 'broadcastPlaybook', { version: sent.version, idempotencyKey: 'doors-seoul' })).codes).toEqual([])
  await deliver()
  // 06:45: the other agency is told of what stands, and may say what is right, but nothing else.
  await at('25T06:45')
  const beside = await desk.act('ministry', 'openActivation', { ...openingOf(['11']), repeatReason: null })
  expect([beside.codes, beside.result.issues[0].got]).toEqual([['RECENT_ALERT'], sent.activation])
  const values = Object.entries(CORRECTION).map(([name, value]) => ({ name, ...value }))
  const right = { activation: sent.activation, values, idempotencyKey: 'doors-right' }
  const elsewhere = { name: 'area', ko: '부산 전역', en: null }
  expect((await desk.act('ministry', 'correctPlaybook', { ...right, values: [...values, elsewhere] })).codes).toEqual([
    'PLACEHOLDER_UNDECLARED',
  ])
  expect((await desk.act('ministry', 'correctPlaybook', right, { auth_time: tokenTime() - 3600 })).codes).toEqual([])
  await deliver()
  expect(lastOf('seoul ACTUAL')).toMatchObject({ seq: 2, kind: 'UPDATE', sent: '2026-11-25T06:45:00+09:00' })
  await at('25T07:03')
  const over = { activation: sent.activation, isAllClear: true, reason: '위험이 끝났습니다', idempotencyKey: 'doors-over' }
  expect((await desk.act('ministry', 'withdrawPlaybook', over)).codes).toEqual(['PLACEHOLDER_MISSING'])
  const since = [{ name: 'end_time', ko: now, en: null }]
  expect((await desk.act('ministry', 'withdrawPlaybook', { ...over, values: since })).codes).toEqual([])
  await deliver()
  expect(lastOf('seoul ACTUAL')).toMatchObject({ seq: 3, kind: 'CANCEL', cancelCause: 'ENDED' })
})

it('Hawaii, at the doors: no library comes in with a template that lacks its correction or its all-clear, so the words to take it back are always there', async () => {
  const { owner } = site.database
  const folder = await mkdtemp(join(tmpdir(), 'hub120-library-'))
  await cp(join(projectRoot, 'db', 'edition', '2026.1'), folder, { recursive: true })
  const file = join(folder, 'playbooks.yaml')
  const whole = await readFile(file, 'utf8')
  const begin = whole.indexOf('- code: pb_typhoon')
  for (const [twin, next] of [
    ['correction', 'all_clear'],
    ['all_clear', 'review_by'],
  ] as const) {
    const from = whole.indexOf(`\n  ${twin}:`, begin)
    await writeFile(file, whole.slice(0, from) + whole.slice(whole.indexOf(`\n  ${next}:`, from)))
    const loaded = await loadEdition(owner, folder)
    expect([twin, loaded.ok ? [] : loaded.issues.map(({ code, path }) => [code, path.at(-1)])]).toEqual([twin, [['EDITION_SHAPE', twin]]])
  }
  await rm(folder, { recursive: true })
})
