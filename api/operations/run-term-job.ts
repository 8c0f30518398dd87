import { listImbalances, sumConservation } from '../../db/queries/conservation.js'
import { claimJobRun, finishJobRun, readClock, type JobRunEnd } from '../../db/queries/jobs.js'
import type { LedgerRun } from '../../db/queries/job-ledger.js'
import { findJobRun } from '../../db/queries/job-ledger.js'
import { appendAudit, COUNCIL_CHAIN } from '../../db/queries/audit.js'
import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { actorOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { continueReplays } from './continue-replays.js'
import { fitTermWeights } from './fit-term-weights.js'
import { mendRollups, widenCells } from './mend-rollups.js'
import { mayNotCurate } from './mapping-refusals.js'
import { reconcileTerms } from './reconcile-terms.js'
import { centerUnknown } from './registry-refusals.js'
import { suspendTiers } from './suspend-tiers.js'
import { watchTerms } from './watch-terms.js'
import { jobNeedsCenter } from './weight-refusals.js'

const CENTER_JOBS = ['reconcile-terms', 'watch-terms', 'replay-held-words', 'suspend-tiers', 'check-conservation'] as const
type CenterJob = (typeof CENTER_JOBS)[number]
/** One for all centers. */
const COUNCIL_JOB = 'fit-term-weights'
export type TermJob = CenterJob | typeof COUNCIL_JOB

const JOBS = { centerId: null, role: 'jobs' } as const
/** Nobody waits longer for an answer; what is left then is done by the night. */
const TIME_LIMIT_MS = 60_000
const MOST_NAMED = 20

type Work = { readonly hub: Hub; readonly centerId: number; readonly signal: AbortSignal }

const RUNS: Readonly<Record<CenterJob, (work: Work) => Promise<JobRunEnd>>> = {
  'reconcile-terms': async ({ hub, centerId, signal }) => done(await reconcileTerms(hub, centerId, signal)),
  'watch-terms': async ({ hub, centerId }) => done(await watchTerms(hub, centerId)),
  'replay-held-words': async ({ hub, centerId, signal }) =>
    done({ rowsTried: (await continueReplays(hub, signal, centerId)).get(centerId) ?? 0 }),
  'suspend-tiers': async ({ hub, centerId }) => done(await suspendTiers(hub, centerId)),
  'check-conservation': checkConservation,
}

async function checkConservation({ hub, centerId, signal }: Work): Promise<JobRunEnd> {
  const detail = await hub.db.transaction(
    JOBS,
    async tx => {
      const imbalances = await listImbalances(tx, { centerId, limit: MOST_NAMED })
      return { ...(await sumConservation(tx, centerId)), imbalances: imbalances.map(({ submission_id: id }) => id) }
    },
    { isReadOnly: true, timeoutMs: TIME_LIMIT_MS },
  )
  await widenCells(hub)
  const sumsMended = await mendRollups(hub, centerId, { isAll: true, signal })
  return { ...done({ ...detail, sumsMended }), outcome: detail.imbalances.length === 0 && sumsMended === 0 ? 'done' : 'failed' }
}

const done = (detail: Readonly<Record<string, unknown>>): JobRunEnd => ({ outcome: 'done', detail, error: null, isRetryable: false })

/** What is to be run, where its audit entry goes, and under which name it stands in the ledger. */
type Asked = { readonly job: string; readonly chain: number; readonly run: (signal: AbortSignal) => Promise<JobRunEnd> }

async function readAsked(hub: Hub, { job, center }: { readonly job: TermJob; readonly center: string | null }): Promise<Outcome<Asked>> {
  if (job === COUNCIL_JOB) {
    if (center !== null) return refuse(jobNeedsCenter(false, center))
    return accept({ job: `${job}@council`, chain: COUNCIL_CHAIN, run: async signal => done(await fitTermWeights(hub, signal)) })
  }
  if (center === null) return refuse(jobNeedsCenter(true, center))
  const centerId = (await hub.standards()).centerIds.get(center)
  if (centerId === undefined) return refuse(centerUnknown(center))
  return accept({ job: `${job}@${center}`, chain: centerId, run: signal => RUNS[job]({ hub, centerId, signal }) })
}

/**
 * Runs a job of the terms now, for one center where it is of one, and enters it into the ledger under `job@center`, else `job@council`. The same work as at night, safe beside
 * it. FORBIDDEN, CENTER_UNKNOWN, BAD_USER_INPUT.
 */
export async function runTermJob(
  hub: Hub,
  caller: Caller,
  wanted: { readonly job: TermJob; readonly center: string | null },
): Promise<Outcome<LedgerRun>> {
  if (!holdsAny(caller, 'terms:curate', 'hub:admin')) return refuse(mayNotCurate())
  const asked = await readAsked(hub, wanted)
  if (!asked.ok) return asked
  const { job, chain, run: work } = asked.value
  const claim = await hub.db.transaction(JOBS, async tx => {
    const dueAt = new Date(await readClock(tx)).toISOString()
    const actor = actorOf(caller)
    await appendAudit(tx, { chain, actor, action: 'termJob.run', subject: { job: wanted.job } })
    return claimJobRun(tx, { job, dueAt, worker: actor })
  })
  if (claim === null) throw new Error(`The run ${job} was asked for twice in one millisecond.`)
  const end = await work(AbortSignal.timeout(TIME_LIMIT_MS)).catch(async (fault: unknown) => {
    const error = String(fault).slice(0, 500)
    await hub.db.transaction(JOBS, tx => finishJobRun(tx, claim, { outcome: 'failed', detail: null, error, isRetryable: false }))
    throw fault
  })
  const run = await hub.db.transaction(JOBS, async tx => {
    await finishJobRun(tx, claim, end)
    return findJobRun(tx, claim)
  })
  if (run === null) throw new Error(`The run ${job} is not in the ledger.`)
  return accept(run)
}
