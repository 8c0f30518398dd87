import type { Config } from '../../api/config.js'
import { sendWebhook } from '../../api/playbooks/send-webhook.js'
import { readEndpointKeys } from './endpoint-keys.js'
import type { PageChannels } from './page-channels.js'
import { makeMailChannel } from './send-mail.js'
import { makeTextChannel } from './send-text.js'

/** The channels that the configuration names; null where it names none, which leaves every page untold, in sight of those who watch. */
export function openPaging({ environment, paging, sending }: Pick<Config, 'environment' | 'paging' | 'sending'>): PageChannels | null {
  const { mail, textUrl } = paging
  if (mail === null && textUrl === null) return null
  const { keyFolder, privateRanges, trialRanges } = sending
  return {
    ...(mail === null ? {} : { EMAIL: makeMailChannel({ ...mail, isTlsRequired: environment === 'production' }) }),
    ...(textUrl === null || keyFolder === null
      ? {}
      : {
          SMS: makeTextChannel({
            url: textUrl,
            keys: readEndpointKeys(keyFolder),
            send: webhook => sendWebhook(webhook, { privateRanges, trialRanges }),
          }),
        }),
  }
}
