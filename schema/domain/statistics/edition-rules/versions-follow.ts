import { addDays } from '../../period.js'
import { inFile, packIssue, type EditionRule } from './edition-rule.js'

/** Versions of an indicator follow each other day by day: no day with two formulas, none without one between them (S23). Drafts are in force on no day. */
export const versionsFollow: EditionRule = ({ indicators }) =>
  indicators.indicators.flatMap((indicator, i) => {
    const dated = indicator.versions
      .map((version, j) => ({ ...version, path: inFile('indicators', 'indicators', i, 'versions', j, 'effective_from') }))
      .filter(version => version.status !== 'draft')
      .toSorted((a, b) => (a.effective_from < b.effective_from ? -1 : 1))
    return dated.slice(1).flatMap((version, k) => {
      const earlier = dated[k]
      if (earlier === undefined) return []
      const expected = earlier.effective_to === null ? null : addDays(earlier.effective_to, 1)
      if (version.effective_from === expected) return []
      const isGap = expected !== null && expected < version.effective_from
      return packIssue({
        code: 'EDITION_VERSIONS_OVERLAP',
        path: version.path,
        ko: isGap
          ? `${indicator.code} ${earlier.version}와 ${version.version} 사이에 산식이 없는 날이 있습니다.`
          : `${indicator.code} ${earlier.version}와 ${version.version}의 적용 기간이 겹칩니다.`,
        en: isGap
          ? `between ${earlier.version} and ${version.version} of ${indicator.code} there are days without a formula.`
          : `${earlier.version} and ${version.version} of ${indicator.code} are in force on the same days.`,
        expected:
          expected === null
            ? `effective_to ${addDays(version.effective_from, -1)} on ${earlier.version}`
            : `${expected}, the day after ${earlier.version} ends`,
        got: version.effective_from,
      })
    })
  })
