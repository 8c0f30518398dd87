import { connect, type Database } from '../db/connect.js'
import { requireEdition } from '../db/queries/editions.js'
import { USUAL_STRONG_SIGN_IN, type StrongSignIn } from '../schema/domain/centers/strong-sign-in.js'
import type { Standards } from '../schema/domain/statistics/standards.js'
import type { Config } from './config.js'
import type { Logger } from './log.js'
import { makeReachCheck, type CheckReach } from './playbooks/check-reach.js'
import { createFeedNudges, type FeedNudges } from './playbooks/feed-nudges.js'
import { resolveName } from './playbooks/permit-addresses.js'
import { createMetrics, type Metrics } from './watch/metrics.js'

/** What every operation works with. Built by the two `main.ts` files (and tests) only. Jobs and API processes share nothing else. */
export type Hub = {
  readonly db: Database
  readonly log: Logger
  readonly metrics: Metrics
  /**
   * The edition in force and the registry. Read again when older than two seconds, so a newly loaded edition or a changed membership
   * is seen by every process soon; an operation that must judge by what its own transaction sees calls `requireEdition(tx.sql)` itself.
   */
  standards(): Promise<Standards>
  /** The same, read now: after a change made here, and before something unknown is refused that another process may just have published. */
  freshStandards(): Promise<Standards>
  readonly settings: HubSettings
  /** What an endpoint's URL leads to, asked before it is kept. A hub that was not told where deliveries may go knows nothing of any. */
  readonly checkReach: CheckReach
  /** Who of this process follows the feed of messages. */
  readonly feedNudges: FeedNudges
  /** Aborted when whoever asked for an answer has left; null for work that nobody waits for. A door gives each request a hub with its own. */
  readonly gone: AbortSignal | null
}

/** The parts of the configuration that operations and jobs decide by. */
export type HubSettings = Pick<Config, 'environment' | 'heldRowDays'> & { readonly strongSignIn: StrongSignIn }

const STANDARDS_AGE_LIMIT_MS = 2_000

const knowsNothing: CheckReach = async () => 'unknown'

type Made = 'standards' | 'freshStandards' | 'gone' | 'feedNudges'
type HubParts = Omit<Hub, Made | 'metrics' | 'checkReach' | 'settings'> &
  Partial<Pick<Hub, 'metrics' | 'checkReach'>> & { readonly settings: Omit<HubSettings, 'strongSignIn'> & Partial<HubSettings> }

export function createHub({ db, log, settings, metrics = createMetrics(), checkReach = knowsNothing }: HubParts): Hub {
  let known: { readonly standards: Promise<Standards>; readonly readAt: number } | null = null
  const readStandards = () => db.transaction({ centerId: null, role: 'reader' }, tx => requireEdition(tx.sql), { isReadOnly: true })
  const freshStandards = () => {
    const reading = { standards: readStandards(), readAt: performance.now() }
    known = reading
    // Nobody keeps a failure: the next question asks again.
    reading.standards.catch(() => {
      if (known === reading) known = null
    })
    return reading.standards
  }
  return {
    db,
    log,
    settings: { strongSignIn: USUAL_STRONG_SIGN_IN, ...settings },
    metrics,
    checkReach,
    feedNudges: createFeedNudges({ db, log }),
    gone: null,
    freshStandards,
    standards() {
      if (known !== null && performance.now() - known.readAt < STANDARDS_AGE_LIMIT_MS) return known.standards
      return freshStandards()
    },
  }
}

/** A hub over the configured database, as a process of its own needs it. `applicationName` is seen in pg_stat_activity. */
export function openHub(
  config: Config & { readonly database: NonNullable<Config['database']> },
  log: Logger,
  applicationName: string,
): Hub {
  const { url, poolSize } = config.database
  const db = connect({ url: url.reveal(), max: poolSize, applicationName })
  const { environment, heldRowDays, signIn } = config
  const settings = { environment, heldRowDays, strongSignIn: { maxAgeSeconds: signIn.strong.minutes * 60, acr: signIn.strong.acr } }
  return createHub({ db, log, settings, checkReach: makeReachCheck(config.sending, resolveName) })
}
