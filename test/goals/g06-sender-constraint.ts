import { BAD_PROOFS, boundHeaders, type ProofPlace } from '../support/bad-proofs.js'
import { createDpopKey, forgeProof } from '../support/dpop.js'
import { forgeToken } from '../support/forge-token.js'
import { startHubServer, type HubServer } from '../support/hub-server.js'
import { openReplicas } from '../support/open-replicas.js'
import { send } from './g05-tokens.js'
import type { GoalOptions, GoalResult } from './goal.js'

const PUBLIC_URL = 'https://hub.example.kr'

export type ProofFindings = {
  /** Titles of bad proofs that were not answered 401 by both replicas. */
  readonly accepted: readonly string[]
  /** Different answers to bad proofs, their headers included. */
  readonly bodies: number
  /** Statuses of one good proof sent to the first replica, then to the second, then to the first again. */
  readonly replay: readonly number[]
  /** How many of one good proof sent to both at once, in each round, were taken; one each. */
  readonly takenAtOnce: readonly number[]
}

/** Sends every bad proof and replays of good ones to two replicas over the database of `hub`. */
export async function tryBadProofs(hub: HubServer, { rounds }: { rounds: number }): Promise<ProofFindings> {
  const replicas = await openReplicas(hub, { publicUrl: PUBLIC_URL, isRequired: false })
  const key = await createDpopKey()
  const token = await forgeToken(hub.issuer, { claims: { cnf: { jkt: key.thumbprint } } })
  const place: ProofPlace = { issuer: hub.issuer, key, url: `${PUBLIC_URL}/graphql`, token }
  const post = (url: string, headers: readonly string[]) => send(url, { headers, path: '/graphql', secret: null })
  const accepted = new Set<string>()
  const bodies = new Set<string>()
  for (const { title, make } of BAD_PROOFS) {
    for (const url of replicas.urls) {
      const { status, body } = await post(url, await make(place))
      bodies.add(body)
      if (status !== 401) accepted.add(title)
    }
  }
  const [first, second] = replicas.urls
  const good = boundHeaders(token, await forgeProof(key, place))
  const replay: number[] = []
  for (const url of [first, second, first]) replay.push((await post(url, good)).status)
  const takenAtOnce: number[] = []
  for (let round = 0; round < rounds; round++) {
    const again = boundHeaders(token, await forgeProof(key, place))
    const answers = await Promise.all([first, second, first, second].map(url => post(url, again)))
    takenAtOnce.push(answers.filter(({ status }) => status === 200).length)
  }
  await replicas.close()
  return { accepted: [...accepted], bodies: bodies.size, replay, takenAtOnce }
}

/** G06: bad proofs of possession are all refused with one body, and a proof is good once, whichever of two replicas it is sent to. */
export async function runG06({ isQuick }: GoalOptions): Promise<GoalResult> {
  const hub = await startHubServer()
  try {
    const rounds = isQuick ? 10 : 100
    const { accepted, bodies, replay, takenAtOnce } = await tryBadProofs(hub, { rounds })
    const replays = takenAtOnce.filter(taken => taken !== 1).length + (replay.join() === '200,401,401' ? 0 : 1)
    return {
      id: 'G06',
      value: `${accepted.length} of ${BAD_PROOFS.length} bad proofs taken, ${bodies} body, ${replays} of ${rounds + 1} replays not caught`,
      bar: '0 bad proofs taken, 1 body, every replay across two replicas caught',
      ok: accepted.length === 0 && bodies === 1 && replays === 0,
    }
  } finally {
    await hub.close()
  }
}
