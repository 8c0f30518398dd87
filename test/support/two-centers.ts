import type { HubServer } from './hub-server.js'

const SUBMIT = `mutation($input: SubmitStatisticsInput!) { submitStatistics(input: $input) {
  ... on SubmissionReceipt { id counts { received inserted quarantined rejected } } ... on Refused { issues { code messageEn } } } }`

/** What one center has in the hub. */
export type CenterRows = {
  readonly submission: string
  readonly key: string
  /** Held for a word that nobody knows, and held because the day is still to come. */
  readonly wordRow: string
  readonly futureRow: string
}

/** Hands in, as a center's own client and under a key of the center: an open and a restricted value, a word unknown, a future day, and a row that is no number. */
export async function submitOneOfEach(hub: HubServer, center: string): Promise<CenterRows> {
  const token = await hub.token(`${center}-client`)
  const key = `key-of-${center}`
  const periodStart = '2026-11-19'
  const rows = [
    { measure: 'calls_offered', periodStart, value: 1548 },
    { measure: 'malicious_contacts', periodStart, value: 3 },
    { measure: `${center}만의 말`, periodStart, value: 77 },
    { measure: 'calls_offered', periodStart: '2099-11-19', value: 9 },
    { measure: 'talk_seconds', periodStart, value: 'x' },
  ]
  const { data, errors } = await hub.graphql(SUBMIT, { input: { idempotencyKey: key, rows } }, token)
  const receipt = data?.submitStatistics
  if (receipt?.counts?.inserted !== 2 || receipt.counts.quarantined !== 2) throw new Error(JSON.stringify({ data, errors }))
  const held = await hub.graphql('{ heldRows { nodes { id periodStart submitted } } }', {}, token)
  const nodes: { id: string; periodStart: string | null }[] = held.data.heldRows.nodes
  const futureRow = nodes.find(row => row.periodStart === '2099-11-19')?.id ?? ''
  const wordRow = nodes.find(row => row.id !== futureRow)?.id ?? ''
  return { submission: receipt.id, key, wordRow, futureRow }
}
