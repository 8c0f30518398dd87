import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { approvePlaybook } from '../../api/operations/approve-playbook.js'
import { broadcastPlaybook } from '../../api/operations/broadcast-playbook.js'
import { closeActivation } from '../../api/operations/close-activation.js'
import { correctPlaybook } from '../../api/operations/correct-playbook.js'
import { draftPlaybook } from '../../api/operations/draft-playbook.js'
import { editPlaybook } from '../../api/operations/edit-playbook.js'
import { expireDueMessages } from '../../api/operations/expire-due-messages.js'
import { publishDuePlaybooks } from '../../api/operations/publish-due-playbooks.js'
import { schedulePlaybook } from '../../api/operations/schedule-playbook.js'
import { submitPlaybook } from '../../api/operations/submit-playbook.js'
import { unschedulePlaybook } from '../../api/operations/unschedule-playbook.js'
import { withdrawPlaybook } from '../../api/operations/withdraw-playbook.js'
import { CORRECTION, startBroadcastHub, STORM, textOf, TYPHOON, WORDS, type BroadcastHub } from '../support/broadcast-hub.js'
import { refusalOf, valueOf } from '../support/center-hub.js'

let site: BroadcastHub
beforeAll(async () => {
  site = await startBroadcastHub()
})
beforeEach(() => site.database.setClock(STORM))
afterAll(() => site.close())

const retyped = { status: WORDS.ACTUAL, hazard: '태풍', centers: 1 }

