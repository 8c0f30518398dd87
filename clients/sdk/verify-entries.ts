import { createHash } from 'node:crypto'
import type { AuditEntry } from './audit-types.js'

/** A place in a chain that is known from elsewhere: signed, or seen before. */
export type KnownHead = { readonly seq: number; readonly hash: string }

export type ChainBreak = {
  /** The first entry that is not to be relied on. */
  readonly seq: number
  /** The last one that is known to be concerned; null where the end of it cannot be told. */
  readonly through: number | null
  /**
   * `altered`: its hash is not that of its content. `missing`: the number is not there. `unlinked`: it does not follow on the one before.
   * `rewritten`: the chain holds in itself, but is not the one that a known head belongs to. `cutOff`: it ends before a known head.
   */
  readonly reason: 'altered' | 'missing' | 'unlinked' | 'rewritten' | 'cutOff'
}

export type ChainReport = {
  /** Entries found in order before the break, or all of them. */
  readonly entries: number
  /** The last of those; null where there is none. */
  readonly head: KnownHead | null
  readonly broken: ChainBreak | null
}

/** What an entry's hash is the SHA-256 of, in UTF-8: seven lines (docs/audit.md). */
export const entryText = ({ chain, seq, at, actor, action, subject, previousHash }: AuditEntry): string =>
  [`hub120-audit-1 ${previousHash}`, chain, seq, at, JSON.stringify(actor), JSON.stringify(action), subject].join('\n')

const START = '0'.repeat(64)
const HASH = /^[0-9a-f]{64}$/
/** No part may hold a line break of its own: moved across lines, two contents would have one text. */
const INSTANT = /^\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/

const isSound = (entry: AuditEntry): boolean =>
  HASH.test(entry.previousHash) &&
  INSTANT.test(entry.at) &&
  !entry.subject.includes('\n') &&
  createHash('sha256').update(entryText(entry), 'utf8').digest('hex') === entry.hash

/**
 * Whether a chain holds, from its first entry on: numbers without gaps, each hash that of its content, each entry naming the one before it,
 * and every known head still in its place. Stops at the first break. The hub is not believed in anything: all is computed here.
 */
export async function verifyEntries(
  chain: number,
  entries: AsyncIterable<AuditEntry> | Iterable<AuditEntry>,
  known: readonly KnownHead[],
): Promise<ChainReport> {
  const hashesAt = groupHashes(known)
  let head: KnownHead = { seq: 0, hash: START }
  let agreed = 0
  const report = (broken: ChainBreak | null): ChainReport => ({ entries: head.seq, head: head.seq === 0 ? null : head, broken })
  for await (const entry of entries) {
    const reason = findFault(entry, { chain, head })
    if (reason === 'missing') return report({ seq: head.seq + 1, through: entry.seq - 1, reason })
    if (reason !== null) return report({ seq: head.seq + 1, through: null, reason })
    const expected = hashesAt.get(entry.seq)
    if (expected?.some(hash => hash !== entry.hash)) return report({ seq: agreed + 1, through: entry.seq, reason: 'rewritten' })
    if (expected !== undefined) agreed = entry.seq
    head = { seq: entry.seq, hash: entry.hash }
  }
  const furthest = Math.max(0, ...hashesAt.keys())
  return report(furthest > head.seq ? { seq: head.seq + 1, through: furthest, reason: 'cutOff' } : null)
}

function findFault(entry: AuditEntry, { chain, head }: { chain: number; head: KnownHead }): ChainBreak['reason'] | null {
  if (entry.seq > head.seq + 1) return 'missing'
  if (entry.seq !== head.seq + 1) return 'unlinked'
  if (entry.chain !== chain || !isSound(entry)) return 'altered'
  return entry.previousHash === head.hash ? null : 'unlinked'
}

function groupHashes(known: readonly KnownHead[]): ReadonlyMap<number, readonly string[]> {
  const groups = new Map<number, string[]>()
  for (const { seq, hash } of known) groups.set(seq, [...(groups.get(seq) ?? []), hash])
  return groups
}
