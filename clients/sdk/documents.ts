const ISSUE = 'code severity path messageKo messageEn expected got sourceRow rule'

const ROW = `index sourceRow outcome measure periodType periodStart dimensions { dimension item } submitted issues { ${ISSUE} } heldRow heldState`

const RECEIPT = `id center idempotencyKey contentHash uploadId mode strategy status edition receivedAt replayed newerSubmissions dryRun dryRunHash
  counts { received inserted revised unchanged retracted quarantined rejected impliedRetractions }
  issues { ${ISSUE} occurrences sourceRows }
  impliedRetractions { measure periodType periodStart dimensions { dimension item } }
  rows(outcomes: $outcomes, first: $first, after: $after) { nodes { ${ROW} } endCursor hasNextPage }`

const REFUSED = `... on Refused { issues { ${ISSUE} } }`

const PAGE = '$first: Int, $after: String'

export const SUBMIT_STATISTICS = `mutation submitStatistics($input: SubmitStatisticsInput!, $outcomes: [RowOutcome!], ${PAGE}) {
  submitStatistics(input: $input) { __typename ... on SubmissionReceipt { ${RECEIPT} } ${REFUSED} }
}`

export const SUBMISSION = `query submission($id: ID, $idempotencyKey: String, $outcomes: [RowOutcome!], ${PAGE}) {
  submission(id: $id, idempotencyKey: $idempotencyKey) { ${RECEIPT} }
}`

export const HELD_ROWS = `query heldRows($state: HeldRowState, ${PAGE}) {
  heldRows(state: $state, first: $first, after: $after) {
    nodes { id center submission sourceRow state measure periodType periodStart dimensions { dimension item } submitted issues { ${ISSUE} } rules heldAt expiresAt }
    endCursor hasNextPage
  }
}`

export const RESOLVE_HELD_ROWS = `mutation resolveHeldRows($input: ResolveHeldRowsInput!) {
  resolveHeldRows(input: $input) {
    __typename
    ... on HeldRowsResolved { rows { heldRow sourceRow outcome isAutomatic issues { ${ISSUE} } } }
    ${REFUSED}
  }
}`

export const FIGURES = `query figures($input: FiguresInput!, ${PAGE}) {
  figures(input: $input, first: $first, after: $after) {
    nodes {
      code nameKo nameEn version unit center region periodType from to dimensions { dimension item }
      value numerator denominator factor parts { measure value } formula reason marks derivedFrom
      coverage { centersIn centersExpected cellsIn cellsExpected extra gaps { reason periodType cells centers from to } }
      issues { ${ISSUE} }
    }
    endCursor hasNextPage totalCount edition asOf
  }
}`

export const VIEWER = 'query viewer { viewer { subject scopes center { code nameKo nameEn } } }'
export const EDITION_HEAD = 'query editionHead($code: String) { edition(code: $code) { code contentHash } }'
export const EDITION = 'query edition($code: String) { edition(code: $code) { code contentHash document } }'
