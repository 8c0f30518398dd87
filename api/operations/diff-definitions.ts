import { listDraftsById, listOpenDrafts } from '../../db/queries/definition-drafts.js'
import { findSource, requireLatestSource, type EditionSource } from '../../db/queries/edition-documents.js'
import type { Tx } from '../../db/transaction.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { unknownVersion } from '../../schema/domain/figures/validate-definition.js'
import { issue, type Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Day } from '../../schema/domain/period.js'
import type { DefinitionChange } from '../../schema/domain/statistics/definition-change.js'
import {
  describeMeasureChange,
  describeVersionChange,
  type DefinedVersion,
} from '../../schema/domain/statistics/describe-definition-change.js'
import type { DraftRevision } from '../../schema/domain/statistics/definition-draft.js'
import type { Edition } from '../../schema/domain/statistics/edition.js'
import { tenantContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { buildNextEdition, withNamedMeasures } from './build-next-edition.js'
import { isDraftId } from './keep-draft.js'

export type DiffQuestion = {
  readonly code: string
  /** Version of an indicator, or code of an edition for a measure. */
  readonly from: string
  /** The same; null where a draft is named. */
  readonly to: string | null
  readonly draft: string | null
}

export type DefinitionDiff = {
  readonly kind: 'indicator' | 'measure'
  readonly code: string
  readonly from: string
  readonly to: string
  readonly changes: readonly DefinitionChange[]
}

const fault = (
  path: string,
  { ko, en, expected, got, code = 'BAD_USER_INPUT' }: { ko: string; en: string; expected: string; got: string; code?: Issue['code'] },
): Issue => issue({ code, path: [path], messageKo: ko, messageEn: en, expected, got: got.slice(0, 60) })

/**
 * What is different about two versions of an indicator, or of a measure in two editions, or about a draft and what is published: plain sentences.
 * Published definitions are open to every caller; a draft is there for administrators only, and for others not at all.
 */
export async function diffDefinitions(hub: Hub, caller: Caller, question: DiffQuestion): Promise<Outcome<DefinitionDiff>> {
  const { to, draft } = question
  if ((to === null) === (draft === null)) {
    return refuse(
      fault('to', {
        ko: '무엇과 견줄지 to(공표된 것)와 draft(초안) 가운데 하나만 적으십시오.',
        en: 'Say in one of to (published) and draft what to compare with.',
        expected: 'either to or draft',
        got: draft === null ? 'neither' : 'both',
      }),
    )
  }
  return hub.db.transaction(
    tenantContextOf(caller),
    async tx => {
      const base = await requireLatestSource(tx)
      if (draft !== null) return diffDraft(tx, { base, question, id: draft })
      if (base.edition.indicators.has(question.code)) return diffVersions(question, base.edition, { edition: base.edition, to: to ?? '' })
      return diffMeasure(tx, question, to ?? '')
    },
    { isReadOnly: true },
  )
}

type Based = { readonly base: EditionSource & { readonly today: Day }; readonly question: DiffQuestion; readonly id: string }

async function diffDraft(tx: Tx, { base, question, id }: Based): Promise<Outcome<DefinitionDiff>> {
  const [draft] = isDraftId(id) ? await listDraftsById(tx, [id]) : []
  if (draft === undefined || draft.code !== question.code) return refuse(noSuchDraft(question.code, id))
  const after = await editionWith(tx, base, draft)
  if (!after.ok) return after
  if (draft.kind === 'measure') return diffMeasure(tx, question, { name: `draft ${draft.revision}`, edition: after.value })
  return diffVersions(question, base.edition, { edition: after.value, to: draft.version ?? '' })
}

/** The edition in which the draft stands: the one it was published in, or the one it would make by itself. */
async function editionWith(tx: Tx, base: Based['base'], draft: DraftRevision): Promise<Outcome<Edition>> {
  const published = draft.edition === null ? null : await findSource(tx.sql, draft.edition)
  if (published !== null) return accept(published.edition)
  const next = buildNextEdition({ base, drafts: withNamedMeasures(draft, await listOpenDrafts(tx)), code: null })
  return next.ok ? accept(next.value.edition) : next
}

function diffVersions(question: DiffQuestion, before: Edition, { edition, to }: { edition: Edition; to: string }): Outcome<DefinitionDiff> {
  const { code, from } = question
  const [was, is] = [findVersion(before, code, from), findVersion(edition, code, to)]
  if (was === null || is === null) {
    const known = { code, versions: edition.indicators.get(code)?.versions ?? [] }
    return refuse(
      ...(was === null ? [unknownVersion(['from'], { ...known, versions: before.indicators.get(code)?.versions ?? [] }, from)] : []),
      ...(is === null ? [unknownVersion(['to'], known, to)] : []),
    )
  }
  return accept({ kind: 'indicator', code, from, to, changes: describeVersionChange(was, is, edition.measures) })
}

const findVersion = (edition: Edition, code: string, name: string): DefinedVersion | null => {
  const indicator = edition.indicators.get(code)
  const version = indicator?.versions.find(one => one.version === name)
  return indicator === undefined || version === undefined ? null : { indicator, version }
}

type Named = { readonly name: string; readonly edition: Edition }

async function diffMeasure(tx: Tx, { code, from }: DiffQuestion, to: string | Named): Promise<Outcome<DefinitionDiff>> {
  const before = await findNamed(tx, from)
  const after = typeof to === 'string' ? await findNamed(tx, to) : to
  const [was, is] = [before?.edition.measures.get(code), after?.edition.measures.get(code)]
  if (before === null || after === null || was === undefined || is === undefined) {
    return refuse(
      fault(was === undefined ? 'from' : 'to', {
        code: 'MEASURE_UNKNOWN',
        ko: `"${code.slice(0, 60)}"은(는) 지표가 아니고, 적은 판에 그런 측정값도 없습니다. 측정값은 판 번호로 견줍니다.`,
        en: `"${code.slice(0, 60)}" is no indicator, nor a measure of the edition named; measures are compared by edition.`,
        expected: 'code of a measure, and codes of editions that have it',
        got: was === undefined ? from : typeof to === 'string' ? to : to.name,
      }),
    )
  }
  return accept({ kind: 'measure', code, from, to: after.name, changes: describeMeasureChange(was, is) })
}

async function findNamed(tx: Tx, name: string): Promise<Named | null> {
  const source = await findSource(tx.sql, name)
  return source === null ? null : { name, edition: source.edition }
}

const noSuchDraft = (code: string, got: string): Issue =>
  fault('draft', {
    code: 'NOT_FOUND',
    ko: `${code.slice(0, 60)}의 그런 초안이 없습니다.`,
    en: `There is no such draft of ${code.slice(0, 60)}.`,
    expected: 'id of a draft, as listed by definitionDrafts',
    got,
  })
