import { createHash, randomBytes } from 'node:crypto'
import { appendAudit, COUNCIL_CHAIN } from '../../db/queries/audit.js'
import { requireEdition } from '../../db/queries/editions.js'
import type { TenantContext, Tx } from '../../db/transaction.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { isStrong } from '../../schema/domain/centers/strong-sign-in.js'
import type { Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { BroadcastStatus } from '../../schema/domain/playbooks/level-policy.js'
import type { Standards } from '../../schema/domain/statistics/standards.js'
import { actorOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { personRequired } from './playbook-refusals.js'
import { signInAgain } from './sign-in-again.js'

/** Who acts: a person of an agency, or a job on the word of one. */
export type PlaybookActor = { readonly actor: string; readonly agency: string; readonly isPerson: boolean }

/** Where an act on playbooks works: one transaction, the registry as it sees it, and the clock of the database. */
export type PlaybookPlace = PlaybookActor & {
  readonly tx: Tx
  readonly standards: Standards
  /** ISO instant. */
  readonly now: string
  readonly today: string
}

/** A publication that cannot commit says so within this (P11). */
const LONGEST_ACT_MS = 5_000

/** The agency a caller speaks for: the center the registry places them at; everybody without one is the council's secretariat. */
const agencyOf = ({ center }: Caller): string => center?.code ?? 'council'

export const playbookActor = (caller: Caller): PlaybookActor => ({
  actor: actorOf(caller),
  agency: agencyOf(caller),
  isPerson: caller.kind === 'person',
})

/** What stands against an act shows only once it is under way; thrown, so that nothing of it stays. */
class ActRefused extends Error {
  readonly issues: readonly Issue[]

  constructor(issues: readonly Issue[]) {
    super('The act was refused.')
    this.issues = issues
  }
}

/** One act of a coordinator: all of it commits with its audit entry, or nothing does. */
export const actOnPlaybooks = <T>(hub: Hub, caller: Caller, work: (place: PlaybookPlace) => Promise<Outcome<T>>): Promise<Outcome<T>> =>
  inPlaybookTransaction(hub, { who: playbookActor(caller), context: { centerId: caller.center?.id ?? null, role: 'coordinator' } }, work)

/**
 * The same for an act that sends an alarm, lets one be sent or asks others to: only of somebody who has just proved who they are. A screen that was left open sends nothing, nor does
 * a program, which proves no person. Looked at before anything else, as who it is comes before what is asked.
 */
export const actStrongly = <T>(hub: Hub, caller: Caller, work: (place: PlaybookPlace) => Promise<Outcome<T>>): Promise<Outcome<T>> =>
  isStrong(caller.signIn, hub.settings.strongSignIn)
    ? actOnPlaybooks(hub, caller, work)
    : Promise.resolve(refuse(signInAgain(caller.signIn, hub.settings.strongSignIn)))

/**
 * The same for an act that sends or ends something on one word alone: of a person, since the token of a program proves none. No new sign-in is asked for, as stopping is easier than
 * starting. `field` of the input names what it is about.
 */
export const actAsPerson = <T>(
  hub: Hub,
  { caller, field }: { readonly caller: Caller; readonly field: string },
  work: (place: PlaybookPlace) => Promise<Outcome<T>>,
): Promise<Outcome<T>> => (caller.kind === 'person' ? actOnPlaybooks(hub, caller, work) : Promise.resolve(refuse(personRequired(field))))

type Acting = { readonly who: PlaybookActor; readonly context: TenantContext }

/** The same for whoever acts: a job does so with its own role. */
export async function inPlaybookTransaction<T>(
  hub: Hub,
  { who, context }: Acting,
  work: (place: PlaybookPlace) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  try {
    const value = await hub.db.transaction(
      context,
      async tx => {
        const [clock] = await tx.sql<{ now: string; today: string }[]>`select hub_now() as now, hub_today() as today`
        if (clock === undefined) throw new Error('The database told no time.')
        const outcome = await work({ ...who, ...clock, tx, standards: await requireEdition(tx.sql) })
        if (!outcome.ok) throw new ActRefused(outcome.issues)
        return outcome.value
      },
      { timeoutMs: LONGEST_ACT_MS },
    )
    return accept(value)
  } catch (error) {
    if (error instanceof ActRefused) return refuse(...error.issues)
    throw error
  }
}

/** The entry of an act in the council's chain: ids, counts and hashes, never what a text says. */
export async function notePlaybookAct(
  { tx, actor }: PlaybookPlace,
  action: string,
  subject: Readonly<Record<string, unknown>>,
): Promise<void> {
  await appendAudit(tx, { chain: COUNCIL_CHAIN, actor, action, subject })
}

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const PREFIX: Readonly<Record<BroadcastStatus, string>> = { ACTUAL: '', EXERCISE: 'EXR-', TEST: 'TST-' }

/** A ULID with the mark of its status in front (P1); ids made at later instants sort later. */
export function newPlaybookId(status: BroadcastStatus, now: string): string {
  const time = Array.from({ length: 10 }, (_, i) => ALPHABET[Math.floor(Date.parse(now) / 32 ** (9 - i)) % 32]).join('')
  const chance = [...randomBytes(16)].map(byte => ALPHABET[byte % 32]).join('')
  return `${PREFIX[status]}${time}${chance}`
}
