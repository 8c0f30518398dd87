import { keepApplied } from '../../db/queries/receipts.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Issue } from '../../schema/domain/issue.js'
import type { Outcome } from '../../schema/domain/outcome.js'
import { isFurther, type Evidence } from '../../schema/domain/playbooks/receipt.js'
import type { Hub } from '../hub.js'
import { answerMessage, type AnsweredMessage, type AnswerToMessage } from './answer-message.js'
import { playbookFault } from './playbook-refusals.js'

const MOST_DESKS = 10_000

/** The center works by the message, and says by what it shows. Said again with more, the more is kept. */
export const applyMessage = (
  hub: Hub,
  caller: Caller,
  { done, ...answer }: AnswerToMessage & { done: Evidence },
): Promise<Outcome<AnsweredMessage>> =>
  answerMessage(hub, caller, {
    ...answer,
    act: 'apply',
    faults: checkDone(done),
    isFurther: receipt => isFurther(done, receipt),
    keep: ({ tx }, kept) => keepApplied(tx, kept, done),
    noted: { ...done },
  })

function checkDone({ desksBriefed, desksTotal }: Evidence): readonly Issue[] {
  if (desksBriefed >= 1 && desksBriefed <= desksTotal && desksTotal <= MOST_DESKS) return []
  return [
    playbookFault('DESKS_IMPOSSIBLE', ['desksBriefed'], {
      ko: `전달한 데스크 ${desksBriefed}곳, 전체 ${desksTotal}곳은 쓸 수 없습니다. 전체는 ${MOST_DESKS}곳까지, 전달한 데스크는 1곳부터 전체까지입니다.`,
      en: `${desksBriefed} desks briefed of ${desksTotal} cannot be; brief one at least, of ${MOST_DESKS} at most.`,
      expected: `1 to desksTotal, of ${MOST_DESKS} at most`,
      got: `${desksBriefed} of ${desksTotal}`,
    }),
  ]
}
