import { createHash } from 'node:crypto'
import { appendAudit, COUNCIL_CHAIN } from '../../db/queries/audit.js'
import { appendWeightSet, listJudgedWords, lockWeights, type JudgedWord } from '../../db/queries/term-weights.js'
import type { Tx } from '../../db/transaction.js'
import { RULE_VERSION } from '../../schema/domain/terms/propose-mapping.js'
import { fitWeights, type WeightFit } from '../../schema/domain/terms/weights/fit-weights.js'
import { labelDecisions, type LabelledDecision } from '../../schema/domain/terms/weights/labelled-decision.js'
import { readShownCandidates } from '../../schema/domain/terms/weights/read-shown-candidates.js'
import { FIXED, WEIGHT_KINDS, type WeightKind, type WeightsInForce } from '../../schema/domain/terms/weights/weight-set.js'
import type { Hub } from '../hub.js'
import { readWeightsInForce } from './read-weights.js'

const ACTOR = 'job:fit-term-weights'
const COUNCIL = { centerId: null, role: 'jobs' } as const
/** The latest decisions that weights are learned from; older ones were about other words and other rules. */
const MOST_DECISIONS = 5_000

/** What became of a kind: how many decisions count, and the version they came to; null with too few of them, or where the same were fitted before. */
export type KindFitted = { readonly decisions: number; readonly version: string | null; readonly outcome: WeightFit['outcome'] | null }
export type WeightsFitted = Readonly<Record<WeightKind, KindFitted>>

/** Decisions of people that teach something, oldest first, with the instants at which they were recorded. */
export type Lessons = { readonly labelled: readonly LabelledDecision[]; readonly recordedAt: ReadonlyMap<string, string> }

export async function readLessons(tx: Tx): Promise<Lessons> {
  const judged = await listJudgedWords(tx, MOST_DECISIONS)
  const toDecision = ({ evidence, ...said }: JudgedWord) => ({ ...said, candidates: readShownCandidates(evidence) })
  return {
    labelled: labelDecisions(judged.map(toDecision)),
    recordedAt: new Map(judged.map(({ id, recorded_at: at }) => [id, at])),
  }
}

/** The same decisions, judged by the same rules against the same weights, come to the same. */
const hashOf = (decisions: readonly LabelledDecision[], comparedWith: string): string =>
  createHash('sha256')
    .update(JSON.stringify([RULE_VERSION, comparedWith, decisions.map(({ id, place, isRight }) => [id, place, isRight])]))
    .digest('hex')

type Fitting = {
  readonly kind: WeightKind
  readonly decisions: readonly LabelledDecision[]
  readonly lessons: Lessons
  readonly inForce: WeightsInForce
}

async function storeFit(hub: Hub, fit: WeightFit, { kind, decisions, lessons, inForce }: Fitting): Promise<string | null> {
  const at = (decision: LabelledDecision | undefined): string => lessons.recordedAt.get(decision?.id ?? '') ?? ''
  const comparedWith = inForce.get(kind)?.version ?? FIXED
  const made = fit.outcome === 'refused' ? { weights: null, fitted: null, in_force: null } : { ...fit, in_force: fit.inForce }
  return hub.db.transaction(COUNCIL, async tx => {
    await lockWeights(tx)
    const { outcome, reasons } = fit
    const version = await appendWeightSet(tx, {
      kind,
      outcome,
      reasons,
      decisions: decisions.length,
      firstDecision: at(decisions[0]),
      lastDecision: at(decisions.at(-1)),
      inputsHash: hashOf(decisions, comparedWith),
      rule_version: RULE_VERSION,
      compared_with: comparedWith,
      ...made,
    })
    if (version !== null)
      await appendAudit(tx, { chain: COUNCIL_CHAIN, actor: ACTOR, action: 'termWeights.fitted', subject: { kind, version, outcome } })
    return version
  })
}

/**
 * Learns weights for each kind of candidate from what stewards decided, and keeps what came of it: proposed to a person, or with the reason why not. Nothing is put in force
 * by it. A kind with fewer decisions than are needed is left alone; run twice on the same decisions, the second time keeps nothing.
 */
export async function fitTermWeights(hub: Hub, signal: AbortSignal): Promise<WeightsFitted> {
  const { weights: inForce } = await readWeightsInForce(hub)
  const lessons = await hub.db.transaction(COUNCIL, readLessons, { isReadOnly: true, timeoutMs: 60_000 })
  const fitted = new Map<WeightKind, KindFitted>()
  for (const kind of WEIGHT_KINDS) {
    signal.throwIfAborted()
    const decisions = lessons.labelled.filter(one => one.kind === kind)
    const fit = fitWeights(kind, decisions, inForce)
    const version = fit === null ? null : await storeFit(hub, fit, { kind, decisions, lessons, inForce })
    fitted.set(kind, { decisions: decisions.length, version, outcome: version === null ? null : (fit?.outcome ?? null) })
  }
  const NONE: KindFitted = { decisions: 0, version: null, outcome: null }
  return { measure: fitted.get('measure') ?? NONE, indicator: fitted.get('indicator') ?? NONE, item: fitted.get('item') ?? NONE }
}