describe('publication', () => {
  it('writes message, targets, deliveries, receipts, timers and the audit entry in one transaction', async () => {
    const { activation, message } = await site.alert()
    const { owner } = site.database
    const written = await owner<{ kind: string; rows: number; xmin: string }[]>`
      select 'messages' as kind, count(*)::int as rows, min(xmin::text) as xmin from messages where id = ${message.id}
      union all select 'message_targets', count(*)::int, min(xmin::text) from message_targets where message_id = ${message.id}
      union all select 'deliveries', count(*)::int, min(xmin::text) from deliveries where message_id = ${message.id}
      union all select 'receipts', count(*)::int, min(xmin::text) from receipts where message_id = ${message.id}
      union all select 'timers', count(*)::int, min(xmin::text) from timers where message_id = ${message.id}
      union all select 'audit_entries', count(*)::int, min(xmin::text) from audit_entries where subject ->> 'message' = ${message.id}`
    expect(written.map(({ kind, rows }) => [kind, rows])).toEqual([
      ['messages', 1],
      ['message_targets', 1],
      ['deliveries', 1],
      ['receipts', 1],
      ['timers', 9],
      ['audit_entries', 1],
    ])
    expect(new Set(written.map(({ xmin }) => xmin)).size).toBe(1)
    const [delivery] = await owner`
      select state, status, endpoint_kind as kind, webhook_id as id, attempts, next_attempt_at as next from deliveries where message_id = ${message.id}`
    expect(delivery).toEqual({
      state: 'PENDING',
      status: 'ACTUAL',
      kind: 'ACTUAL',
      id: `${message.id}-seoul`,
      attempts: 0,
      next: STORM,
    })
    const [standing] = await owner`select state, level, head_seq as seq, head_message as head from activations where id = ${activation.id}`
    expect(standing).toEqual({ state: 'ACTIVE', level: 'alert', seq: 1, head: message.id })
  })

  it('the ladder of a level is set by its time to acknowledge, and a test asks nobody', async () => {
    const { message } = await site.alert()
    const due = await site.database.owner<{ kind: string; due: string }[]>`
      select kind, due_at - ${STORM}::timestamptz as due from timers where message_id = ${message.id} order by id`
    expect(due.map(({ kind, due: after }) => [kind, String(after)])).toEqual([
      ['CLOSED_CENTER', '00:00:00'],
      ['OTHER_CHANNEL', '00:02:00'],
      ['UNDELIVERED', '00:05:00'],
      ['LADDER_DUTY', '00:05:00'],
      ['LADDER_MANAGER', '00:10:00'],
      ['LADDER_COORDINATOR', '00:15:00'],
      ['LADDER_PHONE', '00:20:00'],
      ['APPLY_DUE', '00:30:00'],
      ['EXPIRY_WARNING', '04:00:00'],
    ])
    const test = await site.alert({ status: 'TEST' })
    expect(await site.database.owner`select from timers where message_id = ${test.message.id}`).toHaveLength(0)
  })

  it('scenario 2: the same key gives the same message, fifty at once are one, and another request under it is refused', async () => {
    const version = await site.approve(await site.draft(await site.open()), 1)
    const send = (key: string, id = version.id) => broadcastPlaybook(site.hub, site.people.sender, { version: id, idempotencyKey: key })
    const answers = await Promise.all(Array.from({ length: 50 }, () => send('storm-1')))
    const messages = answers.map(answer => valueOf(answer))
    expect(new Set(messages.map(({ message }) => message.id)).size).toBe(1)
    expect(messages.filter(({ isReplayed }) => !isReplayed)).toHaveLength(1)
    expect(valueOf(await send('storm-1'))).toMatchObject({ isReplayed: true, message: { seq: 1 } })
    const other = await site.draft(await site.open())
    expect(refusalOf(await send('storm-1', other.id))).toEqual(['IDEMPOTENCY_KEY_REUSED'])
    expect(refusalOf(await send(''))).toEqual(['IDEMPOTENCY_KEY_REQUIRED'])
    // H40: sent twice within a second under two keys is one broadcast as well
    expect(refusalOf(await send('storm-2'))).toEqual(['WRONG_STATE'])
  })

  it('an update supersedes the head, stops what waits for it, and cannot be written against another head', async () => {
    const { activation, message } = await site.alert()
    const [first, second] = [await site.draft(activation), await site.draft(activation)]
    const update = await site.send(await site.approve(first, 1))
    expect(update).toMatchObject({ seq: 2, type: 'UPDATE', refersTo: [message.id], sentAt: '2026-11-21T18:00:01+09:00' })
    const { owner } = site.database
    expect(await owner`select seq, state from messages where activation_id = ${activation.id} order by seq`).toEqual([
      { seq: 1, state: 'SUPERSEDED' },
      { seq: 2, state: 'CURRENT' },
    ])
    expect(await owner`select seq, state from deliveries where activation_id = ${activation.id} order by seq`).toEqual([
      { seq: 1, state: 'SUPERSEDED' },
      { seq: 2, state: 'PENDING' },
    ])
    expect(await owner`select distinct outcome from timers where message_id = ${message.id}`).toEqual([{ outcome: 'superseded' }])
    const late = await site.approve(second, 1)
    const sent = await broadcastPlaybook(site.hub, site.people.sender, { version: late.id, idempotencyKey: 'fork' })
    expect(refusalOf(sent)).toEqual(['HEAD_MOVED'])
  })

  it('is refused where the centers are no longer those that were approved, and after the approval is a day old', async () => {
    const version = await site.approve(await site.draft(await site.open({ areas: ['11', 'KR-26'] })), 2)
    const { owner } = site.database
    await owner`update memberships set member_to = '2026-11-20' where center_id = (select id from centers where code = 'busan')`
    const send = (key: string, id = version.id) => broadcastPlaybook(site.hub, site.people.sender, { version: id, idempotencyKey: key })
    expect(refusalOf(await send('changed'))).toEqual(['TARGETS_CHANGED'])
    // As many as before, and not the same ones.
    const lead = (region: string) =>
      owner`update center_regions set region = ${region} where valid_to is null and center_id = (select id from centers where code = 'daegu') returning region`
    expect(await lead('11')).toHaveLength(1)
    const swapped = await send('swapped')
    expect(swapped.ok ? [] : swapped.issues.map(({ code, got }) => [code, got])).toEqual([['TARGETS_CHANGED', '-busan +daegu']])
    await lead('27')
    await owner`update memberships set member_to = null where center_id = (select id from centers where code = 'busan')`
    const long = await site.draft(await site.open(), { expiresAt: '2026-11-23T10:00:00+09:00' })
    await site.approve(long, 1)
    await site.database.setClock('2026-11-22T18:00:00+09:00')
    expect(refusalOf(await send('old', long.id))).toEqual(['APPROVAL_MISSING'])
  })

  it('a hazard that nobody knows is kept and sent as it is', async () => {
    const { message } = await site.alert({ hazard: '괴현상' })
    expect(JSON.parse(message.content)).toMatchObject({ hazard: '괴현상' })
  })

  it('a center that is named twice gets it once, and holds up no message that was approved', async () => {
    const { message } = await site.alert({}, { overflow: ['busan', 'seoul', 'busan'] })
    expect(await site.database.owner`select part from message_targets where message_id = ${message.id} order by part`).toEqual([
      { part: 'OVERFLOW' },
      { part: 'TARGET' },
    ])
    const { participants } = await site.open({
      status: 'EXERCISE',
      exercise: { id: 'EX-2', participants: ['seoul', 'seoul'], endsAt: '2026-11-22T00:00:00+09:00' },
    })
    expect(participants).toHaveLength(1)
  })

  it('a hazard by any of its names is that hazard: what is real ends its drills, and its 24 hours count', async () => {
    const opened = await Promise.all(['태풍', 'Typhoon', 'ＴＹＰＨＯＯＮ'].map(hazard => site.open({ hazard })))
    expect(opened.map(({ hazard }) => hazard)).toEqual(['typhoon', 'typhoon', 'typhoon'])
  })

  it('a clock that was ahead and is set right keeps nobody from ending what was sent then', async () => {
    await site.database.setClock('2026-11-23T18:00:00+09:00')
    const { activation } = await site.alert({}, { expiresAt: '2026-11-24T01:00:00+09:00' })
    await site.database.setClock(STORM)
    const update = await site.approve(await site.draft(activation), 1)
    const sent = await broadcastPlaybook(site.hub, site.people.sender, { version: update.id, idempotencyKey: 'ahead' })
    expect(refusalOf(sent)).toEqual(['EXPIRY_NOT_ALLOWED'])
    const ending = { activation: activation.id, purpose: 'ISSUED_IN_ERROR', reason: '시각이 틀렸습니다', values: {} } as const
    const { message } = valueOf(await withdrawPlaybook(site.hub, site.people.sender, { ...ending, idempotencyKey: 'set right' }))
    expect(message).toMatchObject({ type: 'CANCEL', sentAt: '2026-11-23T18:00:01+09:00', expiresAt: '2026-11-24T18:00:01+09:00' })
  })

  it('the same hazard and area within 24 hours asks for a reason and offers the activation that is there', async () => {
    const { activation } = await site.alert({ hazard: 'strong_wind' })
    await expect(site.open({ hazard: 'strong_wind', repeatReason: null })).rejects.toThrow('RECENT_ALERT')
    await expect(site.open({ hazard: 'strong_wind', repeatReason: null })).rejects.toThrow(activation.id)
    // Another place, another status, or a day later: nothing to ask.
    await site.open({ hazard: 'strong_wind', areas: ['50'], repeatReason: null })
    await site.open({ hazard: 'strong_wind', status: 'TEST', repeatReason: null })
    await site.database.setClock('2026-11-22T18:00:01+09:00')
    await site.open({ hazard: 'strong_wind', repeatReason: null })
  })
})

