import { registerCallers } from '../../db/queries/callers.js'
import { cloneDatabase } from './database.js'
import { forgeToken } from './forge-token.js'
import { startHubServer, type HubServer } from './hub-server.js'

/** Stewards beside the one of `npm start`, for what takes two of them. */
const FURTHER = ['second', 'third']

/** A hub on the morning of 2026-11-19 with three stewards: `steward`, `second`, `third`. */
export async function startStewards(): Promise<HubServer> {
  const database = await cloneDatabase({ withEdition: true })
  await database.setClock('2026-11-19T09:00:00+09:00')
  const hub = await startHubServer({ database })
  const stewards = FURTHER.map(subject => ({
    subject,
    kind: 'person' as const,
    center: null,
    scopes: ['terms:curate' as const],
    displayName: subject,
  }))
  await registerCallers(database.owner, stewards)
  return {
    ...hub,
    token: (client, scope) =>
      FURTHER.includes(client)
        ? forgeToken(hub.issuer, { claims: { sub: client, client_id: client, scope: scope ?? 'terms:curate' } })
        : hub.token(client, scope),
    async close() {
      await hub.close()
      await database.drop()
    },
  }
}

/** A row as a center sends it over HTTP. */
export type SentRow = {
  readonly measure: string
  readonly value: string | number | null
  readonly unit?: string | null
  readonly periodStart?: string
  readonly dimensions?: readonly { readonly dimension: string; readonly item: string }[]
}

/** Whatever the hub answered. */
export type Answer = any // oxlint-disable-line typescript/no-explicit-any -- tests compare whole values

let keys = 0
const SUBMIT = `mutation ($input: SubmitStatisticsInput!) { submitStatistics(input: $input) {
  ... on SubmissionReceipt { id counts { received inserted revised unchanged quarantined rejected } }
  ... on Refused { issues { code messageEn } } } }`

/** Hands in rows as the client of a center over HTTP; what came of them. */
export async function send(
  hub: HubServer,
  center: string,
  rows: readonly SentRow[],
): Promise<{ id: string; counts: Record<string, number> }> {
  const input = {
    idempotencyKey: `words-${++keys}`,
    mode: 'PARTIAL',
    parameters: [],
    series: [],
    rows: rows.map(({ dimensions = [], periodStart = '2026-11-18', ...row }) => ({ ...row, periodType: 'day', periodStart, dimensions })),
  }
  const { data, errors } = await hub.graphql(SUBMIT, { input }, await hub.token(`${center}-client`))
  if (errors !== undefined || data.submitStatistics.issues !== undefined) throw new Error(JSON.stringify(errors ?? data))
  return data.submitStatistics
}

const WORD = `id center kind field label rawLabel labelBytes unit status version rowsWaiting waitingFrom waitingTo valuesSeen indicators priority
  nights { day values median } proposal candidates { ref nameKo score predicate features { feature weight textKo textEn } vetoes { veto textKo textEn }
    earlierRejection { at by reason evidenceAdded evidenceGone } }
  conversion { numerator denominator format } wouldFlip { code textKo textEn } evidenceHash
  mappings { id target predicate isNegated status from to conversion { numerator denominator offset format } author reviewers isBySteward reason version }
  elsewhere { target centers bySteward } conflicts { id conflict detectedOn } flag assignedTo firstSeenAt lastSeenAt`

/** A page of the queue as `client` sees it, or the code of the refusal. */
export async function askQueue(hub: HubServer, client: string, args = ''): Promise<Answer> {
  const { data, errors } = await hub.graphql(
    `{ termQueue${args === '' ? '' : `(${args})`} { endCursor hasNextPage nodes { ${WORD} } } }`,
    {},
    await hub.token(client),
  )
  return errors === undefined ? data.termQueue : errors[0]?.extensions['code']
}

