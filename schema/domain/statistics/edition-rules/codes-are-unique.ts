import type { Issue } from '../../issue.js'
import { inFile, packIssue, type EditionRule, type PackPath } from './edition-rule.js'

type Named = { readonly code: string; readonly path: PackPath }

const repeats = (what: { readonly ko: string; readonly en: string }, named: readonly Named[]): readonly Issue[] => {
  const first = new Map<string, PackPath>()
  return named.flatMap(({ code, path }) => {
    const earlier = first.get(code)
    if (earlier === undefined) first.set(code, path)
    if (earlier === undefined) return []
    return packIssue({
      code: 'EDITION_DUPLICATE_CODE',
      path,
      ko: `${what.ko} "${code}"이(가) 두 번 나옵니다. 처음 나온 곳: ${earlier.join('.')}`,
      en: `the ${what.en} "${code}" comes twice; first at ${earlier.join('.')}.`,
      expected: `another ${what.en}, not used yet`,
      got: code,
    })
  })
}

const MEASURE = { ko: '측정값 코드', en: 'measure code' }
const RULE = { ko: '규칙 id', en: 'rule id' }
const INDICATOR = { ko: '지표 코드', en: 'indicator code' }
const VERSION = { ko: '판 이름', en: 'version' }
const VARIANT = { ko: '변형 코드', en: 'variant code' }
const CODELIST = { ko: '코드목록 코드', en: 'codelist code' }
const ITEM = { ko: '항목 코드', en: 'item code' }
const SET = { ko: '제출 묶음 코드', en: 'measure set code' }
const TERM = { ko: '용어 ref', en: 'term ref' }
const AGREEMENT = { ko: '약정 코드', en: 'agreement code' }

/** Every code is defined once where it must be unique: measures, rules, indicators, versions, variants, codelists, items, sets, terms. */
export const codesAreUnique: EditionRule = ({ codelists, measures, indicators, members, terms }) => [
  ...repeats(
    MEASURE,
    measures.measures.map(({ code }, i) => ({ code, path: inFile('measures', 'measures', i, 'code') })),
  ),
  ...repeats(
    RULE,
    measures.measures.flatMap(({ constraints }, i) =>
      constraints.map(({ id }, j) => ({ code: id, path: inFile('measures', 'measures', i, 'constraints', j, 'id') })),
    ),
  ),
  ...repeats(
    INDICATOR,
    indicators.indicators.map(({ code }, i) => ({ code, path: inFile('indicators', 'indicators', i, 'code') })),
  ),
  ...indicators.indicators.flatMap(({ versions, variants }, i) => [
    ...repeats(
      VERSION,
      versions.map(({ version }, j) => ({ code: version, path: inFile('indicators', 'indicators', i, 'versions', j, 'version') })),
    ),
    ...repeats(
      VARIANT,
      variants.map(({ variant }, j) => ({ code: variant, path: inFile('indicators', 'indicators', i, 'variants', j, 'variant') })),
    ),
  ]),
  ...repeats(
    CODELIST,
    codelists.codelists.map(({ code }, i) => ({ code, path: inFile('codelists', 'codelists', i, 'code') })),
  ),
  ...codelists.codelists.flatMap(({ items }, i) =>
    repeats(
      ITEM,
      items.map(({ code }, j) => ({ code, path: inFile('codelists', 'codelists', i, 'items', j, 'code') })),
    ),
  ),
  ...repeats(
    SET,
    members.measure_sets.map(({ code }, i) => ({ code, path: inFile('members', 'measure_sets', i, 'code') })),
  ),
  ...repeats(
    AGREEMENT,
    members.agreements.map(({ code, valid_from }, i) => ({
      code: `${code} ${valid_from}`,
      path: inFile('members', 'agreements', i, 'code'),
    })),
  ),
  ...repeats(
    TERM,
    terms.terms.map(({ ref }, i) => ({ code: ref, path: inFile('terms', 'terms', i, 'ref') })),
  ),
]