describe('approval', () => {
  it('scenario 12: nobody approves what they wrote, in no role, and no program does', async () => {
    const version = await site.draft(await site.open())
    valueOf(await submitPlaybook(site.hub, site.people.author, { version: version.id }))
    const approve = (caller = site.people.approver, contentHash = version.contentHash, words = retyped) =>
      approvePlaybook(site.hub, caller, { version: version.id, contentHash, retyped: words })
    const bothRoles = { ...site.people.author, scopes: new Set(['playbooks:author', 'playbooks:approve'] as const) }
    expect(refusalOf(await approve(bothRoles))).toEqual(['APPROVER_IS_AUTHOR'])
    const program = { ...site.people.approver, kind: 'client' as const }
    expect(refusalOf(await approve(program))).toEqual(['APPROVER_IS_PROGRAM'])
    expect(refusalOf(await approve(site.people.approver, 'ff'))).toEqual(['APPROVAL_OF_OTHER_CONTENT'])
    expect(refusalOf(await approve(site.people.approver, version.contentHash, { ...retyped, centers: 2 }))).toEqual(['RETYPED_DIFFERS'])
    expect(valueOf(await approve()).state).toBe('APPROVED')
  })

  it('scenario 12: one letter that is edited voids the approval, and whoever edited it is an author', async () => {
    const activation = await site.open()
    const approved = await site.approve(await site.draft(activation), 1)
    const values = { ...TYPHOON, closures: { ko: '잠수교.', en: 'Jamsu bridge' } }
    const editor = { ...site.people.approver, scopes: new Set(['playbooks:author', 'playbooks:approve'] as const) }
    const edited = valueOf(await editPlaybook(site.hub, editor, { ...textOf(activation, { values }), version: approved.id }))
    expect(edited).toMatchObject({ state: 'DRAFT', revision: 2, authors: ['person:author', 'person:approver'] })
    expect(edited.contentHash).not.toBe(approved.contentHash)
    const send = broadcastPlaybook(site.hub, site.people.sender, { version: edited.id, idempotencyKey: 'edited' })
    expect(refusalOf(await send)).toEqual(['WRONG_STATE'])
    valueOf(await submitPlaybook(site.hub, site.people.author, { version: edited.id }))
    const again = { version: edited.id, contentHash: edited.contentHash, retyped }
    expect(refusalOf(await approvePlaybook(site.hub, editor, again))).toEqual(['APPROVER_IS_AUTHOR'])
    expect(valueOf(await approvePlaybook(site.hub, site.people.secretary, again)).state).toBe('APPROVED')
  })

  it('심각, or every center, needs two persons of two agencies', async () => {
    const { people } = site
    const version = await site.draft(await site.open(), { level: 'serious' })
    const sameAgency = { ...people.approver, subject: 'approver-2' }
    const inPart = await site.approve(version, 1, [people.approver, sameAgency])
    expect(inPart.state).toBe('IN_REVIEW')
    const again = { version: version.id, contentHash: version.contentHash, retyped }
    expect(refusalOf(await approvePlaybook(site.hub, people.approver, again))).toEqual(['APPROVED_ALREADY'])
    expect(valueOf(await approvePlaybook(site.hub, people.secretary, again)).state).toBe('APPROVED')
    const everywhere = await site.draft(await site.open({ areas: ['all'] }))
    expect((await site.approve(everywhere, 17, [people.approver])).state).toBe('IN_REVIEW')
    expect(
      refusalOf(
        await approvePlaybook(site.hub, people.secretary, { ...again, version: everywhere.id, contentHash: everywhere.contentHash }),
      ),
    ).toEqual(['RETYPED_DIFFERS'])
  })

  it('a text goes to review only when it is complete and says what, where and when', async () => {
    const { closures: _closures, weather_notice: _notice, ...few } = TYPHOON
    const version = await site.draft(await site.open(), { values: { ...few, area: { ko: '한강', en: null } } })
    const submitted = await submitPlaybook(site.hub, site.people.author, { version: version.id })
    expect(submitted.ok ? [] : submitted.issues.map(({ code, path }) => [code, path.slice(2).join('.')])).toEqual([
      ['PLACEHOLDER_MISSING', 'weather_notice.ko'],
      ['PLACEHOLDER_MISSING', 'area.en'],
    ])
  })
})

