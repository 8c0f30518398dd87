import { findEdition, listEditions, type LoadedEdition, type PublishedEdition } from '../../db/queries/editions.js'
import { issue, type IssueCode } from '../../schema/domain/issue.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import type { Indicator } from '../../schema/domain/statistics/indicator.js'
import type { Measure } from '../../schema/domain/statistics/measure.js'
import type { Term } from '../../schema/domain/terms/term.js'
import type { Hub } from '../hub.js'
import { judgeByStandards } from './judge-by-standards.js'

/** Measures of the edition in force, all or those named, in the order asked. Refuses with one MEASURE_UNKNOWN for each code it does not have. */
export async function listMeasures(hub: Hub, codes: readonly string[] | null): Promise<Outcome<readonly Measure[]>> {
  return judgeByStandards(hub, ({ edition }) =>
    pick(edition.measures, codes, {
      code: 'MEASURE_UNKNOWN',
      argument: 'codes',
      nounKo: '이 코드의 측정값을',
      nounEn: 'measure with this code',
    }),
  )
}

/** Indicators of the edition in force, all or those named, in the order asked. Refuses with one INDICATOR_UNKNOWN for each code it does not have. */
export async function listIndicators(hub: Hub, codes: readonly string[] | null): Promise<Outcome<readonly Indicator[]>> {
  return judgeByStandards(hub, ({ edition }) =>
    pick(edition.indicators, codes, {
      code: 'INDICATOR_UNKNOWN',
      argument: 'codes',
      nounKo: '이 코드의 지표를',
      nounEn: 'indicator with this code',
    }),
  )
}

/** Terms of the edition in force, all or those named, in the order asked. Refuses with one TERM_UNKNOWN for each ref it does not have. */
export async function listTerms(hub: Hub, refs: readonly string[] | null): Promise<Outcome<readonly Term[]>> {
  const { edition } = await hub.standards()
  return pick(edition.terms, refs, { code: 'TERM_UNKNOWN', argument: 'refs', nounKo: '이 참조의 용어를', nounEn: 'term with this ref' })
}

/** Measures of the edition in force by code, in the order asked; null where there is none. */
export async function findMeasures(hub: Hub, codes: readonly string[]): Promise<readonly (Measure | null)[]> {
  const { edition } = await hub.standards()
  return codes.map(code => edition.measures.get(code) ?? null)
}

/** Indicators of the edition in force by code, in the order asked; null where there is none. */
export async function findIndicators(hub: Hub, codes: readonly string[]): Promise<readonly (Indicator | null)[]> {
  const { edition } = await hub.standards()
  return codes.map(code => edition.indicators.get(code) ?? null)
}

/** Terms of the edition in force by ref, in the order asked; null where there is none. */
export async function findTerms(hub: Hub, refs: readonly string[]): Promise<readonly (Term | null)[]> {
  const { edition } = await hub.standards()
  return refs.map(ref => edition.terms.get(ref) ?? null)
}

/** A published edition by its code, or the one in force; null when there is none of that code. */
export async function readEditionDocument(hub: Hub, code: string | null): Promise<PublishedEdition | null> {
  return hub.db.query(sql => findEdition(sql, code))
}

/** Every edition loaded, the one that starts last first. Open to every caller. */
export async function listLoadedEditions(hub: Hub): Promise<readonly LoadedEdition[]> {
  return hub.db.query(listEditions)
}

function pick<T>(
  known: ReadonlyMap<string, T>,
  codes: readonly string[] | null,
  words: { readonly code: IssueCode; readonly argument: 'codes' | 'refs'; readonly nounKo: string; readonly nounEn: string },
): Outcome<readonly T[]> {
  if (codes === null) return accept([...known.values()])
  const found = codes.map(code => known.get(code))
  const issues = codes.flatMap((code, index) =>
    found[index] !== undefined
      ? []
      : [
          issue({
            code: words.code,
            path: [words.argument, index],
            messageKo: `시행 중인 표준에서 ${words.nounKo} 찾을 수 없습니다.`,
            messageEn: `The edition in force has no ${words.nounEn}.`,
            got: code.slice(0, 100),
          }),
        ],
  )
  return issues.length > 0 ? refuse(...issues) : accept(found.filter(value => value !== undefined))
}
