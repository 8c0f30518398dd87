import { keepApplied } from '../../db/queries/receipts.js'
import type { Caller } from '../../schema/domain/centers/caller.js'
import type { Issue } from '../../schema/domain/issue.js'
import type { Outcome } from '../../schema/domain/outcome.js'
import { isFurther, type Evidence, type SaidEvidence } from '../../schema/domain/playbooks/receipt.js'
import type { Hub } from '../hub.js'
import { answerMessage, type AnsweredMessage, type AnswerToMessage } from './answer-message.js'
import { sha256 } from './playbook-act.js'
import { playbookFault } from './playbook-refusals.js'
import { checkFreeText } from './text-refusals.js'

const MOST_DESKS = 10_000
const LONGEST_ROUTING = 200

/** The center works by the message, and says by what it shows. Said again with more, the more is kept. */
export const applyMessage = (
  hub: Hub,
  caller: Caller,
  { done: said, ...answer }: AnswerToMessage & { done: SaidEvidence },
): Promise<Outcome<AnsweredMessage>> => {
  const done = { ...said, routing: said.routing?.trim() ?? null }
  const { routing, ...counts } = done
  return answerMessage(hub, caller, {
    ...answer,
    act: 'apply',
    faults: [...checkDesks(done), ...checkRouting(done)],
    isFurther: receipt => isFurther(done, receipt),
    keep: ({ tx }, kept) => keepApplied(tx, kept, done),
    noted: { ...counts, routing: routing === null ? null : sha256(routing) },
  })
}

/** What a center says of its routing is how it is set: a text beside "not set" would be read either way. */
function checkRouting({ routing, routingSet }: Evidence): readonly Issue[] {
  if (routing === null) return []
  const isFine = routing.length >= 1 && routing.length <= LONGEST_ROUTING && routingSet
  if (isFine) return checkFreeText(routing, ['input', 'routing'])
  return [
    playbookFault('BAD_USER_INPUT', ['routing'], {
      ko: routingSet
        ? `전화 연결을 어떻게 바꾸었는지 1~${LONGEST_ROUTING}자로 적으십시오. 바꾸지 않았으면 routing을 빼십시오.`
        : '전화 연결(routing)을 적었으면 routingSet은 true여야 합니다. 바꾸지 않았으면 routing을 빼십시오.',
      en: routingSet
        ? `Say how calls are routed now in 1 to ${LONGEST_ROUTING} characters, or leave routing out.`
        : 'Where routing is said, routingSet is true; leave routing out while it is not set.',
      expected: `1..${LONGEST_ROUTING} characters with routingSet: true, or null`,
      got: routingSet ? String(routing.length) : 'routingSet: false',
    }),
  ]
}

function checkDesks({ desksBriefed, desksTotal }: Evidence): readonly Issue[] {
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
