import { createHash, randomBytes } from 'node:crypto'
import { appendAudit, COUNCIL_CHAIN } from '../../db/queries/audit.js'
import {
  insertReconciliationUrl,
  listReconciliationUrls as listStored,
  revokeReconciliationUrl as revokeStored,
  type StoredReconciliationUrl,
} from '../../db/queries/reconciliation-urls.js'
import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import { issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { recordDenial } from '../auth/record-denial.js'
import { actorOf, tenantContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { isInstant, readCursor, readPageSize, toPage, type Page } from './page-cursor.js'

/** An address of the reconciliation service. */
export type ReconciliationUrl = StoredReconciliationUrl
/** The same as it is issued: its path holds the token, once and never again. */
export type IssuedReconciliationUrl = ReconciliationUrl & { readonly path: string }

const LONGEST_DAYS = 365
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** 32 random bytes in base64url. */
export const RECONCILIATION_TOKEN = /^[\w-]{43}$/

/** What is kept of a token: its SHA-256 in hexadecimal. It has 256 random bits, so nothing is gained by a slow hash. */
export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex')

const badDays = (days: number) =>
  issue({
    code: 'BAD_USER_INPUT',
    path: ['input', 'days'],
    messageKo: `주소의 기한은 1일에서 ${LONGEST_DAYS}일까지입니다(입력 ${days}일).`,
    messageEn: `An address is good for 1 to ${LONGEST_DAYS} days; ${days} cannot be given.`,
    expected: `1..${LONGEST_DAYS}`,
    got: String(days),
  })

const notFound = issue({
  code: 'NOT_FOUND',
  path: ['input', 'id'],
  messageKo: '이 번호의 살아 있는 주소가 없습니다. reconciliationUrls에서 번호를 확인하십시오.',
  messageEn: 'There is no standing address of this id; see reconciliationUrls.',
  expected: 'id of an address that is not revoked',
})

/** Issues an address of the reconciliation service to the steward who asks. It reads the glossary and nothing else (decision 21). */
export async function issueReconciliationUrl(
  hub: Hub,
  caller: Caller,
  { days }: { readonly days: number },
): Promise<Outcome<IssuedReconciliationUrl>> {
  if (!Number.isInteger(days) || days < 1 || days > LONGEST_DAYS) return refuse(badDays(days))
  const token = randomBytes(32).toString('base64url')
  const kept = await hub.db.transaction(tenantContextOf(caller), async tx => {
    const url = await insertReconciliationUrl(tx, { subject: caller.subject, tokenHash: hashOfToken(token), days })
    const subject = { url: url.id, expiresAt: url.expiresAt }
    await appendAudit(tx, { chain: COUNCIL_CHAIN, actor: actorOf(caller), action: 'reconciliationUrl.issued', subject })
    return url
  })
  return accept({ ...kept, path: `/reconcile/${token}` })
}

/** Whose addresses a caller may see and end: its own, or any as an administrator. */
const subjectOf = (caller: Caller): string | null => (holdsAny(caller, 'hub:admin') ? null : caller.subject)

/** Ends an address: its next request is refused. Of somebody else's it is an administrator's to end. */
export async function revokeReconciliationUrl(
  hub: Hub,
  caller: Caller,
  { id }: { readonly id: string },
): Promise<Outcome<ReconciliationUrl>> {
  const revoked = !UUID.test(id)
    ? null
    : await hub.db.transaction(tenantContextOf(caller), async tx => {
        const url = await revokeStored(tx, { id, subject: subjectOf(caller) })
        if (url !== null) {
          const subject = { url: url.id, of: url.subject }
          await appendAudit(tx, { chain: COUNCIL_CHAIN, actor: actorOf(caller), action: 'reconciliationUrl.revoked', subject })
        }
        return url
      })
  if (revoked !== null) return accept(revoked)
  // Somebody else's and nobody's are answered alike.
  await recordDenial(hub, caller, 'Mutation.revokeReconciliationUrl')
  return refuse(notFound)
}

const isPlace = (place: unknown): place is readonly [string, string] =>
  Array.isArray(place) && place.length === 2 && isInstant(place[0]) && typeof place[1] === 'string' && UUID.test(place[1])

/** A page of the caller's addresses, of all for an administrator; the one issued last first. */
export async function listReconciliationUrls(
  hub: Hub,
  caller: Caller,
  { first, after }: { readonly first: number; readonly after: string | null },
): Promise<Outcome<Page<ReconciliationUrl>>> {
  const size = readPageSize(first)
  const place = readCursor(after, isPlace)
  if (!size.ok || !place.ok) return refuse(...[size, place].flatMap(one => (one.ok ? [] : one.issues)))
  const page = { subject: subjectOf(caller), after: place.value, limit: size.value + 1 }
  const rows = await hub.db.transaction(tenantContextOf(caller), tx => listStored(tx, page), { isReadOnly: true })
  return accept(toPage(rows, size.value, ({ issuedAt, id }) => [issuedAt, id]))
}
