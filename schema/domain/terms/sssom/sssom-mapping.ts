import type { Day } from '../../period.js'
import type { Conversion, Effective, MappingPredicate, MappingStatus, WordKind } from '../mapping.js'

/** One decision about a word of a center, as it goes out to others. */
export type SssomMapping = {
  readonly center: string
  /** Id of the version; values read by it name it. */
  readonly id: string
  readonly kind: WordKind
  /** `measure`, or the dimension in whose column the word stands. */
  readonly field: string
  readonly label: string
  /** '' where none is named. */
  readonly unit: string
  /** Null: the glossary has nothing that the word could mean. */
  readonly target: string | null
  readonly predicate: MappingPredicate
  readonly negated: boolean
  readonly conversion: Conversion
  readonly effective: Effective
  readonly status: MappingStatus
  readonly justification: readonly string[]
  /** A share from 0 to 1, as a decimal text; null where nobody said. */
  readonly confidence: string | null
  readonly authorType: 'system' | 'steward'
  readonly author: string
  readonly reviewers: readonly string[]
  readonly ruleVersion: string | null
  /** Edition whose glossary the decision was made on; null where nobody said. */
  readonly glossaryVersion: string | null
  /** Korean day on which it was decided. */
  readonly decidedOn: Day
}

/** The justifications that SSSOM 1.0 knows. */
export const JUSTIFICATIONS = [
  'semapv:MappingReview',
  'semapv:ManualMappingCuration',
  'semapv:LogicalReasoning',
  'semapv:LexicalMatching',
  'semapv:CompositeMatching',
  'semapv:UnspecifiedMatching',
  'semapv:SemanticSimilarityThresholdMatching',
  'semapv:LexicalSimilarityThresholdMatching',
  'semapv:MappingChaining',
  'semapv:MappingInversion',
  'semapv:StructuralMatching',
  'semapv:InstanceBasedMatching',
  'semapv:BackgroundKnowledgeBasedMatching',
] as const

/** Columns beside those of SSSOM, in their order, with the type that the header declares. Days are Korean business days. */
export const EXTENSIONS = [
  ['hub120_center', 'string'],
  ['hub120_source_field', 'string'],
  ['hub120_unit', 'string'],
  ['hub120_conversion', 'string'],
  ['hub120_to_unit', 'string'],
  ['hub120_effective_from', 'date'],
  ['hub120_effective_before', 'date'],
  ['hub120_status', 'string'],
  ['hub120_mapping_version', 'string'],
] as const

/** Concepts are written `hub120:measure:calls_offered`. */
export const CONCEPT_PREFIX = 'hub120'
export const CONCEPT_BASE = 'urn:hub120:concept:'
export const NO_TERM = 'sssom:NoTermFound'

/** The conversion in one cell: empty, `raw*60/1+0`, or a clock format. */
export const printConversion = (conversion: Conversion): string => {
  switch (conversion.kind) {
    case 'identity':
      return ''
    case 'linear':
      return `raw*${conversion.numerator}/${conversion.denominator}+${conversion.offset}`
    case 'clock':
      return conversion.format
  }
}