/** The word of a center in the queue, whatever its state. */
export async function wordOf(hub: HubServer, center: string, label: string): Promise<Answer> {
  for (const status of ['SUSPENDED', 'IN_REVIEW', 'PROPOSED', 'PROVISIONAL', 'WAITING', 'NO_MATCH', 'MAPPED', 'IDLE']) {
    const { nodes } = await askQueue(hub, 'steward', `center: "${center}", status: ${status}, first: 100`)
    const found = nodes.find((word: { label: string }) => word.label === label)
    if (found !== undefined) return found
  }
  throw new Error(`No word ${label} of ${center}.`)
}

const DECIDED = `... on TermDecided { decision term version needsReview landed heldAgain superseded freed stillHeld toCome touched { measure from to } }
  ... on Refused { issues { code path messageKo messageEn expected got } }`
const INPUTS: Readonly<Record<string, string>> = {
  reviewMapping: 'ReviewMappingInput',
  flagTerm: 'FlagTermInput',
  assignTerm: 'AssignTermInput',
  undoTermDecision: 'UndoTermDecisionInput',
}

/** One act of a steward over HTTP: what it did, or `{ issues }`. */
export async function act(hub: HubServer, mutation: string, input: Readonly<Record<string, unknown>>, client = 'steward'): Promise<Answer> {
  const text = `mutation ($input: ${INPUTS[mutation] ?? 'CurateTermInput'}!) { ${mutation}(input: $input) { ${DECIDED} } }`
  const { data, errors } = await hub.graphql(text, { input }, await hub.token(client))
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
  return data[mutation]
}

/** Codes of a refusal. */
export const codesOf = (answer: { issues?: { code: string }[] }): readonly string[] => (answer.issues ?? []).map(({ code }) => code)

/** An act on the word as it stands now. */
export async function actOn(
  hub: HubServer,
  [center, label]: readonly [string, string],
  mutation: string,
  said: Readonly<Record<string, unknown>>,
  client = 'steward',
): Promise<Answer> {
  const { id, version } = await wordOf(hub, center, label)
  return act(hub, mutation, { term: id, expectedVersion: version, ...said }, client)
}

/** What two stewards approve, one after the other. */
export async function byTwo(
  hub: HubServer,
  word: readonly [string, string],
  mutation: string,
  said: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  await actOn(hub, word, mutation, said)
  return actOn(hub, word, mutation, said, 'second')
}

const PREVIEW = `hash needsReview landed heldAgain superseded freed stillHeld toCome touched { measure from to } hasMoreMoves
  rows { outcome periodStart rawNumber measure value sourceRow } counts { compared moved withheld unchanged }
  moves { code center from to difference before { value reason } after { value reason } }`

/** What an undo would do, or the code of the refusal. */
export async function previewUndo(hub: HubServer, undo: Readonly<Record<string, unknown>>, client = 'steward'): Promise<Answer> {
  const text = `query ($undo: UndoTermDecisionInput!) { previewMapping(undo: $undo) { ${PREVIEW} } }`
  const { data, errors } = await hub.graphql(text, { undo }, await hub.token(client))
  return errors === undefined ? data.previewMapping : errors[0]?.extensions['code']
}

/** What a decision would do, or the code of the refusal. */
export async function preview(
  hub: HubServer,
  curation: string,
  input: Readonly<Record<string, unknown>>,
  client = 'steward',
): Promise<Answer> {
  const text = `query ($input: CurateTermInput!, $act: CurationAct!) { previewMapping(act: $act, input: $input) { ${PREVIEW} } }`
  const { data, errors } = await hub.graphql(text, { input, act: curation }, await hub.token(client))
  return errors === undefined ? data.previewMapping : errors[0]?.extensions['code']
}

const HISTORY = `id version action actor reason undoes undoneBy mark made { target status from to evidence reviews { by agrees reason } reviewers author } ended { target status }`

/** What was decided about a word, newest first, or the code of the refusal. */
export async function historyOf(hub: HubServer, term: string, client = 'steward'): Promise<Answer> {
  const text = `query ($term: ID!) { termDecisions(term: $term) { nodes { ${HISTORY} } hasNextPage } }`
  const { data, errors } = await hub.graphql(text, { term }, await hub.token(client))
  return errors === undefined ? data.termDecisions.nodes : errors[0]?.extensions['code']
}
