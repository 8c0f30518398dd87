import type { Tx } from '../transaction.js'

/** A call that a person makes to a center that does not answer. */
export type PhoneTask = {
  readonly id: string
  readonly centerId: number
  readonly activationId: string
  readonly messageId: string
  readonly about: 'ACKNOWLEDGE' | 'APPLY'
  /** The desk that was asked to call. */
  readonly callerDesk: string
  readonly openedAt: string
  readonly completedAt: string | null
  readonly completedBy: string | null
  /** The desk that called. */
  readonly calledByDesk: string | null
  readonly result: PhoneResult | null
  readonly note: string | null
  /** The center has answered or the message is over: nobody needs to call any more. */
  readonly isOver: boolean
}

export type PhoneResult = 'REACHED' | 'NO_ANSWER' | 'WRONG_NUMBER'

type ToOpen = Pick<PhoneTask, 'centerId' | 'activationId' | 'messageId' | 'about' | 'callerDesk'>

/** The id of the call that was opened; null where one is open already. */
export async function openPhoneTask(tx: Tx, { centerId, activationId, messageId, about, callerDesk }: ToOpen): Promise<string | null> {
  const [row] = await tx.sql<{ id: string }[]>`
    insert into phone_tasks (center_id, activation_id, message_id, about, caller_desk)
    values (${centerId}, ${activationId}, ${messageId}, ${about}, ${callerDesk})
    on conflict (center_id, message_id, about) where completed_at is null do nothing
    returning id`
  return row?.id ?? null
}

const tasks = (tx: Tx) => tx.sql`
  select p.id, p.center_id as "centerId", p.activation_id as "activationId", p.message_id as "messageId", p.about, p.caller_desk as "callerDesk",
    p.opened_at as "openedAt", p.completed_at as "completedAt", p.completed_by as "completedBy", p.called_by_desk as "calledByDesk", p.result, p.note,
    m.state <> 'CURRENT' or m.expires_at <= hub_now() or r.state = 'APPLIED' or (r.state = 'ACKNOWLEDGED' and p.about = 'ACKNOWLEDGE')
      or (r.state = 'REJECTED' and not starts_with(r.rejected_by, 'endpoint:')) as "isOver"
  from phone_tasks p
  join messages m on m.id = p.message_id
  join receipts r on r.message_id = p.message_id and r.center_id = p.center_id`

export type PhoneTaskPage = {
  readonly activationId: string | null
  readonly isOpen: boolean
  readonly after: readonly [openedAt: string, id: string] | null
  readonly limit: number
}

/** Calls, the oldest first; those still to be made alone, or all. */
export async function listPhoneTasks(tx: Tx, { activationId, isOpen, after, limit }: PhoneTaskPage): Promise<readonly PhoneTask[]> {
  const [openedAt = null, id = null] = after ?? []
  return tx.sql<PhoneTask[]>`
    select * from (${tasks(tx)}) listed
    where (${activationId}::text is null or "activationId" = ${activationId}::text) and (not ${isOpen}::boolean or ("completedAt" is null and not "isOver"))
      and (${id}::text is null or ("openedAt", id::text) > (${openedAt}::text::timestamptz, ${id}::text))
    order by "openedAt", id::text
    limit ${limit}`
}

/** A call under its lock; null where there is none. */
export async function lockPhoneTask(tx: Tx, id: string): Promise<PhoneTask | null> {
  const [row] = await tx.sql<PhoneTask[]>`${tasks(tx)} where p.id = ${id}::text::uuid for update of p`
  return row ?? null
}

export async function findPhoneTask(tx: Tx, id: string): Promise<PhoneTask | null> {
  const [row] = await tx.sql<PhoneTask[]>`${tasks(tx)} where p.id = ${id}::text::uuid`
  return row ?? null
}

type Completion = {
  readonly id: string
  readonly actor: string
  readonly desk: string
  readonly result: PhoneResult
  readonly note: string | null
}

export const completeTask = ({ sql }: Tx, { id, actor, desk, result, note }: Completion) => sql`
  update phone_tasks set completed_at = hub_now(), completed_by = ${actor}, called_by_desk = ${desk}, result = ${result}, note = ${note}
  where id = ${id}::text::uuid`
