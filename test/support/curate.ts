import { decideAs, decideMapping, type DecideOptions } from '../../api/operations/decide-mapping.js'
import { suspendAs, suspendMapping } from '../../api/operations/suspend-mapping.js'
import type { Decider, DecisionResult, TermDecisionInput } from '../../api/operations/term-decision.js'
import { undoAs, undoDecision } from '../../api/operations/undo-decision.js'
import type { Outcome } from '../../schema/domain/outcome.js'
import { IDENTITY, type Effective } from '../../schema/domain/terms/mapping.js'
import { valueOf, type CenterHub } from './center-hub.js'

const ALWAYS: Effective = { from: null, to: null }

/** A decision of a steward with everything not named at its plain value. */
export const decisionOf = (sourceTerm: string, said: Partial<TermDecisionInput> = {}): TermDecisionInput => ({
  sourceTerm,
  action: 'map',
  target: 'measure:calls_offered',
  predicate: 'exact',
  isNegated: false,
  conversion: IDENTITY,
  status: 'active',
  effective: ALWAYS,
  justification: ['semapv:ManualMappingCuration'],
  confidence: null,
  evidence: {},
  evidenceHash: 'none',
  ruleVersion: null,
  lexiconVersion: null,
  glossaryVersion: null,
  weightsVersion: null,
  tier: null,
  reviewers: [],
  reason: '시험',
  ...said,
})

/** The nightly job, deciding by its rule. */
const JOB: Decider = { actor: 'job:reconcile-terms', authorType: 'system', role: 'jobs' }
/** A steward where a test decides without a curator. */
export const STEWARD: Decider = { actor: 'person:steward', authorType: 'steward', role: 'steward' }

/** A steward at work on the words of a hub. */
export type Curator = {
  /** The number of a word of a center, by its label as it came first. */
  termOf(center: string, label: string): Promise<string>
  decide(term: string, said?: Partial<TermDecisionInput>, options?: DecideOptions): Promise<Outcome<DecisionResult>>
  map(term: string, said?: Partial<TermDecisionInput>): Promise<DecisionResult>
  suspend(term: string, effective?: Effective): Promise<DecisionResult>
  undo(decision: string): Promise<Outcome<DecisionResult>>
}

/** The same of the hub's own job. */
export const startRobot = async (center: CenterHub): Promise<Curator> => {
  const decide: Curator['decide'] = (term, said, options) => decideAs(center.hub, JOB, decisionOf(term, said), options)
  return {
    ...(await startCurator(center)),
    decide,
    map: async (term, said) => valueOf(await decide(term, said)),
    suspend: async (sourceTerm, effective = ALWAYS) => valueOf(await suspendAs(center.hub, JOB, { sourceTerm, effective, reason: '시험' })),
    undo: decision => undoAs(center.hub, JOB, { decision, reason: null }),
  }
}

export async function startCurator(center: CenterHub): Promise<Curator> {
  const steward = { ...(await center.caller(null, 'terms:curate')), kind: 'person' as const }
  const decide: Curator['decide'] = (term, said, options) => decideMapping(center.hub, steward, decisionOf(term, said), options)
  return {
    async termOf(code, label) {
      const [row] = await center.database.owner<{ id: string }[]>`
        select t.id from source_terms t join centers c on c.id = t.center_id where c.code = ${code} and t.raw_label = ${label}`
      if (row === undefined) throw new Error(`No word ${label} of ${code}.`)
      return row.id
    },
    decide,
    map: async (term, said) => valueOf(await decide(term, said)),
    suspend: async (sourceTerm, effective = ALWAYS) =>
      valueOf(await suspendMapping(center.hub, steward, { sourceTerm, effective, reason: '시험' })),
    undo: decision => undoDecision(center.hub, steward, { decision, reason: '시험' }),
  }
}
