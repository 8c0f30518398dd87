import type { HubClient } from '../../../sdk/index.js'
import { connectHub, identify } from '../../sign-in.js'
import { developmentNotice, type CommandContext } from '../command-context.js'

/** The hub, as somebody who coordinates an emergency. */
export async function connectCoordinator({ settings, terminal }: CommandContext): Promise<HubClient> {
  const identity = await identify(settings, 'coordinator')
  if (identity.isDevelopment) terminal.tell(developmentNotice(identity))
  return connectHub(settings, identity, terminal)
}
