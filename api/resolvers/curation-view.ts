import { IDENTITY, type Conversion } from '../../schema/domain/terms/mapping.js'
import type { CurateTermInput, TermConversionInput, TermDecided, UndoTermDecisionInput } from '../../schema/graphql/term-decision.js'
import type { TermDecision } from '../../schema/graphql/term-history.js'
import type { MappingPreview as MappingPreviewView } from '../../schema/graphql/term-preview.js'
import type { Curated, Curation } from '../operations/curation.js'
import type { ListedDecision } from '../operations/list-term-decisions.js'
import type { MappingPreview } from '../operations/try-decision.js'
import type { TermUndoing } from '../operations/undo-term-decision.js'
import { toTermMapping } from './term-view.js'

/** A conversion as it was asked for; null where nothing was said. Numbers that are none are for the operation to refuse. */
export const toConversion = (input: TermConversionInput | null | undefined): Conversion | null => {
  if (input == null) return null
  const { numerator = null, denominator, offset, format = null } = input
  if (format !== null) return { kind: 'clock', format, toUnit: null }
  if (numerator === null) return IDENTITY
  return { kind: 'linear', numerator, denominator: denominator ?? '1', offset: offset ?? '0', fromUnit: null, toUnit: null }
}

export const toCuration = ({ conversion, ...input }: CurateTermInput): Curation => {
  const { term, expectedVersion, target = null, predicate = null, from = null, to = null, reason = null, previewHash = null } = input
  return { term, expectedVersion, target, predicate, from, to, reason, previewHash, conversion: toConversion(conversion) }
}

export const toUndoing = ({ decision, expectedVersion, reason = null, previewHash = null }: UndoTermDecisionInput): TermUndoing => ({
  decision,
  expectedVersion,
  reason,
  previewHash,
})

export const toTermDecided = ({ sourceTerm, made: _made, ended: _ended, ...curated }: Curated): TermDecided => ({
  ...curated,
  term: sourceTerm,
})

export const toMappingPreview = ({ rows, moves, ...preview }: MappingPreview): MappingPreviewView => ({
  ...preview,
  rows: rows.map(({ outcome, starts_on: periodStart, raw_number: rawNumber, measure, value, source_row: sourceRow }) => ({
    outcome,
    periodStart,
    rawNumber,
    measure,
    value,
    sourceRow,
  })),
  moves: moves.map(move => ({ ...move, absent: [] })),
})

export const toTermDecision = ({ made, ended, undone_by, recorded_at, detail, ...entry }: ListedDecision): TermDecision => ({
  ...entry,
  undoneBy: undone_by,
  recordedAt: recorded_at,
  mark: typeof detail['after'] === 'string' ? detail['after'] : null,
  made: made.map(toTermMapping),
  ended: ended.map(toTermMapping),
})
