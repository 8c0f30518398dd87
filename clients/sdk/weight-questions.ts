import { accept, type Outcome } from '../../schema/domain/outcome.js'
import type { Issue } from '../../schema/domain/issue.js'
import { HubFault } from './hub-fault.js'
import type { PostGraphql } from './post-graphql.js'
import { readField, readMutation } from './refusals.js'
import type { TermWeights, TermWeightSwitch } from './term-types.js'

const REFUSED = '... on Refused { issues { code severity path messageKo messageEn expected got sourceRow rule } }'
const RELIABILITY = 'count right logLoss calibrationError sure sureRight bins { from to count meanScore shareRight }'
const WEIGHTS = `kind version decisions decisionsNeeded switches { version switchedAt by reason }
  sets { version outcome reasons fittedAt decisions comparedWith base factors { feature isAgainst factor }
    reliability { ${RELIABILITY} } comparedReliability { ${RELIABILITY} } }`
const TERM_WEIGHTS = `query termWeights($asOf: DateTime) { termWeights(asOf: $asOf) { ${WEIGHTS} } }`
const SWITCH_WEIGHTS = `mutation switchTermWeights($input: SwitchTermWeightsInput!) { switchTermWeights(input: $input) { __typename
  ... on TermWeights { ${WEIGHTS} } ${REFUSED} } }`
const FIT_WEIGHTS = `mutation fitTermWeights { runTermJob(input: { job: FIT_WEIGHTS }) { __typename ... on JobRun { job outcome detail } ${REFUSED} } }`

type JobDone = { readonly job: string; readonly outcome: string | null; readonly detail: string | null }

/** What a steward asks about the weights of candidates. Every answer is an Outcome. */
export type WeightQuestions = {
  /** By what candidates for words are weighed, kind by kind: in force, learned, and how reliable. Needs terms:curate or hub:admin. */
  readonly termWeights: (wanted?: { readonly asOf?: string }) => Promise<Outcome<readonly TermWeights[]>>
  /** Puts learned weights in force, or the fixed ones again. Needs terms:curate. */
  readonly switchTermWeights: (said: TermWeightSwitch) => Promise<Outcome<TermWeights>>
  /** Learns from the decisions so far, now; what came of it is listed by `termWeights`. Needs terms:curate or hub:admin. */
  readonly fitTermWeights: () => Promise<Outcome<JobDone>>
}

type Answered<T> = Readonly<Record<string, T | null>>
type Refused = { readonly issues: readonly Issue[] }

export const createWeightQuestions = (post: PostGraphql): WeightQuestions => ({
  termWeights: async ({ asOf } = {}) => {
    const read = readField(await post<Answered<readonly TermWeights[]>>(TERM_WEIGHTS, { asOf: asOf ?? null }), 'termWeights')
    if (!read.ok) return read
    if (read.value === null) throw new HubFault('answer', 'The hub answered nothing for termWeights.')
    return accept(read.value)
  },
  switchTermWeights: async said =>
    readMutation<TermWeights>(await post<Answered<TermWeights | Refused>>(SWITCH_WEIGHTS, { input: { ...said } }), 'switchTermWeights'),
  fitTermWeights: async () => readMutation<JobDone>(await post<Answered<JobDone | Refused>>(FIT_WEIGHTS, {}), 'runTermJob'),
})
