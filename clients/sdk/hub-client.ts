import type { Issue } from '../../schema/domain/issue.js'
import { accept, type Outcome } from '../../schema/domain/outcome.js'
import { createTokenSource } from './access-token.js'
import { createAuditQuestions, type AuditQuestions } from './audit-questions.js'
import { settleOptions, type HubClientOptions } from './client-options.js'
import * as documents from './documents.js'
import { createDrillQuestions, type DrillQuestions } from './drill-questions.js'
import { createEmergencyQuestions, type EmergencyQuestions } from './emergency-questions.js'
import type {
  ComparedDefinitions,
  ComparisonPage,
  EditionDocument,
  FigurePage,
  FigureRanking,
  FiguresInput,
  WideTable,
  TableAxisInput,
  TopInput,
} from './figure-types.js'
import type { ExportedFile, ExportOptions } from './export-types.js'
import { HubFault } from './hub-fault.js'
import { createDownload, createPostExport, type Download } from './post-export.js'
import { createOpenNudges } from './open-nudges.js'
import { createPostGraphql, type PostGraphql } from './post-graphql.js'
import { readField, readMutation } from './refusals.js'
import { createEvidenceQuestions, type EvidenceQuestions } from './evidence-questions.js'
import { createTermQuestions, type TermQuestions } from './term-questions.js'
import { createWeightQuestions, type WeightQuestions } from './weight-questions.js'
import type * as submissions from './submission-types.js'
import type { Viewer } from './viewer-types.js'
import type { FigureExplanation, ObservationHistoryInput, ObservationRevision } from './why-types.js'
import type { JsonInput } from './write-json.js'

/** Which page of a list: at most `first` entries after the cursor `after`. */
export type PageOptions = { readonly first?: number; readonly after?: string }
/** Which rows of a receipt; by default those that somebody must look at. */
export type RowOptions = PageOptions & { readonly outcomes?: readonly submissions.ReceiptOutcome[] }

/** Rows of a page where nothing else is asked. */
const PAGE_SIZE = 100
const ATTENTION: readonly submissions.ReceiptOutcome[] = ['QUARANTINED', 'REJECTED']

/**
 * The hub, as a center's system or an analyst sees it. Every method answers with an Outcome: the value, or every issue that stands against it.
 * Thrown is only HubFault: nobody answered, the sign-in is refused, or the hub failed. Waiting and trying again is done inside.
 */
export type HubClient = AuditQuestions &
  DrillQuestions &
  EvidenceQuestions &
  EmergencyQuestions &
  TermQuestions &
  WeightQuestions & {
    /**
     * The receipt of a batch: each row ends as one of six outcomes. Safe to call again with the same input: the first receipt comes back with `replayed`.
     * Refused with IDEMPOTENCY_KEY_REUSED, STALE_DRY_RUN, TOO_MANY_ROWS, FORBIDDEN and others, and then nothing has landed.
     */
    readonly submitStatistics: (
      input: submissions.SubmitStatisticsInput,
      rows?: RowOptions,
    ) => Promise<Outcome<submissions.SubmissionReceipt>>
    /** A receipt by its id or key; null where there is none of this center. */
    readonly submission: (
      by: { readonly id: string } | { readonly idempotencyKey: string },
      rows?: RowOptions,
    ) => Promise<Outcome<submissions.SubmissionReceipt | null>>
    /** Quarantined rows, by default those still held. */
    readonly heldRows: (
      options?: PageOptions & { readonly state?: submissions.HeldState },
    ) => Promise<Outcome<submissions.Page<submissions.HeldRow>>>
    /** The way out of quarantine (S11): what became of the rows named and of those that the same rules held. */
    readonly resolveHeldRows: (
      resolutions: readonly submissions.HeldRowResolution[],
    ) => Promise<Outcome<readonly submissions.ResolvedHeldRow[]>>
    /** Figures with their parts and coverage, a page at a time; a value that is null says why. */
    readonly figures: (input: FiguresInput, page?: PageOptions) => Promise<Outcome<FigurePage>>
    /**
     * Why a figure is what it is: the figure with its definition, and the rows behind it a page at a time, added and left out, down to their receipts.
     * Refused with NOT_ONE_FIGURE, and what to narrow, when the question gives several.
     */
    readonly explainFigure: (input: FiguresInput, page?: PageOptions) => Promise<Outcome<FigureExplanation>>
    /** Every revision of one value from the first, with who, when and why; null where there is no such value that this client may see. */
    readonly observationHistory: (
      input: ObservationHistoryInput,
      page?: PageOptions,
    ) => Promise<Outcome<submissions.Page<ObservationRevision> | null>>
    /** The same figures under two definitions side by side, with the parts that explain the difference. */
    readonly compareFigures: (input: FiguresInput, sides: ComparedDefinitions, page?: PageOptions) => Promise<Outcome<ComparisonPage>>
    /** Figures as a wide table. */
    readonly figureTable: (
      input: FiguresInput,
      sides: { readonly rows: TableAxisInput; readonly columns: TableAxisInput },
    ) => Promise<Outcome<WideTable>>
    /** The first centers or items of an order, and the rest as one figure. */
    readonly topFigures: (input: FiguresInput, top: TopInput) => Promise<Outcome<FigureRanking>>
    /** The same figures as a file, with their definitions and coverage, piece by piece; refused like `figures`. */
    readonly exportFigures: (input: FiguresInput, options: ExportOptions) => Promise<Outcome<ExportedFile>>
    /** Who the hub takes this client for, with the scopes in force. */
    readonly viewer: () => Promise<Outcome<Viewer | null>>
    /** A published edition, the one in force where no code is named; null for a code that was never published. */
    readonly edition: (code?: string) => Promise<Outcome<EditionDocument | null>>
    /** Code and content hash alone, to see whether a kept copy still holds. */
    readonly editionHead: (code?: string) => Promise<Outcome<Omit<EditionDocument, 'document'> | null>>
  }

