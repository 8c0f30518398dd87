import type { EmergencyDesk } from '../../support/emergency-desk.js'
import type { LadderSite } from '../../support/ladder-site.js'

/** A hub with people, contacts and a mail server, and an hour of its own for each case. */
export type KillBench = {
  readonly site: LadderSite
  readonly desk: EmergencyDesk
  /** An instant so many seconds after the case began. */
  readonly instant: (seconds: number) => string
  /** Sets the clock of the database there. */
  readonly clock: (seconds: number) => Promise<void>
  /** Never the same twice. */
  readonly name: (word: string) => string
}

type Standings = { readonly before: string; readonly after: string }

/** One act that is due, and of which nothing has happened. */
export type DueAct = {
  /** What its transaction says (test/support/deadly-wire.ts). */
  readonly texts: readonly string[]
  readonly nth?: number
  /** What there is of it, in few words. */
  readonly standing: () => Promise<string>
  /** Right after the kill, before or after the commit. */
  readonly killed: Standings
  /** When it has been started again and has worked. */
  readonly done: Standings
  /** The same again, by somebody who was never killed: it changes nothing. */
  readonly again: () => Promise<unknown>
  /** For an act of the API: the request of a client, which asks again. Jobs find by themselves what is due. */
  readonly ask?: () => Promise<unknown>
}

export type KillCase = { readonly name: string; readonly arrange: (bench: KillBench) => Promise<DueAct> }

/** Whatever it was killed at, this comes of it. */
export const alike = (standing: string): Standings => ({ before: standing, after: standing })
