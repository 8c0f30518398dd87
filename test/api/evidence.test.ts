import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { submitStatistics } from '../../api/operations/submit-statistics.js'
import { STORM, TYPHOON } from '../support/broadcast-hub.js'
import type { Scope } from '../../schema/domain/centers/caller.js'
import { rowsOf, valueOf } from '../support/center-hub.js'
import { foreignCap } from '../support/foreign-cap.js'
import { forgeToken } from '../support/forge-token.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { registerRoles } from '../support/register-roles.js'
import { ROLES, type Role } from '../support/role-table.js'
import { EMPTY_BATCH } from '../support/submission-samples.js'
import { capFaults, hasXmllint } from '../support/xmllint.js'

let hub: HubServer
beforeAll(async () => {
  hub = await startHubServer()
  await hub.database.setClock(STORM)
  await registerRoles(hub.database.owner)
})
afterAll(() => hub.close())

async function as(role: Role, query: string, variables: Record<string, unknown> = {}) {
  const claims = { sub: `role-${role}`, client_id: `role-${role}`, scope: ROLES[role].scopes.join(' ') }
  const { data, errors } = await hub.graphql(query, variables, await forgeToken(hub.issuer, { claims }))
  return { data, codes: (errors ?? []).map(({ extensions }) => extensions['code']) }
}

const REFUSED = '... on Refused { issues { code path expected sourceRow messageKo } }'
const bringIn = async (document: string, role: Role = 'author') =>
  (
    await as(
      role,
      `mutation ($input: ImportEvidenceInput!) { importEvidence(input: $input) {
        ... on EvidenceImport { messages added known refused proposals issues { code sourceRow } } ${REFUSED} } }`,
      { input: { document } },
    )
  ).data.importEvidence
const accept = async (input: Record<string, unknown>, role: Role = 'author') =>
  (
    await as(
      role,
      `mutation ($input: AcceptProposalInput!) { acceptProposal(input: $input) {
        ... on AcceptedProposal { proposal { state activation decidedBy version }
          version { id state type level areas playbook content contentHash expiresAt } } ${REFUSED} } }`,
      { input },
    )
  ).data.acceptProposal
const dismiss = async (proposal: string, reason = '우리 지역과 무관합니다') =>
  (
    await as(
      'author',
      `mutation ($input: DismissProposalInput!) { dismissProposal(input: $input) { ... on PlaybookProposal { state decisionReason decidedBy } ${REFUSED} } }`,
      { input: { proposal, reason } },
    )
  ).data.dismissProposal
const proposalOf = async (id: string) => {
  const { data } = await as(
    'approver',
    `{ playbookProposals(first: 500) { nodes { id source state advice hazard hazardNameKo hazardWord level playbook playbooks areas unknownAreas centers
      values { name ko en } activation evidence { kind sourceId outcome text } } } }`,
  )
  return data.playbookProposals.nodes.find((one: { id: string }) => one.id === id)
}
const evidenceOf = async (sourceId: string) => {
  const { data } = await as(
    'administrator',
    `{ disasterEvidence(first: 500) { nodes { source sourceId kind hazard hazardWord areas { word region } text isWithheld unread { name value }
      outcome notedReason proposal contentHash suggestedLevel } } }`,
  )
  return data.disasterEvidence.nodes.filter((one: { sourceId: string }) => one.sourceId === sourceId)
}
const countOf = async (table: string) =>
  (await hub.database.owner`select count(*)::int as n from ${hub.database.owner(table)}`)[0]!['n'] as number

let serial = 500_000
const record = (fields: Record<string, unknown> = {}) => ({
  SN: ++serial,
  CRT_DT: '2026/11/21 17:42:30',
  MSG_CN: '[행정안전부] 산불 확산. 입산을 금지합니다.',
  RCPTN_RGN_NM: '경상북도 울진군 ',
  EMRG_STEP_NM: '긴급재난',
  DST_SE_NM: '산불',
  REG_YMD: '2026-11-21',
  MDFCN_YMD: '2026-11-21',
  ...fields,
})
const list = (...records: readonly unknown[]) =>
  JSON.stringify({ header: { resultCode: '00' }, totalCount: records.length, body: records }, null, 1)

