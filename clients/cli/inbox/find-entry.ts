import { accept, type Outcome } from '../../../schema/domain/outcome.js'
import type { FeedEntry, FeedPage, HubClient } from '../../sdk/index.js'
import { UsageFault } from '../usage-fault.js'

/** Ids begin alike, so whoever types one has its end at hand. */
const SHORTEST_END = 5
const PAGE_SIZE = 500

/** Every message of the feed, first to last. */
export async function listEntries(hub: HubClient, isForAll: boolean): Promise<Outcome<readonly FeedEntry[]>> {
  const entries: FeedEntry[] = []
  for (let after: string | null = null; ;) {
    const page: Outcome<FeedPage> = await hub.emergencyFeed({ after, first: PAGE_SIZE, isForAll })
    if (!page.ok) return page
    entries.push(...page.value.nodes)
    if (!page.value.hasNextPage) return accept(entries)
    after = page.value.endCursor
  }
}

/** The message of an id, or of the end of one where it is of one message alone. UsageFault where it is of none or several. */
export async function findEntry(hub: HubClient, id: string): Promise<Outcome<FeedEntry>> {
  const listed = await listEntries(hub, true)
  if (!listed.ok) return listed
  const wanted = id.trim().toUpperCase()
  const exact = listed.value.filter(({ broadcast }) => broadcast.toUpperCase() === wanted)
  const ending = wanted.length < SHORTEST_END ? [] : listed.value.filter(({ broadcast }) => broadcast.toUpperCase().endsWith(wanted))
  const found = exact.length > 0 ? exact : ending
  const [entry] = found
  if (entry !== undefined && found.length === 1) return accept(entry)
  throw found.length > 1
    ? new UsageFault(
        `"${id}"(으)로 끝나는 발령이 ${found.length}건입니다. 더 길게 적으십시오.`,
        `${found.length} messages end in "${id}"; write more of it.`,
      )
    : new UsageFault(
        `"${id}" 발령이 없습니다. 목록: hub120 inbox list --all. 번호 전체나 끝의 ${SHORTEST_END}자 이상을 적으십시오.`,
        `There is no message "${id}". See hub120 inbox list --all; write the id, or its last ${SHORTEST_END} characters or more.`,
      )
}
