import {
  verifyEntries,
  verifyHeads,
  type AuditEntry,
  type AuditHead,
  type AuditKey,
  type ChainReport,
  type HeadBreak,
  type HubClient,
} from '../../sdk/index.js'
import type { KeptHeads, SeenHead } from './kept-heads.js'
import { takeAnswer } from './take-answer.js'

export type HubCheck = {
  /** Null where the hub showed no entry and none was ever known. */
  readonly chain: number | null
  readonly report: ChainReport
  readonly headBroken: HeadBreak | null
  /** Signed heads that the hub gave, of all chains. */
  readonly published: number
  /** Heads of earlier checks and of files that were compared. */
  readonly compared: number
  /** Keys that were not known from an earlier check. */
  readonly newKeys: readonly AuditKey[]
  /** What to keep where all held. */
  readonly keep: KeptHeads
}

type Wanted = {
  /** Null: that of the own center. */
  readonly chain: number | null
  /** Kept here; kept elsewhere. */
  readonly kept: readonly [KeptHeads, ...KeptHeads[]]
  readonly see: (entry: AuditEntry) => void
}

/** Heads before entries: what the hub adds in between is then only ever more than the heads demand. */
export async function verifyHub(hub: HubClient, { chain: wanted, kept, see }: Wanted): Promise<HubCheck> {
  const viewer = takeAnswer(await hub.viewer())
  const center = viewer?.center?.code ?? null
  const keys = takeAnswer(await hub.auditKeys())
  const published = await collectHeads(hub)
  const keptHeads = kept.flatMap(({ heads }) => heads)
  const seen = kept.flatMap(part => part.seen)
  const headBroken = verifyHeads(published, keptHeads, [...kept.flatMap(part => part.keys), ...keys])
  const entries = readEntries(hub, wanted, see)
  const first = await entries.next()
  const chain = wanted ?? chainOf(center, [...published, ...seen]) ?? (first.done === true ? null : first.value.chain)
  const known = [...published, ...keptHeads, ...seen].filter(head => head.chain === chain)
  const report = await verifyEntries(chain ?? 0, startingWith(first, entries), known)
  const [own] = kept
  return {
    chain,
    report,
    headBroken,
    published: published.length,
    compared: keptHeads.length + seen.length,
    newKeys: keys.filter(({ id }) => !own.keys.some(key => key.id === id)),
    keep: {
      version: 1,
      hub: own.hub,
      keys: [...new Map([...own.keys, ...keys].map(key => [key.id, key])).values()],
      heads: lastOfEach(published),
      seen: withSeen(own.seen, { chain, center: wanted === null ? center : null, report }),
    },
  }
}

async function collectHeads(hub: HubClient): Promise<readonly AuditHead[]> {
  const heads: AuditHead[] = []
  for (let after: string | undefined; ;) {
    const page = takeAnswer(await hub.auditHeads(after === undefined ? {} : { after }))
    heads.push(...page.nodes)
    if (!page.hasNextPage || page.endCursor === null) return heads
    after = page.endCursor
  }
}

const PAGE_SIZE = 500
/** Pages asked for at the same time, so that the hub reads while hashes are taken here; the hub works on four requests of a center. */
const PAGES_AHEAD = 2

/** The chain, page by page. Pages begin at numbers of our own choosing, so a hub can neither keep us for ever nor lead us past an entry. */
async function* readEntries(hub: HubClient, chain: number | null, see: (entry: AuditEntry) => void): AsyncGenerator<AuditEntry, undefined> {
  let nextSeq = 1
  const askNext = () => {
    const page = hub.auditEntries({ ...(chain === null ? {} : { chain }), fromSeq: nextSeq, first: PAGE_SIZE })
    page.catch(() => undefined) // whoever takes the page below meets its fault; one asked for in vain concerns nobody
    nextSeq += PAGE_SIZE
    return page
  }
  const first = askNext()
  const { hasNextPage } = takeAnswer(await first)
  const asked = [first, ...(hasNextPage ? Array.from({ length: PAGES_AHEAD }, askNext) : [])]
  for (let page = asked.shift(); page !== undefined; page = asked.shift()) {
    const { nodes, hasNextPage: isMore } = takeAnswer(await page)
    for (const entry of nodes) {
      see(entry)
      yield entry
    }
    if (!isMore || nodes.length === 0) return undefined
    asked.push(askNext())
  }
  return undefined
}

async function* startingWith(
  first: IteratorResult<AuditEntry, undefined>,
  rest: AsyncGenerator<AuditEntry, undefined>,
): AsyncGenerator<AuditEntry, undefined> {
  if (first.done === true) return undefined
  yield first.value
  yield* rest
  return undefined
}

/** The number of a center's chain (the council's for nobody's center), as heads or an earlier check name it. */
const chainOf = (center: string | null, heads: readonly Pick<SeenHead, 'chain' | 'center'>[]): number | null =>
  center === null ? 0 : (heads.find(head => head.center === center)?.chain ?? null)

const lastOfEach = (heads: readonly AuditHead[]): readonly AuditHead[] => {
  const last = new Map<number, AuditHead>()
  for (const head of heads) if ((last.get(head.chain)?.seq ?? 0) <= head.seq) last.set(head.chain, head)
  return [...last.values()]
}

function withSeen(
  seen: readonly SeenHead[],
  { chain, center, report }: { chain: number | null; center: string | null; report: ChainReport },
): readonly SeenHead[] {
  if (chain === null || report.head === null) return seen
  const before = seen.find(head => head.chain === chain)
  return [...seen.filter(head => head.chain !== chain), { chain, center: center ?? before?.center ?? null, ...report.head }]
}
