import { amendDocument } from '../../db/edition/amend-document.js'
import { parsePack } from '../../db/edition/parse-pack.js'
import type { PackDocument } from '../../db/edition/read-edition.js'
import type { EditionSource } from '../../db/queries/edition-documents.js'
import type { Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Day } from '../../schema/domain/period.js'
import type { DraftContent } from '../../schema/domain/statistics/definition-draft.js'
import type { Edition } from '../../schema/domain/statistics/edition.js'
import { findLostDefinitions } from '../../schema/domain/statistics/find-lost-definitions.js'
import { findMeasureChanges } from '../../schema/domain/statistics/find-measure-changes.js'
import { nextEditionCode } from '../../schema/domain/statistics/next-edition-code.js'
import { beforePlanned } from './definition-refusals.js'

/** The edition that drafts would make, not stored anywhere. */
export type NextEdition = { readonly document: PackDocument; readonly edition: Edition }

type Making = {
  readonly base: EditionSource & { readonly today: Day }
  readonly drafts: readonly DraftContent[]
  /** Code of the new edition; null for the one that follows. */
  readonly code: string | null
}

/** First day of the next edition: today, or that of the latest where it is still to come. Its definitions carry days of their own. */
export const startOfNext = ({ effectiveFrom, today }: Making['base']): Day => (effectiveFrom > today ? effectiveFrom : today)

/**
 * The latest edition with the drafts in it, checked whole by the rules that every edition is checked by, and against what is published: no
 * version and no measure of it may become another (VERSION_IMMUTABLE), nothing before the first day of the drafts may be lost.
 */
export function buildNextEdition({ base, drafts, code }: Making): Outcome<NextEdition> {
  const effectiveFrom = startOfNext(base)
  const early = drafts.filter(draft => draft.effectiveFrom < base.effectiveFrom && base.effectiveFrom > base.today)
  const document = amendDocument(base.document, { code: code ?? nextEditionCode(base.code), effectiveFrom, today: base.today, drafts })
  if (!document.ok) return document
  const contents = parsePack(document.value)
  if (!contents.ok) return contents
  const { edition } = contents.value
  const first = drafts.map(draft => draft.effectiveFrom).toSorted()[0] ?? effectiveFrom
  const changed = findMeasureChanges(base.edition, edition, first)
  const lost = findLostDefinitions(base.edition, { ...edition, effectiveFrom: first })
  const against: readonly Issue[] = [
    ...changed,
    // A measure that changes is told once, by what of it changes.
    ...lost.filter(({ path }) => changed.length === 0 || path[0] !== 'measures.yaml'),
    ...early.map(draft => beforePlanned(draft, base)),
  ]
  return against.length > 0 ? refuse(...against) : accept({ document: document.value, edition })
}

/** A draft with the drafts of measures that it names: the two are published together. */
export const withNamedMeasures = <D extends DraftContent>(draft: D, open: readonly D[]): readonly D[] => {
  const text = JSON.stringify(draft.definition)
  const isNamed = ({ kind, code }: D) => kind === 'measure' && code !== draft.code && new RegExp(`\\b${code}\\b`).test(text)
  return [...open.filter(isNamed), draft]
}

/** Issues against an edition made of drafts, told at the list of drafts that was sent. */
export const inDrafts = (issues: readonly Issue[]): readonly Issue[] =>
  issues.map(found => ({ ...found, path: ['input', 'drafts', ...(found.path[0] === 'input' ? found.path.slice(1) : found.path)] }))
