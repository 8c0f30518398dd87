const ISSUE = 'code severity path messageKo messageEn expected got sourceRow rule'

const ROW = `index sourceRow outcome timeliness measure periodType periodStart dimensions { dimension item } submitted issues { ${ISSUE} } heldRow heldState`

const RECEIPT = `id center idempotencyKey contentHash uploadId mode strategy status timeliness
  deadlines { agreement measureSet periodType periodStart dueAt lockAt timeliness rows } edition receivedAt replayed newerSubmissions dryRun dryRunHash
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

const COVERAGE = 'centersIn centersExpected cellsIn cellsExpected extra gaps { reason periodType cells centers measures from to }'

const FIGURE = `
      code nameKo nameEn version variant unit center region periodType from to dimensions { dimension item }
      value numerator denominator factor parts { measure value } formula reason marks qualities { quality values } break { date fromVersion toVersion whyKo whyEn } derivedFrom
      changes { kind from to version value numerator denominator difference percent reason qualities { quality values } unequal coverage { ${COVERAGE} } }
      percentiles { percent band nameKo nameEn over upTo of }
      coverage { ${COVERAGE} }
      issues { ${ISSUE} }`

export const FIGURES = `query figures($input: FiguresInput!, ${PAGE}) {
  figures(input: $input, first: $first, after: $after) {
    nodes {${FIGURE} }
    endCursor hasNextPage totalCount edition asOf
  }
}`

const SUM = '{ left right difference }'
const CELLS = '{ center periodType cells from to }'

export const COMPARE_FIGURES = `query compareFigures($input: FiguresInput!, $left: DefinitionInput, $right: DefinitionInput, ${PAGE}) {
  compareFigures(input: $input, left: $left, right: $right, first: $first, after: $after) {
    nodes {
      left {${FIGURE} }
      right {${FIGURE} }
      difference reason numerator ${SUM} denominator ${SUM} parts { measure left right difference }
      cells { both leftOnly ${CELLS} rightOnly ${CELLS} }
      issues { ${ISSUE} }
    }
    endCursor hasNextPage totalCount edition asOf
  }
}`

export const EXPLAIN_FIGURE = `query explainFigure($input: FiguresInput!, ${PAGE}) {
  explainFigure(input: $input, first: $first, after: $after) {
    figure {
      ${FIGURE}
    }
    definition { version formula effectiveFrom effectiveTo textKo textEn }
    measures {
      measure nameKo nameEn unit value isCounted overTime overCenters
      tables { dimensions isDerived periods centers } centers { center sum periods value }
    }
    hiddenCenters edition asOf
    nodes {
      measure center periodType periodStart dimensions { dimension item } use amount reason lacking value isWithheld status quality revision
      recordedAt submission rowIndex sourceRow edition label isProvisionalMapping rawValue rawUnit unitFactor pendingRevision heldRows
    }
    endCursor hasNextPage
  }
}`

export const OBSERVATION_HISTORY = `query observationHistory($input: ObservationHistoryInput!, ${PAGE}) {
  observationHistory(input: $input, first: $first, after: $after) {
    nodes {
      revision value valueBefore delta status statusBefore isRetracted recordedAt supersededAt cause by reason submission contentHash edition
      receivedAt timeliness rowIndex sourceRow heldRow confirmedRules parameters { name value } label isProvisionalMapping rawValue rawUnit unitFactor
    }
    endCursor hasNextPage
  }
}`

export const FIGURE_TABLE = `query figureTable($input: FiguresInput!, $rows: TableAxisInput!, $columns: TableAxisInput!) {
  figureTable(input: $input, rows: $rows, columns: $columns) {
    edition asOf rows { code labelKo labelEn from to } columns { code labelKo labelEn from to }
    value reason numerator denominator version marks qualities { quality values } issues { ${ISSUE} }
  }
}`

export const TOP_FIGURES = `query topFigures($input: FiguresInput!, $top: TopInput!) {
  topFigures(input: $input, top: $top) { edition asOf ranked {${FIGURE} } unranked {${FIGURE} } rest {${FIGURE} } restOf }
}`

export const VIEWER = 'query viewer { viewer { subject scopes center { code nameKo nameEn } } }'
export const EDITION_HEAD = 'query editionHead($code: String) { edition(code: $code) { code contentHash } }'
export const EDITION = 'query edition($code: String) { edition(code: $code) { code contentHash document } }'