describe('a CAP alert of others', () => {
  const alert = foreignCap({
    id: 'KMA-1',
    event: '태풍',
    severity: 'Severe',
    areas: [
      ['부산광역시 해운대구', null],
      ['울산', 'KR-31'],
    ],
  })

  it.skipIf(!hasXmllint)('is valid by the schema of OASIS as the tests write it', () => {
    expect(capFaults(alert)).toBe('')
    expect(capFaults(foreignCap({ id: 'KMA-2', type: 'Cancel', references: ['KMA-1'], event: '태풍', areas: [['부산', null]] }))).toBe('')
  })

  it('is kept byte for byte and suggests the template, the level, the centers of its areas and where; nothing is sent', async () => {
    const messages = await countOf('messages')
    const { proposals, ...counts } = await bringIn(alert)
    expect(counts).toEqual({ messages: 1, added: 1, known: 0, refused: 0, issues: [] })
    expect(await proposalOf(proposals[0])).toEqual({
      id: proposals[0],
      source: 'EVIDENCE',
      state: 'OPEN',
      advice: 'NEW',
      hazard: 'typhoon',
      hazardNameKo: '태풍',
      hazardWord: '태풍',
      level: 'ALERT',
      playbook: 'pb_typhoon',
      playbooks: ['pb_typhoon'],
      areas: ['부산광역시', 'KR-31'],
      unknownAreas: [],
      centers: ['busan', 'ulsan'],
      values: [
        { name: 'area', ko: '부산광역시 해운대구, 울산', en: null },
        { name: 'info_url', ko: 'https://www.safekorea.go.kr', en: null },
      ],
      activation: null,
      evidence: [{ kind: 'ALERT', sourceId: 'KMA-1', outcome: 'OPEN', text: '태풍 북상' }],
    })
    const [stored] = await hub.database.owner`select raw, content_hash from disaster_evidence where source_id = 'KMA-1'`
    expect(Buffer.from(stored!['raw'] as Uint8Array).toString('utf8')).toBe(alert)
    expect(stored!['content_hash']).toBe(createHash('sha256').update(alert).digest('hex'))
    expect([await countOf('messages'), await countOf('playbook_versions'), await countOf('activations')]).toEqual([messages, 0, 0])
    expect(await hub.database.owner`select kind, told_at from pages where subject = ${proposals[0]}`).toEqual([
      { kind: 'PROPOSAL', told_at: null },
    ])
  })

  it('brought in again changes nothing; an update of it joins and says what holds now', async () => {
    expect(await bringIn(alert)).toMatchObject({ messages: 1, added: 0, known: 1, proposals: [] })
    const update = foreignCap({
      id: 'KMA-1b',
      type: 'Update',
      references: ['KMA-1'],
      event: '태풍',
      severity: 'Extreme',
      areas: [['경상남도', null]],
    })
    const { proposals } = await bringIn(update)
    expect(await proposalOf(proposals[0])).toMatchObject({
      state: 'OPEN',
      level: 'SERIOUS',
      centers: ['busan', 'ulsan', 'gyeongnam'],
      evidence: [{ kind: 'UPDATE', outcome: 'JOIN' }, { kind: 'ALERT' }],
    })
  })

  it('an update that does not replace all that a proposal rests on lowers no level', async () => {
    const jeju = (id: string, more: object) =>
      foreignCap({ id, event: '태풍', areas: [['제주특별자치도', null]], severity: 'Minor', ...more })
    const { proposals } = await bringIn(jeju('KMA-20', { severity: 'Extreme' }))
    const other = record({ DST_SE_NM: '태풍', RCPTN_RGN_NM: '제주특별자치도 전체', EMRG_STEP_NM: '안전안내' })
    const updates = [list(other), list({ ...other, MSG_CN: '정정' }), jeju('KMA-21', { type: 'Update', references: ['not-ours'] })]
    for (const document of updates) {
      expect((await bringIn(document)).proposals).toEqual(proposals)
      expect((await proposalOf(proposals[0])).level).toBe('SERIOUS')
    }
  })

  it('the same hazard and area within 24 hours joins whoever says it; another area, and the next day, is another proposal', async () => {
    const first = await bringIn(foreignCap({ id: 'KMA-3', event: '대설', areas: [['강원특별자치도', null]] }))
    const second = await bringIn(list(record({ DST_SE_NM: '대설', RCPTN_RGN_NM: '강원특별자치도 삼척시' })))
    expect(second.proposals).toEqual(first.proposals)
    const elsewhere = await bringIn(list(record({ DST_SE_NM: '대설', RCPTN_RGN_NM: '제주특별자치도 전체' })))
    expect(elsewhere.proposals).not.toEqual(first.proposals)
    await hub.database.setClock('2026-11-22T18:00:01+09:00')
    const later = await bringIn(list(record({ DST_SE_NM: '대설', RCPTN_RGN_NM: '강원특별자치도 삼척시', CRT_DT: '2026/11/22 17:59:00' })))
    expect(later.proposals).toEqual([expect.not.stringContaining(first.proposals[0])])
    expect((await proposalOf(later.proposals[0])).advice).toBe('NEW')
    await hub.database.setClock(STORM)
  })

  it('a cancel withdraws the proposal it alone stood on; one of a drill, a stale one and an acknowledgment are kept and suggest nothing', async () => {
    const { proposals } = await bringIn(foreignCap({ id: 'KMA-4', event: '한파', areas: [['대전광역시', null]] }))
    await bringIn(foreignCap({ id: 'KMA-5', type: 'Cancel', references: ['KMA-4'], event: '한파', areas: [['대전광역시', null]] }))
    expect(await proposalOf(proposals[0])).toMatchObject({ state: 'WITHDRAWN' })
    expect((await accept({ proposal: proposals[0] })).issues).toMatchObject([{ code: 'WRONG_STATE' }])
    const noted = [
      foreignCap({ id: 'KMA-6', status: 'Exercise', event: '지진', areas: [['서울특별시', null]] }),
      foreignCap({ id: 'KMA-7', sent: '2026-11-20T17:00:00+09:00', event: '지진', areas: [['서울특별시', null]] }),
      foreignCap({ id: 'KMA-8', type: 'Ack', event: '지진', areas: [['서울특별시', null]] }),
      foreignCap({ id: 'KMA-9', type: 'Cancel', references: ['nobody'], event: '지진', areas: [['서울특별시', null]] }),
    ]
    for (const document of noted) expect(await bringIn(document)).toMatchObject({ added: 1, proposals: [] })
    const reasons = await Promise.all(['KMA-6', 'KMA-7', 'KMA-8', 'KMA-9'].map(evidenceOf))
    expect(reasons.map(([one]) => one.notedReason)).toEqual(['NOT_ACTUAL', 'NOT_CURRENT', 'OTHER_KIND', 'NOTHING_TO_END'])
  })

  it.each([
    ['a document type', alert.replace('<alert', '<!DOCTYPE a SYSTEM "http://127.0.0.1/x"><alert')],
    ['entities that grow', alert.replace('<alert', '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><alert')],
    ['an external entity', alert.replace('<alert', '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><alert')],
    ['depth', `${alert.slice(0, alert.indexOf('<info>'))}${'<a>'.repeat(20_000)}`],
    ['more than 256 KB', alert.replace('<info>', `<!-- ${'x'.repeat(256 * 1024)} --><info>`)],
    ['an identifier without end', alert.replace('KMA-1', 'x'.repeat(201))],
    ['JSON that is deep', `[${'['.repeat(10_000)}`],
    ['JSON that is something else', '{"a": 1}'],
    ['keys twice', '[{"SN": 1, "SN": 2, "MSG_CN": "x"}]'],
    ['more records than fit', JSON.stringify(Array.from({ length: 501 }, (_, i) => ({ SN: i, MSG_CN: 'x' })))],
    ['nothing', ''],
  ])('hostile: %s is refused and leaves nothing', async (_what, document) => {
    const before = await countOf('disaster_evidence')
    const answer = await bringIn(document)
    expect((answer.issues ?? []).map(({ code }: { code: string }) => code)).toEqual(['EVIDENCE_UNREADABLE'])
    expect(await countOf('disaster_evidence')).toBe(before)
  })

  it('hostile: signs that nothing can store, markup and turns of direction are kept and shown harmless', async () => {
    const sly = foreignCap({
      id: 'SLY&#0;&#xD800;',
      event: '낙뢰',
      areas: [
        ['<script>', null],
        ['서울특별시 {{wrong}}', null],
      ],
    })
    const { proposals } = await bringIn(sly.replace('낙뢰 북상', '&lt;img src=x onerror=alert(1)&gt;\u202e끝'))
    const proposal = await proposalOf(proposals[0])
    expect(proposal.evidence[0]).toMatchObject({ text: '&lt;img src=x onerror=alert(1)&gt;\\u202e끝' })
    expect(proposal).toMatchObject({ areas: ['&lt;script&gt;', '서울특별시'], unknownAreas: ['&lt;script&gt;'], centers: ['seoul'] })
    expect(proposal.values.map(({ name }: { name: string }) => name)).toEqual(['info_url'])
  })
})

