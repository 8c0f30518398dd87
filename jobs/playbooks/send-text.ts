import { signWebhook } from '../../api/playbooks/sign-webhook.js'
import type { Send } from './attempt-delivery.js'
import type { EndpointKeys } from './endpoint-keys.js'
import type { TellPage } from './page-channels.js'

export type TextGateway = { readonly url: string; readonly send: Send; readonly keys: EndpointKeys }

/** Name of the gateway's key in the folder of keys. */
const KEY = 'sms/gateway'

/**
 * Tells by text message: a signed request to the operator's gateway, which speaks to whatever vendor sends texts (docs/paging.md). Sent as messages to
 * centers are: over https to a checked address, without redirects, within ten seconds.
 */
export const makeTextChannel =
  ({ url, send, keys }: TextGateway): TellPage =>
  async ({ reference, to, text, timestamp }) => {
    const found = await keys(KEY)
    if (found.length === 0) return 'noKey'
    const body = Buffer.from(JSON.stringify({ type: 'page.text', data: { to, text: text.short } }), 'utf8')
    const { outcome, cause, status } = await send({ url, headers: signWebhook({ id: reference, timestamp, body }, found), body })
    return outcome === 'delivered' ? null : [cause ?? outcome, status].filter(part => part !== null).join(' ')
  }
