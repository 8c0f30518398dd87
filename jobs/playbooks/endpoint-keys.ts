import { readFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { Secret } from '../../api/secret.js'
import { readSigningKey, type SigningKey } from '../../api/playbooks/signing-key.js'

/** Keys of an endpoint by the name in the registry; none where the vault has none. While a key is rotated there are two. */
export type EndpointKeys = (secretRef: string) => Promise<readonly SigningKey[]>

/**
 * The operator's vault as a folder: the file of a name (busan/actual) holds a key a line, `whsec_` or `whsk_`. Read at each attempt, so a new key
 * counts at once. A line that is no key is left out: an endpoint with one good key gets its messages.
 */
export const readEndpointKeys =
  (folder: string): EndpointKeys =>
  async secretRef => {
    const file = join(folder, secretRef)
    if (!file.startsWith(join(folder, sep))) return []
    const text = await readFile(file, 'utf8').catch(() => '') // no file, no key: the attempt says so
    const lines = text.split('\n').map(line => line.trim())
    return lines.filter(line => line !== '').flatMap(line => readSigningKey(new Secret(line)) ?? [])
  }
