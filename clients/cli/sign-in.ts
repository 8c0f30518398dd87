import { readFile } from 'node:fs/promises'
import { createHubClient, isLoopback, type HubClient, type HubClientOptions, type HubCredential, type RetryNotice } from '../sdk/index.js'
import { CENTER_CODES, centerCodeOf } from './center-names.js'
import type { CliSettings } from './config.js'
import type { Terminal } from './terminal.js'
import { UsageFault } from './usage-fault.js'

/** Who the command speaks as. */
export type Identity = {
  readonly clientId: string
  readonly credential: HubCredential
  readonly scope: string
  /** Signed in with a client that every development hub has. */
  readonly isDevelopment: boolean
}

/**
 * What a command needs: as a center for its own rows, as its duty in an emergency, as somebody who reads figures, as who decides what words mean, or as who
 * coordinates an emergency.
 */
export type Role = 'center' | 'duty' | 'reader' | 'steward' | 'coordinator'

const SCOPES: Readonly<Record<Role, string>> = {
  center: 'stats:write',
  duty: 'playbooks:ack',
  reader: 'stats:read',
  steward: 'terms:curate',
  coordinator: 'playbooks:author',
}
const READER = 'analyst'
const STEWARD = 'steward'
const COORDINATOR = 'coordinator'
/** Who asks on a development hub where nobody is named. */
const UNNAMED: Readonly<Record<Role, string | null>> = {
  center: null,
  duty: null,
  reader: READER,
  steward: STEWARD,
  coordinator: COORDINATOR,
}

/** Scopes of the council's clients on a development hub; a client of a center has stats:write, that of its duty playbooks:ack. */
const DEVELOPMENT_SCOPES: Readonly<Record<string, string>> = {
  [READER]: SCOPES.reader,
  [STEWARD]: SCOPES.steward,
  [COORDINATOR]: 'playbooks:author playbooks:approve playbooks:broadcast playbooks:break-glass',
  admin: 'hub:admin',
}

/** What a client of every development hub may do; null for one that is not among them. */
function developmentScope(clientId: string): string | null {
  if (Object.hasOwn(DEVELOPMENT_SCOPES, clientId)) return DEVELOPMENT_SCOPES[clientId] ?? null
  if (clientId.endsWith('-duty')) return SCOPES.duty
  return clientId.endsWith('-client') ? SCOPES.center : null
}

async function readSecretFile(path: string): Promise<string> {
  return (await readFile(path, 'utf8').catch(() => unreadableFile(path))).trim()
}

function unreadableFile(path: string): never {
  throw new UsageFault(`파일을 읽을 수 없습니다: ${path}`, `The file cannot be read: ${path}`)
}

async function readKeyFile(path: string): Promise<HubCredential> {
  const text = await readFile(path, 'utf8').catch(() => unreadableFile(path))
  try {
    return { privateKeyJwk: JSON.parse(text) as Extract<HubCredential, { privateKeyJwk: unknown }>['privateKeyJwk'] } // the SDK refuses what is no key
  } catch {
    throw new UsageFault(`JWK 형식의 개인키가 아닙니다: ${path}`, `Not a private key in JWK form: ${path}`)
  }
}

async function readCredential(settings: CliSettings): Promise<HubCredential> {
  if (settings.keyFile !== null) return readKeyFile(settings.keyFile)
  if (settings.secretFile !== null) return { secret: await readSecretFile(settings.secretFile) }
  if (settings.secret !== null) return { secret: settings.secret }
  throw new UsageFault(
    '인증 정보가 없습니다. HUB120_CLIENT_SECRET 또는 HUB120_CLIENT_KEY_FILE을 정하십시오.',
    'There is no credential; set HUB120_CLIENT_SECRET or HUB120_CLIENT_KEY_FILE, or use --secret-file or --key-file.',
  )
}

const isDevelopmentIssuer = (issuer: string): boolean =>
  URL.canParse(issuer) && new URL(issuer).protocol === 'http:' && isLoopback(new URL(issuer))

