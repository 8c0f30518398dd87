import { isIP } from 'node:net'
import { z } from 'zod'
import { parseRange } from './playbooks/check-address.js'
import { Secret } from './secret.js'

/** Everything the hub is told from outside. A part that is off or not named is null. */
export type Config = {
  readonly environment: 'development' | 'production'
  readonly http: { readonly host: string; readonly port: number }
  readonly logLevel: (typeof LOG_LEVELS)[number]
  /** Folder of the embedded database and development keys; used by `npm start` only. */
  readonly dataDir: string
  /** Null: `npm start` brings its own PostgreSQL. `migrationUrl` is the owner's and equals `url` where none is named. */
  readonly database: { readonly url: Secret; readonly migrationUrl: Secret; readonly poolSize: number } | null
  readonly signIn: {
    /** Null: `npm start` brings the development issuer on `port`. */
    readonly issuer: string | null
    readonly port: number
    readonly audience: string
    /** Longest life of a token that is accepted. */
    readonly tokenMinutes: number
    /** What whoever sends an alarm must have shown: how long ago at most, and by which words of the issuer (`acr`); null: by any. */
    readonly strong: { readonly minutes: number; readonly acr: readonly string[] | null }
  }
  /** Tokens bound to a key of their sender (RFC 9449). */
  readonly dpop: {
    /** What the hub is called from outside, without a slash at the end; proofs name it. Null: the address that a connection has reached. */
    readonly publicUrl: string | null
    /** Tokens that are bound to no key are refused. */
    readonly isRequired: boolean
  }
  /** Opens the federation fields to a gateway that shows it; null keeps them closed. */
  readonly gatewaySecret: Secret | null
  readonly heldRowDays: number
  /** Ed25519 key that heads of the audit chains are signed with; read by the jobs alone, which demand it in production. */
  readonly auditKeyFile: string | null
  /** How messages of playbooks are sent; read by the jobs. */
  readonly sending: {
    /** Folder with the keys of endpoints, a file for each name in the registry; null: none can be signed, so none is sent. */
    readonly keyFolder: string | null
    /** Ed25519 key that the content of messages is signed with; null: nothing is sent. */
    readonly messageKeyFile: string | null
    /** Networks that are not public and may be reached all the same, in CIDR. */
    readonly privateRanges: readonly string[]
    /** The same for trials, over any port; refused in production. */
    readonly trialRanges: readonly string[]
  }
  /** How people are told of what waits for them; read by the jobs. */
  readonly paging: {
    /** The server that e-mail goes through; null: none is sent. */
    readonly mail: { readonly url: Secret; readonly from: string } | null
    /** The operator's gateway for text messages; null: none is sent. */
    readonly textUrl: string | null
  }
  /** Where `/metrics` is served, beside the API and never on its port; null: nowhere. */
  readonly metrics: { readonly host: string; readonly port: number } | null
  /** What one center, or one client of the council, may ask this process for on average; a burst of four seconds is let through. */
  readonly requestsPerSecond: number
}

/** Faults of the configuration, all at once, each with the variable's name and what would be accepted; never with a value. */
export class ConfigFault extends Error {
  override readonly name = 'ConfigFault'
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(`Configuration:\n${faults.map(fault => `  ${fault}`).join('\n')}`)
    this.faults = faults
  }
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const count = (fallback: number, from: number, to: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number)
    .refine(value => value >= from && value <= to)
    .default(fallback)
const rangesOf = () =>
  z
    .string()
    .transform(text => text.split(',').map(range => range.trim()))
    .refine(ranges => ranges.every(range => parseRange(range) !== null))
    .optional()
const urlOf = (...protocols: readonly string[]) => z.string().refine(text => protocols.includes(parseUrl(text)?.protocol ?? ''))

