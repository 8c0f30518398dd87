import type { CenterNames } from '../../schema/domain/submissions/judge-context.js'
import { isHubFault, type HubClient } from '../sdk/index.js'
import type { CliSettings } from './config.js'
import { connectHub, type Identity } from './sign-in.js'
import type { Terminal } from './terminal.js'

/** One sign-in: its client, and the center that the hub has registered it for. */
export type Connection = {
  readonly hub: HubClient
  readonly identity: Identity
  /** Asked once. Null for a role of the council, and where the hub cannot be asked: who needs the answer does without it. */
  readonly center: () => Promise<CenterNames | null>
}

/** The connection of an identity; the same client is never signed in twice. */
export type Connect = (identity: Identity) => Connection

async function askCenter(hub: HubClient): Promise<CenterNames | null> {
  try {
    const viewer = await hub.viewer()
    return viewer.ok ? (viewer.value?.center ?? null) : null
  } catch (error) {
    // What the command is there for comes to the same fault and says so.
    if (isHubFault(error)) return null
    throw error
  }
}

export function createConnect(settings: CliSettings, terminal: Terminal): Connect {
  const known = new Map<string, Connection>()
  return identity => {
    const found = known.get(identity.clientId)
    if (found !== undefined) return found
    const hub = connectHub(settings, identity, terminal)
    let center: Promise<CenterNames | null> | null = null
    const connection: Connection = { hub, identity, center: () => (center ??= askCenter(hub)) }
    known.set(identity.clientId, connection)
    return connection
  }
}
