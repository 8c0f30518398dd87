import { randomDPoPKeyPair } from 'openid-client'

/** A key of this client that its tokens are bound to (RFC 9449): a token that was stolen is worth nothing without it. It lives in memory only. */
export type SenderKey = {
  readonly keyPair: Awaited<ReturnType<typeof randomDPoPKeyPair>>
  /** Proof for one POST to `url` with `token`; good for a minute and one request. */
  readonly prove: (url: string, token: string) => Promise<string>
}

const base64url = (bytes: Uint8Array | ArrayBuffer): string => Buffer.from(new Uint8Array(bytes)).toString('base64url')
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A new key (ES256) that cannot be exported. */
export async function createSenderKey(): Promise<SenderKey> {
  const keyPair = await randomDPoPKeyPair('ES256')
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', keyPair.publicKey)
  const header = encode({ alg: 'ES256', typ: 'dpop+jwt', jwk: { kty, crv, x, y } })
  return {
    keyPair,
    prove: async (url, token) => {
      const ath = base64url(await crypto.subtle.digest('SHA-256', Buffer.from(token)))
      const claims = { jti: crypto.randomUUID(), htm: 'POST', htu: url, iat: Math.floor(Date.now() / 1000), ath }
      const input = `${header}.${encode(claims)}`
      const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, keyPair.privateKey, Buffer.from(input))
      return `${input}.${base64url(signature)}`
    },
  }
}
