/**
 * What a goal file gives. `test/goals/gNN.ts` exports `runGNN: RunGoal`; `npm run goals` finds it by that name and runs the goals one after
 * the other in one worker, with the cluster of test/global.ts beside it, so cloneDatabase() and startHubServer() work as in any test.
 */
export type RunGoal = (options: GoalOptions) => Promise<GoalResult>

export type GoalOptions = {
  /** Less of the same, for CI: the goal decides what it can leave out; seconds rather than minutes. */
  readonly isQuick: boolean
}

export type GoalResult = {
  /** `G07`. */
  readonly id: string
  /** What was measured, in few words or as figures by name: `0 crossings, 0 uncaught (11,204 transactions)`. */
  readonly value: GoalFigure
  /** What had to be reached: `0 crossings`. */
  readonly bar: GoalFigure
  readonly ok: boolean
}

export type GoalFigure = string | number | Readonly<Record<string, unknown>>