describe('false alarms', () => {
  it('Hawaii 2018: a drill cannot go out as the real thing, nor be approved as one, and is taken back in seconds', async () => {
    await site.endReal()
    const drill = await site.open({ status: 'EXERCISE' })
    // The same click leads elsewhere: the coordinator takes the drill for real, or the approver does.
    expect(refusalOf(await draftPlaybook(site.hub, site.people.author, textOf(drill, { status: 'ACTUAL' })))).toEqual(['STATUS_IMMUTABLE'])
    const version = await site.draft(drill)
    valueOf(await submitPlaybook(site.hub, site.people.author, { version: version.id }))
    const asReal = { version: version.id, contentHash: version.contentHash, retyped }
    expect(refusalOf(await approvePlaybook(site.hub, site.people.approver, asReal))).toEqual(['RETYPED_DIFFERS'])
    // One person alone sends nothing.
    const alone = broadcastPlaybook(site.hub, site.people.sender, { version: version.id, idempotencyKey: 'hawaii' })
    expect(refusalOf(await alone)).toEqual(['WRONG_STATE'])
    // What should not have gone out is taken back by one person, in words that are ready.
    const { activation, message } = await site.alert()
    await site.database.owner`update deliveries set first_attempt_at = hub_now() where message_id = ${message.id}`
    const withdrawn = valueOf(
      await withdrawPlaybook(site.hub, site.people.author, {
        activation: activation.id,
        purpose: 'ISSUED_IN_ERROR',
        reason: '단추를 잘못 눌렀습니다',
        values: {},
        idempotencyKey: 'hawaii-cancel',
      }),
    )
    expect(withdrawn.message).toMatchObject({ type: 'CANCEL', seq: 2, refersTo: [message.id] })
    expect(JSON.parse(withdrawn.message.content)).toMatchObject({
      lead: { ko: ['태풍 경계 안내: 잘못 나갔습니다. 지금부터 읽지 마십시오.', expect.any(String), expect.any(String)] },
    })
    expect(await site.database.owner`select seq, state from deliveries where activation_id = ${activation.id} order by seq`).toEqual([
      { seq: 1, state: 'CANCELED' },
      { seq: 2, state: 'PENDING' },
    ])
  })

  it('Seoul 2023: a text without what happened and where to go does not reach review; the correction is ready when it goes out', async () => {
    const activation = await site.open()
    const bare = { headlineKo: '대피할 준비를 하십시오', scriptKo: ['대피할 준비를 하십시오.'], scriptEn: null, qa: null, mustNotSay: null }
    const version = await site.draft(activation, { edits: bare })
    const submitted = await submitPlaybook(site.hub, site.people.author, { version: version.id })
    expect(submitted.ok ? [] : submitted.issues.map(({ code, messageEn }) => [code, messageEn])).toEqual([
      ['PLAYBOOK_INCOMPLETE', 'What is read first does not say what happened.'],
      ['PLAYBOOK_INCOMPLETE', 'What is read first does not say when the caller hears more.'],
    ])
    const alert = await site.alert()
    expect(JSON.parse(alert.message.content)).toMatchObject({
      correction: { ko: ['조금 전 태풍 안내 가운데 바로잡을 것이 있습니다.', expect.any(String), expect.any(String), expect.any(String)] },
    })
    const corrected = valueOf(
      await correctPlaybook(site.hub, site.people.author, {
        activation: alert.activation.id,
        values: CORRECTION,
        takeOut: ['closures'],
        idempotencyKey: 'seoul',
      }),
    )
    const content = JSON.parse(corrected.message.content) as { lead: { ko: string[] }; script: { ko: string[] } }
    expect(corrected.message).toMatchObject({ type: 'UPDATE', purpose: 'CORRECT', seq: 2 })
    expect(content.lead.ko[1]).toBe('맞는 안내는 이렇습니다. ○○체육관이 열려 있습니다(11월 21일 오후 6시 20분 확인).')
    expect(content.script.ko.some(line => line.includes('잠수교'))).toBe(false)
  })

  it('a correction takes no new facts on one word, and only facts that are there and optional out', async () => {
    const { activation } = await site.alert()
    const correct = (values: typeof CORRECTION, takeOut: string[]) =>
      correctPlaybook(site.hub, site.people.author, { activation: activation.id, values, takeOut, idempotencyKey: 'new-facts' })
    expect(refusalOf(await correct({ ...CORRECTION, closures: { ko: '반포대교', en: 'Banpo' } }, []))).toEqual(['PLACEHOLDER_UNDECLARED'])
    expect(refusalOf(await correct(CORRECTION, ['weather_notice']))).toEqual(['BAD_USER_INPUT'])
    const { correct_item: _item, ...rest } = CORRECTION
    expect(refusalOf(await correct(rest, []))).toEqual(['PLACEHOLDER_MISSING'])
  })
})