describe('records of the ministry', () => {
  it('scenario 15: 29, 46 and KR-29 lead to 12, KR-50 to Sejong and 50 to Jeju; unknown areas and an unknown hazard are kept, not dropped', async () => {
    const places = foreignCap({
      id: 'R-1',
      event: '소행성 접근',
      areas: [
        ['가', '29'],
        ['나', '46'],
        ['다', 'KR-29'],
        ['라', 'KR-50'],
        ['마', '50'],
        ['바', 'KR-99'],
      ],
    })
    const { proposals } = await bringIn(places)
    expect(await proposalOf(proposals[0])).toMatchObject({
      hazard: null,
      hazardWord: '소행성 접근',
      playbook: null,
      areas: ['29', '46', 'KR-29', 'KR-50', '50', 'KR-99'],
      unknownAreas: ['KR-99'],
      centers: ['gwangju', 'sejong', 'jeonnam', 'jeju'],
    })
    const coded = foreignCap({ id: 'R-2', event: '새 재난', hazard: 'space_object_fall', areas: [['서울특별시', null]] })
    expect(await proposalOf((await bringIn(coded)).proposals[0])).toMatchObject({
      hazard: 'space_object_fall',
      hazardNameKo: null,
      playbook: null,
    })
    const [kept] = await evidenceOf('R-2')
    expect(kept).toMatchObject({ hazard: 'space_object_fall', outcome: 'OPEN' })
  })

  it('a list is taken record by record: good ones land, bad ones are told by their row, the same ones are known, a corrected one updates', async () => {
    const good = record({ DST_SE_NM: '호우', RCPTN_RGN_NM: '인천광역시 강화군 ,경기도 김포시 ' })
    const answer = await bringIn(
      list(good, { SN: 7 }, good, record({ DST_SE_NM: '실종', MSG_CN: '[서울경찰청] 홍길동씨(남, 80세)를 찾습니다' })),
    )
    expect(answer).toMatchObject({ messages: 4, added: 2, known: 1, refused: 1, issues: [{ code: 'EVIDENCE_UNREADABLE', sourceRow: 2 }] })
    expect(await proposalOf(answer.proposals[0])).toMatchObject({
      playbook: 'pb_heavy_rain_flood',
      level: 'ALERT',
      centers: ['incheon', 'gyeonggi'],
    })
    const raw = await hub.database
      .owner`select raw, is_withheld, message, noted_reason from disaster_evidence where source_id = ${String(serial)}`
    expect(raw).toEqual([{ raw: null, is_withheld: true, message: null, noted_reason: 'OF_A_PERSON' }])
    const [kept] = await hub.database
      .owner`select convert_from(raw, 'UTF8') as raw from disaster_evidence where source_id = ${String(good.SN)}`
    expect(JSON.parse(kept!['raw'] as string)).toEqual(good)
    const corrected = await bringIn(list({ ...good, MSG_CN: '정정: 강화군만 해당합니다', EMRG_STEP_NM: '안전안내' }))
    expect(corrected).toMatchObject({ added: 1, proposals: answer.proposals })
    expect(await proposalOf(answer.proposals[0])).toMatchObject({ level: 'CAUTION' })
    expect((await evidenceOf(String(good.SN))).map(({ kind }: { kind: string }) => kind)).toEqual(['UPDATE', 'ALERT'])
  })

  it('of three templates for one hazard the word chooses; where it does not, a person does', async () => {
    const dark = await bringIn(list(record({ DST_SE_NM: '정전', RCPTN_RGN_NM: '충청북도' })))
    expect(await proposalOf(dark.proposals[0])).toMatchObject({ hazard: 'utility_outage', playbook: 'pb_blackout' })
    const open = await bringIn(list(record({ DST_SE_NM: '에너지', RCPTN_RGN_NM: '충청남도' })))
    const left = await proposalOf(open.proposals[0])
    expect([left.playbook, left.playbooks]).toEqual([null, ['pb_water_outage', 'pb_blackout', 'pb_telecom_outage', 'pb_admin_it_outage']])
    expect((await accept({ proposal: left.id })).issues).toMatchObject([
      {
        code: 'BAD_USER_INPUT',
        path: ['input', 'playbook'],
        expected: 'pb_water_outage, pb_blackout, pb_telecom_outage, pb_admin_it_outage',
      },
    ])
  })
})

