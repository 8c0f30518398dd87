import { listMappingsForExport, requireKoreanInstant, type ExportedMapping } from '../../db/queries/mapping-exports.js'
import { holdsAny, type Caller } from '../../schema/domain/centers/caller.js'
import { issue, type Issue } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Glossary } from '../../schema/domain/terms/concept.js'
import type { WordMatch } from '../../schema/domain/terms/skos-triples.js'
import { tenantContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { findGlossary, requireGlossary } from './read-glossary.js'

/** The glossary of an edition, and what words were decided to mean, of the centers whose words the caller may see, as of `at`. */
export type TermsExport = {
  readonly glossary: Glossary
  readonly mappings: readonly ExportedMapping[]
  readonly matches: readonly WordMatch[]
  readonly at: string
}

/** Far above what seventeen centers say in years. */
const MOST_MAPPINGS = 50_000

const editionUnknown = (code: string): Issue =>
  issue({
    code: 'NOT_FOUND',
    path: ['edition'],
    messageKo: `표준 ${code.slice(0, 40)}은(는) 발행된 적이 없습니다. editions에서 코드를 확인하십시오.`,
    messageEn: `No edition ${code.slice(0, 40)} was published; see editions.`,
    expected: 'code of a published edition, or null for the one in force',
    got: code.slice(0, 40),
  })

const tooMany = (): Issue =>
  issue({
    code: 'BAD_USER_INPUT',
    path: [],
    messageKo: `말의 대응이 ${MOST_MAPPINGS}건을 넘어 한 파일에 담을 수 없습니다. 센터별로 받으십시오.`,
    messageEn: `There are more than ${MOST_MAPPINGS} mappings, too many for one file; take them center by center.`,
    expected: `up to ${MOST_MAPPINGS} mappings`,
  })

/** What holds today, as SKOS has it: no refusals, and nothing for words that mean nothing. */
const toMatch = ({
  center,
  term,
  label,
  unit,
  target,
  predicate,
  status,
  authorType,
  reviewers,
  negated,
  isInEffect,
}: ExportedMapping): readonly WordMatch[] =>
  target === null || negated || !isInEffect || status === 'suspended'
    ? []
    : [
        {
          center,
          term,
          label,
          unit: unit === '' ? null : unit,
          ref: target,
          predicate,
          isConfirmed: status === 'active' && (authorType === 'steward' || reviewers.length > 0),
        },
      ]

/** Whose words a caller may see: a steward and an administrator all, a center its own, everybody else none. */
const seesAll = (caller: Caller): boolean => holdsAny(caller, 'terms:curate', 'hub:admin')

/**
 * The glossary of an edition, of the one in force where none is named, which is open to every caller; with it what words were decided to mean, of the
 * centers whose words the caller may see (role table).
 */
export async function exportTerms(
  hub: Hub,
  caller: Caller,
  { edition }: { readonly edition: string | null },
): Promise<Outcome<TermsExport>> {
  const glossary = edition === null ? (await requireGlossary(hub)).glossary : await findGlossary(hub, edition)
  if (glossary === null) return refuse(editionUnknown(edition ?? ''))
  const centerId = seesAll(caller) ? null : (caller.center?.id ?? 0)
  const { mappings, at } = await hub.db.transaction(
    tenantContextOf(caller),
    async tx => ({ mappings: await listMappingsForExport(tx, { centerId, limit: MOST_MAPPINGS + 1 }), at: await requireKoreanInstant(tx) }),
    { isReadOnly: true },
  )
  if (mappings.length > MOST_MAPPINGS) return refuse(tooMany())
  return accept({ glossary, mappings, matches: mappings.flatMap(toMatch), at })
}
