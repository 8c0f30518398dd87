/**
 * The hub's client for members' own systems (Node 20.11 or newer): sign-in, retries and typed calls.
 * Start with `createHubClient`.
 */
export { createHubClient, type HubClient, type PageOptions, type RowOptions } from './hub-client.js'
export { DEFAULT_AUDIENCE, isLoopback, type HubClientOptions, type HubCredential } from './client-options.js'
export { HubFault, isHubFault, type HubFaultKind, type RefusedSignIn } from './hub-fault.js'
export type { RetryNotice } from './retry.js'
export { findReceipt, submitInParts, type PartOutcome } from './submit-in-parts.js'
export { openUploadProgress, type Upload, type UploadProgress } from './upload-progress.js'
export { writeJson, type JsonInput } from './write-json.js'
export type * from './submission-types.js'
export type * from './figure-types.js'
export type * from './why-types.js'
export { EXPORT_FORMATS, type ExportedFile, type ExportFormat, type ExportOptions } from './export-types.js'
export type * from './viewer-types.js'
export type * from './audit-types.js'
export type { AuditQuestions } from './audit-questions.js'
export { entryText, verifyEntries, type ChainBreak, type ChainReport, type KnownHead } from './verify-entries.js'
export { verifyHeads, type HeadBreak } from './verify-heads.js'
