import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql'
import { receiptStateOf } from '../../schema/domain/playbooks/receipt-state-of.js'
import { ActivationBoard } from '../../schema/graphql/activation-board.js'
import { DateTime } from '../../schema/graphql/scalars/date-time.js'
import type { Context } from '../context.js'
import { readActivationBoard } from '../operations/read-activation-board.js'
import { valueOrError } from './value-or-error.js'

@Resolver()
export class ActivationBoardResolver {
  @Query(() => ActivationBoard, {
    nullable: true,
    description:
      'Who knew what: the message that held at an instant, and how each center stood to it then. For coordinators and administrators.',
  })
  async activationBoard(
    @Arg('activation', () => ID, { description: 'Id of the activation.' }) activation: string,
    @Arg('at', () => DateTime, { nullable: true, description: 'The instant; null: now.' }) at: string | null,
    @Ctx() { hub, caller }: Context,
  ): Promise<ActivationBoard> {
    const board = valueOrError(await readActivationBoard(hub, caller, { activation, at: at ?? null }))
    const { centerCodes } = await hub.standards()
    const { head } = board
    return {
      activation,
      at: board.at,
      broadcast: head?.id ?? null,
      seq: head?.seq ?? 0,
      sentAt: head?.sentAt ?? null,
      hasEnded: head?.hasEnded ?? false,
      untoldPages: board.untoldPages,
      centers: board.lines.map(({ centerId, lastPage, ...line }) => ({
        ...line,
        lastPage: lastPage === null ? null : String(lastPage),
        center: centerCodes.get(centerId) ?? '',
        state: line.part === 'TARGET' ? receiptStateOf(line) : null,
      })),
    }
  }
}
