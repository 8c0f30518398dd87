import { generateKeyPairSync } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The file of the development key that heads of the audit chains are signed with; made at the first start and kept. */
export function keepAuditKey(dataDir: string): string {
  const file = join(dataDir, 'audit-key.pem')
  if (existsSync(file)) return file
  const { privateKey } = generateKeyPairSync('ed25519')
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
  return file
}
