import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { projectRoot } from '../../db/project-root.js'

/** An e-mail as a mailbox got it. */
export type Mail = { readonly to: string; readonly subject: string; readonly text: string; readonly id: string }

export type MailServer = {
  readonly url: string
  /** In the order they came. */
  readonly mails: Mail[]
  /** Mailboxes that are refused from now on. */
  readonly refused: Set<string>
  /** The server is killed, connections and all; `start` brings it back at the same port. */
  kill(): Promise<void>
  start(): Promise<void>
}

/** Nothing is taken before STARTTLS and a sign-in. */
export type MailLogin = {
  readonly user: string
  /** What is accepted now. */
  password: string
  /** What was offered, and whether the connection was encrypted then. */
  readonly offered: { readonly password: string; readonly isEncrypted: boolean }[]
}

const tlsFile = (name: string) => readFileSync(join(projectRoot, 'test/support/tls', name))

const doorOf = (login: MailLogin | null): SMTPServerOptions =>
  login === null
    ? { authOptional: true, disabledCommands: ['STARTTLS'] }
    : {
        authOptional: false,
        cert: tlsFile('receiver.crt'),
        key: tlsFile('receiver.key'),
        onAuth({ username, password }, session, done) {
          login.offered.push({ password: password ?? '', isEncrypted: session.secure })
          if (username === login.user && password === login.password) return done(null, { user: login.user })
          // As servers do, in words that repeat what was typed.
          done(Object.assign(new Error(`no ${username} with ${password}`), { responseCode: 535 }))
        },
      }

/** A real SMTP listener on a free port of this machine. */
export async function openMailServer(login: MailLogin | null = null): Promise<MailServer> {
  const mails: Mail[] = []
  const refused = new Set<string>()
  let port = 0
  let server: SMTPServer | null = null
  const start = async () => {
    const made = new SMTPServer({
      ...doorOf(login),
      onRcptTo: ({ address }, _session, done) =>
        refused.has(address) ? done(Object.assign(new Error(`no mailbox ${address}`), { responseCode: 550 })) : done(),
      onData(stream, session, done) {
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('end', () => {
          const message = Buffer.concat(chunks).toString('utf8')
          mails.push(...session.envelope.rcptTo.map(({ address }) => ({ to: address, ...readMail(message) })))
          done()
        })
      },
    })
    made.on('error', () => undefined) // a client that hangs up
    await new Promise<void>(resolve => made.listen(port, '127.0.0.1', resolve))
    port = (made.server.address() as AddressInfo).port // it listens on a port
    server = made
  }
  await start()
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refused,
    start,
    kill: () => new Promise(resolve => (server === null ? resolve() : server.close(() => resolve()))),
  }
}

function readMail(message: string): Omit<Mail, 'to'> {
  const [head = '', ...rest] = message.split('\r\n\r\n')
  const headers = new Map(
    head
      .replaceAll(/\r\n[ \t]+/g, ' ')
      .split('\r\n')
      .map(line => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()] as const),
  )
  const body = rest.join('\r\n\r\n')
  const encoding = headers.get('content-transfer-encoding')
  const text = encoding === 'base64' ? Buffer.from(body, 'base64').toString('utf8') : encoding === 'quoted-printable' ? unquote(body) : body
  return { subject: readWords(headers.get('subject') ?? ''), text: text.replaceAll('\r\n', '\n'), id: headers.get('message-id') ?? '' }
}

const unquote = (text: string): string =>
  Buffer.from(
    text.replaceAll(/=\r?\n/g, '').replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8')

/** Encoded words of a header (RFC 2047). */
const readWords = (header: string): string =>
  header
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
      kind.toLowerCase() === 'b' ? Buffer.from(word, 'base64').toString('utf8') : unquote(word.replaceAll('_', ' ')),
    )
