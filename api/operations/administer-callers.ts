import { findCenterOfSubject } from '../../db/queries/callers.js'
import { endRows, findCallerRow, insertRows, recordSpan, requireInstant } from '../../db/queries/registry.js'
import type { Tx } from '../../db/transaction.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Outcome } from '../../schema/domain/outcome.js'
import type { Hub } from '../hub.js'
import { checkCaller, checkChange, checkInstants, checkSubject } from './caller-refusals.js'
import { actOnRegistry, type RegistryAct } from './registry-act.js'
import { callerNotFound, inputFault, inThePast } from './registry-refusals.js'

export type CallerToRegister = {
  readonly subject: string
  readonly kind: 'client' | 'person'
  readonly center: string | null
  readonly scopes: readonly string[]
  readonly displayName: string
  /** An instant; null for now. */
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly reason: string
}

/** Enters a caller in the registry. The issuer holds its secret or key; the hub knows the subject alone. */
export const registerCaller = (hub: Hub, caller: Caller, input: CallerToRegister): Promise<Outcome<RegistryAct>> =>
  actOnRegistry(hub, caller, {
    request: { action: 'caller.registered', center: input.center, reason: input.reason, faults: checkCaller(input) },
    work: async ({ tx, centerId }) => {
      const { at, isPast } = await requireInstant(tx, input.validFrom)
      if (isPast) return [inThePast('validFrom', at)]
      const { subject, kind, scopes, displayName, validTo } = input
      const row = { subject, kind, center_id: centerId, scopes, display_name: displayName, valid_from: at, valid_to: validTo }
      await insertRows(tx, 'callers', [row])
      return []
    },
  })

export type CallerChange = {
  readonly subject: string
  /** Null leaves them as they are. */
  readonly scopes: readonly string[] | null
  readonly displayName: string | null
  readonly validFrom: string | null
  readonly reason: string
}

/** Gives a caller other rights or another name from an instant on; what held before stays recorded for its time. */
export async function changeCaller(hub: Hub, caller: Caller, input: CallerChange): Promise<Outcome<RegistryAct>> {
  const center = await centerOf(hub, input.subject)
  return actOnRegistry(hub, caller, {
    request: { action: 'caller.changed', center, reason: input.reason, faults: checkChange(input, center) },
    work: async ({ tx }) => {
      const { at, isPast } = await requireInstant(tx, input.validFrom)
      if (isPast) return [inThePast('validFrom', at)]
      const standing = await findCallerRow(tx, input.subject, at)
      if (standing === null) return [callerNotFound('subject', input.subject)]
      const changed = {
        ...standing,
        scopes: input.scopes ?? standing['scopes'],
        display_name: input.displayName ?? standing['display_name'],
        valid_from: at,
      }
      await recordSpan(tx, 'callers', { key: { subject: input.subject }, row: changed })
      return []
    },
  })
}

export type CallerRotation = {
  readonly subject: string
  readonly newSubject: string
  readonly validFrom: string | null
  /** Until when the old subject is still let in; null: until the new one is. */
  readonly oldValidUntil: string | null
  readonly reason: string
}

/**
 * Replaces the registered subject of a caller. Secrets and keys are the issuer's: there a new client is made, here its client_id takes the
 * place of the old one, at the same center and with the same rights; for a while both may be let in.
 */
export async function rotateCaller(hub: Hub, caller: Caller, input: CallerRotation): Promise<Outcome<RegistryAct>> {
  const center = await centerOf(hub, input.subject)
  const faults = [...checkSubject('newSubject', input.newSubject), ...checkInstants('oldValidUntil', input.validFrom, input.oldValidUntil)]
  return actOnRegistry(hub, caller, {
    request: { action: 'caller.rotated', center, reason: input.reason, faults },
    work: async ({ tx }) => {
      const begins = await requireInstant(tx, input.validFrom)
      const ends = await requireInstant(tx, input.oldValidUntil ?? begins.at)
      if (begins.isPast) return [inThePast('validFrom', begins.at)]
      if (ends.isPast) return [inThePast('oldValidUntil', ends.at)]
      const standing = await findCallerRow(tx, input.subject, begins.at)
      if (standing === null) return [callerNotFound('subject', input.subject)]
      await insertRows(tx, 'callers', [{ ...standing, subject: input.newSubject, valid_from: begins.at }])
      await endRows(tx, 'callers', { key: { subject: input.subject }, at: ends.at })
      return []
    },
  })
}

export type CallerEnd = { readonly subject: string; readonly at: string | null; readonly reason: string }

/** Ends a caller's access; without a time, with its next request. */
export async function revokeCaller(hub: Hub, caller: Caller, { subject, at: asked, reason }: CallerEnd): Promise<Outcome<RegistryAct>> {
  const center = await centerOf(hub, subject)
  return actOnRegistry(hub, caller, {
    request: { action: 'caller.revoked', center, reason, faults: [] },
    work: async ({ tx }) => {
      const { at, isPast } = await requireInstant(tx, asked)
      if (isPast) return [inThePast('at', at)]
      const ended = await endRows(tx, 'callers', { key: { subject }, at })
      return ended > 0 ? [] : [callerNotFound('subject', subject)]
    },
  })
}

export type CenterEnd = { readonly center: string; readonly at: string | null; readonly reason: string }

/** Ends the access of every caller of a center, its endpoints and its contacts. Its membership ends by setMembership; its values stay. */
export const offboardCenter = (hub: Hub, caller: Caller, { center, at: asked, reason }: CenterEnd): Promise<Outcome<RegistryAct>> =>
  actOnRegistry(hub, caller, {
    request: { action: 'center.offboarded', center, reason, faults: [] },
    work: async ({ tx, centerId }) => {
      const { at, isPast } = await requireInstant(tx, asked)
      if (isPast) return [inThePast('at', at)]
      return (await endAccess(tx, centerId, at)) > 0 ? [] : [nothingToEnd(center)]
    },
  })

async function endAccess(tx: Tx, centerId: number | null, at: string): Promise<number> {
  const where = { key: { center_id: centerId }, at }
  const ended = (await endRows(tx, 'callers', where)) + (await endRows(tx, 'endpoints', where))
  return ended + (await endRows(tx, 'contacts', where))
}

const nothingToEnd = (got: string) =>
  inputFault('NOT_FOUND', 'center', {
    ko: `센터 ${got}에는 그 시각 뒤에 유효한 호출자나 수신처가 없습니다.`,
    en: `Center ${got} has no caller or endpoint that is valid after that time.`,
    expected: 'a center with callers or endpoints',
    got,
  })

/** Code of the center a subject is or was registered for; null for the council and for a subject nobody knows. */
async function centerOf(hub: Hub, subject: string): Promise<string | null> {
  return hub.db.query(sql => findCenterOfSubject(sql, subject))
}
