import { readCouncilLexicon } from '../../db/edition/read-lexicon.js'
import { findEdition, type PublishedEdition } from '../../db/queries/editions.js'
import { requireToday } from '../../db/queries/submissions.js'
import type { Day } from '../../schema/domain/period.js'
import type { Edition } from '../../schema/domain/statistics/edition.js'
import { buildMatcher, weighBy, type Matcher } from '../../schema/domain/terms/build-matcher.js'
import type { Glossary } from '../../schema/domain/terms/concept.js'
import { lexiconOn, nextRowsFrom } from '../../schema/domain/terms/lexicon-on.js'
import { listConcepts } from '../../schema/domain/terms/list-concepts.js'
import type { Hub } from '../hub.js'
import { readWeightsMark, readWeightsInForce } from './read-weights.js'

/** The glossary of an edition, and the matcher that holds words against it. */
export type KnownGlossary = { readonly glossary: Glossary; readonly matcher: Matcher }

/** `until`: the day from which further rows of the lexicon count; null where none are to come. */
type MadeGlossary = KnownGlossary & { readonly until: Day | null }

/** Glossaries this process has made, by the edition: what is published never changes. */
const glossariesMade = new WeakMap<Edition, MadeGlossary>()

const makeGlossary = async ({ pack }: PublishedEdition, today: Day): Promise<MadeGlossary> => {
  const lexicon = await readCouncilLexicon()
  return { glossary: listConcepts(pack), matcher: buildMatcher(pack, lexiconOn(lexicon, today)), until: nextRowsFrom(lexicon, today) }
}

const readToday = (hub: Hub): Promise<Day> => hub.db.transaction({ centerId: null, role: 'reader' }, requireToday, { isReadOnly: true })

/** The glossary of a published edition by its code; null when there is none of that code. */
export async function findGlossary(hub: Hub, code: string): Promise<Glossary | null> {
  const published = await hub.db.query(sql => findEdition(sql, code))
  return published === null ? null : listConcepts(published.pack)
}

/** Matchers under learned weights, by the one that they were made of; the last of each is kept. */
const matchersWeighed = new WeakMap<Matcher, { readonly mark: number; readonly matcher: Matcher }>()

/** The matcher under the weights in force now: whatever process put them there, the next question is answered by them. */
async function underWeights(hub: Hub, matcher: Matcher): Promise<Matcher> {
  const mark = await readWeightsMark(hub)
  if (mark === 0) return matcher
  const known = matchersWeighed.get(matcher)
  if (known?.mark === mark) return known.matcher
  const inForce = await readWeightsInForce(hub)
  const made = { mark: inForce.mark, matcher: weighBy(matcher, inForce.weights) }
  matchersWeighed.set(matcher, made)
  return made.matcher
}

/** The glossary in force, and the matcher under the weights in force. */
export async function requireGlossary(hub: Hub): Promise<KnownGlossary> {
  const { glossary, matcher } = await requireMade(hub)
  return { glossary, matcher: await underWeights(hub, matcher) }
}

/** Made once a process, and again on the day on which rows of the lexicon begin to count. */
async function requireMade(hub: Hub): Promise<MadeGlossary> {
  const { edition } = await hub.standards()
  const known = glossariesMade.get(edition)
  if (known !== undefined && (known.until === null || (await readToday(hub)) < known.until)) return known
  const published = await hub.db.query(sql => findEdition(sql, edition.code))
  if (published === null) throw new Error(`Edition ${edition.code} is in force and cannot be read.`)
  const made = await makeGlossary(published, await readToday(hub))
  glossariesMade.set(edition, made)
  return made
}