describe('what a person makes of a proposal', () => {
  it('a draft like every other: not sent, not approved, complete only by its author; then the same hazard points to its activation', async () => {
    const { proposals } = await bringIn(list(record({ DST_SE_NM: '태풍', RCPTN_RGN_NM: '서울특별시 전체', EMRG_STEP_NM: '긴급재난' })))
    const messages = await countOf('messages')
    const { proposal, version } = await accept({ proposal: proposals[0] })
    expect(proposal).toMatchObject({ state: 'ACCEPTED', decidedBy: 'person:role-author', version: version.id })
    expect(version).toMatchObject({ state: 'DRAFT', type: 'ALERT', level: 'ALERT', areas: ['서울특별시'], playbook: 'pb_typhoon' })
    expect(await countOf('messages')).toBe(messages)
    expect((await accept({ proposal: proposals[0] })).issues).toMatchObject([{ code: 'WRONG_STATE' }])

    const act = async (name: string, role: Role, { type, input }: { type: string; input: Record<string, unknown> }) =>
      (await as(role, `mutation ($input: ${type}!) { ${name}(input: $input) { __typename ${REFUSED} } }`, { input })).data[name]
    const submit = () => act('submitPlaybook', 'author', { type: 'PlaybookVersionInput', input: { version: version.id } })
    const codes = (answer: { issues?: { code: string }[] }) => [...new Set((answer.issues ?? []).map(({ code }) => code))]
    expect(codes(await submit())).toEqual(['PLACEHOLDER_MISSING'])
    const send = { type: 'BroadcastPlaybookInput', input: { version: version.id, idempotencyKey: 'evidence-1' } }
    expect(codes(await act('broadcastPlaybook', 'broadcaster', send))).toEqual(['WRONG_STATE'])
    const values = Object.entries({ ...TYPHOON }).map(([name, value]) => ({ name, ...value }))
    const text = { playbook: 'pb_typhoon', level: 'ALERT', areas: version.areas, expiresAt: version.expiresAt, values }
    expect(codes(await act('editPlaybook', 'author', { type: 'EditPlaybookInput', input: { version: version.id, ...text } }))).toEqual([])
    expect(codes(await submit())).toEqual([])
    const shown = (
      await as('approver', `{ previewBroadcast(version: "${version.id}") { retype { status hazard centers } version { contentHash } } }`)
    ).data.previewBroadcast
    const approval = { version: version.id, contentHash: shown.version.contentHash, retyped: shown.retype }
    // Whoever accepted it wrote it, and approves nothing of it.
    expect(codes(await act('approvePlaybook', 'author', { type: 'ApprovePlaybookInput', input: approval }))).toEqual(['FORBIDDEN'])
    expect(codes(await act('approvePlaybook', 'approver', { type: 'ApprovePlaybookInput', input: approval }))).toEqual([])
    expect(codes(await act('broadcastPlaybook', 'broadcaster', send))).toEqual([])

    const again = await bringIn(foreignCap({ id: 'A-1', event: '태풍', areas: [['서울특별시', null]] }))
    expect(await proposalOf(again.proposals[0])).toMatchObject({ advice: 'CONTINUE', activation: proposal.activation })
    const update = await accept({ proposal: again.proposals[0] })
    expect(update.version).toMatchObject({ state: 'DRAFT', type: 'UPDATE' })
    expect(update.proposal.activation).toBe(proposal.activation)

    const end = await bringIn(foreignCap({ id: 'A-2', type: 'Cancel', references: ['A-1'], event: '태풍', areas: [['서울특별시', null]] }))
    expect(await proposalOf(end.proposals[0])).toMatchObject({ advice: 'END', activation: proposal.activation })
    expect(codes(await accept({ proposal: end.proposals[0] }))).toEqual(['WRONG_STATE'])
    const [activation] = await hub.database.owner`select state, head_seq from activations where id = ${proposal.activation}`
    expect(activation).toEqual({ state: 'ACTIVE', head_seq: 1 })

    // What continues an activation that has ended since opens another one, with the reason that every repetition needs.
    const late = await bringIn(foreignCap({ id: 'A-3', event: '태풍', areas: [['서울특별시', null]] }))
    expect(await proposalOf(late.proposals[0])).toMatchObject({ advice: 'CONTINUE', activation: proposal.activation })
    const ending = { activation: proposal.activation, isAllClear: false, reason: '잘못 보냈습니다', idempotencyKey: 'evidence-2' }
    expect(codes(await act('withdrawPlaybook', 'broadcaster', { type: 'WithdrawPlaybookInput', input: ending }))).toEqual([])
    const why = { code: 'RECENT_ALERT', path: ['input', 'repeatReason'], expected: 'a reason' }
    expect((await accept({ proposal: late.proposals[0] })).issues).toMatchObject([why])
    const another = await accept({ proposal: late.proposals[0], repeatReason: '태풍이 되돌아옵니다' })
    expect(another.version).toMatchObject({ state: 'DRAFT', type: 'ALERT' })
    const [next] = await hub.database.owner`select relates_to from activations where id = ${another.proposal.activation}`
    expect(next).toEqual({ relates_to: proposal.activation })
  })

  it('nothing, with the reason: the same again is noted, a higher level asks again', async () => {
    const of = (step: string) => list(record({ DST_SE_NM: '황사', RCPTN_RGN_NM: '대구광역시', EMRG_STEP_NM: step }))
    const { proposals } = await bringIn(of('안전안내'))
    expect((await dismiss(proposals[0], ' ')).issues).toMatchObject([{ code: 'REASON_REQUIRED' }])
    expect((await dismiss(proposals[0], '담당 010-1234-5678에게 확인')).issues).toMatchObject([{ code: 'TEXT_NOT_ACCEPTED' }])
    expect(await dismiss(proposals[0])).toEqual({
      state: 'DISMISSED',
      decisionReason: '우리 지역과 무관합니다',
      decidedBy: 'person:role-author',
    })
    expect((await dismiss(proposals[0])).issues).toMatchObject([{ code: 'WRONG_STATE' }])
    expect(await bringIn(of('안전안내'))).toMatchObject({ added: 1, proposals: [] })
    expect(await evidenceOf(String(serial))).toMatchObject([{ notedReason: 'DISMISSED', proposal: proposals[0] }])
    expect((await bringIn(of('위급재난'))).proposals).toHaveLength(1)
  })

  it('is for persons: a program brings evidence in and decides nothing', async () => {
    await hub.database.owner`update callers set kind = 'client' where subject = 'role-breakGlass'`
    const { proposals } = await bringIn(list(record({ DST_SE_NM: '폭염', RCPTN_RGN_NM: '경상북도' })), 'breakGlass')
    expect((await accept({ proposal: proposals[0] }, 'breakGlass')).issues).toMatchObject([{ code: 'PERSON_REQUIRED' }])
    expect((await accept({ proposal: '00000000-0000-4000-8000-000000000000' })).issues).toMatchObject([{ code: 'NOT_FOUND' }])
    expect((await accept({ proposal: "x' or true" })).issues).toMatchObject([{ code: 'NOT_FOUND' }])
  })

  it('the chain of the council has every step, and nothing of what was said', async () => {
    const entries = await hub.database.owner`
      select action, subject::text as subject from audit_entries where action like 'evidence.%' or action like 'proposal.%'`
    const actions = new Set(entries.map(({ action }) => action as string))
    expect([...actions].toSorted()).toEqual([
      'evidence.imported',
      'proposal.accepted',
      'proposal.dismissed',
      'proposal.joined',
      'proposal.opened',
      'proposal.withdrawn',
    ])
    expect(entries.filter(({ subject }) => /산불|북상|울진|무관/.test(subject as string))).toEqual([])
  })

  it('two imports at once of the same thing keep it once and open one proposal', async () => {
    const document = foreignCap({ id: 'TWICE', event: '미세먼지', areas: [['세종특별자치시', null]] })
    const answers = await Promise.all(Array.from({ length: 4 }, () => bringIn(document)))
    expect(answers.filter(({ added }) => added === 1)).toHaveLength(1)
    expect(await hub.database.owner`select from playbook_proposals where hazard_key = 'fine_dust'`).toHaveLength(1)
  })

  it('pages go on where the one before ended', async () => {
    const page = async (after: string | null) =>
      (
        await as('author', `query ($after: String) { playbookProposals(first: 3, after: $after) { nodes { id } endCursor hasNextPage } }`, {
          after,
        })
      ).data.playbookProposals
    const first = await page(null)
    const second = await page(first.endCursor)
    const ids = [...first.nodes, ...second.nodes].map(({ id }: { id: string }) => id)
    expect([new Set(ids).size, first.hasNextPage]).toEqual([6, true])
  })
})

