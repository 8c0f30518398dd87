import { createHash, randomUUID } from 'node:crypto'
import { appendAudit, COUNCIL_CHAIN } from '../../db/queries/audit.js'
import { insertDraftRevision, listDraftsById, listOpenDrafts, lockDefinitions } from '../../db/queries/definition-drafts.js'
import { requireLatestSource, type EditionSource } from '../../db/queries/edition-documents.js'
import type { Tx } from '../../db/transaction.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Day } from '../../schema/domain/period.js'
import type { DraftContent, DraftRevision } from '../../schema/domain/statistics/definition-draft.js'
import { actorOf, tenantContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { buildNextEdition, withNamedMeasures } from './build-next-edition.js'
import {
  checkDraftReason,
  draftChanged,
  draftExists,
  draftIsSettled,
  draftOfAnother,
  draftTooLarge,
  noSuchDraft,
} from './definition-refusals.js'

/** Which draft is edited, and the revision it was read at; both null for a new one. */
export type EditedDraft = { readonly draft: string | null; readonly revision: number | null }

type Written = Pick<DraftRevision, 'kind' | 'code' | 'version' | 'effectiveFrom'>

type Drafting = EditedDraft & {
  readonly written: Written
  readonly reason: string
  /** Faults found without looking at the editions. */
  readonly faults: readonly Issue[]
  /** The definition in the pack's shape as it would follow the latest edition; or what stands against it. */
  readonly define: (base: EditionSource & { readonly today: Day }) => Outcome<DraftRevision['definition']>
  /** Place in the input of an issue that was found in the pack made of `base`; `path` begins with the name of its file. */
  readonly placeOf: (path: Issue['path'], base: EditionSource) => Issue['path']
}

/** Characters of a definition as JSON: the longest of the first edition has 3,000. */
const LARGEST = 50_000

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
export const isDraftId = (id: string): boolean => UUID.test(id)

/**
 * Keeps a draft, or the next revision of one: what it defines has to hold together with the latest edition, and with the drafts of measures that
 * it names. Nothing is served by a draft. Its entry in the audit chain carries a hash of it. Every fault at once.
 */
export async function keepDraft(hub: Hub, caller: Caller, drafting: Drafting): Promise<Outcome<DraftRevision>> {
  const faults = [
    ...drafting.faults,
    ...checkDraftReason(drafting.reason),
    ...(drafting.draft === null || isDraftId(drafting.draft) ? [] : [noSuchDraft(['draft'], drafting.draft)]),
  ]
  if (faults.length > 0) return refuse(...faults)
  return hub.db.transaction(tenantContextOf(caller), async tx => {
    await lockDefinitions(tx)
    const open = await listOpenDrafts(tx)
    const standing = await findEdited(tx, drafting, open)
    if (!standing.ok) return standing
    const definition = judge(await requireLatestSource(tx), drafting, open)
    if (!definition.ok) return definition
    const kept = await insertDraftRevision(tx, {
      ...drafting.written,
      id: standing.value?.id ?? randomUUID(),
      revision: (standing.value?.revision ?? 0) + 1,
      definition: definition.value,
      state: 'draft',
      author: actorOf(caller),
      reason: drafting.reason,
    })
    await noteDraft(tx, kept, 'definition.drafted')
    return accept(kept)
  })
}

/** The draft to be edited, or null for a new one; refused when it is settled, of something else, or was edited since. */
async function findEdited(
  tx: Tx,
  { draft, revision, written }: Drafting,
  open: readonly DraftRevision[],
): Promise<Outcome<DraftRevision | null>> {
  const { code, kind, version } = written
  const isSame = (one: DraftRevision) => one.kind === kind && one.code === code && one.version === version
  if (draft === null) {
    const twin = open.find(isSame)
    return twin === undefined ? accept(null) : refuse(draftExists(twin))
  }
  const [standing] = await listDraftsById(tx, [draft])
  if (standing === undefined) return refuse(noSuchDraft(['draft'], draft))
  if (standing.state !== 'draft') return refuse(draftIsSettled(['draft'], standing))
  const twin = open.find(one => one.id !== standing.id && isSame(one))
  const issues = [
    ...(standing.kind === kind && standing.code === code ? [] : [draftOfAnother(standing)]),
    ...(standing.revision === revision ? [] : [draftChanged(standing, revision)]),
    ...(twin === undefined ? [] : [draftExists(twin)]),
  ]
  return issues.length > 0 ? refuse(...issues) : accept(standing)
}

function judge(
  base: EditionSource & { readonly today: Day },
  drafting: Drafting,
  open: readonly DraftRevision[],
): Outcome<DraftRevision['definition']> {
  const definition = drafting.define(base)
  if (!definition.ok) return definition
  if (JSON.stringify(definition.value).length > LARGEST) return refuse(draftTooLarge(LARGEST))
  const { kind, code, effectiveFrom } = drafting.written
  const drafts = withNamedMeasures<DraftContent>({ kind, code, effectiveFrom, definition: definition.value }, open)
  const next = buildNextEdition({ base, drafts, code: null })
  if (next.ok) return definition
  return refuse(...next.issues.map(found => (found.path[0] === 'input' ? found : movedTo(drafting.placeOf(found.path, base), found))))
}

/** The issue at its place in the input, in its sentences too: they begin with the place in a file that nobody sent. */
const movedTo = (path: Issue['path'], { messageKo, messageEn, ...found }: Issue): Issue => {
  const before = `${found.path.join('.')}: `
  const reword = (sentence: string) =>
    sentence.startsWith(before) ? `${path.slice(1).join('.')}: ${sentence.slice(before.length)}` : sentence
  return { ...found, path, messageKo: reword(messageKo), messageEn: reword(messageEn) }
}

/** One entry of the council's chain: ids and a hash, nothing of the text. */
export async function noteDraft(
  tx: Tx,
  { id, revision, kind, code, version, author, ...said }: DraftRevision,
  action: string,
): Promise<void> {
  const sha256 = createHash('sha256')
    .update(JSON.stringify([said.effectiveFrom, said.definition, said.reason]))
    .digest('hex')
  await appendAudit(tx, { chain: COUNCIL_CHAIN, actor: author, action, subject: { draft: id, revision, kind, code, version, sha256 } })
}
