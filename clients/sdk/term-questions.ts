import { accept, type Outcome } from '../../schema/domain/outcome.js'
import type { Issue } from '../../schema/domain/issue.js'
import type { ExportedFile } from './export-types.js'
import { HubFault } from './hub-fault.js'
import type { Download } from './post-export.js'
import type { PostGraphql } from './post-graphql.js'
import { readField, readMutation } from './refusals.js'
import type { Page } from './submission-types.js'
import type {
  IssuedReconciliationUrl,
  MappingImport,
  QueuedWord,
  ReconciliationUrl,
  TermFormat,
  TranslateInput,
  Translation,
} from './term-types.js'

const ISSUE = 'code severity path messageKo messageEn expected got sourceRow rule'
const REFUSED = `... on Refused { issues { ${ISSUE} } }`
const URL_FIELDS = 'id subject issuedAt expiresAt revokedAt'

const IMPORT = `mutation importMappings($input: ImportMappingsInput!) { importMappings(input: $input) { __typename
  ... on MappingImport { rows proposed unchanged refused issues { ${ISSUE} } } ${REFUSED} } }`
const ISSUE_URL = `mutation issueReconciliationUrl($input: IssueReconciliationUrlInput!) { issueReconciliationUrl(input: $input) { __typename
  ... on IssuedReconciliationUrl { ${URL_FIELDS} path } ${REFUSED} } }`
const REVOKE_URL = `mutation revokeReconciliationUrl($input: RevokeReconciliationUrlInput!) { revokeReconciliationUrl(input: $input) { __typename
  ... on ReconciliationUrl { ${URL_FIELDS} } ${REFUSED} } }`
const TRANSLATE = `query translate($input: TranslateInput!) { translate(input: $input) {
  result messageKo messageEn on edition
  matches {
    relationship predicate target nameKo nameEn source mappingVersion isProvisional isTaken
    conversion { numerator denominator offset format toUnit }
  }
  candidates { ref nameKo nameEn score predicate features { feature weight textKo textEn } vetoes { veto textKo textEn } }
  weightsVersion
  wouldFlip { code textKo textEn }
} }`
const QUEUE = `query termQueue($center: String, $first: Int!, $after: String) {
  termQueue(center: $center, first: $first, after: $after) {
    nodes { id center kind field label unit status rowsWaiting indicators proposal candidates { ref nameKo nameEn score predicate } assignedTo flag }
    endCursor hasNextPage
  }
}`
const URLS = `query reconciliationUrls($first: Int!, $after: String) {
  reconciliationUrls(first: $first, after: $after) { nodes { ${URL_FIELDS} } endCursor hasNextPage }
}`

/** What a steward, and whoever reads the glossary, asks of the hub. Every answer is an Outcome, as with all methods of the client. */
export type TermQuestions = {
  /**
   * The glossary of an edition, or of the one in force, with what words were decided to mean (SKOS); or those decisions alone (SSSOM). A center gets its own
   * words, a steward those of all.
   */
  readonly exportTerms: (format: TermFormat, wanted?: { readonly edition?: string }) => Promise<Outcome<ExportedFile>>
  /** Sends a mapping set of SSSOM as proposals: nothing is in force by it, and sent again it changes nothing. Needs terms:curate. */
  readonly importMappings: (sssom: string) => Promise<Outcome<MappingImport>>
  /** What a word means on a day, exactly as a row would be read, and what it may mean where nothing is settled. */
  readonly translate: (input: TranslateInput) => Promise<Outcome<Translation>>
  /** Words that wait for a steward, what weighs most first; a center's own for a center. */
  readonly termQueue: (page?: {
    readonly center?: string
    readonly first?: number
    readonly after?: string
  }) => Promise<Outcome<Page<QueuedWord>>>
  /** An address for OpenRefine, good for so many days (90). Needs terms:curate. */
  readonly issueReconciliationUrl: (wanted?: { readonly days?: number }) => Promise<Outcome<IssuedReconciliationUrl>>
  /** Ends an address at once. */
  readonly revokeReconciliationUrl: (id: string) => Promise<Outcome<ReconciliationUrl>>
  /** One's addresses, the one issued last first; all of them for an administrator. */
  readonly reconciliationUrls: (page?: { readonly first?: number; readonly after?: string }) => Promise<Outcome<Page<ReconciliationUrl>>>
}

type Answered<T> = Readonly<Record<string, T | null>>
type Refused = { readonly issues: readonly Issue[] }

function requireAnswer<T>(read: Outcome<T | null>, field: string): Outcome<T> {
  if (!read.ok) return read
  if (read.value === null) throw new HubFault('answer', `The hub answered nothing for ${field}.`)
  return accept(read.value)
}

export const createTermQuestions = (post: PostGraphql, download: Download): TermQuestions => ({
  exportTerms: (format, { edition } = {}) => download(`/export/${format}`, JSON.stringify(edition === undefined ? {} : { edition })),
  importMappings: async sssom =>
    readMutation<MappingImport>(await post<Answered<MappingImport | Refused>>(IMPORT, { input: { sssom } }), 'importMappings'),
  translate: async input =>
    requireAnswer(readField(await post<Answered<Translation>>(TRANSLATE, { input: { ...input } }), 'translate'), 'translate'),
  termQueue: async ({ center, first = 20, after } = {}) =>
    requireAnswer(
      readField(await post<Answered<Page<QueuedWord>>>(QUEUE, { center: center ?? null, first, after: after ?? null }), 'termQueue'),
      'termQueue',
    ),
  issueReconciliationUrl: async ({ days = 90 } = {}) =>
    readMutation<IssuedReconciliationUrl>(
      await post<Answered<IssuedReconciliationUrl | Refused>>(ISSUE_URL, { input: { days } }),
      'issueReconciliationUrl',
    ),
  revokeReconciliationUrl: async id =>
    readMutation<ReconciliationUrl>(
      await post<Answered<ReconciliationUrl | Refused>>(REVOKE_URL, { input: { id } }),
      'revokeReconciliationUrl',
    ),
  reconciliationUrls: async ({ first = 100, after } = {}) =>
    requireAnswer(
      readField(await post<Answered<Page<ReconciliationUrl>>>(URLS, { first, after: after ?? null }), 'reconciliationUrls'),
      'reconciliationUrls',
    ),
})
