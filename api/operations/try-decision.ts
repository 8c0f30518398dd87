import type { SourceTerm } from '../../db/queries/source-terms.js'
import { requireToday } from '../../db/queries/submissions.js'
import { listMovedRows, type MovedRow } from '../../db/queries/term-preview.js'
import type { Grain } from '../../schema/domain/figures/grain.js'
import { accept, type Outcome } from '../../schema/domain/outcome.js'
import type { CenterWork } from './center-work.js'
import { compareTouched, planTouched, readTouched, type TouchedMoves } from './compare-touched.js'
import type { DecisionResult } from './term-decision.js'

/** What a row would be read as; null where it would not land. */
type ReadAs = { readonly measure: string | null; readonly value: string | null }

/** What a decision would do if it stood at once. */
export type MappingPreview = Omit<DecisionResult, 'decision' | 'sourceTerm' | 'made' | 'ended' | 'landedAs'> &
  TouchedMoves & {
    readonly hash: string
    readonly needsReview: boolean
    readonly rows: readonly (MovedRow & ReadAs)[]
    readonly hasMoreMoves: boolean
  }

/** How much is compared and listed of what would move. */
export type PreviewSize = {
  /** Periods of the figures that are compared. */
  readonly by: Grain
  /** Rows and moves listed at most, of each. */
  readonly first: number
}

export type Trial = {
  readonly work: CenterWork
  readonly term: SourceTerm
  readonly hash: string
  readonly size: PreviewSize
  readonly decide: () => Promise<Outcome<DecisionResult & { readonly needsReview: boolean }>>
}

/** Thrown so that everything since the savepoint is undone. */
class TakenBack extends Error {}

/** Decides, reads what came of it, and takes all of it back: the same code as the decision itself, in a savepoint that is rolled back (S15). */
export async function tryDecision(trial: Trial): Promise<Outcome<MappingPreview>> {
  const { work, hash, size } = trial
  const { tx, standards } = work
  const place = { tx, standards, today: await requireToday(tx) }
  let tried: Outcome<Tried> | null = null
  try {
    await tx.savepoint(async () => {
      tried = await decideAndRead(trial, place)
      throw new TakenBack()
    })
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error
  }
  const outcome = tried as Outcome<Tried> | null // set in the savepoint, which the compiler does not follow
  if (outcome === null) throw new Error('The decision was not tried.')
  if (!outcome.ok) return outcome
  const { result, rows, plans, after } = outcome.value
  const before = await readTouched(place, plans)
  const { moves, counts } = await compareTouched(place, plans, { before, after })
  const { heldAgain, landed, superseded, freed, stillHeld, toCome, touched, needsReview, landedAs } = result
  const readAs = new Map(landedAs.map(one => [one.heldRow, one]))
  return accept({
    heldAgain,
    landed,
    superseded,
    freed,
    stillHeld,
    toCome,
    touched,
    needsReview,
    hash,
    counts,
    rows: rows.map(row => ({ ...row, measure: readAs.get(row.id)?.measure ?? null, value: readAs.get(row.id)?.value ?? null })),
    moves: moves.slice(0, size.first),
    hasMoreMoves: moves.length > size.first,
  })
}

type Place = Parameters<typeof readTouched>[0]

async function decideAndRead({ work, term, size, decide }: Trial, place: Place): Promise<Outcome<Tried>> {
  const { tx, standards, centerId } = work
  const decided = await decide()
  if (!decided.ok) return decided
  const center = standards.centerCodes.get(centerId) ?? ''
  const touched = planTouched(standards, { center, by: size.by, touched: decided.value.touched })
  if (!touched.ok) return touched
  const rows = await listMovedRows(tx, centerId, { sourceTerm: term.id, limit: size.first })
  return accept({ result: decided.value, rows, plans: touched.value, after: await readTouched(place, touched.value) })
}

type Tried = {
  readonly result: DecisionResult & { readonly needsReview: boolean }
  readonly rows: readonly MovedRow[]
  readonly plans: Parameters<typeof readTouched>[1]
  readonly after: Awaited<ReturnType<typeof readTouched>>
}
