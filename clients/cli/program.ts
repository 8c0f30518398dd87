import { Command, CommanderError } from 'commander'
import { isHubFault, type HubFault } from '../sdk/index.js'
import { addFiguresCommand } from './commands/figures.js'
import { addPushCommand } from './commands/push.js'
import { addQuarantineCommand } from './commands/quarantine.js'
import { addReceiptCommand } from './commands/receipt.js'
import { addResolveCommand } from './commands/resolve.js'
import type { RunCommand } from './commands/run-command.js'
import { ENVIRONMENT_HELP, type CliSettings } from './config.js'
import { EXIT, EXIT_HELP, type ExitCode } from './exit-code.js'
import { withVisibleText, type Terminal } from './terminal.js'
import { UsageFault } from './usage-fault.js'

type GlobalOptions = {
  readonly url?: string
  readonly issuer?: string
  readonly client?: string
  readonly secretFile?: string
  readonly keyFile?: string
  readonly center?: string
  readonly json?: boolean
}

/** The settings of the environment with the options of the command line over them. */
function withOptions(settings: CliSettings, options: GlobalOptions): CliSettings {
  return {
    ...settings,
    url: options.url ?? settings.url,
    issuer: options.issuer ?? settings.issuer,
    clientId: options.client ?? settings.clientId,
    secretFile: options.secretFile ?? settings.secretFile,
    keyFile: options.keyFile ?? (options.secretFile === undefined ? settings.keyFile : null),
    center: options.center ?? settings.center,
  }
}

const HUB_FAULTS: Readonly<Record<HubFault['kind'], readonly [exitCode: ExitCode, ko: string]>> = {
  configuration: [EXIT.unreadable, '설정이 올바르지 않습니다.'],
  unreachable: [EXIT.spooled, '허브에 닿지 않습니다.'],
  signIn: [EXIT.signIn, '인증에 실패했습니다. 클라이언트와 비밀값(또는 키), HUB120_SCOPE를 확인하십시오.'],
  answer: [EXIT.fault, '허브가 처리하지 못했습니다.'],
}

/** The door of the command: every fault ends here, said once and without a stack that could show what was sent. */
function exitCodeOf(error: unknown, terminal: Terminal): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.landed : EXIT.unreadable
  if (error instanceof UsageFault) {
    terminal.tell(error.message)
    return EXIT.unreadable
  }
  if (isHubFault(error)) {
    const [exitCode, ko] = HUB_FAULTS[error.kind]
    terminal.tell(`${ko}\n${error.message}${error.requestId === null ? '' : ` (x-request-id ${error.requestId})`}`)
    return exitCode
  }
  terminal.tell(`오류가 발생했습니다.\n${error instanceof Error ? `${error.name}: ${error.message}` : 'unknown fault'}`)
  return EXIT.fault
}

function buildProgram(run: RunCommand, terminal: Terminal): Command {
  const program = new Command('hub120')
    .description('광역 120 콜센터 데이터 교환 허브 · data exchange hub of the 120 call centers')
    .option('--url <url>', '허브 주소 · hub')
    .option('--issuer <url>', '인증 서버 · token issuer')
    .option('--client <id>', '클라이언트 · client id')
    .option('--secret-file <path>', '비밀값 파일 · file with the client secret')
    .option('--key-file <path>', '개인키(JWK) 파일 · private key file')
    .option('--center <center>', '개발 환경에서 로그인할 센터 · center to sign in as, development only')
    .option('--json', '결과를 JSON으로만 출력합니다 · machine output only')
    .addHelpText('after', EXIT_HELP + ENVIRONMENT_HELP)
    .exitOverride()
    .configureOutput({ writeOut: text => terminal.out(text.trimEnd()), writeErr: text => terminal.tell(text.trimEnd()) })
  for (const add of [addPushCommand, addFiguresCommand, addReceiptCommand, addQuarantineCommand, addResolveCommand]) add(program, run)
  for (const command of program.commands) command.addHelpText('after', EXIT_HELP).copyInheritedSettings(program)
  return program
}

/** Runs one command line, without the name of the program, and gives its exit code. */
export async function runProgram(args: readonly string[], settings: CliSettings, plain: Terminal): Promise<ExitCode> {
  const terminal = withVisibleText(plain)
  let exitCode: ExitCode = EXIT.landed
  const program = buildProgram(async (command, body) => {
    const options: GlobalOptions = command.optsWithGlobals()
    exitCode = await body({ settings: withOptions(settings, options), terminal, isJson: options.json ?? false })
  }, terminal)
  try {
    await program.parseAsync([...args], { from: 'user' })
    return exitCode
  } catch (error) {
    return exitCodeOf(error, terminal)
  }
}
