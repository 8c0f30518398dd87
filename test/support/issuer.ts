import { listDevelopmentClients } from '../../api/dev/development-clients.js'
import { startIssuer, type Issuer } from '../../api/dev/start-issuer.js'

export const AUDIENCE = 'urn:hub120:api'
const CENTERS = ['seoul', 'busan', 'daegu', 'incheon', 'gwangju', 'daejeon', 'ulsan', 'sejong', 'gyeonggi', 'gangwon', 'chungbuk'].concat([
  'chungnam',
  'jeonbuk',
  'jeonnam',
  'gyeongbuk',
  'gyeongnam',
  'jeju',
])

const ALL_CLIENTS = listDevelopmentClients(CENTERS.map(code => ({ code, nameKo: code })))
const isDuty = ({ subject }: { readonly subject: string }): boolean => subject.endsWith('-duty')

/** The clients of `npm start`: `<center>-client`, `analyst`, `steward`, `coordinator`, `admin`, `seoul-key-client`. */
export const TEST_CLIENTS = ALL_CLIENTS.filter(client => !isDuty(client))
/** `<center>-duty`: known to the issuer, and to a hub where a test registers them. */
export const TEST_DUTIES = ALL_CLIENTS.filter(isDuty)

export interface TestIssuer extends Issuer {
  /** A real access token of a client, with all its scopes or the ones given. */
  token(client: string, scope?: string): Promise<string>
}

/** The development issuer on a port of its own. Call `close` in afterAll. */
export async function startTestIssuer(): Promise<TestIssuer> {
  const issuer = await startIssuer({ port: 0, audience: AUDIENCE, clients: ALL_CLIENTS })
  return { ...issuer, token: (client, scope) => requestToken(issuer, client, scope) }
}

async function requestToken(issuer: Issuer, name: string, scope?: string): Promise<string> {
  const client = ALL_CLIENTS.find(({ subject }) => subject === name)
  if (client?.secret == null) throw new Error(`No test client "${name}" with a secret.`)
  const response = await fetch(issuer.tokenEndpoint, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${name}:${client.secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: scope ?? client.scopes.join(' ') }),
  })
  const { access_token: token } = (await response.json()) as { access_token?: string } // a token response or an error of RFC 6749
  if (token === undefined) throw new Error(`The issuer gave "${name}" no token: ${response.status}.`)
  return token
}
