// After the compiler: the council's edition with its lexicon as one file beside the command, so that `hub120 terms propose` works without a hub.
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const FOLDER = resolve('db/edition/2026.1')
const TO = resolve('dist/clients/cli/edition.json')

const compiled = name => import(pathToFileURL(resolve('dist/db/edition', name)).href)
const [{ readEdition }, { shapePack }, { readLexicon }] = await Promise.all(
  ['read-edition.js', 'parse-pack.js', 'read-lexicon.js'].map(compiled),
)

const edition = await readEdition(FOLDER)
const pack = edition.ok ? shapePack(edition.value.document) : edition
if (!pack.ok) throw new Error(pack.issues.map(({ messageEn }) => messageEn).join('\n'))
writeFileSync(TO, JSON.stringify({ pack: pack.value, lexicon: await readLexicon(FOLDER) }))
