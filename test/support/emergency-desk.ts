import type postgres from 'postgres'
import type { Scope } from '../../schema/domain/centers/caller.js'
import { TYPHOON } from './broadcast-hub.js'
import { forgeToken } from './forge-token.js'
import { postGraphql, type GraphqlAnswer } from './hub-server.js'
import type { TestIssuer } from './issuer.js'

type Person = { readonly center: string | null; readonly scopes: readonly Scope[] }

/** Everybody whom a message needs. `alone` has every right that one person may have, and is still one person. */
const PEOPLE = {
  author: { center: 'seoul', scopes: ['playbooks:author'] },
  approver: { center: 'busan', scopes: ['playbooks:approve'] },
  secretary: { center: null, scopes: ['playbooks:approve'] },
  sender: { center: null, scopes: ['playbooks:broadcast'] },
  commander: { center: 'seoul', scopes: ['playbooks:break-glass'] },
  alone: { center: 'seoul', scopes: ['playbooks:author', 'playbooks:approve', 'playbooks:broadcast'] },
  ministry: { center: null, scopes: ['playbooks:author'] },
} as const satisfies Record<string, Person>

/** One of them, or whoever is on duty at a center: `duty-busan`. */
export type Who = keyof typeof PEOPLE | `duty-${string}`

const VERSION = '... on PlaybookVersion { id state contentHash }'
const SENT = '... on SentBroadcast { isReplayed broadcast { id seq type state purpose sentAt expiresAt } }'
const ANSWERED = '... on AnsweredBroadcast { isRepeated receipt { state } }'
/** What is asked of each act, and the name of its input where that is not the act's own. */
const ACTS = {
  openActivation: { select: '... on Activation { id state status }' },
  draftPlaybook: { select: VERSION },
  submitPlaybook: { select: VERSION, input: 'PlaybookVersionInput' },
  approvePlaybook: { select: VERSION },
  broadcastPlaybook: { select: SENT },
  breakGlass: { select: SENT },
  correctPlaybook: { select: SENT },
  withdrawPlaybook: { select: SENT },
  decideRatification: { select: '... on DecidedRatification { ratification { state } cancel { id seq type purpose } }' },
  acknowledgeMessage: { select: ANSWERED },
  applyMessage: { select: ANSWERED },
} as const satisfies Record<string, { readonly select: string; readonly input?: string }>
export type Act = keyof typeof ACTS

/** The result, and codes of what stands against it. */
export type Did = { readonly result: GraphqlAnswer['data']; readonly codes: readonly string[] }

/** Coordinators and duty officers with their programs: everything goes over HTTP, to whatever listens there at the moment. */
export type EmergencyDesk = {
  ask(who: Who, query: string, variables?: object, claims?: object): Promise<GraphqlAnswer>
  /** One act. Throws where the answer is an error and no refusal. */
  act(who: Who, act: Act, input: object, claims?: object): Promise<Did>
  /** An alert that two people wrote and approved, and that the next call may send. */
  approved(text: { readonly areas: readonly string[]; readonly more?: object }): Promise<{ activation: string; version: string }>
  preview(who: Who, version: string): Promise<GraphqlAnswer['data']>
}

export type DeskOptions = {
  readonly owner: postgres.Sql
  readonly issuer: Pick<TestIssuer, 'url' | 'signingKey'>
  readonly url: () => string
  /** Centers with somebody on duty. */
  readonly centers: readonly string[]
}

export async function openEmergencyDesk({ owner, issuer, url, centers }: DeskOptions): Promise<EmergencyDesk> {
  const duties = centers.map((center): [string, Person] => [`duty-${center}`, { center, scopes: ['playbooks:ack'] }])
  const people = new Map<string, Person>([...Object.entries(PEOPLE), ...duties])
  for (const [who, { center, scopes }] of people)
    await owner`
      insert into callers (subject, kind, center_id, scopes, display_name)
      values (${who}, 'person', (select id from centers where code = ${center}), ${[...scopes]}, ${who})`
  const ask: EmergencyDesk['ask'] = async (who, query, variables = {}, claims = {}) => {
    const own = { sub: who, client_id: who, scope: people.get(who)?.scopes.join(' ') ?? '' }
    const token = await forgeToken(issuer, { claims: { ...own, ...claims } })
    return postGraphql(url(), { query, variables: { ...variables }, token })
  }
  const act: EmergencyDesk['act'] = async (who, name, input, claims) => {
    const asked: { readonly select: string; readonly input?: string } = ACTS[name]
    const type = asked.input ?? `${name.slice(0, 1).toUpperCase()}${name.slice(1)}Input`
    const query = `mutation ($input: ${type}!) { did: ${name}(input: $input) { __typename ${asked.select} ... on Refused { issues { code path got messageEn } } } }`
    const { data, errors } = await ask(who, query, { input }, claims)
    if (errors !== undefined) throw new Error(JSON.stringify(errors))
    return { result: data.did, codes: (data.did.issues ?? []).map(({ code }: { code: string }) => code) }
  }
  const need = async (...asked: Parameters<typeof act>) => {
    const { result, codes } = await act(...asked)
    if (codes.length > 0) throw new Error(`${asked[1]}: ${JSON.stringify(result)}`)
    return result
  }
  const preview: EmergencyDesk['preview'] = async (who, version) => {
    const query = `query ($version: ID!) { previewBroadcast(version: $version) {
      promptKo promptEn approvalsNeeded targets { center } retype { status hazard centers } version { contentHash } } }`
    return (await ask(who, query, { version })).data.previewBroadcast
  }
  return {
    ask,
    act,
    preview,
    async approved({ areas, more = {} }) {
      const activation = (await need('author', 'openActivation', openingOf(areas))).id as string
      const version = (await need('author', 'draftPlaybook', draftOf(activation, areas, more))).id as string
      await need('author', 'submitPlaybook', { version })
      const shown = await preview('approver', version)
      const word = { version, contentHash: shown.version.contentHash, retyped: shown.retype }
      for (const who of (['approver', 'secretary'] as const).slice(0, shown.approvalsNeeded as number))
        await need(who, 'approvePlaybook', word)
      return { activation, version }
    },
  }
}

export const openingOf = (areas: readonly string[]) => ({
  status: 'ACTUAL',
  hazard: 'typhoon',
  areas,
  repeatReason: '시험마다 따로 엽니다',
})

export const draftOf = (activation: string, areas: readonly string[], more: object = {}) => ({
  activation,
  playbook: 'pb_typhoon',
  level: 'ALERT',
  areas,
  expiresAt: '2026-11-21T23:00:00+09:00',
  values: Object.entries(TYPHOON).map(([name, value]) => ({ name, ...value })),
  ...more,
})
