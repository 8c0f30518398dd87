import { approvePlaybook } from '../../api/operations/approve-playbook.js'
import { broadcastPlaybook } from '../../api/operations/broadcast-playbook.js'
import { draftPlaybook, type PlaybookToDraft } from '../../api/operations/draft-playbook.js'
import { wordsToRetype } from '../../api/operations/retype.js'
import { openActivation, type ActivationToOpen } from '../../api/operations/open-activation.js'
import { submitPlaybook } from '../../api/operations/submit-playbook.js'
import type { Caller, Scope } from '../../schema/domain/centers/caller.js'
import type { Activation, Message, PlaybookVersion } from '../../schema/domain/playbooks/activation.js'
import { NO_EDITS } from '../../schema/domain/playbooks/broadcast.js'
import type { PlaceholderValues } from '../../schema/domain/playbooks/placeholder-value.js'
import { startCenterHub, valueOf, type CenterHub } from './center-hub.js'

/** The instant at which the storm of the tests begins. */
export const STORM = '2026-11-21T18:00:00+09:00'

/** Everything the typhoon template asks for. */
export const TYPHOON: PlaceholderValues = {
  issued_by: { ko: '서울특별시 재난안전대책본부', en: 'Seoul disaster headquarters' },
  area: { ko: '한강 낮은 곳', en: 'low areas along the Han' },
  info_url: { ko: 'https://www.safekorea.go.kr', en: null },
  next_update: { ko: '2026-11-21T19:00:00+09:00', en: null },
  weather_notice: { ko: '태풍경보(기상청 오후 5시 발표)', en: 'typhoon warning' },
  start_time: { ko: '2026-11-21T21:00:00+09:00', en: null },
  closures: { ko: '잠수교', en: 'Jamsu bridge' },
}

export const CORRECTION: PlaceholderValues = {
  correct_item: { ko: '○○체육관이 열려 있습니다', en: 'the ○○ gymnasium is open' },
  correction_time: { ko: '2026-11-21T18:20:00+09:00', en: null },
  after_wrong_action: { ko: '이미 옮기신 분은 현장 직원의 안내를 받으세요', en: 'those who moved follow the staff there' },
}

const person = (subject: string, center: Caller['center'], ...scopes: Scope[]): Caller => ({
  subject,
  kind: 'person',
  center,
  scopes: new Set(scopes),
  signIn: { ageSeconds: 0, acr: null },
})

/** A hub with the people of an emergency, and doors of both kinds at every center. */
export type BroadcastHub = CenterHub & {
  readonly people: Readonly<Record<'author' | 'approver' | 'secretary' | 'sender' | 'commander', Caller>>
  open(input?: Partial<ActivationToOpen>): Promise<Activation>
  draft(activation: Activation, input?: Partial<PlaybookToDraft>): Promise<PlaybookVersion>
  /** Submits and approves by as many as a level needs, for a number of centers. */
  approve(version: PlaybookVersion, centers: number, by?: readonly Caller[]): Promise<PlaybookVersion>
  send(version: PlaybookVersion, key?: string): Promise<Message>
  /** From nothing to a message that went out. */
  alert(input?: Partial<ActivationToOpen>, text?: Partial<PlaybookToDraft>): Promise<{ activation: Activation; message: Message }>
  /** What earlier tests sent for real holds no more: no drill begins where the real thing holds. */
  endReal(): Promise<unknown>
}

export const WORDS = { ACTUAL: '실제 상황', EXERCISE: '훈련', TEST: '시험' } as const

export async function startBroadcastHub(): Promise<BroadcastHub> {
  const started = await startCenterHub()
  const { hub, database } = started
  const { centers } = await hub.standards()
  const at = (code: string) => centers.get(code) ?? null
  const people = {
    author: person('author', at('seoul'), 'playbooks:author'),
    approver: person('approver', at('busan'), 'playbooks:approve'),
    secretary: person('secretary', null, 'playbooks:approve'),
    sender: person('sender', null, 'playbooks:broadcast'),
    commander: person('commander', at('seoul'), 'playbooks:break-glass'),
  }
  await database.owner`
    insert into endpoints (id, center_id, kind, url, secret_ref, valid_from)
    select gen_random_uuid(), id, kind, 'https://' || code || '.example.go.kr/' || lower(kind), code || '/' || lower(kind), '2026-01-01'
    from centers cross join unnest(array['ACTUAL', 'DRILL']) as kind`
  let keys = 0
  const open: BroadcastHub['open'] = async (input = {}) =>
    valueOf(
      await openActivation(hub, people.author, {
        status: 'ACTUAL',
        hazard: 'typhoon',
        areas: ['11'],
        overflow: [],
        relatesTo: null,
        repeatReason: '시험마다 따로 엽니다',
        exercise:
          input.status === 'EXERCISE'
            ? { id: 'EX-1', participants: ['seoul', 'busan', 'incheon'], endsAt: '2026-11-22T00:00:00+09:00' }
            : null,
        ...input,
      }),
    )
  const draft: BroadcastHub['draft'] = async (activation, input = {}) =>
    valueOf(await draftPlaybook(hub, people.author, textOf(activation, input)))
  const approve: BroadcastHub['approve'] = async (version, count, by = [people.approver, people.secretary]) => {
    let standing = valueOf(await submitPlaybook(hub, people.author, { version: version.id }))
    const { hazard } = JSON.parse(version.content) as { hazard: string } // every content has one
    const retyped = wordsToRetype({ status: version.status, hazard }, count, await hub.standards())
    for (const approver of by) {
      if (standing.state !== 'IN_REVIEW') break
      standing = valueOf(await approvePlaybook(hub, approver, { version: version.id, contentHash: version.contentHash, retyped }))
    }
    return standing
  }
  const send: BroadcastHub['send'] = async (version, key = `send-${++keys}`) =>
    valueOf(await broadcastPlaybook(hub, people.sender, { version: version.id, idempotencyKey: key })).message
  return {
    ...started,
    people,
    endReal: async () =>
      database.owner`update messages set state = 'EXPIRED', ended_at = hub_now() where state = 'CURRENT' and status = 'ACTUAL'`,
    open,
    draft,
    approve,
    send,
    async alert(input = {}, text = {}) {
      const activation = await open(input)
      const version = await draft(activation, text)
      const [row] = await database.owner<{ n: number }[]>`
        select count(distinct center_id)::int as n from center_regions where region = any (${[...activation.areas]}) and valid_to is null`
      return { activation, message: await send(await approve(version, row?.n ?? 0)) }
    },
  }
}

export const textOf = (activation: Activation, input: Partial<PlaybookToDraft> = {}): PlaybookToDraft => ({
  activation: activation.id,
  status: null,
  template: 'pb_typhoon',
  level: 'alert',
  areas: activation.areas,
  overflow: [],
  expiresAt: '2026-11-21T23:00:00+09:00',
  values: TYPHOON,
  edits: NO_EDITS,
  ...input,
})
