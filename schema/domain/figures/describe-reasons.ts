import type { Edition } from '../statistics/edition.js'
import type { FigureMark, NullReason } from './figure.js'

/** One sentence in both languages. */
export type Sentence = { readonly ko: string; readonly en: string }

/** What each reason for a missing value means, for a reader who has the file alone. */
export const REASON_SENTENCES: Readonly<Record<NullReason, Sentence>> = {
  HELD: { ko: '값이 보류되어 있고 그 전에 받은 값이 없습니다.', en: 'A value waits in quarantine and none stands behind it.' },
  NOT_COMPARABLE: {
    ko: '표준과 다른 정의나 기준값으로 낸 값입니다.',
    en: 'The value follows another definition or parameter than the standard.',
  },
  NOT_COLLECTED: { ko: '업무는 하지만 집계하지 않습니다.', en: 'The center runs the service and does not count it.' },
  NOT_APPLICABLE: { ko: '그 업무를 하지 않습니다.', en: 'The center does not run the service.' },
  OUTAGE: { ko: '장애로 집계하지 못했습니다.', en: 'It could not be counted because something was out of order.' },
  MISSING: { ko: '와야 할 값이 오지 않았습니다.', en: 'It was expected and did not come.' },
  CLOSED: { ko: '쉬는 날이라 기다리지 않았습니다.', en: 'The center was closed; nothing was expected.' },
  NOT_ADDITIVE: { ko: '있는 값을 물은 대로 합칠 수 없습니다.', en: 'The values there are must not be combined to what was asked.' },
  SUPPRESSED: { ko: '근거가 되는 수가 너무 적어 그 센터만 볼 수 있습니다.', en: 'Too few stand behind it for anyone but its owner.' },
  NOT_A_MEMBER: { ko: '그날 협의체의 정회원이 아니었습니다.', en: 'The center was not a full member of the council.' },
  ZERO_DENOMINATOR: { ko: '나눌 수가 0입니다.', en: 'There is nothing to divide by.' },
  NO_DEFINITION: { ko: '정의의 첫 판이 시행되기 전입니다.', en: 'Before the first version of the definition.' },
  REGION_NOT_VALID: { ko: '그날에는 없는 지역입니다.', en: 'The region did not exist on those days.' },
  NOT_ALIGNED: {
    ko: '월 이상의 단위로 오는 항목인데 기간이 그 단위와 맞지 않습니다.',
    en: 'The days are not whole periods of a monthly or longer measure.',
  },
  NO_SUCH_PERIOD: { ko: '한 해 전에 그런 날이나 주가 없습니다.', en: 'There is no such day or week a year earlier.' },
  WITHHELD: { ko: '제한 항목이라 그 센터만 볼 수 있습니다.', en: 'Restricted: only the center that it is about sees it.' },
}

/** What each mark on a figure means. */
export const MARK_SENTENCES: Readonly<Record<FigureMark, Sentence>> = {
  DERIVED: {
    ko: '물은 값 자체는 오지 않아 세부 값을 더한 것입니다.',
    en: 'Summed from a breakdown, because the asked value itself was not sent.',
  },
  BREAK: {
    ko: '여기서 정의가 바뀌었습니다. 앞의 값과 견주지 마십시오.',
    en: 'The definition changed here: not to be compared with the figure before.',
  },
  DEFINITION_DIFFERS: {
    ko: '표준이 아닌 방식으로 낸 값입니다. 표준의 값과 견주지 마십시오.',
    en: 'Made by a variant: not to be compared with figures of the standard.',
  },
  PENDING_REVISION: {
    ko: '수정 값이 보류되어 있어 마지막으로 받은 값으로 냈습니다.',
    en: 'A revision of one of its values waits in quarantine; the last accepted value counts.',
  },
  TOTAL_MISMATCH: {
    ko: '합계와 세부 값이 어긋나 합계로 냈습니다.',
    en: 'A total and its breakdown disagree; the total is served.',
  },
  PERIOD_MISMATCH: {
    ko: '센터가 그 기간의 값을 따로 보냈고 짧은 기간의 값을 합친 것과 다릅니다. 합친 값입니다.',
    en: 'A center sent the asked period itself, and its shorter periods combine to something else; these are served.',
  },
  SHARE_OF_WHOLE: { ko: '분자만 나눈 값, 곧 전체에 대한 몫입니다.', en: 'Only the numerator is broken down: a share of the whole.' },
  PREDECESSOR: { ko: '이 지역이 이어받은 이전 지역들의 값입니다.', en: 'Answered by the regions that this one took over from.' },
  UNEQUAL_SUPPORT: {
    ko: '증감에서 견준 두 기간의 근거가 같지 않습니다. 두 포함 범위를 보십시오.',
    en: 'A change is between periods that do not rest on the same: see the coverage of both.',
  },
  EXTRA: { ko: '예정에 없던 날의 값이 들어 있습니다.', en: 'Values of days on which none was expected are in it.' },
}

/** What each quality of values in a figure means (S4). */
const QUALITY_SENTENCES: Readonly<Record<string, Sentence>> = {
  BREAK: {
    ko: '센터가 정의나 설비가 바뀌었다고 한 값이 들어 있습니다. 앞의 값과 견주지 마십시오.',
    en: 'In it are values of which their center says that method or equipment changed: not to be compared with values before.',
  },
  NOT_KNOWN: {
    ko: '상태가 합계와 함께 남아 있지 않은 값이 들어 있습니다.',
    en: 'In it are values whose status was not kept with their sum.',
  },
  UNVALIDATED: { ko: '검증하지 않은 값이 들어 있습니다.', en: 'In it are values that nobody validated.' },
  LOW_RELIABILITY: { ko: '신뢰도가 낮은 값이 들어 있습니다.', en: 'In it are values of low reliability.' },
  IMPUTED: { ko: '빠진 값을 대신 채운 값이 들어 있습니다.', en: 'In it are values filled in for missing ones.' },
  ESTIMATED: { ko: '센터가 추정한 값이 들어 있습니다.', en: 'In it are values that their center estimated.' },
  SPECIAL_EVENT: {
    ko: '재난이나 파업처럼 평소와 견줄 수 없는 날의 값이 들어 있습니다.',
    en: 'In it are values of days that are not to be held against usual ones, such as those of a disaster or a strike.',
  },
}

/** The same for any quality: one that only an edition knows has the name of its status. */
export const qualitySentence = ({ statuses }: Pick<Edition, 'statuses'>, quality: string): Sentence => {
  const status = [...statuses.values()].find(one => one.quality === quality)
  const named = status === undefined ? { ko: quality, en: quality } : { ko: status.nameKo, en: status.nameEn }
  return (Object.hasOwn(QUALITY_SENTENCES, quality) ? QUALITY_SENTENCES[quality] : undefined) ?? named
}
