import type { HubClient, HubClientOptions } from '../../../sdk/index.js'
import { connectHub, identify, type Identity } from '../../sign-in.js'
import { developmentNotice, nextCommandOf, type CommandContext, type NextCommand } from '../command-context.js'

export type Duty = { readonly hub: HubClient; readonly identity: Identity; readonly nextCommand: NextCommand }

/** The hub, as the duty of a center. */
export async function connectDuty(
  { settings, terminal }: CommandContext,
  patience: Pick<HubClientOptions, 'maxAttempts' | 'timeoutMs'> = {},
): Promise<Duty> {
  const identity = await identify(settings, 'duty')
  if (identity.isDevelopment) terminal.tell(developmentNotice(identity))
  return { hub: connectHub(settings, identity, terminal, patience), identity, nextCommand: nextCommandOf(settings, identity) }
}
