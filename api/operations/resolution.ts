import type { Cell } from '../../schema/domain/submissions/submission.js'

/** What somebody says of one held row. `value` is for CORRECT alone. */
export type Resolution = {
  readonly heldRow: string
  readonly action: 'CONFIRM' | 'CORRECT' | 'WITHDRAW'
  readonly value: Cell | undefined
  readonly reason: string | null
}
