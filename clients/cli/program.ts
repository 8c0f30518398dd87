import { Command } from 'commander'
import { addDoctorCommand } from './commands/doctor.js'
import { addEvidenceCommand } from './commands/evidence.js'
import { addDrillCommand } from './commands/drill.js'
import { addExportCommand } from './commands/export.js'
import { addFiguresCommand } from './commands/figures.js'
import { addHelpCommand } from './commands/help.js'
import { addInboxCommand } from './commands/inbox.js'
import { addPushCommand } from './commands/push.js'
import { addQuarantineCommand } from './commands/quarantine.js'
import { addReceiptCommand } from './commands/receipt.js'
import { addResolveCommand } from './commands/resolve.js'
import type { RunCommand } from './commands/run-command.js'
import { addStatisticsCommand } from './commands/statistics.js'
import { addTermsCommand } from './commands/terms.js'
import { addVerifyCommand } from './commands/verify.js'
import { ENVIRONMENT_HELP, type CliSettings } from './config.js'
import { EXIT, EXIT_HELP, type ExitCode } from './exit-code.js'
import { describeFault } from './fault-text.js'
import { withVisibleText, type Terminal } from './terminal.js'
import { readVersion } from './version.js'

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
    repeatedOptions: repeatedOptions(options),
  }
}

/** Options that a next command needs as well: where the hub is and who signs in. */
function repeatedOptions({ url, issuer, client, secretFile, keyFile, center }: GlobalOptions): string {
  const given = {
    '--url': url,
    '--issuer': issuer,
    '--client': client,
    '--secret-file': secretFile,
    '--key-file': keyFile,
    '--center': center,
  }
  return Object.entries(given)
    .flatMap(([name, value]) => (value === undefined ? [] : [` ${name} ${/^[\w.:/@-]+$/.test(value) ? value : `"${value}"`}`]))
    .join('')
}

const TITLES: Readonly<Record<string, string>> = {
  'Usage:': '사용법 Usage:',
  'Arguments:': '값 Arguments:',
  'Options:': '선택 Options:',
  'Commands:': '명령 Commands:',
}

const COMMANDS = [
  addPushCommand,
  addFiguresCommand,
  addExportCommand,
  addStatisticsCommand,
  addReceiptCommand,
  addQuarantineCommand,
  addResolveCommand,
  addTermsCommand,
  addDrillCommand,
  addEvidenceCommand,
  addInboxCommand,
  addVerifyCommand,
  addDoctorCommand,
  addHelpCommand,
]

function buildProgram(run: RunCommand, terminal: Terminal, programName: string): Command {
  const program = new Command('hub120')
    .description('광역 120 콜센터 데이터 교환 허브 · data exchange hub of the 120 call centers')
    .option('--url <url>', '허브 주소 · hub')
    .option('--issuer <url>', '인증 서버 · token issuer')
    .option('--client <id>', '클라이언트 · client id')
    .option('--secret-file <path>', '비밀값 파일 · file with the client secret')
    .option('--key-file <path>', '개인키(JWK) 파일 · private key file')
    .option('--center <center>', '개발 환경에서 로그인할 센터 · center to sign in as, development only')
    .option('--json', '결과를 JSON으로만 출력합니다 · machine output only')
    .helpOption('-h, --help', '짧은 도움말 · short help')
    .helpCommand(false)
    .configureHelp({ styleTitle: title => TITLES[title] ?? title })
    .addHelpText('after', `\n  ${programName} --version    버전 · version\n${EXIT_HELP}${ENVIRONMENT_HELP}`)
    .exitOverride()
    .configureOutput({
      writeOut: text => terminal.out(text.trimEnd()),
      writeErr: text => terminal.tell(text.trimEnd()),
      outputError: () => undefined,
    })
  for (const add of COMMANDS) add(program, run)
  for (const command of program.commands) {
    command.helpCommand(false)
    const more = `\n자세한 설명과 예 In full: ${programName} help ${command.name()}`
    command
      .addHelpText('after', `${EXIT_HELP}\n${more}`)
      .copyInheritedSettings(program)
      .helpOption('-h, --help', '짧은 도움말 · short help')
    for (const part of command.commands) part.helpOption('-h, --help', '짧은 도움말 · short help')
  }
  return program
}

/** Runs one command line, without the name of the program, and gives its exit code. */
export async function runProgram(args: readonly string[], settings: CliSettings, plain: Terminal): Promise<ExitCode> {
  const terminal = withVisibleText(plain)
  let exitCode: ExitCode = EXIT.landed
  const run: RunCommand = async (command, body) => {
    const options: GlobalOptions = command.optsWithGlobals()
    exitCode = await body({ settings: withOptions(settings, options), terminal, isJson: options.json ?? false })
  }
  const program = buildProgram(run, terminal, settings.programName)
  try {
    // Only in front of a command: `figures --version` names a version of the definitions.
    if (args[0] === '--version' || args[0] === '-V') {
      terminal.out(`hub120 ${await readVersion()}`)
      return EXIT.landed
    }
    await program.parseAsync([...args], { from: 'user' })
    return exitCode
  } catch (error) {
    const fault = describeFault(error, settings.programName)
    if (fault.text !== null) terminal.tell(fault.text)
    return fault.exitCode
  }
}
