import { findActivation } from '../../db/queries/activations.js'
import { countUntold, findHeadAt, listBoard, takeBoardInstant, type BoardHead, type BoardLine } from '../../db/queries/activation-board.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import { accept, refuse, type Outcome } from '../../schema/domain/outcome.js'
import { playbookContextOf } from '../auth/tenant-context.js'
import type { Hub } from '../hub.js'
import { notFound } from './playbook-refusals.js'

export type ActivationBoard = {
  readonly at: string
  /** Null: nothing had been sent then. */
  readonly head: BoardHead | null
  readonly lines: readonly BoardLine[]
  /** Pages that had reached nobody by then. */
  readonly untoldPages: number
}

/** Who knew what at an instant: the message that held then, and how each center it was sent to stood to it; now, where no instant is asked for. */
export const readActivationBoard = (
  hub: Hub,
  caller: Caller,
  { activation, at }: { activation: string; at: string | null },
): Promise<Outcome<ActivationBoard>> =>
  hub.db.transaction(
    playbookContextOf(caller),
    async tx => {
      if ((await findActivation(tx, activation)) === null) return refuse(notFound('activation', activation))
      const instant = await takeBoardInstant(tx, at)
      const head = await findHeadAt(tx, activation, instant)
      const lines = head === null ? [] : await listBoard(tx, { activationId: activation, messageId: head.id, at: instant })
      return accept({ at: instant, head, lines, untoldPages: await countUntold(tx, activation, instant) })
    },
    { isReadOnly: true, isolation: 'repeatable read' },
  )
