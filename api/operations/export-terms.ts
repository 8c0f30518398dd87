import type { Caller } from '../../schema/domain/centers/caller.js'
import { issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Glossary } from '../../schema/domain/terms/concept.js'
import type { WordMatch } from '../../schema/domain/terms/skos-triples.js'
import type { Hub } from '../hub.js'
import { findGlossary, requireGlossary } from './read-glossary.js'

/** The glossary of an edition, and what words of centers were decided to mean that the caller may see. */
export type TermsExport = { readonly glossary: Glossary; readonly matches: readonly WordMatch[] }

const editionUnknown = (code: string) =>
  issue({
    code: 'NOT_FOUND',
    path: ['edition'],
    messageKo: `표준 ${code.slice(0, 40)}은(는) 발행된 적이 없습니다. editions에서 코드를 확인하십시오.`,
    messageEn: `No edition ${code.slice(0, 40)} was published; see editions.`,
    expected: 'code of a published edition, or null for the one in force',
    got: code.slice(0, 40),
  })

/** The glossary of an edition, of the one in force where none is named. The glossary is open to every caller. */
export async function exportTerms(
  hub: Hub,
  _caller: Caller,
  { edition }: { readonly edition: string | null },
): Promise<Outcome<TermsExport>> {
  const glossary = edition === null ? (await requireGlossary(hub)).glossary : await findGlossary(hub, edition)
  return glossary === null ? refuse(editionUnknown(edition ?? '')) : accept({ glossary, matches: [] })
}