it('the tables keep what no code may break: evidence is added only, what was decided stays, a program decides nothing', async () => {
  const { owner } = hub.database
  await expect(owner`update disaster_evidence set message = 'x'`).rejects.toThrow('append-only')
  await expect(owner`delete from playbook_proposals`).rejects.toThrow('append-only')
  const [dismissed] = await owner`select id from playbook_proposals where state = 'DISMISSED' limit 1`
  await expect(owner`update playbook_proposals set state = 'OPEN' where id = ${dismissed!['id']}`).rejects.toThrow('was decided')
  const [open] = await owner`select id from playbook_proposals where state = 'OPEN' limit 1`
  await expect(
    owner`update playbook_proposals set state = 'DISMISSED', decided_by = 'client:x', decided_at = now(), decision_reason = 'x' where id = ${open!['id']}`,
  ).rejects.toThrow('playbook_proposals_by_persons')
})

it('counts of our own suggest too, on a coordinator’s word and every hour: with the numbers in Korean and English', async () => {
  const fridays = [30, 32, 28, 34, 31, 180].map((value, i) => ({
    value,
    day: `2026-${['10-16', '10-23', '10-30', '11-06', '11-13', '11-20'][i] ?? ''}`,
  }))
  const rows = fridays.flatMap(({ value, day }) =>
    rowsOf({ hazard_contacts: value }, { periodStart: day, dimensions: [{ dimension: 'hazard_type', item: 'animal_disease' }] }),
  )
  const { centers } = await hub.hub.standards()
  const client = {
    subject: 'busan-client',
    kind: 'client',
    center: centers.get('busan') ?? null,
    scopes: new Set<Scope>(['stats:write']),
  } as const
  const request = { idempotencyKey: 'surge-1', uploadId: null, isDryRun: false, dryRunHash: null }
  valueOf(await submitStatistics(hub.hub, client, { ...request, batch: { ...EMPTY_BATCH, edition: '2026.1', rows } }))
  const look = `mutation { watchSurges { ... on SurgeWatch { centers found expected known proposals } ${REFUSED} } }`
  expect((await as('broadcaster', look)).data.watchSurges).toEqual({ centers: 17, found: 1, expected: 0, known: 0, proposals: 1 })
  expect((await as('broadcaster', look)).data.watchSurges).toMatchObject({ found: 1, known: 1, proposals: 0 })
  const all = await as(
    'author',
    `{ playbookProposals(first: 500) { nodes { source hazard findings { center value median mad whyKo whyEn } } } }`,
  )
  expect(all.data.playbookProposals.nodes.filter(({ source }: { source: string }) => source === 'SURGE')).toEqual([
    {
      source: 'SURGE',
      hazard: 'animal_disease',
      findings: [
        {
          center: 'busan',
          value: 180,
          median: 31,
          mad: 1,
          whyKo:
            "부산 2026-11-20(금) 재난관련상담건수 '가축전염병' 180건. 지난 같은 요일 5일의 중앙값 31건, 중앙값 절대편차 1건, 5.8배, 강건 z 17.9.",
          whyEn: expect.stringMatching(
            /^Busan, Friday 2026-11-20: 180 .* about Animal disease\. The median of 5 days .* robust z 17\.9\.$/,
          ) as string,
        },
      ],
    },
  ])
})
