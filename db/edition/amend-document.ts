import * as z from 'zod'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Issue } from '../../schema/domain/issue.js'
import type { Day } from '../../schema/domain/period.js'
import type { DraftContent } from '../../schema/domain/statistics/definition-draft.js'
import { PACK_FILES, type PackFile } from '../../schema/domain/statistics/edition-pack.js'
import { succeedVersion } from '../../schema/domain/statistics/succeed-version.js'
import type { PackDocument } from './read-edition.js'

const entry = z.looseObject({ code: z.string() })
const version = z.looseObject({
  version: z.string(),
  effective_from: z.string(),
  effective_to: z.string().nullish(),
  status: z.enum(['standard', 'superseded', 'draft']),
})
const indicator = z.looseObject({ code: z.string(), versions: z.array(version), variants: z.array(z.unknown()).nullish() })
type RawEntry = z.infer<typeof entry>
type RawVersion = z.infer<typeof version>

/** A published document, no further read than it takes to add to it: the remarks of its files stay in it. */
const published = z.looseObject({
  measures: z.looseObject({ measures: z.array(entry) }),
  indicators: z.looseObject({ indicators: z.array(indicator) }),
})

export type Amendment = {
  readonly code: string
  readonly effectiveFrom: Day
  /** Today in Korea by the clock of the database. */
  readonly today: Day
  readonly drafts: readonly DraftContent[]
}

/**
 * The document of a new edition: that of a published one with the drafts in it, under a code and first day of its own. A version of an indicator
 * is added after those published (see succeedVersion, VERSION_IMMUTABLE); a measure that stands is replaced whole. What the document then says is
 * not judged here: parsePack does. Throws when `base` was never published.
 */
export function amendDocument(base: unknown, { code, effectiveFrom, today, drafts }: Amendment): Outcome<PackDocument> {
  const document = published.parse(base)
  const ofKind = (kind: DraftContent['kind']) => drafts.filter(draft => draft.kind === kind)
  const measures = ofKind('measure').reduce<readonly RawEntry[]>(putMeasure, document.measures.measures)
  const issues: Issue[] = []
  let indicators: readonly RawEntry[] = document.indicators.indicators
  for (const draft of ofKind('indicator')) {
    const next = putVersion(indicators, draft, today)
    if (next.ok) indicators = next.value
    else issues.push(...next.issues)
  }
  if (issues.length > 0) return refuse(...issues)
  const header = { edition: code, status: 'published', effective_from: effectiveFrom }
  const amended: Readonly<Record<string, unknown>> = {
    ...document,
    measures: { ...document.measures, measures },
    indicators: { ...document.indicators, indicators },
  }
  const files = PACK_FILES.map(file => [file, { ...Object(amended[file]), ...header }])
  return accept(Object.fromEntries(files) as Record<PackFile, unknown>) // fromEntries forgets its keys; they are those of PACK_FILES
}

const putMeasure = (measures: readonly RawEntry[], { code, definition }: DraftContent): readonly RawEntry[] =>
  measures.some(one => one.code === code)
    ? measures.map(one => (one.code === code ? { ...definition, code } : one))
    : [...measures, { ...definition, code }]

function putVersion(indicators: readonly RawEntry[], { code, definition }: DraftContent, today: Day): Outcome<readonly RawEntry[]> {
  const standing = indicators.find(one => one.code === code)
  if (standing === undefined) return accept([...indicators, { ...definition, code }])
  const before = indicator.parse(standing)
  const drafted = indicator.parse({ ...definition, code })
  const [next] = drafted.versions.map(dated)
  if (next === undefined) throw new Error(`The draft of indicator ${code} holds no version.`)
  const versions = succeedVersion(before.versions.map(dated), next, { indicator: code, today })
  if (!versions.ok) return versions
  const variants = [...(before.variants ?? []), ...(drafted.variants ?? [])]
  const amended = { ...before, versions: versions.value, ...(variants.length > 0 ? { variants } : {}) }
  return accept(indicators.map(one => (one.code === code ? amended : one)))
}

const dated = (one: RawVersion) => ({ ...one, effective_to: one.effective_to ?? null })
