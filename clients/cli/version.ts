import { readFile } from 'node:fs/promises'

/** Where the package lies, seen from the built file and from the source. */
const PLACES = ['../../../package.json', '../../package.json']

/** The version of the package this command belongs to. */
export async function readVersion(): Promise<string> {
  for (const place of PLACES) {
    const text = await readFile(new URL(place, import.meta.url), 'utf8').catch(() => null)
    if (text === null) continue
    const { version } = JSON.parse(text) as { version?: unknown } // a package.json is an object
    if (typeof version === 'string') return version
  }
  throw new Error('The package.json of hub120 is missing.')
}
