import { readFile } from 'node:fs/promises'
import { createHubClient, isLoopback, type HubClient, type HubCredential } from '../sdk/index.js'
import { centerCodeOf } from './center-names.js'
import type { CliSettings } from './config.js'
import { UsageFault } from './usage-fault.js'

/** Who the command speaks as. */
export type Identity = {
  readonly clientId: string
  readonly credential: HubCredential
  readonly scope: string
  /** Signed in with a client that every development hub has. */
  readonly isDevelopment: boolean
}

/** What a command needs: as a center for its own rows, or as somebody who reads figures. */
export type Role = 'center' | 'reader'

const SCOPES: Readonly<Record<Role, string>> = { center: 'stats:write', reader: 'stats:read' }
const READER = 'analyst'

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

/** The client of a center or of the analyst on a development hub; its secret is no secret. Null where the center is not known. */
export function developmentIdentity(clientId: string): Identity | null {
  const code = clientId === READER ? READER : clientId.endsWith('-client') ? centerCodeOf(clientId.slice(0, -'-client'.length)) : null
  if (code === null) return null
  const scope = clientId === READER ? SCOPES.reader : SCOPES.center
  return { clientId, credential: { secret: `dev-${code}` }, scope, isDevelopment: true }
}

/** Who to be: the client that was named, else on a development issuer the client of the center at hand (or the analyst). UsageFault without either. */
export async function identify(settings: CliSettings, role: Role, centerOfFile: unknown = null): Promise<Identity> {
  if (settings.clientId !== null) {
    const scope = settings.scope ?? SCOPES[role]
    const isBare = settings.secret === null && settings.secretFile === null && settings.keyFile === null
    const development = isBare && isDevelopmentIssuer(settings.issuer) ? developmentIdentity(settings.clientId) : null
    return development ?? { clientId: settings.clientId, credential: await readCredential(settings), scope, isDevelopment: false }
  }
  const name = settings.center ?? (typeof centerOfFile === 'string' ? centerOfFile : null)
  const code = name === null ? null : centerCodeOf(name)
  const clientId = code !== null ? `${code}-client` : role === 'reader' ? READER : null
  const identity = clientId === null || !isDevelopmentIssuer(settings.issuer) ? null : developmentIdentity(clientId)
  if (identity !== null) return identity
  throw new UsageFault(
    '어느 클라이언트로 로그인할지 알 수 없습니다. HUB120_CLIENT_ID를 정하거나, 개발 환경이면 --center busan처럼 센터를 적으십시오.',
    'Which client to sign in as is not known; set HUB120_CLIENT_ID or, against a development hub, name a center: --center busan.',
  )
}

/** A client of the hub for that identity. */
export const connectHub = (settings: CliSettings, identity: Identity): HubClient =>
  createHubClient({
    url: settings.url,
    issuer: settings.issuer,
    clientId: identity.clientId,
    credential: identity.credential,
    audience: settings.audience,
    scope: identity.scope,
    firstDelayMs: settings.retryDelayMs,
  })
