import type { Evaluated, WordEvidence } from './evaluate-candidate.js'
import { toNumber } from './judge-values.js'
import type { Reading } from './read-label.js'

/** Parts of meaning that say whether a time is a sum or a mean. */
const STATISTICS: ReadonlySet<string> = new Set('AVG SUM SPEED PERCALL PERAGENT PERCONTACT PERDAY RATE SHARE'.split(' '))

const saysStatistic = ({ tokens, soft }: Reading): boolean => soft.includes('TOT') || tokens.some(token => STATISTICS.has(token))

/** Times of agents rather than of calls: their means are hours. */
const OF_AGENTS: ReadonlySet<string> = new Set(['LOGIN', 'READY', 'SCHED', 'ABSENT', 'NOTREADY'])

/** No center's mean of a step of a call is half an hour, and no mean of an agent's day is twelve hours. */
const LONGEST_OF_A_CALL = 1_800
const LONGEST_OF_AN_AGENT = 43_200

/**
 * True where a label names a time and not whether it is summed or averaged, and the values do not tell either: so many seconds may be a small sum or
 * a large mean. Labels of the edition itself say what they mean.
 */
export const isStatisticOpen = ({ reading, values }: WordEvidence, { concept, likeness, factor }: Evaluated): boolean => {
  if (concept.unit !== 'seconds' || likeness.isExact || saysStatistic(reading)) return false
  if (values === null) return true
  const seconds = values.median * toNumber(factor)
  if (concept.family === 'indicator') return seconds >= LONGEST_OF_A_CALL
  return seconds < (reading.tokens.some(token => OF_AGENTS.has(token)) ? LONGEST_OF_AN_AGENT : LONGEST_OF_A_CALL)
}
