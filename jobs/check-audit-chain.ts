import { z } from 'zod'
import { eachInTurn } from '../api/operations/each-in-turn.js'
import { listChains, verifyChain, type AuditHead, type ChainBreak } from '../db/queries/audit.js'
import { findLastDetail } from '../db/queries/jobs.js'
import { JOBS, type JobContext, type JobResult } from './job.js'

const NAME = 'check-audit-chain'
/** About ten million entries. */
const CHAIN_LIMIT_MS = 600_000

const savedDetail = z.object({ heads: z.record(z.string(), z.object({ seq: z.number(), hash: z.string() })) })

/**
 * Recomputes every chain, and holds it against the heads that the last successful check left in the ledger, so that an end cut off since
 * then shows too. A broken chain fails the run for good, with chain and number in log and ledger, and every night again: nobody but a
 * person can say what happened. A chain that cannot be read leaves the others checked. Heads in the ledger are no proof against one who can rewrite both; published heads are.
 */
export async function checkAuditChain({ db, log, signal }: JobContext): Promise<JobResult> {
  const { chains, oldHeads } = await db.transaction(JOBS, async tx => {
    const saved = savedDetail.safeParse(await findLastDetail(tx, NAME))
    return { chains: await listChains(tx), oldHeads: saved.success ? saved.data.heads : {} }
  })
  const heads: Record<string, AuditHead> = {}
  const broken: (ChainBreak & { chain: number })[] = []
  let entries = 0
  const check = async (chain: number) => {
    const report = await db.transaction(JOBS, tx => verifyChain(tx, chain, { oldHead: oldHeads[chain] ?? null }), {
      isReadOnly: true,
      timeoutMs: CHAIN_LIMIT_MS,
    })
    entries += report.entries
    if (report.head !== null) heads[chain] = report.head
    if (report.broken === null) return
    broken.push({ chain, ...report.broken })
    log.error({ event: 'audit.broken', chain, ...report.broken })
  }
  await eachInTurn(chains, { nameOf: chain => `chain ${chain}`, work: check, ended: signal })
  return { outcome: broken.length === 0 ? 'done' : 'failed', detail: { chains: chains.length, entries, heads, broken } }
}
