import { nameList } from '../name-list.js'
import { issue, type Issue } from '../issue.js'
import { addDays, type Day } from '../period.js'
import type { CodelistItem } from './codelist.js'
import type { Edition } from './edition.js'
import type { IndicatorVersion } from './indicator.js'

/**
 * What a new edition would take from days before it starts: an edition in force defines earlier days as well, so last year's figures hold only
 * when it repeats their definitions. Every measure of the edition before stays with its unit and kind, every item counts in the totals of every
 * such measure as it did (S3), and every version in force on some day before the new edition starts stays with its formula, first day and status
 * until then (EDITION_DEFINITION_LOST). Empty: all are kept.
 */
export const findLostDefinitions = (before: Edition, next: Edition): readonly Issue[] => [
  ...lostMeasures(before, next),
  ...lostCounts(before, next),
  ...lostVersions(before, next),
]

const lost = (path: Issue['path'], { ko, en, expected, got }: { ko: string; en: string; expected: string; got: string | null }): Issue =>
  issue({ code: 'EDITION_DEFINITION_LOST', path, messageKo: ko, messageEn: en, expected, got })

const lostMeasures = (before: Edition, next: Edition): readonly Issue[] =>
  [...before.measures.values()].flatMap(({ code, unit, kind }) => {
    const kept = next.measures.get(code)
    if (kept !== undefined && kept.unit === unit && kept.kind === kind) return []
    return [
      lost(['measures.yaml', 'measures', code], {
        ko: `측정값 ${code}은(는) ${before.code}판에 있어 이미 값이 쌓였습니다. 단위와 종류를 그대로 두십시오. 다르게 재려면 새 코드를 쓰십시오.`,
        en: `Measure ${code} stands in edition ${before.code} and has values; keep its unit and kind, and give what is measured otherwise a code of its own.`,
        expected: `${unit}, ${kind}`,
        got: kept === undefined ? null : `${kept.unit}, ${kept.kind}`,
      }),
    ]
  })

/** In which totals of a measure the rows of an item count: `center council`. */
const totalsOf = ({ countsIn: { centerTotal, councilTotal, measures } }: CodelistItem, measure: string): string => {
  const totals = [...(centerTotal ? ['center'] : []), ...(councilTotal ? ['council'] : [])]
  return measures?.includes(measure) === false ? 'center council' : totals.join(' ')
}

/** Sums of days that were stored are kept as they were counted, and a breakdown is counted when it is asked: under two rules they would be two numbers. */
const lostCounts = (before: Edition, next: Edition): readonly Issue[] =>
  [...before.codelists.values()].flatMap(({ code: dimension, items }) =>
    [...items.values()].flatMap(item => {
      const kept = next.codelists.get(dimension)?.items.get(item.code)
      const measures = [...before.measures.values()].filter(one => one.dimensions.includes(dimension))
      const changed = measures.filter(({ code }) => kept !== undefined && totalsOf(kept, code) !== totalsOf(item, code))
      if (changed.length === 0) return []
      const named = nameList(changed.map(({ code }) => code))
      return [
        lost(['codelists.yaml', 'codelists', dimension, 'items', item.code, 'counts_in'], {
          ko: `${dimension} 항목 ${item.code}은(는) ${before.code}판에서 정한 대로 ${named}의 합계에 쌓였습니다. counts_in을 그대로 두십시오. 달리 세려면 새 항목 코드를 쓰십시오.`,
          en: `Item ${item.code} of ${dimension} is in sums of ${named} as edition ${before.code} counts it; keep its counts_in, and give what is counted otherwise an item of its own.`,
          expected: JSON.stringify(item.countsIn),
          got: JSON.stringify(kept?.countsIn),
        }),
      ]
    }),
  )

const startsBefore = ({ effectiveFrom, status }: IndicatorVersion, day: Day): boolean => effectiveFrom < day && status !== 'draft'

/** Last day before `day` on which the version is in force. */
const lastDayBefore = ({ effectiveTo }: IndicatorVersion, day: Day): string =>
  effectiveTo === null || effectiveTo >= day ? day : effectiveTo

const lostVersions = (before: Edition, next: Edition): readonly Issue[] => {
  const start = next.effectiveFrom
  // A version that ends the day before the new edition starts gave way to one of it.
  const until = (version: IndicatorVersion) => lastDayBefore(version, addDays(start, -1))
  return [...before.indicators.values()].flatMap(({ code, versions }) =>
    versions
      .filter(version => startsBefore(version, start))
      .flatMap(version => {
        const kept = next.indicators.get(code)?.versions.find(one => one.version === version.version)
        const isKept =
          kept !== undefined &&
          kept.status !== 'draft' &&
          kept.formulaText === version.formulaText &&
          kept.effectiveFrom === version.effectiveFrom &&
          until(kept) === until(version)
        return isKept ? [] : [lostVersion(code, version, { before, start })]
      }),
  )
}

const lostVersion = (code: string, { version, formulaText }: IndicatorVersion, at: { before: Edition; start: Day }): Issue =>
  lost(['indicators.yaml', 'indicators', code, 'versions', version], {
    ko: `지표 ${code}의 ${version}은(는) ${at.start} 전의 값을 정합니다. 산식과 시행일을 그대로 두고, 바꿀 것은 ${at.start}부터의 새 버전으로 적으십시오.`,
    en: `Version ${version} of ${code} defines days before ${at.start}; keep its formula and dates, and put a change into a new version from ${at.start} on.`,
    expected: formulaText,
    got: null,
  })
