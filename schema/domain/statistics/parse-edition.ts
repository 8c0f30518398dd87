import { accept, refuse, type Outcome } from '../outcome.js'
import type { EditionPack } from './edition-pack.js'
import type { EditionContents } from './standards.js'
import { buildEdition } from './build-edition.js'
import { buildRegistry } from '../centers/build-registry.js'
import { validateEdition } from './validate-edition.js'

/** The edition and registry of a pack. A pack with any mistake is refused whole, with every mistake at once (codes EDITION_ and FORMULA_). */
export function parseEdition(pack: EditionPack): Outcome<EditionContents> {
  const issues = validateEdition(pack)
  return issues.length > 0 ? refuse(...issues) : accept({ edition: buildEdition(pack), registry: buildRegistry(pack) })
}
