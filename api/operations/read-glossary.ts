import { readCouncilLexicon } from '../../db/edition/read-lexicon.js'
import { findEdition, type PublishedEdition } from '../../db/queries/editions.js'
import type { Edition } from '../../schema/domain/statistics/edition.js'
import { buildMatcher, type Matcher } from '../../schema/domain/terms/build-matcher.js'
import type { Glossary } from '../../schema/domain/terms/concept.js'
import { listConcepts } from '../../schema/domain/terms/list-concepts.js'
import type { Hub } from '../hub.js'

/** The glossary of an edition, and the matcher that holds words against it. */
export type KnownGlossary = { readonly glossary: Glossary; readonly matcher: Matcher }

/** Glossaries this process has made, by the edition: what is published never changes. */
const glossariesMade = new WeakMap<Edition, KnownGlossary>()

const makeGlossary = async ({ pack }: PublishedEdition): Promise<KnownGlossary> => ({
  glossary: listConcepts(pack),
  matcher: buildMatcher(pack, await readCouncilLexicon()),
})

/** The glossary of a published edition by its code; null when there is none of that code. */
export async function findGlossary(hub: Hub, code: string): Promise<Glossary | null> {
  const published = await hub.db.query(sql => findEdition(sql, code))
  return published === null ? null : listConcepts(published.pack)
}

/** The glossary in force, made once a process. */
export async function requireGlossary(hub: Hub): Promise<KnownGlossary> {
  const { edition } = await hub.standards()
  const known = glossariesMade.get(edition)
  if (known !== undefined) return known
  const published = await hub.db.query(sql => findEdition(sql, edition.code))
  if (published === null) throw new Error(`Edition ${edition.code} is in force and cannot be read.`)
  const made = await makeGlossary(published)
  glossariesMade.set(edition, made)
  return made
}
