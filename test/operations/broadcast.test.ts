import { afterAll, beforeAll, expect, it } from 'vitest'
import { startBroadcastHub, STORM, type BroadcastHub } from '../support/broadcast-hub.js'

let site: BroadcastHub
beforeAll(async () => {
  site = await startBroadcastHub()
  await site.database.setClock(STORM)
})
afterAll(() => site.close())

it('sends an approved text to everybody its areas mean, with deliveries, receipts and timers', async () => {
  const { message } = await site.alert()
  expect(message).toMatchObject({ seq: 1, type: 'ALERT', state: 'CURRENT', sentAt: STORM })
  const rows = await site.database
    .owner`select center_id, state, endpoint_kind, webhook_id from deliveries where message_id = ${message.id}`
  console.log(rows, JSON.stringify(JSON.parse(message.content), null, 1))
  console.log(await site.database.owner`select kind, center_id, due_at from timers where message_id = ${message.id}`)
})
