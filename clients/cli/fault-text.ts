import { CommanderError } from 'commander'
import { isHubFault, type HubFault, type RefusedSignIn } from '../sdk/index.js'
import { EXIT, type ExitCode } from './exit-code.js'
import { UsageFault } from './usage-fault.js'

/** What to say of a fault, and the exit code it ends with. */
export type FaultText = { readonly exitCode: ExitCode; readonly text: string | null }

const EXIT_CODES: Readonly<Record<HubFault['kind'], ExitCode>> = {
  configuration: EXIT.unreadable,
  unreachable: EXIT.spooled,
  signIn: EXIT.signIn,
  answer: EXIT.fault,
}

const KOREAN: Readonly<Record<HubFault['kind'], string>> = {
  configuration: '설정이 올바르지 않습니다.',
  unreachable: '허브나 인증 서버에 닿지 않습니다.',
  signIn: '허브가 이 클라이언트의 토큰을 받아들이지 않습니다.',
  answer: '허브가 처리하지 못했습니다.',
}

/** The reason in the user's words, with what to change. */
function signInText({ code, clientId, scope }: RefusedSignIn): string {
  if (code === 'invalid_scope')
    return `클라이언트 "${clientId}"에는 이 명령에 필요한 권한 "${scope}"이(가) 없습니다. 권한이 있는 클라이언트로 로그인하거나, 이 클라이언트의 권한을 HUB120_SCOPE에 적으십시오.`
  if (code === 'invalid_client' || code === 'challenge')
    return `비밀값(또는 키)이 틀렸거나 모르는 클라이언트입니다: "${clientId}" / wrong secret or key, or unknown client`
  return `인증 서버가 클라이언트 "${clientId}"의 로그인을 거절했습니다(${code}).`
}

function hubFaultText(fault: HubFault): string {
  const { kind, message, refusedSignIn, requestId } = fault
  const advice =
    refusedSignIn?.code === 'invalid_scope' ? ' Sign in as a client that has it, or name a scope of this client in HUB120_SCOPE.' : ''
  const ko = refusedSignIn === null ? KOREAN[kind] : signInText(refusedSignIn)
  return `${ko}\n${message}${advice}${requestId === null ? '' : ` (x-request-id ${requestId})`}`
}

const COMMANDER_TEXTS: Readonly<Record<string, string>> = {
  'commander.unknownOption': '모르는 선택 사항입니다.',
  'commander.unknownCommand': '모르는 명령입니다.',
  'commander.missingArgument': '꼭 필요한 값이 빠졌습니다.',
  'commander.optionMissingArgument': '선택 사항의 값이 빠졌습니다.',
  'commander.missingMandatoryOptionValue': '꼭 필요한 선택 사항이 빠졌습니다.',
  'commander.invalidArgument': '선택 사항의 값을 읽을 수 없습니다.',
  'commander.excessArguments': '값이 너무 많습니다.',
}

function commanderText(error: CommanderError, programName: string): string | null {
  // Help that was asked for stands on the screen already.
  if (error.exitCode === 0 || error.code === 'commander.help') return null
  const ko = COMMANDER_TEXTS[error.code] ?? '명령을 읽을 수 없습니다.'
  // What it is about stands between quotes in the English message alone: '--name <name>'.
  const about = /'([^']{1,60})'/u.exec(error.message)?.[1]
  return `${ko}${about === undefined ? '' : ` (${about})`} 도움말: ${programName} help\n${error.message}`
}

/** The door of the command: every fault ends here, said once and without a stack that could show what was sent. */
export function describeFault(error: unknown, programName: string): FaultText {
  if (error instanceof CommanderError)
    return { exitCode: error.exitCode === 0 ? EXIT.landed : EXIT.unreadable, text: commanderText(error, programName) }
  if (error instanceof UsageFault) return { exitCode: EXIT.unreadable, text: error.message }
  if (isHubFault(error)) return { exitCode: EXIT_CODES[error.kind], text: hubFaultText(error) }
  return {
    exitCode: EXIT.fault,
    text: `오류가 발생했습니다.\n${error instanceof Error ? `${error.name}: ${error.message}` : 'unknown fault'}`,
  }
}
