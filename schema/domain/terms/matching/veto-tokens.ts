import type { Veto } from '../proposal.js'

const why = (veto: string, textKo: string, textEn: string): Veto => ({ veto, textKo, textEn })

/** Parts of a label that make another figure of it, whatever else agrees, with the reason. */
const REASONS: Readonly<Record<string, Veto>> = {
  NEG: why('negation', '부정하는 말이 있습니다(미-, 무-, 비-, 불-).', 'The label negates (un-, not).'),
  NOANS: why('negation', '받지 못한 것을 셉니다.', 'It counts what was not answered.'),
  REDO: why('again', '다시 한 것만 가리킵니다(재-).', 'It means only what was done again.'),
  PLAN: why('planned', '목표나 계획한 값입니다.', 'It is a target or a planned value.'),
  ACHIEVE: why('planned', '목표에 대한 달성도입니다.', 'It is the achievement of a target.'),
  DELTA: why('change', '다른 기간과의 차이나 증감입니다.', 'It is a change against another period.'),
  VERSUS: why('change', '다른 것에 견준 값입니다(대비).', 'It is set against something else.'),
  CUM: why('cumulative', '누계이며 하루의 값이 아닙니다.', 'It is a running total, not the value of a day.'),
  MAX: why('extreme', '최댓값이나 최고값입니다.', 'It is a maximum.'),
  MIN: why('extreme', '최솟값입니다.', 'It is a minimum.'),
  MEDIAN: why('statistic', '중앙값입니다.', 'It is a median.'),
  PCTL: why('statistic', '분위수입니다.', 'It is a percentile.'),
  STDEV: why('statistic', '편차나 분산입니다.', 'It is a deviation.'),
  PERIOD: why('period', '하루가 아닌 기간을 가리킵니다.', 'It names another period than the day.'),
  PERDAY: why('statistic', '여러 날의 하루 평균입니다.', 'It is a mean over days.'),
  PERMONTH: why('statistic', '월평균입니다.', 'It is a mean over months.'),
  PERHOUR: why('statistic', '시간당 값입니다.', 'It is a figure per hour.'),
  DAYPART: why('scope', '하루 중 일부 시간이나 일부 요일만 가리킵니다.', 'It covers a part of the day or of the week.'),
  BY: why('scope', '나누어 센 값입니다(-별).', 'It is broken down (by ...).'),
  PART: why('scope', '센터의 일부만 가리킵니다.', 'It covers a part of the center.'),
  INTERNAL: why('scope', '내부 통화나 시험 통화를 가리킵니다.', 'It means internal or test calls.'),
  VALID: why('scope', '일부만 골라 셉니다(유효, 순, 실).', 'It counts only what is valid or net.'),
  DISTINCT: why('scope', '사람마다 한 번만 셉니다(실인원).', 'It counts each person once.'),
  SICK: why('scope', '결근의 일부만 가리킵니다.', 'It means a part of absence only.'),
  LATE: why('scope', '결근의 일부만 가리킵니다.', 'It means a part of absence only.'),
  EARLY: why('scope', '결근의 일부만 가리킵니다.', 'It means a part of absence only.'),
  EXCL: why('scope', '무엇을 뺀 값입니다.', 'Something is left out of it.'),
  INCL: why('scope', '무엇을 더한 값입니다.', 'Something is added to it.'),
  RANK: why('statistic', '순위나 등급입니다.', 'It is a rank.'),
  REMAIN: why('scope', '남아 있는 것을 셉니다.', 'It counts what is left.'),
  RESERVED: why('scope', '배분된 것을 셉니다.', 'It counts what was distributed.'),
  PARTIAL: why('scope', '그중 일부만 가리킵니다(자발적, 긴급 등).', 'It means only some of them (voluntary, urgent ...).'),
  SUBMIT: why('scope', '제출한 것을 셉니다.', 'It counts what was handed in.'),
  DUP: why('scope', '중복을 뺀 값입니다.', 'It counts each only once.'),
  AND: why('composite', '둘 이상을 합친 말입니다.', 'It joins several things.'),
  DIV: why('composite', '식이 적혀 있습니다.', 'A formula is written in it.'),
  DISSAT: why('negation', '불만을 셉니다.', 'It is about dissatisfaction.'),
  NPS: why('statistic', '다른 조사 지수입니다.', 'It is another survey index.'),
  INDEX: why('statistic', '표준에 없는 지수입니다.', 'It is an index the standard does not have.'),
  COST: why('statistic', '금액입니다.', 'It is an amount of money.'),
  QUOTA: why('scope', '정원, 채용, 근무 인원처럼 현원과 다른 수입니다.', 'It is posts, hires or people on duty, not staff employed.'),
  NOTREADY: why('scope', '상담을 받지 않는 상태를 가리킵니다.', 'It means a state in which no call is taken.'),
  FLOWIN: why('scope', '다른 곳에서 넘어온 호입니다.', 'It means calls that came from elsewhere.'),
  SLA: why('planned', '협약한 수준을 가리킵니다.', 'It means a level agreed upon.'),
  FIRSTWAIT: why('scope', '처음이거나 새로운 것만 가리킵니다.', 'It means only what is new.'),
  RING: why('scope', '벨이 울린 동안을 가리킵니다.', 'It is about ringing.'),
  TOTALROW: why('total', '합계 행입니다.', 'It is a total row.'),
}

