import { inFile, packIssue, type EditionRule } from './edition-rule.js'

const REQUIRED = ['jurisdiction', 'center', 'obs_status', 'unit'] as const

/** The four codelists that the hub itself reads are there, with items: regions, centers, statuses, units. */
export const requiredListsExist: EditionRule = ({ codelists }, index) =>
  REQUIRED.filter(code => (index.codelists.get(code)?.items.length ?? 0) === 0).map(code =>
    packIssue({
      code: 'EDITION_UNKNOWN_REFERENCE',
      path: inFile('codelists', 'codelists'),
      ko: `코드목록 "${code}"에 항목이 있어야 합니다.`,
      en: `a codelist "${code}" with items is needed.`,
      expected: REQUIRED.join(', '),
      got: codelists.codelists.map(list => list.code).join(', '),
    }),
  )