describe('ending', () => {
  it('P3: a cancel goes where an attempt was ever started and nowhere else, and ends the activation for good', async () => {
    const { activation, message } = await site.alert({ areas: ['11', '26'] })
    const { owner } = site.database
    await owner`
      update deliveries set first_attempt_at = hub_now(), state = 'UNKNOWN'
      where message_id = ${message.id} and webhook_id like '%-busan'`
    const end = (key: string) =>
      withdrawPlaybook(site.hub, site.people.sender, {
        activation: activation.id,
        purpose: 'ALL_CLEAR',
        reason: '특보가 해제되었습니다',
        values: { end_time: { ko: '2026-11-21T20:00:00+09:00', en: null } },
        idempotencyKey: key,
      })
    const cancel = valueOf(await end('all-clear')).message
    expect(valueOf(await end('all-clear'))).toEqual({ message: cancel, isReplayed: true })
    expect(await owner`select webhook_id as id from deliveries where message_id = ${cancel.id}`).toEqual([{ id: `${cancel.id}-busan` }])
    expect(await owner`select center_id from message_targets where message_id = ${cancel.id}`).toHaveLength(2)
    expect(JSON.parse(cancel.content)).toMatchObject({
      cap: { responseType: ['AllClear'] },
      lead: { ko: ['한강 낮은 곳 태풍 경계 단계가 11월 21일 오후 8시에 끝났습니다.', expect.any(String), expect.any(String)] },
    })
    expect(refusalOf(await end('again'))).toEqual(['WRONG_STATE'])
    expect(refusalOf(await draftPlaybook(site.hub, site.people.author, textOf(activation)))).toEqual(['WRONG_STATE'])
    const next = await site.open({ relatesTo: activation.id })
    expect(next.relatesTo).toBe(activation.id)
    const closed = valueOf(await closeActivation(site.hub, site.people.sender, { activation: activation.id, reason: '마칩니다' }))
    expect(closed).toMatchObject({ state: 'CLOSED', closedBy: 'person:sender' })
    expect(closed.closedWithout).toHaveLength(2)
  })

  it('scenario 15: expiry ends the head and sends nothing', async () => {
    const { activation, message } = await site.alert()
    await site.database.setClock('2026-11-21T23:00:00+09:00')
    expect(await expireDueMessages(site.hub)).toContain(message.id)
    expect(await expireDueMessages(site.hub)).toEqual([])
    const { owner } = site.database
    expect(await owner`select state from deliveries where message_id = ${message.id}`).toEqual([{ state: 'EXPIRED' }])
    expect(await owner`select state from activations where id = ${activation.id}`).toEqual([{ state: 'CLOSING' }])
    expect(await owner`select count(*)::int as n from messages where activation_id = ${activation.id}`).toEqual([{ n: 1 }])
  })
})

