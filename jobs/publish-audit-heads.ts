import { eachInTurn } from '../api/operations/each-in-turn.js'
import { listChains, verifyChain, type AuditHead, type ChainBreak } from '../db/queries/audit.js'
import { appendHead, appendKey, listLastHeads, requireInstant } from '../db/queries/audit-heads.js'
import type { HeadSigner } from './head-signer.js'
import { JOBS, type JobContext, type JobResult } from './job.js'

/** About ten million entries since the last head. */
const CHAIN_LIMIT_MS = 600_000

/**
 * Signs and publishes the head of every chain that grew since its last head. Only what still follows on the head published last is
 * signed, so a chain that was cut off or written anew never gets a signature: the run fails for good, and again every night. Other
 * chains are published all the same.
 */
export async function publishAuditHeads({ db, log, signal }: JobContext, signer: HeadSigner): Promise<JobResult> {
  const { chains, published } = await db.transaction(JOBS, async tx => {
    await appendKey(tx, { id: signer.keyId, publicKey: signer.publicKey })
    return { chains: await listChains(tx), published: new Map((await listLastHeads(tx)).map(head => [head.chain, head])) }
  })
  const broken: (ChainBreak & { chain: number })[] = []
  let signed = 0
  const publishOne = async (chain: number) => {
    const oldHead = published.get(chain) ?? null
    const report = await db.transaction(JOBS, tx => verifyChain(tx, chain, { fromSeq: (oldHead?.seq ?? 0) + 1, oldHead }), {
      isolation: 'repeatable read', // the head that is signed is one that was checked
      isReadOnly: true,
      timeoutMs: CHAIN_LIMIT_MS,
    })
    if (report.broken !== null) {
      broken.push({ chain, ...report.broken })
      log.error({ event: 'audit.headRefused', chain, ...report.broken })
    } else if (report.head !== null && (await publish({ db, chain, signer, head: report.head }))) signed++
  }
  await eachInTurn(chains, { nameOf: chain => `chain ${chain}`, work: publishOne, ended: signal })
  const detail = { chains: chains.length, signed, keyId: signer.keyId, broken }
  return { outcome: broken.length === 0 ? 'done' : 'failed', detail }
}

type Publication = Pick<JobContext, 'db'> & { readonly chain: number; readonly signer: HeadSigner; readonly head: AuditHead }

const publish = ({ db, chain, signer, head }: Publication): Promise<boolean> =>
  db.transaction(JOBS, async tx => appendHead(tx, signer.sign({ chain, ...head, at: await requireInstant(tx) })))
