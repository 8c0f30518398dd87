import { createPrivateKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ConfigFault, type Config } from '../../api/config.js'
import { sendWebhook } from '../../api/playbooks/send-webhook.js'
import type { Sending } from './attempt-delivery.js'
import { readEndpointKeys } from './endpoint-keys.js'

/** Everything that sending takes, the hub's own key among it. */
export type OpenSending = Sending & { readonly contentKey: KeyObject }

/** What sending takes; null where a key is not named, which leaves every copy waiting, in sight of those who watch. Throws ConfigFault for a key file that holds none. */
export function openSending({ sending }: Pick<Config, 'sending'>): OpenSending | null {
  const { keyFolder, messageKeyFile, privateRanges, trialRanges } = sending
  if (keyFolder === null || messageKeyFile === null) return null
  return {
    contentKey: readContentKey(messageKeyFile),
    keys: readEndpointKeys(keyFolder),
    send: webhook => sendWebhook(webhook, { privateRanges, trialRanges }),
  }
}

function readContentKey(file: string): KeyObject {
  try {
    const key = createPrivateKey(readFileSync(file, 'utf8'))
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // The cause is left out on purpose: it may quote the file.
  }
  throw new ConfigFault(['HUB120_MESSAGE_KEY_FILE: must be a readable file with an Ed25519 private key in PKCS8 PEM form'])
}
