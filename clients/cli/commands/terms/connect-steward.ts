import type { HubClient } from '../../../sdk/index.js'
import { connectHub, identify } from '../../sign-in.js'
import { developmentNotice, type CommandContext } from '../command-context.js'

/** The hub, as a steward; as the center where one is named. */
export async function connectSteward({ settings, terminal }: CommandContext): Promise<HubClient> {
  const identity = await identify(settings, 'steward')
  if (identity.isDevelopment) terminal.tell(developmentNotice(identity))
  return connectHub(settings, identity, terminal)
}
