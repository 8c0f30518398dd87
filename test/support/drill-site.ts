import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sendWebhook } from '../../api/playbooks/send-webhook.js'
import { createBeats } from '../../jobs/beats.js'
import { createDeliverer } from '../../jobs/playbooks/deliverer.js'
import { readEndpointKeys } from '../../jobs/playbooks/endpoint-keys.js'
import { listBeats } from '../../jobs/playbooks/list-beats.js'
import { setReceiver } from './broadcast.js'
import { startBroadcastHub, type BroadcastHub } from './broadcast-hub.js'
import { forgeToken } from './forge-token.js'
import { TRIAL_RULES } from './hostile-receiver.js'
import { startHubServer, type GraphqlAnswer, type HubServer } from './hub-server.js'
import { openReceivers, type Receivers } from './receivers.js'
import { registerRoles } from './register-roles.js'
import { ROLES, type Role } from './role-table.js'

/** Centers with listeners of their own, one for the real thing and one for drills. */
const LISTENING = ['seoul', 'busan', 'incheon', 'gyeonggi', 'chungnam', 'daegu']
/** Before any instant of the tests, so that everybody is registered at all of them. */
const BEGINNING = '2026-11-01T09:00:00+09:00'

/** Beside the roles of the table: somebody of Busan who approves, and whoever is on duty (watch-seoul). */
const APPROVER_OF_BUSAN = 'second-approver'

/** A hub over HTTP with beats, deliverers and listeners: drills as coordinators and centers meet them, on the clock of the database. */
export type DrillSite = {
  readonly broadcast: BroadcastHub
  readonly server: HubServer
  readonly receivers: Receivers
  ask(who: Role | `watch-${string}` | typeof APPROVER_OF_BUSAN, query: string, variables?: object): Promise<GraphqlAnswer>
  /** Sets the clock, runs every beat as a replica does, and sends what is due. */
  beatAt(instant: string): Promise<void>
  close(): Promise<void>
}

export async function openDrillSite(): Promise<DrillSite> {
  const broadcast = await startBroadcastHub()
  const { database, hub } = broadcast
  await database.setClock(BEGINNING)
  const server = await startHubServer({ database })
  await registerRoles(database.owner)
  for (const center of LISTENING) await registerPerson(broadcast, `watch-${center}`, center, 'playbooks:ack')
  await registerPerson(broadcast, APPROVER_OF_BUSAN, 'busan', 'playbooks:approve')
  const secret = randomBytes(32)
  const receivers = await openReceivers(secret)
  const keyFolder = mkdtempSync(join(tmpdir(), 'hub120-drill-keys-'))
  for (const center of LISTENING) {
    mkdirSync(join(keyFolder, center))
    for (const kind of ['ACTUAL', 'DRILL'] as const) {
      const door = kind.toLowerCase()
      writeFileSync(join(keyFolder, center, door), `whsec_${secret.toString('base64')}\n`)
      await setReceiver(database.owner, { center, kind, url: receivers.url(center, door) })
    }
  }
  const { privateKey } = generateKeyPairSync('ed25519')
  const beats = createBeats(hub, { beats: listBeats(hub, { sending: null, deliverer: null }), worker: 'w' })
  return {
    broadcast,
    server,
    receivers,
    async ask(who, query, variables = {}) {
      const role: Role | null = who in ROLES ? (who as Role) : null // by the line itself
      const scope = role === null ? (who === APPROVER_OF_BUSAN ? 'playbooks:approve' : 'playbooks:ack') : ROLES[role].scopes.join(' ')
      const subject = role === null ? who : `role-${role}`
      return server.graphql(
        query,
        { ...variables },
        await forgeToken(server.issuer, { claims: { sub: subject, client_id: subject, scope } }),
      )
    },
    async beatAt(instant) {
      await database.setClock(instant)
      await beats.tick()
      const deliverer = createDeliverer(hub, {
        worker: 'w',
        contentKey: privateKey,
        keys: readEndpointKeys(keyFolder),
        send: webhook => sendWebhook(webhook, TRIAL_RULES),
      })
      await deliverer.sweep()
      await deliverer.settled()
      await deliverer.stop(1_000)
    },
    async close() {
      await beats.stop()
      await server.close()
      await receivers.close()
      await broadcast.close()
      rmSync(keyFolder, { recursive: true, force: true })
    },
  }
}

const registerPerson = ({ database }: BroadcastHub, subject: string, center: string, scope: string) => database.owner`
  insert into callers (subject, kind, center_id, scopes, display_name)
  values (${subject}, 'person', (select id from centers where code = ${center}), ${[scope]}, ${subject})`

const REFUSED = '... on Refused { issues { code path got } }'
const PLAN = 'id state revision contentHash content approvals { approver agency }'

/** The mutations of drills, as a coordinator's program has them. */
export const DRILL = {
  plan: `mutation ($input: PlanDrillInput!) { did: planDrill(input: $input) { ... on DrillPlan { ${PLAN} } ${REFUSED} } }`,
  edit: `mutation ($input: EditDrillPlanInput!) { did: editDrillPlan(input: $input) { ... on DrillPlan { ${PLAN} } ${REFUSED} } }`,
  approve: `mutation ($input: ApproveDrillPlanInput!) { did: approveDrillPlan(input: $input) { ... on DrillPlan { ${PLAN} } ${REFUSED} } }`,
  close: `mutation ($input: CloseDrillPlanInput!) { did: closeDrillPlan(input: $input) { ... on DrillPlan { ${PLAN} } ${REFUSED} } }`,
  abort: `mutation ($input: DrillActInput!) { did: abortDrill(input: $input) { ... on Drill { id state cause } ${REFUSED} } }`,
  reveal: `mutation ($input: DrillActInput!) { did: revealDrillStart(input: $input) { ... on DrillStart { startsAt } ${REFUSED} } }`,
  list: '{ drills { nodes { id plan round exerciseId state cause isAnnounced startsAt endsAt endedAt activation } } }',
  report: `query ($drill: ID!) { drillReport(drill: $drill) { drill { state cause }
    injects { no kind state isLate broadcast ackSeconds applySeconds medians { delivered received acknowledged applied } }
    medians { acknowledged applied }
    centers { center
      answers { inject delivered received acknowledged acknowledgedAs applied appliedAs rejected rejectReason escalations }
      trend { drill exerciseId met late missed rejected medianSeconds councilMedianSeconds } } } }`,
} as const
