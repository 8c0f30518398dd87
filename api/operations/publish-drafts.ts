import { listDraftsById, lockDefinitions } from '../../db/queries/definition-drafts.js'
import { judgeEditionCode, publishEdition, requireLatestSource, type EditionSource } from '../../db/queries/edition-documents.js'
import type { Tx } from '../../db/transaction.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Day } from '../../schema/domain/period.js'
import { isRetroactive, type DraftRevision } from '../../schema/domain/statistics/definition-draft.js'
import { nextEditionCode } from '../../schema/domain/statistics/next-edition-code.js'
import { actorOf, tenantContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { buildNextEdition, inDrafts, startOfNext } from './build-next-edition.js'
import {
  checkDraftReason,
  definitionFault,
  draftIsSettled,
  editionCodeTaken,
  editionCodeUnfit,
  noSuchDraft,
  retroactive,
} from './definition-refusals.js'
import { isDraftId } from './keep-draft.js'

export type DraftsToPublish = {
  readonly drafts: readonly string[]
  /** Null for the one that follows the latest edition's. */
  readonly editionCode: string | null
  readonly acknowledgeRetroactive: boolean
  readonly reason: string
}

/** An edition as it came out of drafts. */
export type EditionPublication = {
  readonly edition: string
  readonly base: string
  readonly effectiveFrom: Day
  readonly drafts: readonly DraftRevision[]
}

/** Drafts that may be published or previewed together. */
const MOST_DRAFTS = 100

/**
 * Publishes drafts as one new edition: the latest with the drafts in it, checked whole, under a code of its own. The editions before stay as they
 * are and so does every version published in them; nothing of it can be taken back, only followed by another publication. A draft that would change
 * figures of days that have begun is refused (RETROACTIVE_DEFINITION) unless that is said to be meant. Audited in the same transaction.
 */
export async function publishDrafts(hub: Hub, caller: Caller, input: DraftsToPublish): Promise<Outcome<EditionPublication>> {
  const faults = [...checkDraftReason(input.reason), ...checkDraftIds(input.drafts)]
  if (faults.length > 0) return refuse(...faults)
  const published = await hub.db.transaction(tenantContextOf(caller), async tx => {
    await lockDefinitions(tx)
    const drafts = await requireOpenDrafts(tx, input.drafts)
    if (!drafts.ok) return drafts
    const base = await requireLatestSource(tx)
    const code = input.editionCode ?? nextEditionCode(base.code)
    const against = [...(await codeIssues(tx, base, code)), ...(input.acknowledgeRetroactive ? [] : findRetroactive(drafts.value, base))]
    const next = buildNextEdition({ base, drafts: drafts.value, code })
    if (!next.ok || against.length > 0) return refuse(...against, ...(next.ok ? [] : inDrafts(next.issues)))
    const edition = await publishEdition(tx, { ...next.value, base, drafts: input.drafts, actor: actorOf(caller), reason: input.reason })
    return accept({ edition, base: base.code, effectiveFrom: startOfNext(base), drafts: await listDraftsById(tx, input.drafts) })
  })
  // Whoever published asks for it next; other processes notice within two seconds, or when it is asked for.
  if (published.ok) await hub.freshStandards().catch(() => null) // it is published, read or not
  return published
}

/** Ids of drafts that are named, each once. */
export const checkDraftIds = (ids: readonly string[]): readonly Issue[] => [
  ...(ids.length > 0 && ids.length <= MOST_DRAFTS && new Set(ids).size === ids.length ? [] : [draftCount(ids.length)]),
  ...ids.flatMap((id, at) => (isDraftId(id) ? [] : [noSuchDraft(['drafts', at], id)])),
]

const draftCount = (count: number): Issue =>
  definitionFault('BAD_USER_INPUT', ['drafts'], {
    ko: `초안을 1개에서 ${MOST_DRAFTS}개까지, 저마다 한 번만 적으십시오(입력 ${count}개).`,
    en: `Name 1 to ${MOST_DRAFTS} drafts, each once; there are ${count}.`,
    expected: `1 to ${MOST_DRAFTS} different drafts`,
    got: String(count),
  })

/** The drafts in the order named; refused with one issue for each that is not there or has ended. */
export async function requireOpenDrafts(tx: Tx, ids: readonly string[]): Promise<Outcome<readonly DraftRevision[]>> {
  const found = new Map((await listDraftsById(tx, ids)).map(draft => [draft.id, draft]))
  const drafts = ids.map(id => found.get(id.toLowerCase()))
  const issues = drafts.flatMap((draft, at) =>
    draft === undefined
      ? [noSuchDraft(['drafts', at], ids[at] ?? '')]
      : draft.state === 'draft'
        ? []
        : [draftIsSettled(['drafts', at], draft)],
  )
  return issues.length > 0 ? refuse(...issues) : accept(drafts.filter(draft => draft !== undefined))
}

const findRetroactive = (drafts: readonly DraftRevision[], { edition, today }: EditionSource & { readonly today: Day }): readonly Issue[] =>
  drafts.flatMap((draft, at) => (isRetroactive(draft, edition, today) ? [retroactive(['drafts', at], draft)] : []))

async function codeIssues(tx: Tx, base: EditionSource & { readonly today: Day }, code: string): Promise<readonly Issue[]> {
  const expected = `a code such as ${nextEditionCode(base.code)}, up to 40 characters, or null`
  if (!/^[A-Za-z0-9][A-Za-z0-9.-]{0,39}$/.test(code)) return [editionCodeUnfit(code, expected)]
  const { isTaken, isFirst } = await judgeEditionCode(tx, { code, effectiveFrom: startOfNext(base) })
  if (isTaken) return [editionCodeTaken(code)]
  return isFirst ? [editionCodeUnfit(code, expected)] : []
}
