/**
 * The hub's client for members' own systems (Node 20.11 or newer): sign-in, retries and typed calls.
 * Start with `createHubClient`.
 */
export { createHubClient, type HubClient, type PageOptions, type RowOptions } from './hub-client.js'
export { DEFAULT_AUDIENCE, isLoopback, type HubClientOptions, type HubCredential } from './client-options.js'
export { HubFault, isHubFault, type HubFaultKind } from './hub-fault.js'
export { writeJson, type JsonInput } from './write-json.js'
export type * from './submission-types.js'
export type * from './figure-types.js'
