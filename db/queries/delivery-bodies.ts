import type { Tx } from '../transaction.js'

export type BodyPlace = { readonly centerId: number; readonly messageId: string }

export type StoredBody = BodyPlace & { readonly body: Uint8Array }

/** Bodies that went out before, or were made to. */
export const listBodies = (tx: Tx, places: readonly BodyPlace[]): Promise<readonly StoredBody[]> => tx.sql<StoredBody[]>`
  select b.center_id as "centerId", b.message_id as "messageId", b.body
  from delivery_bodies b
  join jsonb_to_recordset(${JSON.stringify(places)}::text::jsonb) as p ("centerId" smallint, "messageId" text)
    on b.center_id = p."centerId" and b.message_id = p."messageId"`

/** Keeps the first body of each place and gives back what is kept. */
export async function keepBodies(tx: Tx, bodies: readonly StoredBody[]): Promise<readonly StoredBody[]> {
  const list = bodies.map(({ centerId, messageId, body }) => ({ centerId, messageId, body: Buffer.from(body).toString('base64') }))
  await tx.sql`
    insert into delivery_bodies (center_id, message_id, body)
    select "centerId", "messageId", decode(body, 'base64')
    from jsonb_to_recordset(${JSON.stringify(list)}::text::jsonb) as b ("centerId" smallint, "messageId" text, body text)
    on conflict on constraint delivery_bodies_pk do nothing`
  return listBodies(tx, bodies)
}