/** Each variable: how it is read, and what would be accepted. An empty variable is one that was not set. */
const VARIABLES = {
  HUB120_ENV: [z.enum(['development', 'production']).default('development'), 'development or production'],
  HOST: [
    z
      .string()
      .regex(/^[\w.:-]{1,253}$/)
      .default('127.0.0.1'),
    'a host name or address',
  ],
  PORT: [count(4120, 0, 65_535), 'a port, 0 to 65535'],
  LOG_LEVEL: [z.enum(LOG_LEVELS).default('info'), `one of ${LOG_LEVELS.join(', ')}`],
  HUB120_DATA: [z.string().default('.hub120'), 'a folder'],
  HUB120_SIGN_IN_PORT: [count(4121, 0, 65_535), 'a port, 0 to 65535'],
  DATABASE_URL: [urlOf('postgres:', 'postgresql:').optional(), 'a URL postgres://user:password@host:port/database'],
  HUB120_MIGRATION_URL: [urlOf('postgres:', 'postgresql:').optional(), 'a URL postgres://owner:password@host:port/database'],
  HUB120_POOL: [count(10, 1, 200), 'a number of connections, 1 to 200'],
  OIDC_ISSUER: [urlOf('http:', 'https:').optional(), 'the https URL of the token issuer'],
  OIDC_AUDIENCE: [
    z
      .string()
      .regex(/^\S{1,200}$/)
      .default('urn:hub120:api'),
    'the audience that tokens for this hub carry',
  ],
  HUB120_TOKEN_MINUTES: [count(10, 1, 60), 'a number of minutes, 1 to 60'],
  HUB120_STRONG_SIGN_IN_MINUTES: [count(15, 1, 720), 'a number of minutes, 1 to 720'],
  HUB120_STRONG_SIGN_IN_ACR: [
    z
      .string()
      .transform(text => text.split(',').map(word => word.trim()))
      .refine(words => words.every(word => /^\S{1,200}$/.test(word)))
      .optional(),
    'values of acr, separated by commas',
  ],
  HUB120_PUBLIC_URL: [
    z
      .string()
      .refine(isBaseUrl)
      .transform(text => new URL(text).href.replace(/\/+$/, ''))
      .optional(),
    'the https URL of the hub as callers write it, without /graphql, query and fragment',
  ],
  HUB120_REQUIRE_DPOP: [
    z
      .enum(['true', 'false'])
      .default('false')
      .transform(word => word === 'true'),
    'true or false',
  ],
  HUB120_GATEWAY_SECRET: [z.string().min(8).optional(), 'at least 8 characters'],
  HUB120_AUDIT_KEY_FILE: [z.string().min(1).optional(), 'a file with an Ed25519 private key in PKCS8 PEM form'],
  HUB120_ENDPOINT_KEYS: [z.string().min(1).optional(), 'a folder with the signing keys of endpoints'],
  HUB120_MESSAGE_KEY_FILE: [z.string().min(1).optional(), 'a file with an Ed25519 private key in PKCS8 PEM form'],
  HUB120_PRIVATE_RANGES: [rangesOf(), 'networks as 10.1.0.0/16, separated by commas'],
  HUB120_TRIAL_RANGES: [rangesOf(), 'networks as 127.0.0.2/32, separated by commas'],
  HUB120_SMTP_URL: [urlOf('smtp:', 'smtps:').optional(), 'a URL smtps://user:password@host:465 or smtp://user:password@host:587'],
  HUB120_MAIL_FROM: [
    z
      .string()
      .regex(/^[^\s@<>,;"]{1,64}@[^\s@<>,;"]{3,150}$/)
      .optional(),
    'the address that e-mail of the hub comes from',
  ],
  HUB120_SMS_URL: [urlOf('https:').optional(), 'the https URL of a gateway for text messages'],
  HUB120_METRICS_PORT: [
    z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .refine(port => port <= 65_535)
      .optional(),
    'a port, 0 to 65535',
  ],
  HUB120_METRICS_HOST: [
    z
      .string()
      .regex(/^[\w.:-]{1,253}$/)
      .default('127.0.0.1'),
    'a host name or address',
  ],
  HUB120_REQUESTS_PER_SECOND: [count(50, 1, 100_000), 'a number of requests, 1 to 100000'],
  HUB120_HELD_ROW_DAYS: [count(90, 1, 3_650), 'a number of days, 1 to 3650'],
} as const

type Variables = { readonly [K in keyof typeof VARIABLES]: z.output<(typeof VARIABLES)[K][0]> }
type Environment = Readonly<Record<string, string | undefined>>

/** The configuration in `env`. Throws ConfigFault with every fault at once. Production also demands real servers and real secrets. */
export function parseConfig(env: Environment): Config {
  const { values, faults } = readVariables(env)
  faults.push(...pagingFaults(values))
  if (env.HUB120_ENV === 'production') faults.push(...productionFaults(values))
  if (faults.length > 0) throw new ConfigFault(faults)
  // Nothing was faulty, so every variable has its value.
  return toConfig(values as Variables)
}

/** The configuration of this process. */
export const readConfig = (): Config => parseConfig(process.env)

/** The variables of this process for a child process, with `changes` over them. */
export const environmentWith = (changes: Readonly<Record<string, string>>): Record<string, string | undefined> => ({
  ...process.env,
  ...changes,
})

