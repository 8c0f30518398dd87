import type { PageChannel } from '../../schema/domain/playbooks/page.js'
import type { PageText } from '../../schema/domain/playbooks/compose-page.js'

/** One page for one desk. The address is for the channel alone. */
export type PageToTell = {
  /** The same at every attempt, so that a receiver may know a page again: letters, digits, _ and -. */
  readonly reference: string
  readonly to: string
  readonly text: PageText
  /** Seconds since 1970 by the database. */
  readonly timestamp: number
}

/** Null: the channel has taken it. Else why not, as a short code that names nobody. Never rejects. */
export type TellPage = (page: PageToTell) => Promise<string | null>

export type PageChannels = Readonly<Partial<Record<PageChannel, TellPage>>>

/** The channels of this process, and who it is. */
export type Paging = { readonly channels: PageChannels; readonly worker: string }
