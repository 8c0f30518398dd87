import { groupBy } from '../group-by.js'
import { askCompany, gatherCompany, isWorthAsking, partnerOf, readNights } from './identities/company.js'
import type { Nights, Partner } from './identities/identity.js'
import { ENOUGH_NIGHTS } from './matching/read-values.js'
import type { Matcher } from './matcher.js'
import { normalizeLabel } from './normalize-label.js'
import { NO_MEMORY, type LocalWord, type Proposal } from './proposal.js'
import { proposeInCompany, proposeMapping } from './propose-mapping.js'

type Proposed = { readonly place: string; readonly word: LocalWord; readonly nights: Nights | null; readonly proposal: Proposal }

/** Nights without days: the first of one word may be the first of another. */
const countedNights = ({ values }: LocalWord): Nights | null =>
  readNights(values.map((text, night) => [String(night).padStart(4, '0'), text] as const))

/** Whether the label is the edition's own: a synonym may be meant otherwise by the center that uses it. */
const isOwnName = ({ concepts, places }: Matcher, label: string, ref: string): boolean => {
  const concept = concepts[places.get(ref) ?? -1]
  const said = normalizeLabel(label)
  return concept !== undefined && [concept.nameKo, concept.nameEn, ref.replace(/^\w+:/, '')].some(name => normalizeLabel(name) === said)
}

const toPartner = (matcher: Matcher, { place, word, nights, proposal }: Proposed): readonly Partner[] => {
  const partner = partnerOf(place, nights, proposal)
  return partner === null ? [] : [{ ...partner, isSure: proposal.decision === 'accept' && isOwnName(matcher, word.label, partner.ref) }]
}

/**
 * Words of one file with what they say of each other. Rows of one center with the same number of values may be of the same nights, which nobody says; so what
 * holds between them night by night is a witness, and what fails between them is a contradiction only where the same nights fit in another place or unit.
 */
export const proposeTogether = (matcher: Matcher, words: readonly LocalWord[]): readonly Proposal[] => {
  const alone = words.map((word, at): Proposed => ({
    place: String(at),
    word,
    nights: countedNights(word),
    proposal: proposeMapping(matcher, word),
  }))
  const groups = groupBy(
    alone.filter(({ word }) => word.center !== '' && word.values.length >= ENOUGH_NIGHTS),
    ({ word }) => `${word.values.length} ${word.center}`,
  )
  const together = new Map<string, Proposal>()
  for (const group of groups.values()) {
    const company = gatherCompany(
      group.flatMap(one => toPartner(matcher, one)),
      false,
    )
    for (const { place, word, nights, proposal } of group) {
      const findIdentities = isWorthAsking(proposal) ? askCompany(matcher, company, nights === null ? null : { word: place, nights }) : null
      if (findIdentities !== null) together.set(place, proposeInCompany(matcher, word, { memory: NO_MEMORY, findIdentities }))
    }
  }
  return alone.map(({ place, proposal }) => together.get(place) ?? proposal)
}