const rowVariables = ({ outcomes = ATTENTION, first = PAGE_SIZE, after }: RowOptions) => ({ outcomes, first, after: after ?? null })

/** A page that the contract says is never null. */
function requirePage<T>(read: Outcome<T | null>, field: string): Outcome<T> {
  if (!read.ok) return read
  if (read.value === null) throw new HubFault('answer', `The hub answered nothing for ${field}.`)
  return accept(read.value)
}

/** Questions that have a file of their own. */
const createQuestions = (post: PostGraphql, download: Download) => ({
  ...createAuditQuestions(post),
  ...createDrillQuestions(post, download),
  ...createEvidenceQuestions(post),
  ...createTermQuestions(post, download),
  ...createWeightQuestions(post),
})

/** Lists that the hub demands even where they are empty. */
const completeInput = (input: submissions.SubmitStatisticsInput): JsonInput => ({
  ...input,
  parameters: input.parameters ?? [],
  rows: (input.rows ?? []).map(row => ({ ...row, dimensions: row.dimensions ?? [] })),
  series: (input.series ?? []).map(series => ({
    ...series,
    fixed: series.fixed ?? [],
    axes: series.axes ?? [],
    items: series.items ?? [],
    status: series.status ?? [],
    sourceRows: series.sourceRows ?? [],
  })),
})

/**
 * A client of one hub for one credential. It holds no connection and no timer and needs no closing.
 * HubFault `configuration` for a URL or issuer that is neither https nor on this machine.
 *
 * @example A night's figures, in columns
 * ```ts
 * const hub = createHubClient({
 *   url: 'https://hub.example.kr',
 *   issuer: 'https://login.example.kr',
 *   clientId: 'busan-client',
 *   scope: 'stats:write',
 *   credential: { privateKeyJwk: JSON.parse(await readFile('busan.jwk.json', 'utf8')) },
 * })
 * const outcome = await hub.submitStatistics({
 *   idempotencyKey: 'busan-2026-11-19',
 *   series: [{ measure: '인입콜', periodStart: '2026-11-19', axes: ['시간대'], items: [['09', '10']], values: [118, 131], sourceRows: [2, 3] }],
 * })
 * if (!outcome.ok) throw new Error(outcome.issues.map(issue => issue.messageKo).join('\n'))
 * for (const row of outcome.value.rows.nodes) console.log(row.sourceRow, row.outcome, row.issues[0]?.messageKo)
 * ```
 *
 * @example Response rate of two centers together, with its parts
 * ```ts
 * const page = await hub.figures({ indicators: ['response_rate'], centers: ['seoul', 'busan'], groupByCenter: false, from: '2026-11-19', to: '2026-11-19' })
 * if (page.ok) for (const { value, factor, numerator, denominator, coverage } of page.value.nodes) {
 *   console.log(value, `${factor} x ${numerator} / ${denominator}`, `${coverage.centersIn}/${coverage.centersExpected}`)
 * }
 * ```
 *
 * @example A month as a workbook
 * ```ts
 * const file = await hub.exportFigures({ indicators: ['response_rate'], from: '2026-11-01', to: '2026-11-30', by: 'DAY' }, { format: 'xlsx' })
 * if (file.ok) await pipeline(file.value.pieces, createWriteStream('november.xlsx'))
 * ```
 */
