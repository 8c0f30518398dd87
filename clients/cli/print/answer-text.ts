import type { AnsweredMessage } from '../../sdk/index.js'
import type { NextCommand } from '../commands/command-context.js'
import { RECEIPT_WORDS, timeWord } from './message-words.js'
import { onOneLine } from './visible-text.js'

export type Act = 'ack' | 'apply' | 'reject'

const DONE: Readonly<Record<Act, string>> = {
  ack: '확인했습니다. (acknowledged)',
  apply: '적용했습니다. (applied)',
  reject: '거부했고 협의체 담당자에게 알렸습니다. (rejected; coordinators are told)',
}

/** A later message of the same activation that waits for an answer of its own; null where there is none. */
export const waitingHead = ({ receipt, head }: AnsweredMessage) =>
  head !== null && head.broadcast !== receipt.broadcast && (head.state === 'AWAITING' || head.state === 'RECEIVED') ? head : null

/** Who did it first, where somebody was before. */
function repeatedText(act: Act, { receipt }: AnsweredMessage): string {
  const [at, desk] =
    act === 'apply'
      ? [receipt.appliedAt, receipt.appliedDesk]
      : act === 'ack'
        ? [receipt.acknowledgedAt, receipt.acknowledgedDesk]
        : [receipt.rejectedAt, null]
  const when = at === null ? '' : ` ${timeWord(at)}`
  return `이미 처리된 발령입니다:${when} ${onOneLine(desk ?? '')}. 처음 것이 남고, 이번 답도 감사 기록에 남습니다. (Done before; the first answer stands.)`
}

/** What stands on the board now, which may be what somebody else said before. */
function appliedText({ desksBriefed, desksTotal, routingSet, routing }: AnsweredMessage['receipt']): string {
  const how = routing === null ? '' : `: ${onOneLine(routing)}`
  const calls = routingSet === true ? `전화 연결 바꿈 routing set${how}` : '전화 연결은 그대로 routing not set'
  return `남은 답 kept: 자리 desks ${desksBriefed ?? 0}/${desksTotal ?? 0} · ${calls}`
}

/** What is kept, and what is to be done next; loud where the answer was not for the message that holds. */
export function answerText(act: Act, answered: AnsweredMessage, nextCommand: NextCommand): string {
  const { receipt, isRepeated } = answered
  const head = waitingHead(answered)
  const { seq, state, broadcast, isLate } = receipt
  const lines = [
    isRepeated ? repeatedText(act, answered) : DONE[act],
    `  ${seq}번째 발령 ${broadcast}: ${RECEIPT_WORDS[state]}${isLate ? ' · 늦은 답으로 남음 (kept as late)' : ''}`,
  ]
  if (head !== null) {
    return [
      ...lines,
      `!! 지난 안내에 대한 답입니다. 지금 시행 중인 ${head.seq}번째 발령은 아직 답을 기다립니다. (This answered an earlier message; number ${head.seq} holds now and still waits.)`,
      `  ${nextCommand(`inbox show ${head.broadcast}`)}`,
    ].join('\n')
  }
  if (act === 'ack' && state === 'ACKNOWLEDGED')
    lines.push(
      `다음 할 일 Next\n  자리에 알린 뒤 once desks are told: ${nextCommand(`inbox apply ${broadcast}`, '--name "당직" --desks 12/12 --routing "ARS 1번"')}`,
    )
  if (act === 'apply') {
    lines.push(`  ${appliedText(receipt)}`)
    lines.push('  더 알렸으면 같은 명령을 더 큰 수로 다시 실행하십시오. (Run it again with more desks once more are told.)')
  }
  return lines.join('\n')
}
