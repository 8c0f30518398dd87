import { createHash } from 'node:crypto'
import { listKnownWords, listStandingContents, type StandingContent } from '../../db/queries/mapping-imports.js'
import { registerWords } from '../../db/queries/source-terms.js'
import { appendDecision } from '../../db/queries/term-decisions.js'
import { appendVersions, isRejected, type VersionToAppend } from '../../db/queries/term-mappings.js'
import type { Tx } from '../../db/transaction.js'
import type { SourceWord } from '../../schema/domain/terms/mapping.js'
import { normalizeLabel } from '../../schema/domain/terms/normalize-label.js'
import type { ImportedMapping } from '../../schema/domain/terms/sssom/read-sssom-row.js'
import { printConversion } from '../../schema/domain/terms/sssom/sssom-mapping.js'

type Import = {
  readonly centerId: number
  readonly author: string
  /** Of the file the rows came in. */
  readonly sha256: string
  readonly mappings: readonly ImportedMapping[]
}

const wordText = (kind: string, field: string, [label, unit]: readonly [string, string]): string =>
  JSON.stringify([kind, field, label, unit])
const compared = ({ kind, field, label, unit }: SourceWord): string => wordText(kind, field, [normalizeLabel(label), normalizeLabel(unit)])

/** The ids of the words of the rows; words that the center has not said yet are made known without any value. */
async function requireTerms(tx: Tx, { centerId, mappings }: Import): Promise<ReadonlyMap<string, string>> {
  const known = await listKnownWords(
    tx,
    centerId,
    mappings.map(({ word }) => normalizeLabel(word.label)),
  )
  const ids = new Map(known.map(({ id, kind, field, normLabel, normUnit }) => [wordText(kind, field, [normLabel, normUnit]), id]))
  const missing = new Map(mappings.flatMap(({ word }) => (ids.has(compared(word)) ? [] : [[compared(word), word] as const])))
  const made = await registerWords(
    tx,
    { centerId, submissionNo: null },
    [...missing.values()].map(word => ({
      word,
      normLabel: normalizeLabel(word.label),
      normUnit: normalizeLabel(word.unit),
      editionCandidates: [],
      valueCount: 0,
      firstDay: null,
      lastDay: null,
      profiles: [],
    })),
  )
  ;[...missing.keys()].forEach((word, at) => ids.set(word, made[at] ?? ''))
  return ids
}

const contentText = ({ sourceTerm, target, predicate, negated, conversion, effective }: StandingContent): string =>
  JSON.stringify([sourceTerm, target, predicate, negated, conversion, effective.from, effective.to])

const contentOf = (sourceTerm: string, mapping: ImportedMapping): StandingContent => ({
  ...mapping,
  sourceTerm,
  conversion: printConversion(mapping.conversion),
})

/** What the proposal rests on: somebody else's word for it, which is the same however often it comes. */
const evidenceHashOf = (mapping: ImportedMapping): string =>
  createHash('sha256')
    .update(JSON.stringify(['sssom', mapping.target, mapping.predicate, mapping.negated, printConversion(mapping.conversion)]))
    .digest('hex')

const toVersion = (mapping: ImportedMapping, { author, sha256 }: Import): VersionToAppend => ({
  target: mapping.target,
  predicate: mapping.predicate,
  negated: mapping.negated,
  conversion: mapping.conversion,
  status: 'proposed',
  effective: mapping.effective,
  justification: [mapping.justification],
  confidence: mapping.confidence,
  evidence: { source: 'sssom', file: sha256, line: mapping.line },
  evidence_hash: evidenceHashOf(mapping),
  rule_version: null,
  lexicon_version: null,
  glossary_version: null,
  weights_version: null,
  tier: null,
  author_type: 'steward',
  author,
  reviewers: [],
  supersedes: null,
  reason: null,
})

/** Appends each row that is new as a proposal, with its entry in the log of decisions; gives how many were. The caller holds the lock of the center. */
export async function proposeImported(tx: Tx, given: Import): Promise<number> {
  const { centerId, author, sha256, mappings } = given
  const terms = await requireTerms(tx, given)
  const standing = await listStandingContents(tx, centerId, [...new Set(terms.values())])
  const contents = new Set(standing.map(contentText))
  let proposed = 0
  for (const mapping of mappings) {
    const sourceTerm = terms.get(compared(mapping.word)) ?? ''
    const content = contentText(contentOf(sourceTerm, mapping))
    const { target } = mapping
    const isRemembered = target !== null && (await isRejected(tx, centerId, { sourceTerm, target, evidenceHash: evidenceHashOf(mapping) }))
    if (contents.has(content) || isRemembered) continue
    contents.add(content)
    const made = await appendVersions(tx, { centerId, sourceTerm }, [toVersion(mapping, given)])
    const detail = { source: 'sssom', file: sha256, line: mapping.line }
    await appendDecision(tx, centerId, { sourceTerm, action: 'import', made, ended: [], undoes: null, actor: author, reason: null, detail })
    proposed++
  }
  return proposed
}