/** The client of a center or of the council on a development hub; its secret is no secret. Null where it is not known. */
export function developmentIdentity(clientId: string): Identity | null {
  const scope = developmentScope(clientId)
  const [, of, part] = /^(.+)-(client|duty)$/.exec(clientId) ?? []
  const name = of === undefined ? clientId : centerCodeOf(of)
  const secret = `dev-${name ?? ''}${part === 'duty' ? '-duty' : ''}`
  return scope === null || name === null ? null : { clientId, credential: { secret }, scope, isDevelopment: true }
}

/** The client that was named, with the scope that was named, that it has on a development hub, or that the command asks for. */
async function namedIdentity(clientId: string, settings: CliSettings, role: Role): Promise<Identity> {
  const isLocal = isDevelopmentIssuer(settings.issuer)
  const isBare = settings.secret === null && settings.secretFile === null && settings.keyFile === null
  const development = isBare && isLocal ? developmentIdentity(clientId) : null
  if (development !== null) return { ...development, scope: settings.scope ?? development.scope }
  const scope = settings.scope ?? (isLocal ? developmentScope(clientId) : null) ?? SCOPES[role]
  return { clientId, credential: await readCredential(settings), scope, isDevelopment: false }
}

function requireKnownCenter(name: string): string {
  const code = centerCodeOf(name)
  if (code !== null) return code
  const known = Object.entries(CENTER_CODES).map(([shortName, accepted]) => `${accepted}(${shortName})`)
  throw new UsageFault(
    `--center "${name}"은(는) 없는 센터입니다. 쓸 수 있는 센터: ${known.join(', ')}`,
    `--center is "${name}", which is no center; accepted are the codes and names above.`,
  )
}

/** Who to be: the client that was named, else on a development issuer the client of the center at hand (or the analyst, or the steward). UsageFault without either. */
export async function identify(settings: CliSettings, role: Role, centerOfFile: unknown = null): Promise<Identity> {
  if (settings.clientId !== null) return namedIdentity(settings.clientId, settings, role)
  const code =
    settings.center !== null ? requireKnownCenter(settings.center) : typeof centerOfFile === 'string' ? centerCodeOf(centerOfFile) : null
  const clientId = code !== null ? `${code}-${role === 'duty' ? 'duty' : 'client'}` : UNNAMED[role]
  const identity = clientId === null || !isDevelopmentIssuer(settings.issuer) ? null : developmentIdentity(clientId)
  if (identity !== null) return { ...identity, scope: settings.scope ?? identity.scope }
  throw new UsageFault(
    '어느 클라이언트로 로그인할지 알 수 없습니다. HUB120_CLIENT_ID를 정하거나, 개발 환경이면 --center busan처럼 센터를 적으십시오.',
    'Which client to sign in as is not known; set HUB120_CLIENT_ID or, against a development hub, name a center: --center busan.',
  )
}

/** Says that it is tried again: once for each attempt, also where two questions wait at the same time. */
function retryTeller({ tell, isInteractive }: Terminal): (notice: RetryNotice) => void {
  let last = ''
  return ({ attempt, maxAttempts, delayMs, fault }) => {
    const count = `${attempt}/${maxAttempts}`
    if (count === last) return
    last = count
    const seconds = Math.max(1, Math.round(delayMs / 1000))
    // A progress bar may stand on the line.
    tell(`${isInteractive ? '\n' : ''}${fault.message} ${seconds}초 뒤에 다시 시도합니다. (trying again in ${seconds} s, ${count})`)
  }
}

/** A client of the hub for that identity. `patience`: attempts and the longest wait for one answer, where they are not the usual ones. */
export const connectHub = (
  settings: CliSettings,
  identity: Identity,
  terminal: Terminal,
  patience: Pick<HubClientOptions, 'maxAttempts' | 'timeoutMs'> = {},
): HubClient =>
  createHubClient({
    ...patience,
    url: settings.url,
    issuer: settings.issuer,
    clientId: identity.clientId,
    credential: settings.dpop ? { ...identity.credential, dpop: true } : identity.credential,
    audience: settings.audience,
    scope: identity.scope,
    firstDelayMs: settings.retryDelayMs,
    onRetry: retryTeller(terminal),
  })
