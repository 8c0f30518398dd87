/** Tokens that numbers in a label make (`W20`: within 20 seconds), and the label without them. */
export type Parameters = { readonly text: string; readonly tokens: readonly string[] }

const WITHIN = '이내|내에|내|안에|안|미만|이하|within'
const BEYOND = '초과|이상|넘는|넘긴|over'
/** Whether the bound itself is in or out: standards stop at what is within and begin at what is over. */
const OTHER_EDGE = /^(?:미만|이상)$/
const SECONDS = new RegExp(`(?:within |in |<=? ?|≤ ?)?(\\d{1,4}) ?(?:초|seconds?\\b|secs?\\b|s\\b|′′|″) ?(${WITHIN}|${BEYOND})?`, 'g')
/** SL20, 서비스레벨 30: so many seconds, where it cannot be a target in percent. */
const LEVEL = /(?<=\b(?:sl|svl) ?|서비스(?:레벨|수준) ?)(10|15|20|30|40|60)(?![\d:%/.]| ?[초분건콜점월년시s])/g
const MINUTES = new RegExp(`(\\d{1,3}) ?(?:분|minutes?\\b|mins?\\b) ?(${WITHIN}|${BEYOND})`, 'g')
const SCALE = /(\d{1,3}) ?점 ?(?:만점|척도|기준)/g
const YEAR = /(?:19|20)\d\d ?(?:년도?)?/g
/** An hour of the day, neither a span (2시간) nor one end of a range (09-18시). */
const HOUR = /(?<![\d~∼-] ?)([01]?\d|2[0-3]) ?시(?:대)?(?![간도민군청장]| ?[~∼-])/g
const MONTH = /\d{1,2} ?월(?!평)/g

/** The number written without leading zeros, so that 020 is 20. */
const plain = (digits: string): string => String(Number(digits))

const secondsToken = (seconds: string, word: string | undefined): string =>
  word !== undefined && new RegExp(`^(?:${BEYOND})$`).test(word) ? `OVER${seconds}` : `W${seconds}`

/** The threshold, and EDGE beside it where the bound itself falls on the other side than in standards (20초 미만, 5분 이상). */
const thresholdTokens = (seconds: string, word: string | undefined): readonly string[] => [
  secondsToken(seconds, word),
  ...(word !== undefined && OTHER_EDGE.test(word) ? ['EDGE'] : []),
]

/** Thresholds, scales and periods taken out of a label before it is cut into pieces. */
export const takeParameters = (text: string): Parameters => {
  if (!/\d/.test(text)) return { text, tokens: [] }
  const tokens: string[] = []
  const take = (...found: readonly string[]): string => {
    tokens.push(...found)
    return ' '
  }
  const left = text
    .replace(SECONDS, (_all, seconds: string, word: string | undefined) => take(...thresholdTokens(plain(seconds), word)))
    .replace(MINUTES, (_all, minutes: string, word: string) => take(...thresholdTokens(String(Number(minutes) * 60), word)))
    .replace(LEVEL, (seconds: string) => take(`W${seconds}`))
    .replace(SCALE, (_all, top: string) => (plain(top) === '100' ? ' ' : take(`SCALE${plain(top)}`)))
    .replace(YEAR, () => take('PERIOD'))
    .replace(MONTH, () => take('PERIOD'))
    .replace(HOUR, (_all, hour: string) => take(`hour.${hour.padStart(2, '0')}`))
  return { text: left.replace(/\s+/g, ' ').trim(), tokens }
}
