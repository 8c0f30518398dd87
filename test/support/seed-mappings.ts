import { lockCenter } from '../../db/queries/submissions.js'
import { registerWords } from '../../db/queries/source-terms.js'
import { appendVersions, type VersionToAppend } from '../../db/queries/term-mappings.js'
import type { Hub } from '../../api/hub.js'
import { IDENTITY, type SourceWord } from '../../schema/domain/terms/mapping.js'
import { normalizeLabel } from '../../schema/domain/terms/normalize-label.js'

export type SeededMapping = Partial<VersionToAppend> & {
  readonly center: string
  readonly word: Pick<SourceWord, 'label'> & Partial<SourceWord>
}

/** A decision as stewards make it: the word means calls offered exactly, from October 2026 on. */
const DECIDED: VersionToAppend = {
  target: 'measure:calls_offered',
  predicate: 'exact',
  negated: false,
  conversion: IDENTITY,
  status: 'active',
  effective: { from: '2026-10-01', to: null },
  justification: ['semapv:ManualMappingCuration'],
  confidence: null,
  evidence: {},
  evidence_hash: 'seeded',
  rule_version: null,
  lexicon_version: null,
  glossary_version: '2026.1',
  weights_version: null,
  tier: null,
  author_type: 'steward',
  author: 'person:steward',
  reviewers: [],
  supersedes: null,
  reason: null,
}

/** Puts a word and what it was decided to mean into the store, as a steward would; gives the id of the word. */
export async function seedMapping(hub: Hub, { center, word, ...version }: SeededMapping): Promise<string> {
  const centerId = (await hub.standards()).centerIds.get(center) ?? 0
  return hub.db.transaction({ centerId, role: 'steward' }, async tx => {
    await lockCenter(tx, centerId)
    const said = { kind: 'subject', field: 'measure', unit: '건', ...word } as const
    const [sourceTerm = ''] = await registerWords(tx, { centerId, submissionNo: null }, [
      {
        word: said,
        normLabel: normalizeLabel(said.label),
        normUnit: normalizeLabel(said.unit),
        editionCandidates: [],
        valueCount: 1,
        firstDay: null,
        lastDay: null,
        profiles: [],
      },
    ])
    await appendVersions(tx, { centerId, sourceTerm }, [{ ...DECIDED, ...version }])
    return sourceTerm
  })
}
