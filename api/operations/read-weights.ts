import { findWeightsMark, listWeightsInForce, type StoredWeightSet } from '../../db/queries/term-weights.js'
import type { WeightKind, WeightSet, WeightsInForce } from '../../schema/domain/terms/weights/weight-set.js'
import type { Hub } from '../hub.js'

/** The set as it was kept; null where nothing could be learned. */
export const toWeightSet = ({ kind, version, weights }: StoredWeightSet): WeightSet | null =>
  weights === null
    ? null
    : {
        ...(weights as Pick<WeightSet, 'base' | 'factors' | 'calibration'>), // as fitTermWeights wrote it
        kind: kind as WeightKind, // as the constraint of the table has it
        version,
      }

/** As long as it is the same, so are the weights in force; 0 before any were. */
export const readWeightsMark = (hub: Hub): Promise<number> => hub.db.query(findWeightsMark)

/** The weights in force, with the mark of that state. */
export async function readWeightsInForce(hub: Hub): Promise<{ readonly mark: number; readonly weights: WeightsInForce }> {
  const { mark, sets } = await hub.db.query(listWeightsInForce)
  const known = sets.flatMap(stored => toWeightSet(stored) ?? [])
  return { mark, weights: new Map(known.map(set => [set.kind, set])) }
}
