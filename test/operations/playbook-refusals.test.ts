import { afterAll, beforeAll, expect, it } from 'vitest'
import { closeActivation } from '../../api/operations/close-activation.js'
import { draftPlaybook, type PlaybookToDraft } from '../../api/operations/draft-playbook.js'
import { listActivations, readActivation } from '../../api/operations/list-activations.js'
import { openActivation, type ActivationToOpen } from '../../api/operations/open-activation.js'
import { returnPlaybook } from '../../api/operations/return-playbook.js'
import { submitPlaybook } from '../../api/operations/submit-playbook.js'
import { NO_EDITS } from '../../schema/domain/playbooks/broadcast.js'
import type { Activation } from '../../schema/domain/playbooks/activation.js'
import { startBroadcastHub, STORM, textOf, TYPHOON, type BroadcastHub } from '../support/broadcast-hub.js'
import { refusalOf, valueOf } from '../support/center-hub.js'

let site: BroadcastHub
let activation: Activation
beforeAll(async () => {
  site = await startBroadcastHub()
  await site.database.setClock(STORM)
  activation = await site.open()
})
afterAll(() => site.close())

const draft: (input: Partial<PlaybookToDraft>) => Promise<readonly string[]> = async input =>
  refusalOf(await draftPlaybook(site.hub, site.people.author, textOf(activation, input)))
const edits = (headlineKo: string) => ({ ...NO_EDITS, headlineKo })

const MANY = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`n${i}`, { ko: '가', en: null }]))

it.each<readonly [what: string, input: Partial<PlaybookToDraft>, codes: readonly string[]]>([
  ['no activation', { activation: 'nowhere' }, ['NOT_FOUND']],
  ['a template of another hazard', { template: 'pb_heat_wave' }, ['PLAYBOOK_UNKNOWN']],
  ['a template that nobody wrote', { template: 'pb_tornado' }, ['PLAYBOOK_UNKNOWN']],
  ['an expiry that has passed', { expiresAt: STORM }, ['EXPIRY_NOT_ALLOWED']],
  ['a life longer than its level allows', { level: 'serious', expiresAt: '2026-11-22T18:00:01+09:00' }, ['EXPIRY_NOT_ALLOWED']],
  ['no area', { areas: [] }, ['BAD_USER_INPUT']],
  ['an area of two lines', { areas: ['11\n26'] }, ['BAD_USER_INPUT']],
  ['a center that nobody knows', { overflow: ['atlantis'] }, ['CENTER_UNKNOWN']],
  ['a place of the center', { values: { ...TYPHOON, district_tel: { ko: '02-120', en: null } } }, ['PLACEHOLDER_UNDECLARED']],
  ['more centers than there are', { overflow: Array.from({ length: 500 }, () => 'busan') }, ['BAD_USER_INPUT']],
  ['an area that hides a sign', { areas: ['1\u200b1'] }, ['BAD_USER_INPUT']],
  [
    'a value that is read from the right',
    { values: { ...TYPHOON, closures: { ko: '\u202e교수잠', en: 'Jamsu' } } },
    ['PLACEHOLDER_MALFORMED'],
  ],
  ['a value of two lines', { values: { ...TYPHOON, closures: { ko: '잠수교\u2028출구', en: 'Jamsu' } } }, ['PLACEHOLDER_MALFORMED']],
  ['a headline of a letter without a shape', { edits: edits('\u3164') }, ['BAD_USER_INPUT']],
  ['a headline of nothing', { edits: edits(' ') }, ['BAD_USER_INPUT']],
  ["a person's number with nothing between its digits", { edits: edits('문의 010\u200b1234\u20605678') }, ['TEXT_NOT_ACCEPTED']],
  ['ten thousand values', { values: MANY }, Array.from({ length: 20 }, () => 'PLACEHOLDER_UNDECLARED')],
  ['a value not of its kind', { values: { ...TYPHOON, start_time: { ko: '오후 9시', en: null } } }, ['PLACEHOLDER_MALFORMED']],
  ["a person's number in a line", { edits: edits('{{area}} 문의 010-1234-5678') }, ['TEXT_NOT_ACCEPTED']],
  ['a line without end', { edits: edits('가'.repeat(501)) }, ['BAD_USER_INPUT']],
  ['everything at once', { areas: [], level: 'alert', expiresAt: 'soon' }, ['BAD_USER_INPUT', 'EXPIRY_NOT_ALLOWED']],
])('a text with %s is refused', async (_what, input, codes) => {
  expect(await draft(input)).toEqual(codes)
})

it('a template is for its levels only', async () => {
  activation = await site.open({ hazard: 'chemical_pollution' })
  expect(await draft({ template: 'pb_chemical_leak', level: 'attention', values: {} })).toEqual(['LEVEL_NOT_OFFERED'])
  activation = await site.open()
})

it('an activation is of a word, somewhere, and continues one that is there', async () => {
  const open = async (input: Partial<ActivationToOpen>) =>
    refusalOf(
      await openActivation(site.hub, site.people.author, {
        status: 'TEST',
        hazard: 'flood',
        areas: ['11'],
        overflow: [],
        relatesTo: null,
        repeatReason: null,
        exercise: null,
        ...input,
      }),
    )
  expect(await open({ hazard: 'a b' })).toEqual(['BAD_USER_INPUT'])
  for (const hazard of ['\u3164', '·', 'typh\u043eon']) expect(await open({ hazard })).toEqual(['BAD_USER_INPUT'])
  expect(await open({ relatesTo: activation.id })).toEqual(['STATUS_IMMUTABLE'])
  expect(await open({ areas: ['11', '11'] })).toEqual(['BAD_USER_INPUT'])
  expect(await open({ relatesTo: 'nowhere' })).toEqual(['NOT_FOUND'])
  expect(await open({ repeatReason: ' ' })).toEqual(['REASON_REQUIRED'])
  expect(await open({ overflow: ['atlantis'] })).toEqual(['CENTER_UNKNOWN'])
})

it('a text that is given back is a draft again, with a reason, and a closed activation takes no more texts', async () => {
  const version = await site.draft(activation)
  valueOf(await submitPlaybook(site.hub, site.people.author, { version: version.id }))
  expect(refusalOf(await returnPlaybook(site.hub, site.people.approver, { version: version.id, reason: '' }))).toEqual(['REASON_REQUIRED'])
  const returned = await returnPlaybook(site.hub, site.people.approver, { version: version.id, reason: '지역이 빠졌습니다' })
  expect(valueOf(returned).state).toBe('DRAFT')
  expect(
    valueOf(await closeActivation(site.hub, site.people.author, { activation: activation.id, reason: '쓰지 않습니다' })),
  ).toMatchObject({
    state: 'CLOSED',
    closedWithout: [],
  })
  expect(await draft({})).toEqual(['WRONG_STATE'])
})

it('pages and activations are asked for as they are', async () => {
  const asked = { state: null, status: null, first: 0, after: 'x' }
  expect(refusalOf(await listActivations(site.hub, site.people.author, asked))).toEqual(['BAD_USER_INPUT', 'INVALID_CURSOR'])
  expect(refusalOf(await readActivation(site.hub, site.people.author, 'nowhere'))).toEqual(['NOT_FOUND'])
})
