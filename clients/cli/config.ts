import { homedir } from 'node:os'
import { join } from 'node:path'
import { DEFAULT_AUDIENCE } from '../sdk/index.js'

/** What the command is told from outside; options of the command line go before. */
export type CliSettings = {
  readonly url: string
  readonly issuer: string
  readonly audience: string
  /** Null: each command asks for what it needs. */
  readonly scope: string | null
  readonly clientId: string | null
  readonly secret: string | null
  readonly secretFile: string | null
  readonly keyFile: string | null
  /** Tokens are bound to a key of this run (RFC 9449). */
  readonly dpop: boolean
  readonly center: string | null
  readonly spoolFolder: string
  /** How this command was started, for the commands it prints: `npx hub120` where npm started it. */
  readonly programName: string
  /** Options of the command line that a next command needs as well, each with a blank before it. */
  readonly repeatedOptions: string
  /** Wait before the second attempt at a hub that is away. */
  readonly retryDelayMs: number
}

type Environment = Readonly<Record<string, string | undefined>>

const RETRY_DELAY_MS = 500
const DEFAULT_URL = 'http://127.0.0.1:4120'
const DEFAULT_ISSUER = 'http://127.0.0.1:4121'

/** The settings in `env`. An empty variable is one that was not set. */
export function parseSettings(env: Environment): CliSettings {
  const read = (name: string): string | null => (env[name] === undefined || env[name].trim() === '' ? null : env[name].trim())
  return {
    url: read('HUB120_URL') ?? DEFAULT_URL,
    issuer: read('HUB120_ISSUER') ?? DEFAULT_ISSUER,
    audience: read('HUB120_AUDIENCE') ?? DEFAULT_AUDIENCE,
    scope: read('HUB120_SCOPE'),
    clientId: read('HUB120_CLIENT_ID'),
    secret: read('HUB120_CLIENT_SECRET'),
    secretFile: null,
    keyFile: read('HUB120_CLIENT_KEY_FILE'),
    dpop: read('HUB120_DPOP') === '1',
    center: null,
    spoolFolder: read('HUB120_SPOOL') ?? join(homedir(), '.hub120', 'spool'),
    programName: read('npm_command') === null && read('npm_execpath') === null ? 'hub120' : 'npx hub120',
    repeatedOptions: '',
    retryDelayMs: RETRY_DELAY_MS,
  }
}

/** The settings of this process. */
export const readSettings = (): CliSettings => parseSettings(process.env)

export const ENVIRONMENT_HELP = `
환경 변수 Environment
  HUB120_URL               허브 주소 · hub (${DEFAULT_URL})
  HUB120_ISSUER            인증 서버 · token issuer (${DEFAULT_ISSUER})
  HUB120_CLIENT_ID         클라이언트 · client id
  HUB120_CLIENT_SECRET     비밀값 · client secret
  HUB120_CLIENT_KEY_FILE   개인키(JWK) 파일 · private key file (private_key_jwt)
  HUB120_SCOPE             요청할 권한 · scope to ask for
  HUB120_DPOP              1: 토큰을 이 실행의 키에 묶음 · binds tokens to a key of this run (DPoP)
  HUB120_AUDIENCE          토큰 대상 · audience (${DEFAULT_AUDIENCE})
  HUB120_SPOOL             재전송 대기 폴더 · spool folder (~/.hub120/spool)`