/** The configuration with a database and an issuer named, as processes need that run apart from `npm start`. Throws ConfigFault naming each one that is missing. */
export function requireServers(config: Config): Config & { database: NonNullable<Config['database']>; signIn: { issuer: string } } {
  const { database, signIn } = config
  if (database !== null && signIn.issuer !== null) return { ...config, database, signIn: { ...signIn, issuer: signIn.issuer } }
  const missing = { DATABASE_URL: database, OIDC_ISSUER: signIn.issuer }
  throw new ConfigFault(
    Object.entries(missing)
      .filter(([, value]) => value === null)
      .map(([name]) => `${name}: required here (npm start brings a development one)`),
  )
}

/** The database of the configuration. Throws ConfigFault where none is named. */
export function requireDatabase({ database }: Config): NonNullable<Config['database']> {
  if (database === null) throw new ConfigFault(['DATABASE_URL: required here (npm start brings a development one)'])
  return database
}

function readVariables(env: Environment): { values: Partial<Variables>; faults: string[] } {
  const values: Record<string, unknown> = {}
  const faults: string[] = []
  for (const [name, [shape, accepted]] of Object.entries(VARIABLES)) {
    const text = env[name]
    const read = shape.safeParse(text === '' ? undefined : text)
    if (read.success) values[name] = read.data
    else faults.push(`${name}: must be ${accepted}`)
  }
  return { values: values as Partial<Variables>, faults } // each value was read by the shape of its own name
}

/** What one variable of paging needs of the others. */
function pagingFaults({ HUB120_SMTP_URL, HUB120_MAIL_FROM, HUB120_SMS_URL, HUB120_ENDPOINT_KEYS }: Partial<Variables>): string[] {
  return [
    ...(HUB120_SMTP_URL !== undefined && HUB120_MAIL_FROM === undefined ? ['HUB120_MAIL_FROM: required with HUB120_SMTP_URL'] : []),
    ...(HUB120_SMS_URL !== undefined && HUB120_ENDPOINT_KEYS === undefined
      ? ['HUB120_ENDPOINT_KEYS: required with HUB120_SMS_URL, with a key sms/gateway in it']
      : []),
    ...(HUB120_SMTP_URL === undefined ? [] : mailServerFaults(HUB120_SMTP_URL)),
  ]
}

/** The library that sends takes options from the URL: some of them turn encryption off, others write the password into a log. */
function mailServerFaults(url: string): string[] {
  const parsed = parseUrl(url)
  if (parsed === null) return []
  const { hostname, username, password, pathname, search, hash } = parsed
  return [
    ...(hostname === '' ? ['HUB120_SMTP_URL: names no server'] : []),
    ...((username === '') === (password === '') ? [] : ['HUB120_SMTP_URL: must name a user and a password, or neither']),
    ...((pathname === '' || pathname === '/') && search === '' && hash === ''
      ? []
      : ['HUB120_SMTP_URL: must end with the server and its port; options in it are not accepted']),
  ]
}

/** Secrets that documentation and development use. */
const KNOWN_SECRETS = /^(dev-.*|postgres|password|passwd|secret|changeme|change-me|hub120|admin|test|)$/i

function productionFaults(values: Partial<Variables>): string[] {
  const { DATABASE_URL, HUB120_MIGRATION_URL, OIDC_ISSUER, HUB120_GATEWAY_SECRET, HUB120_PUBLIC_URL, HUB120_REQUIRE_DPOP } = values
  const faults: string[] = []
  if (values.HUB120_TRIAL_RANGES !== undefined)
    faults.push('HUB120_TRIAL_RANGES: opens addresses that nobody checks; it must not be set in production')
  if (DATABASE_URL === undefined) faults.push('DATABASE_URL: required in production')
  for (const [name, url] of Object.entries({ DATABASE_URL, HUB120_MIGRATION_URL })) {
    if (url !== undefined && hasKnownPassword(url))
      faults.push(`${name}: its password is missing or a well-known one; production needs its own`)
  }
  if (values.HUB120_SMTP_URL !== undefined && hasKnownPassword(values.HUB120_SMTP_URL))
    faults.push('HUB120_SMTP_URL: its password is a well-known one; production needs its own')
  if (OIDC_ISSUER === undefined) faults.push('OIDC_ISSUER: required in production')
  else {
    if (!OIDC_ISSUER.startsWith('https:')) faults.push('OIDC_ISSUER: must be https in production')
    if (isLoopback(OIDC_ISSUER))
      faults.push('OIDC_ISSUER: is on this machine, as the development issuer is; production needs a real issuer')
  }
  if (HUB120_PUBLIC_URL === undefined && HUB120_REQUIRE_DPOP)
    faults.push('HUB120_PUBLIC_URL: required with HUB120_REQUIRE_DPOP in production')
  if (HUB120_PUBLIC_URL?.startsWith('http:')) faults.push('HUB120_PUBLIC_URL: must be https in production')
  if (HUB120_GATEWAY_SECRET !== undefined && (KNOWN_SECRETS.test(HUB120_GATEWAY_SECRET) || HUB120_GATEWAY_SECRET.length < 32)) {
    faults.push('HUB120_GATEWAY_SECRET: must be at least 32 characters and not a well-known word in production')
  }
  return faults
}