const EDGE = why(
  'threshold',
  '기준이 되는 값 자체가 들어가는지가 표준과 다릅니다(미만, 이상).',
  'Whether the bound itself is in differs from the standard.',
)
const THRESHOLD = why('threshold', '기준 시간(초)이 표준과 다릅니다.', 'The threshold in seconds is not that of the standard.')
const SCALE = why('scale', '척도가 100점이 아닙니다.', 'The scale is not 100 points.')
const IVR_ONLY = why('ivr', 'ARS 단계만 가리킵니다.', 'It is about the voice menu only.')
const NARROWER = why('composite', '채널, 주제, 유형 등으로 한정한 값입니다.', 'It is one channel, topic or type of the standard only.')

const reasonOf = (token: string): Veto | null => {
  if (/^(?:W|OVER)\d+$/.test(token)) return THRESHOLD
  if (token === 'EDGE') return EDGE
  if (token.startsWith('SCALE')) return SCALE
  if (token === 'IVR' || token === 'VARS') return IVR_ONLY
  if (token.includes('.')) return NARROWER
  return REASONS[token] ?? null
}

const OUTBOUND = why('direction', '발신과 수신이 다릅니다.', 'One is outbound, the other inbound.')
const STATISTIC = why('statistic', '비율, 평균, 합계처럼 통계의 종류가 다릅니다.', 'It is another kind of statistic (share, mean, total).')
const STATS = new Set(['RATE', 'SHARE', 'AVG', 'SUM', 'RATIO', 'PERAGENT', 'PERCALL', 'PERCONTACT', 'SPEED', 'TIME', 'SCORE'])
const OPPOSITES: readonly (readonly [string, string])[] = [
  ['ANS', 'ABD'], ['ANS', 'OFF'], ['ABD', 'OFF'], ['ABD', 'FLOWOUT'], ['REQ', 'DONE'], ['TALK', 'HDL'], ['TALK', 'ACW'], ['TALK', 'HOLD'],
  ['WAIT', 'HOLD'], ['ANS', 'ATTEMPT'], ['OFF', 'ATTEMPT'], ['SELF', 'ANS'], ['CSAT', 'QA'], ['MAL', 'LEGAL'], ['EAP', 'TRAIN'],
] // prettier-ignore
const OTHER_EVENT = why('event', '가리키는 일이 다릅니다.', 'Another event is meant.')

/** What in the label, or missing from it, rules the standard out. */
export const vetoesOf = (extra: readonly string[], missing: readonly string[]): readonly Veto[] => {
  const found: Veto[] = []
  for (const token of [...extra, ...missing]) {
    const reason = extra.includes(token) || /^(?:W|OVER)\d+$/.test(token) || token.includes('.') ? reasonOf(token) : null
    if (reason !== null && !found.some(({ veto }) => veto === reason.veto)) found.push(reason)
  }
  if (extra.includes('OB') || missing.includes('OB')) found.push(OUTBOUND)
  if (extra.some(token => STATS.has(token)) || missing.some(token => STATS.has(token))) found.push(STATISTIC)
  if (OPPOSITES.some(([a, b]) => (extra.includes(a) && missing.includes(b)) || (extra.includes(b) && missing.includes(a))))
    found.push(OTHER_EVENT)
  return found
}

/** True where the label has a part that sets it apart from any standard that lacks it. */
export const isApart = (token: string): boolean => reasonOf(token) !== null
