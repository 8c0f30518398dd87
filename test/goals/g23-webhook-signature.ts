import { randomBytes } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { signWebhook } from '../../api/playbooks/sign-webhook.js'
import { publicKeyText, readSigningKey, type SigningKey } from '../../api/playbooks/signing-key.js'
import { Secret } from '../../api/secret.js'
import { isSignedBy, readVerifyingKeys } from '../../clients/sdk/webhook-keys.js'
import type { GoalOptions, GoalResult } from './goal.js'

type Pair = { readonly text: string; readonly key: SigningKey; readonly verifying: string }

function makePair(prefix: 'whsk_' | 'whsec_'): Pair {
  const text = prefix + randomBytes(32).toString('base64')
  const key = readSigningKey(new Secret(text))
  if (key === null) throw new Error('A key of 32 bytes was not read.')
  return { text, key, verifying: publicKeyText(key) ?? text }
}

const isTakenBy = (library: Webhook, body: Buffer, headers: Record<string, string>): boolean => {
  try {
    library.verify(body, headers, { jsonParse: false })
    return true
  } catch {
    return false
  }
}

/** G23: what we sign is verified by the public library (v1) and by Node's crypto (v1a), with either key while one is rotated; no changed byte passes. */
export async function runG23({ isQuick }: GoalOptions): Promise<GoalResult> {
  const rounds = isQuick ? 20 : 200
  const [old, next, shared] = [makePair('whsk_'), makePair('whsk_'), makePair('whsec_')]
  const library = new Webhook(shared.text)
  const timestamp = Math.floor(Date.now() / 1000)
  let [good, taken, changes] = [0, 0, 0]
  for (let round = 0; round < rounds; round++) {
    const body = Buffer.from(`{"n":${round},"text":"태풍 ${randomBytes(8).toString('hex')}"}`, 'utf8')
    const headers = { ...signWebhook({ id: `msg_${round}`, timestamp, body }, [old.key, next.key, shared.key]) }
    const isVerified = (bytes: Buffer, pair: Pair): boolean => {
      const signed = Buffer.concat([Buffer.from(`msg_${round}.${timestamp}.`), bytes])
      return isSignedBy(readVerifyingKeys([pair.verifying]), signed, headers['webhook-signature'])
    }
    const isWhole = isTakenBy(library, body, headers) && [old, next, shared].every(pair => isVerified(body, pair))
    if (isWhole) good += 1
    for (const at of body.keys()) {
      const changed = Buffer.from(body)
      changed[at]! ^= 1 // the index lies in the body
      changes += 1
      if (isTakenBy(library, changed, headers) || [old, next, shared].some(pair => isVerified(changed, pair))) taken += 1
    }
  }
  return {
    id: 'G23',
    value: `${good} of ${rounds} verified by the library and by either key, ${taken} of ${changes} changed bytes taken`,
    bar: 'all verified, 0 changed bytes taken',
    ok: good === rounds && taken === 0,
  }
}
