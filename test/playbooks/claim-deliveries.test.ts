import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { claimDeliveries } from '../../db/queries/deliveries.js'
import { JOBS } from '../../jobs/job.js'
import { openActivation, publish, setReceiver } from '../support/broadcast.js'
import { cloneDatabase, type TestDatabase } from '../support/database.js'

const T0 = '2026-11-22T09:00:00+09:00'
let site: { database: TestDatabase }

beforeAll(async () => {
  site = { database: await cloneDatabase({ withEdition: true }) }
  await site.database.setClock(T0)
  for (const center of ['busan', 'seoul', 'daegu', 'incheon'])
    await setReceiver(site.database.owner, { center, url: `https://${center}.example/` })
})

beforeEach(async () => {
  await site.database.setClock(T0)
  await site.database.owner`
    update deliveries set state = 'EXPIRED', ended_at = hub_now(), lease_token = null, lease_until = null, leased_by = null where ended_at is null`
})

afterAll(() => site.database.drop())

const at = (seconds: number) => site.database.setClock(new Date(Date.parse(T0) + seconds * 1000).toISOString())

describe('a claim', () => {
  const claim = () => site.database.db.transaction(JOBS, tx => claimDeliveries(tx, { worker: 'w', limit: 10, slowLimit: 10 }))
  const seqs = async (claims: readonly { messageId: string }[]) =>
    [...(await site.database.owner`select seq from messages where id = any (${claims.map(({ messageId }) => messageId)}::text[])`)].map(
      ({ seq }) => seq as number,
    )

  it('waits for no publication that is under way, and starts nothing of its activation; afterwards the new head alone', async () => {
    const broadcast = await openActivation(site.database.owner)
    await publish(site.database.owner, broadcast)
    const held = await holdActivation(broadcast.activationId)
    expect(await claim()).toEqual([])
    await held.release()
    await publish(site.database.owner, broadcast)
    expect(await seqs(await claim())).toEqual([2])
  })

  it('reads expiry, targets and membership itself, whether or not anybody has ended the copies', async () => {
    const { owner } = site.database
    await openAndPublish({ centers: ['busan'] }, 60)
    const gone = await openAndPublish({ centers: ['seoul'] })
    await owner`update message_targets set ended_at = hub_now(), ended_by = 'membership' where message_id = ${gone.messageId}`
    await at(60)
    expect(await claim()).toEqual([])
  })

  it('leaves half of the places to first attempts, however many dead endpoints wait', async () => {
    await openAndPublish({ centers: ['busan', 'seoul', 'daegu', 'incheon'] })
    await site.database.owner`
      update endpoint_states set failing_since = hub_now() where center_id in (select id from centers where code <> 'incheon')`
    const limits = { worker: 'w', limit: 10, slowLimit: 1 }
    const claims = await site.database.db.transaction(JOBS, tx => claimDeliveries(tx, limits))
    expect(claims.map(({ isSlow }) => isSlow)).toEqual([false, true])
    expect(claims[0]!.center).toBe('incheon')
  })
})

/** The lock that publication holds until it commits. */
async function holdActivation(activationId: string) {
  let release: () => void = () => undefined
  const until = new Promise<void>(resolve => (release = resolve))
  let hold: Promise<unknown> = Promise.resolve()
  await new Promise<void>(isHeld => {
    hold = site.database.owner.begin(async tx => {
      await tx`select from activations where id = ${activationId} for update`
      isHeld()
      await until
    })
  })
  return {
    release: async () => {
      release()
      await hold
    },
  }
}

async function openAndPublish(options: Parameters<typeof openActivation>[1] = {}, lifeSeconds = 6 * 3600) {
  const broadcast = await openActivation(site.database.owner, options)
  return { ...broadcast, ...(await publish(site.database.owner, broadcast, { lifeSeconds })) }
}
