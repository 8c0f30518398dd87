import { generateKeyPairSync } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The file of a development key (`audit` signs heads of audit chains, `message` the content of messages); made at the first start and kept. */
export function keepKey(dataDir: string, use: 'audit' | 'message'): string {
  const file = join(dataDir, `${use}-key.pem`)
  if (existsSync(file)) return file
  const { privateKey } = generateKeyPairSync('ed25519')
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
  return file
}
