import { importJWK, SignJWT, type JWTHeaderParameters, type JWTPayload } from 'jose'
import type { Issuer } from '../../api/dev/start-issuer.js'
import { AUDIENCE } from './issuer.js'

export type Forged = {
  readonly header?: Record<string, unknown>
  readonly claims?: Record<string, unknown>
  readonly key?: Parameters<SignJWT['sign']>[0]
}

/** Seconds as tokens count them, on the clock of the machine that issuer and hub share. */
export const tokenTime = (): number => Math.floor(Date.now() / 1000)

/** A token like the issuer's own for `seoul-client`, with changes; `undefined` takes a member out. */
export async function forgeToken(
  issuer: Pick<Issuer, 'url' | 'signingKey'>,
  { header = {}, claims = {}, key }: Forged = {},
): Promise<string> {
  const now = tokenTime()
  const payload = {
    iss: issuer.url,
    aud: AUDIENCE,
    sub: 'seoul-client',
    client_id: 'seoul-client',
    scope: 'stats:write',
    iat: now,
    exp: now + 300,
    jti: 'x',
    auth_time: now,
    ...claims,
  }
  const protectedHeader = { alg: 'ES256', typ: 'at+jwt', kid: 'development-issuer', ...header }
  const signer = new SignJWT(withoutUndefined(payload) as JWTPayload)
  return signer
    .setProtectedHeader(withoutUndefined(protectedHeader) as JWTHeaderParameters)
    .sign(key ?? (await importJWK(issuer.signingKey, 'ES256')))
}

const withoutUndefined = (value: object): unknown => JSON.parse(JSON.stringify(value))