describe('schedule', () => {
  it('scenario 10: what was due while nothing ran is sent late, what expired meanwhile is missed and never sent', async () => {
    const at = { late: '2026-11-21T19:00:00+09:00', missed: '2026-11-21T19:00:00+09:00', off: '2026-11-21T19:00:00+09:00' }
    const scheduled = async (publishAt: string, expiresAt: string) => {
      const version = await site.approve(await site.draft(await site.open(), { expiresAt }), 1)
      return valueOf(await schedulePlaybook(site.hub, site.people.sender, { version: version.id, publishAt }))
    }
    const a = await scheduled(at.late, '2026-11-21T23:00:00+09:00')
    const b = await scheduled(at.missed, '2026-11-21T19:10:00+09:00')
    const c = await scheduled(at.off, '2026-11-21T23:00:00+09:00')
    valueOf(await unschedulePlaybook(site.hub, site.people.sender, { version: c.id }))
    expect(await publishDuePlaybooks(site.hub)).toEqual([])
    await site.database.setClock('2026-11-21T19:20:00+09:00')
    // Three replicas at once send it once.
    const outcomes = (await Promise.all([1, 2, 3].map(() => publishDuePlaybooks(site.hub)))).flat()
    expect(outcomes.filter(({ became }) => became !== null).toSorted((x, y) => (x.version < y.version ? -1 : 1))).toEqual(
      [
        { version: a.id, became: 'published' },
        { version: b.id, became: 'missed' },
      ].toSorted((x, y) => (x.version < y.version ? -1 : 1)),
    )
    const { owner } = site.database
    expect(await owner`select is_late as late, published_by as by from messages where version_id = ${a.id}`).toEqual([
      { late: true, by: 'person:sender' },
    ])
    expect(await owner`select state from playbook_versions where id in (${b.id}, ${c.id}) order by state`).toEqual([
      { state: 'APPROVED' },
      { state: 'MISSED' },
    ])
    expect(await owner`select kind, version_id as version from pages`).toEqual([{ kind: 'MISSED', version: b.id }])
  })

  it('what may not be sent any more when it is due goes back to be looked at', async () => {
    const activation = await site.open()
    const version = await site.approve(await site.draft(activation), 1)
    const other = await site.approve(await site.draft(activation), 1)
    valueOf(await schedulePlaybook(site.hub, site.people.sender, { version: version.id, publishAt: '2026-11-21T18:30:00+09:00' }))
    await site.send(other)
    await site.database.setClock('2026-11-21T18:30:00+09:00')
    expect(await publishDuePlaybooks(site.hub)).toContainEqual({ version: version.id, became: 'unscheduled' })
    expect(await site.database.owner`select kind, detail->'codes' as codes from pages where version_id = ${version.id}`).toEqual([
      { kind: 'PUBLISH_REFUSED', codes: [expect.any(String)] },
    ])
  })

  it('an instant that has passed, or after the expiry, is no time to go out', async () => {
    const version = await site.approve(await site.draft(await site.open()), 1)
    for (const publishAt of ['2026-11-21T18:00:00+09:00', '2026-11-21T23:00:00+09:00', 'soon']) {
      expect(refusalOf(await schedulePlaybook(site.hub, site.people.sender, { version: version.id, publishAt }))).toEqual([
        'BAD_USER_INPUT',
      ])
    }
  })
})
