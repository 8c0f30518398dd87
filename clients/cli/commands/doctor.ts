import type { Command } from 'commander'
import { EXIT, worstOf, type ExitCode } from '../exit-code.js'
import { checkHub } from '../doctor/check-hub.js'
import { checkNetwork } from '../doctor/check-network.js'
import { checkIssuer, checkSignIn } from '../doctor/check-sign-in.js'
import { checkEdition, checkSpool } from '../doctor/check-store.js'
import { broken, good, type Finding } from '../doctor/finding.js'
import { connectHub, identify, type Identity } from '../sign-in.js'
import { refreshEdition } from '../submit/edition-cache.js'
import { UsageFault } from '../usage-fault.js'
import type { CommandContext } from './command-context.js'
import type { RunCommand } from './run-command.js'

const SIGNS: Readonly<Record<Finding['state'], string>> = { ok: '[정상 ok]', warning: '[주의 look]', fault: '[고장 fault]' }

const findingText = ({ name, state, text, fix }: Finding): string =>
  `${SIGNS[state]} ${name}: ${text}${fix === null ? '' : `\n    → ${fix}`}`

async function checkClient({ settings }: CommandContext): Promise<{ finding: Finding; identity: Identity | null }> {
  const name = '클라이언트 client'
  try {
    const identity = await identify(settings, 'center')
    return { finding: good(name, `${identity.clientId}, ${identity.scope}`), identity }
  } catch (error) {
    if (!(error instanceof UsageFault)) throw error
    const [ko = '', en = ''] = error.message.split('\n')
    const fix = `${settings.programName} help doctor`
    return { finding: broken(name, { text: `${ko} / ${en}`, fix, exitCode: EXIT.unreadable }), identity: null }
  }
}

async function checkServers(
  { settings }: CommandContext,
  identity: Identity,
  terminal: CommandContext['terminal'],
): Promise<readonly Finding[]> {
  const hub = connectHub({ ...settings, retryDelayMs: 1 }, identity, terminal)
  const [url, issuer] = [new URL(settings.url), new URL(settings.issuer)]
  const network = [await checkNetwork('허브 hub', url, Date.now()), await checkNetwork('인증 서버 issuer', issuer, Date.now())].flat()
  if (network.some(({ state }) => state === 'fault')) return network
  const servers = [
    ...(await checkHub(settings.url, { now: () => Date.now(), hasProofs: settings.dpop })),
    await checkIssuer(settings.issuer),
  ]
  if (servers.some(({ state, exitCode }) => state === 'fault' && exitCode !== EXIT.needsAttention)) return [...network, ...servers]
  const signIn = await checkSignIn(hub, identity)
  // What a push would do first; the finding about the edition tells what came of it.
  if (signIn.every(({ state }) => state === 'ok')) await refreshEdition(hub, settings.spoolFolder, settings.url)
  return [...network, ...servers, ...signIn]
}

async function examine(context: CommandContext): Promise<ExitCode> {
  const { settings, terminal, isJson } = context
  const client = await checkClient(context)
  const findings = [good('주소 addresses', `${settings.url}, ${settings.issuer}`), client.finding]
  // A URL that would carry secrets in the clear ends here, as it does for every command.
  if (client.identity !== null) findings.push(...(await checkServers(context, client.identity, terminal)))
  findings.push(await checkSpool(settings.spoolFolder, settings.programName), await checkEdition(settings.spoolFolder, settings.url))
  const exitCode = worstOf(findings.map(finding => finding.exitCode))
  const faults = findings.filter(({ state }) => state !== 'ok').length
  const end = faults === 0 ? '모두 정상입니다. (all is well)' : `고치거나 살필 것이 ${faults}가지 있습니다. (${faults} to mend or look at)`
  terminal.out(isJson ? JSON.stringify({ exitCode, findings }, null, 2) : [...findings.map(findingText), end].join('\n'))
  return exitCode
}

/** `hub120 doctor` */
export function addDoctorCommand(program: Command, run: RunCommand): void {
  program
    .command('doctor')
    .description('제출이 안 되는 까닭을 찾고 무엇을 고칠지 알려 줍니다 · finds why a push does not work and says what to fix')
    .action((_options: unknown, command: Command) => run(command, examine))
}