export function createHubClient(options: HubClientOptions): HubClient {
  const settings = settleOptions(options)
  const tokens = createTokenSource(settings)
  const post = createPostGraphql(settings, tokens)
  const download = createDownload(settings, tokens)
  type Refused = { readonly issues: readonly Issue[] }
  type Answered<T> = Readonly<Record<string, T | null>>

  return {
    ...createQuestions(post, download),
    ...createEmergencyQuestions(post, createOpenNudges(settings, tokens)),
    submitStatistics: async (input, rows = {}) =>
      readMutation(
        await post<Answered<submissions.SubmissionReceipt | Refused>>(documents.SUBMIT_STATISTICS, {
          input: completeInput(input),
          ...rowVariables(rows),
        }),
        'submitStatistics',
      ),
    submission: async (by, rows = {}) =>
      readField(await post<Answered<submissions.SubmissionReceipt>>(documents.SUBMISSION, { ...by, ...rowVariables(rows) }), 'submission'),
    heldRows: async ({ state = 'HELD', first = PAGE_SIZE, after } = {}) =>
      requirePage(
        readField(
          await post<Answered<submissions.Page<submissions.HeldRow>>>(documents.HELD_ROWS, { state, first, after: after ?? null }),
          'heldRows',
        ),
        'heldRows',
      ),
    resolveHeldRows: async resolutions => {
      const answer = await post<Answered<{ rows: readonly submissions.ResolvedHeldRow[] } | Refused>>(documents.RESOLVE_HELD_ROWS, {
        input: { resolutions },
      })
      const read = readMutation<{ rows: readonly submissions.ResolvedHeldRow[] }>(answer, 'resolveHeldRows')
      return read.ok ? accept(read.value.rows) : read
    },
    figures: async (input, { first = PAGE_SIZE, after } = {}) =>
      requirePage(
        readField(await post<Answered<FigurePage>>(documents.FIGURES, { input, first, after: after ?? null }), 'figures'),
        'figures',
      ),
    explainFigure: async (input, { first = PAGE_SIZE, after } = {}) =>
      requirePage(
        readField(
          await post<Answered<FigureExplanation>>(documents.EXPLAIN_FIGURE, { input, first, after: after ?? null }),
          'explainFigure',
        ),
        'explainFigure',
      ),
    observationHistory: async (input, { first = PAGE_SIZE, after } = {}) =>
      readField(
        await post<Answered<submissions.Page<ObservationRevision>>>(documents.OBSERVATION_HISTORY, {
          input,
          first,
          after: after ?? null,
        }),
        'observationHistory',
      ),
    compareFigures: async (input, { left, right }, { first = PAGE_SIZE, after } = {}) => {
      const variables = { input, left: left ?? null, right: right ?? null, first, after: after ?? null }
      return requirePage(
        readField(await post<Answered<ComparisonPage>>(documents.COMPARE_FIGURES, variables), 'compareFigures'),
        'compareFigures',
      )
    },
    figureTable: async (input, { rows, columns }) =>
      requirePage(
        readField(await post<Answered<WideTable>>(documents.FIGURE_TABLE, { input, rows, columns }), 'figureTable'),
        'figureTable',
      ),
    topFigures: async (input, top) =>
      requirePage(readField(await post<Answered<FigureRanking>>(documents.TOP_FIGURES, { input, top }), 'topFigures'), 'topFigures'),
    exportFigures: createPostExport(download),
    viewer: async () => readField(await post<Answered<Viewer>>(documents.VIEWER, {}), 'viewer'),
    edition: async code => readField(await post<Answered<EditionDocument>>(documents.EDITION, { code: code ?? null }), 'edition'),
    editionHead: async code =>
      readField(await post<Answered<Omit<EditionDocument, 'document'>>>(documents.EDITION_HEAD, { code: code ?? null }), 'edition'),
  }
}
