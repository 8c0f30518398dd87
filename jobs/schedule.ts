import { checkAuditChain } from './check-audit-chain.js'
import { checkClosedPeriods } from './check-closed-periods.js'
import { checkConservation } from './check-conservation.js'
import { ensurePartitions } from './ensure-partitions.js'
import { expireHeldRows } from './expire-held-rows.js'
import { fitTermWeights } from './fit-term-weights.js'
import { freezeBaselines } from './freeze-baselines.js'
import type { HeadSigner } from './head-signer.js'
import type { Job } from './job.js'
import { remindReviews } from './playbooks/remind-reviews.js'
import { watchSurges } from './playbooks/watch-surges.js'
import { placeHeldRows } from './place-held-rows.js'
import { pruneDpopProofs } from './prune-dpop-proofs.js'
import { publishAuditHeads } from './publish-audit-heads.js'
import { reconcileTerms } from './reconcile-terms.js'
import { replayHeldWords } from './replay-held-words.js'
import { suspendTiers } from './suspend-tiers.js'
import { watchTerms } from './watch-terms.js'

/** Everything the hub does by itself, and when. A name is the key of the ledger: renaming a job starts its record anew. */
export const SCHEDULE: readonly Job[] = [
  { name: 'ensure-partitions', cron: '10 0 * * *', zone: 'Asia/Seoul', runsAtStart: true, run: ensurePartitions },
  { name: 'expire-held-rows', cron: '0 * * * *', zone: 'Asia/Seoul', runsAtStart: false, run: expireHeldRows },
  { name: 'prune-dpop-proofs', cron: '*/10 * * * *', zone: 'Asia/Seoul', runsAtStart: false, run: pruneDpopProofs },
  // Nights come in from 01:00 to 06:00, late ones at any hour; what is frozen does not depend on the minute.
  { name: 'freeze-baselines', cron: '*/10 * * * *', zone: 'Asia/Seoul', runsAtStart: false, run: freezeBaselines },
  // Rows of a decision that were too many for its own transaction.
  { name: 'replay-held-words', cron: '* * * * *', zone: 'Asia/Seoul', runsAtStart: true, run: replayHeldWords },
  // Once for the rows of a former program; then there are none.
  { name: 'place-held-rows', cron: '50 0 * * *', zone: 'Asia/Seoul', runsAtStart: true, run: placeHeldRows },
  { name: 'check-audit-chain', cron: '0 4 * * *', zone: 'Asia/Seoul', runsAtStart: false, run: checkAuditChain },
  { name: 'remind-reviews', cron: '0 9 * * *', zone: 'Asia/Seoul', runsAtStart: false, run: remindReviews },
  // Centers push by night and, some, by the hour; what was found waits for a person anyway.
  { name: 'watch-surges', cron: '25 * * * *', zone: 'Asia/Seoul', runsAtStart: false, run: watchSurges },
  // When most nights are in; those that come later wait for the next, and a steward decides meanwhile.
  { name: 'reconcile-terms', cron: '30 2 * * *', zone: 'Asia/Seoul', runsAtStart: false, run: reconcileTerms },
  // Before the week's work, so that a steward finds on Monday what last week's decisions came to.
  { name: 'fit-term-weights', cron: '0 5 * * 1', zone: 'Asia/Seoul', runsAtStart: false, run: fitTermWeights },
  { name: 'suspend-tiers', cron: '*/10 * * * *', zone: 'Asia/Seoul', runsAtStart: false, run: suspendTiers },
  // Every hour of the night, so that a unit that flips is stopped before the morning's figures.
  { name: 'watch-terms', cron: '40 1-7 * * *', zone: 'Asia/Seoul', runsAtStart: false, run: watchTerms },
  { name: 'check-conservation', cron: '20 7 * * *', zone: 'Asia/Seoul', runsAtStart: false, run: checkConservation },
  // After the deadline of the night (06:00).
  { name: 'check-closed-periods', cron: '10 7 * * *', zone: 'Asia/Seoul', runsAtStart: false, run: checkClosedPeriods },
]

/** The schedule of a process that holds the key of the audit heads; without one they are not published. */
export const scheduleWith = (signer: HeadSigner | null): readonly Job[] =>
  signer === null
    ? SCHEDULE
    : [
        ...SCHEDULE,
        // After check-audit-chain, so that what it finds is known first.
        {
          name: 'publish-audit-heads',
          cron: '30 4 * * *',
          zone: 'Asia/Seoul',
          runsAtStart: false,
          run: context => publishAuditHeads(context, signer),
        },
      ]
