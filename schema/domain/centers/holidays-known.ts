import { issue, type Issue } from '../issue.js'
import type { Day } from '../period.js'
import { HOLIDAYS_KNOWN } from './public-holidays.js'

const FIRST_YEAR = HOLIDAYS_KNOWN.from.slice(0, 4)
const LAST_YEAR = HOLIDAYS_KNOWN.to.slice(0, 4)

/** Whether some of the days lie outside those for which the holidays of the law are data of the program (decision 14). */
export const reachesUnknownHolidays = ({ from, to }: { readonly from: Day; readonly to: Day }): boolean =>
  from < HOLIDAYS_KNOWN.from || to > HOLIDAYS_KNOWN.to

const fact = (severity: Issue['severity'], path: Issue['path'], said: { ko: string; en: string; got: string }): Issue =>
  issue({
    code: 'HOLIDAYS_UNKNOWN',
    severity,
    path,
    messageKo: `법정 공휴일은 ${FIRST_YEAR}년부터 ${LAST_YEAR}년까지만 허브에 있습니다. ${said.ko}`,
    messageEn: `The hub has the public holidays of the law from ${FIRST_YEAR} to ${LAST_YEAR} only. ${said.en}`,
    expected: `${HOLIDAYS_KNOWN.from} to ${HOLIDAYS_KNOWN.to}`,
    got: said.got,
  })

const spanText = ({ from, to }: { readonly from: Day; readonly to: Day }): string => (from === to ? from : `${from} to ${to}`)

/** A warning (HOLIDAYS_UNKNOWN) beside a list of holidays that reaches beyond what the hub knows. */
export const holidayListEnds = (span: { readonly from: Day; readonly to: Day }): Issue =>
  fact('warning', ['to'], {
    ko: '그 밖의 날에는 따로 정한 공휴일만 나옵니다.',
    en: 'Of other days only what was declared is listed.',
    got: spanText(span),
  })

/** The refusal of a bare list, which could not say that it ends; `instead` names the field that can. */
export const holidayListRefused = (span: { readonly from: Day; readonly to: Day }, instead: string): Issue =>
  fact('error', ['to'], {
    ko: `기간을 그 안으로 줄이거나, 따로 정한 날과 함께 보려면 ${instead}(으)로 물으십시오.`,
    en: `Ask for days of these years, or ${instead}, which also lists what was declared for others and says where the law ends.`,
    got: spanText(span),
  })

/** A warning beside a figure: a holiday among those days counts as an ordinary one, unless somebody declared it. */
export const holidaysNotInCoverage = (span: { readonly from: Day; readonly to: Day }): Issue =>
  fact('warning', ['coverage'], {
    ko: `${span.from}~${span.to}의 공휴일은 따로 정하지 않았으면 보통 날로 세므로, 쉬는 날이 결측으로 나올 수 있습니다.`,
    en: `A holiday from ${span.from} to ${span.to} counts as an ordinary day unless it was declared, so what is told as missing may have been closed.`,
    got: spanText(span),
  })