function hasKnownPassword(url: string): boolean {
  const parsed = parseUrl(url)
  // A URL without user and password leaves both to the driver's own means (certificates, a unix socket).
  if (parsed === null || (parsed.username === '' && parsed.password === '')) return false
  return KNOWN_SECRETS.test(decodeURIComponent(parsed.password))
}

function isLoopback(url: string): boolean {
  const host = (parseUrl(url)?.hostname ?? '').replace(/^\[|\]$/g, '')
  if (host === 'localhost' || host.endsWith('.localhost') || host === '0.0.0.0' || host === '::') return true
  return isIP(host) === 4 ? host.startsWith('127.') : host === '::1' || host.startsWith('::ffff:7f')
}

const parseUrl = (text: string): URL | null => (URL.canParse(text) ? new URL(text) : null)

/** A URL that others can be built upon: nothing after its path, and nobody's name in it. */
function isBaseUrl(text: string): boolean {
  const url = parseUrl(text)
  return url !== null && /^https?:$/.test(url.protocol) && !/[?#]/.test(text) && url.username === '' && url.password === ''
}

function toConfig(values: Variables): Config {
  const { DATABASE_URL, HUB120_MIGRATION_URL, HUB120_GATEWAY_SECRET } = values
  return deepFreeze({
    environment: values.HUB120_ENV,
    http: { host: values.HOST, port: values.PORT },
    logLevel: values.LOG_LEVEL,
    dataDir: values.HUB120_DATA,
    database:
      DATABASE_URL === undefined
        ? null
        : { url: new Secret(DATABASE_URL), migrationUrl: new Secret(HUB120_MIGRATION_URL ?? DATABASE_URL), poolSize: values.HUB120_POOL },
    // A slash at the end is no part of an issuer's name in a token unless the issuer says so itself; it is kept as given.
    signIn: {
      issuer: values.OIDC_ISSUER ?? null,
      port: values.HUB120_SIGN_IN_PORT,
      audience: values.OIDC_AUDIENCE,
      tokenMinutes: values.HUB120_TOKEN_MINUTES,
      strong: { minutes: values.HUB120_STRONG_SIGN_IN_MINUTES, acr: values.HUB120_STRONG_SIGN_IN_ACR ?? null },
    },
    dpop: { publicUrl: values.HUB120_PUBLIC_URL ?? null, isRequired: values.HUB120_REQUIRE_DPOP },
    gatewaySecret: HUB120_GATEWAY_SECRET === undefined ? null : new Secret(HUB120_GATEWAY_SECRET),
    heldRowDays: values.HUB120_HELD_ROW_DAYS,
    auditKeyFile: values.HUB120_AUDIT_KEY_FILE ?? null,
    sending: {
      keyFolder: values.HUB120_ENDPOINT_KEYS ?? null,
      messageKeyFile: values.HUB120_MESSAGE_KEY_FILE ?? null,
      privateRanges: values.HUB120_PRIVATE_RANGES ?? [],
      trialRanges: values.HUB120_TRIAL_RANGES ?? [],
    },
    paging: {
      mail:
        values.HUB120_SMTP_URL === undefined || values.HUB120_MAIL_FROM === undefined
          ? null
          : { url: new Secret(values.HUB120_SMTP_URL), from: values.HUB120_MAIL_FROM },
      textUrl: values.HUB120_SMS_URL ?? null,
    },
    metrics: values.HUB120_METRICS_PORT === undefined ? null : { host: values.HUB120_METRICS_HOST, port: values.HUB120_METRICS_PORT },
    requestsPerSecond: values.HUB120_REQUESTS_PER_SECOND,
  })
}

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) deepFreeze(part)
  return Object.freeze(value)
}
