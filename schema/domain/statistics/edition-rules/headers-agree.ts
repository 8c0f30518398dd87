import { PACK_FILES } from '../edition-pack.js'
import { inFile, packIssue, type EditionRule } from './edition-rule.js'

const HEADER_KEYS = ['edition', 'status', 'effective_from'] as const

/** The five files speak of one edition; measures.yaml is taken as the one that says which. */
export const headersAgree: EditionRule = pack =>
  PACK_FILES.flatMap(file =>
    HEADER_KEYS.filter(key => pack[file][key] !== pack.measures[key]).map(key =>
      packIssue({
        code: 'EDITION_UNKNOWN_REFERENCE',
        path: inFile(file, key),
        ko: `다른 파일과 다릅니다. measures.yaml의 값은 "${pack.measures[key]}"입니다.`,
        en: `this differs from measures.yaml, which says "${pack.measures[key]}".`,
        expected: pack.measures[key],
        got: pack[file][key],
      }),
    ),
  )
