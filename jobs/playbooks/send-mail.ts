import { createTransport } from 'nodemailer'
import type { Secret } from '../../api/secret.js'
import type { TellPage } from './page-channels.js'

export type MailServer = {
  /** smtp://user:password@host:587, or smtps://…:465. */
  readonly url: Secret
  readonly from: string
  /** Nothing is said before the connection is encrypted. Where the URL has a password that holds whatever is asked for here. */
  readonly isTlsRequired: boolean
}

/** All in all shorter than the lease of a page. */
const TIMEOUTS = { connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 5_000, dnsTimeout: 5_000 }
const LONGEST_MS = 12_000

/** Tells by e-mail: a connection for each page, so that a server which hangs or comes back is found out by that page alone. */
export function makeMailChannel({ url, from, isTlsRequired }: MailServer): TellPage {
  const requireTLS = isTlsRequired || new URL(url.reveal()).password !== ''
  const domain = from.replace(/^.*@|>$/g, '')
  return async ({ reference, to, text }) => {
    const transport = createTransport(
      { url: url.reveal(), ...TIMEOUTS, requireTLS, disableFileAccess: true, disableUrlAccess: true },
      { from, headers: { 'Auto-Submitted': 'auto-generated', 'X-Priority': '1' } },
    )
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<string>(settle => {
      timer = setTimeout(() => settle('timeout'), LONGEST_MS)
    })
    const mail = { to, subject: text.subject, text: text.body, messageId: `<${reference}@${domain}>` }
    const sent = transport.sendMail(mail).then(() => null, causeOf)
    return Promise.race([sent, late]).finally(() => {
      clearTimeout(timer)
      transport.close()
    })
  }
}

/** The code alone, `EAUTH 535` for a password that is not accepted, `ETLS` where no encryption is to be had: the server's words may repeat the address. */
function causeOf(error: unknown): string {
  const { code, responseCode } = Object(error) as { code?: unknown; responseCode?: unknown } // whatever was thrown
  const status = typeof responseCode === 'number' ? ` ${responseCode}` : ''
  return `${typeof code === 'string' && /^[A-Z]{2,20}$/.test(code) ? code : 'mail'}${status}`
}
