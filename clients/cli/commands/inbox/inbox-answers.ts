import type { Command } from 'commander'
import type { Outcome } from '../../../../schema/domain/outcome.js'
import type { AnsweredMessage, HubClient } from '../../../sdk/index.js'
import { EXIT, type ExitCode } from '../../exit-code.js'
import { findEntry } from '../../inbox/find-entry.js'
import { answerText, waitingHead, type Act } from '../../print/answer-text.js'
import { UsageFault } from '../../usage-fault.js'
import type { CommandContext } from '../command-context.js'
import type { RunCommand } from '../run-command.js'
import { showRefusal } from '../terms/show-refusal.js'
import { connectDuty } from './connect-duty.js'

type Send = (hub: HubClient, broadcast: string) => Promise<Outcome<AnsweredMessage>>

/** An id as the hub gives it; what is shorter is the end of one. */
const WHOLE_ID = /^(?:EXR-|TST-)?[0-9A-Z]{26}$/

/** Sends an answer, and says what it counts for. Ends with 3 while a later message waits. */
async function answer(id: string, { act, send }: { readonly act: Act; readonly send: Send }, context: CommandContext): Promise<ExitCode> {
  const { terminal, isJson } = context
  const { hub, nextCommand } = await connectDuty(context)
  const found = WHOLE_ID.test(id) ? null : await findEntry(hub, id)
  if (found !== null && !found.ok) return showRefusal(context, found.issues)
  const answered = await send(hub, found === null ? id : found.value.broadcast)
  if (!answered.ok) {
    if (!isJson) terminal.tell(`시행 중인 안내와 번호 messages and their ids: ${nextCommand('inbox list')}`)
    return showRefusal(context, answered.issues)
  }
  const exitCode = waitingHead(answered.value) === null ? EXIT.landed : EXIT.needsAttention
  terminal.out(isJson ? JSON.stringify({ exitCode, ...answered.value }, null, 2) : answerText(act, answered.value, nextCommand))
  return exitCode
}

type Name = { readonly name: string }
const ID = ['<id>', '발령 번호나 그 끝 5자 이상 · id of the message, or its last characters'] as const
const NAME = ['--name <name>', '답하는 자리나 당직(사람 이름이 아님) · desk or duty that answers, no name of a person'] as const

/** `hub120 inbox ack` */
export function addInboxAck(inbox: Command, run: RunCommand): void {
  inbox
    .command('ack')
    .description('읽고 확인했다고 답합니다 · says that somebody here has read it')
    .argument(...ID)
    .requiredOption(...NAME)
    .action((id: string, { name }: Name, command: Command) =>
      run(command, context =>
        answer(id, { act: 'ack', send: (hub, broadcast) => hub.acknowledgeMessage({ broadcast, desk: name }) }, context),
      ),
    )
}

type Applied = Name & { readonly desks: string; readonly routing?: string }

function readDesks(text: string): { readonly desksBriefed: number; readonly desksTotal: number } {
  const [, briefed, total] = /^\s*(\d{1,5})\s*\/\s*(\d{1,5})\s*$/.exec(text) ?? []
  if (briefed !== undefined && total !== undefined) return { desksBriefed: Number(briefed), desksTotal: Number(total) }
  throw new UsageFault(
    `--desks "${text}"은(는) 알린 자리/모든 자리로 적습니다: --desks 12/14`,
    `--desks is "${text}"; write desks told / desks there are: --desks 12/14.`,
  )
}

const LONGEST_ROUTING = 200

/** What was typed is kept as it is; an option without words would look like an answer and say nothing. */
function readRouting(text: string | undefined): { readonly routingSet: boolean; readonly routing: string | null } {
  if (text === undefined) return { routingSet: false, routing: null }
  const routing = text.trim()
  if (routing.length >= 1 && routing.length <= LONGEST_ROUTING) return { routingSet: true, routing }
  throw new UsageFault(
    `--routing은 바꾼 전화 연결을 1~${LONGEST_ROUTING}자로 적습니다(지금 ${routing.length}자): --routing "ARS 1번". 바꾸지 않았으면 빼십시오.`,
    `--routing takes 1 to ${LONGEST_ROUTING} characters that say how calls are routed now (${routing.length} were given): --routing "ARS 1". Leave it out while it is not set.`,
  )
}

/** `hub120 inbox apply` */
export function addInboxApply(inbox: Command, run: RunCommand): void {
  inbox
    .command('apply')
    .description('자리에 알리고 안내대로 한다고 답합니다 · says that the center works by it')
    .argument(...ID)
    .requiredOption(...NAME)
    .requiredOption('--desks <n/m>', '알린 자리/모든 자리 · desks told / desks there are')
    .option('--routing <text>', '바꾼 전화 연결, 적은 그대로 남음(200자까지, 개인정보 없이) · how calls are routed now, kept as written')
    .action((id: string, { name, desks, routing }: Applied, command: Command) =>
      run(command, context => {
        const done = { ...readDesks(desks), ...readRouting(routing) }
        return answer(id, { act: 'apply', send: (hub, broadcast) => hub.applyMessage({ broadcast, desk: name, ...done }) }, context)
      }),
    )
}

type Rejected = Name & { readonly reason: string }

/** `hub120 inbox reject` */
export function addInboxReject(inbox: Command, run: RunCommand): void {
  inbox
    .command('reject')
    .description('안내대로 할 수 없다고 까닭과 함께 답합니다 · says that the center will not work by it, and why')
    .argument(...ID)
    .requiredOption(...NAME)
    .requiredOption('--reason <text>', '까닭(개인정보 없이) · reason, without personal data')
    .action((id: string, { name, reason }: Rejected, command: Command) =>
      run(command, context =>
        answer(id, { act: 'reject', send: (hub, broadcast) => hub.rejectMessage({ broadcast, desk: name, reason }) }, context),
      ),
    )
}
