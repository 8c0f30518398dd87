import type { Command } from 'commander'
import type { HubClient, TermWeights } from '../../../sdk/index.js'
import { EXIT, type ExitCode } from '../../exit-code.js'
import { weightsText } from '../../terms/weights-text.js'
import { UsageFault } from '../../usage-fault.js'
import type { CommandContext } from '../command-context.js'
import type { RunCommand } from '../run-command.js'
import { connectSteward } from './connect-steward.js'
import { showRefusal } from './show-refusal.js'

type Options = { readonly kind?: string; readonly use?: string; readonly reason?: string; readonly fit?: boolean; readonly asOf?: string }

function show(context: CommandContext, shown: readonly TermWeights[]): ExitCode {
  if (context.isJson) context.terminal.out(JSON.stringify(shown, null, 2))
  else context.terminal.out(shown.map(weightsText).join('\n\n'))
  return EXIT.landed
}

async function list(hub: HubClient, { kind, asOf }: Options, context: CommandContext): Promise<ExitCode> {
  const known = await hub.termWeights(asOf === undefined ? {} : { asOf })
  if (!known.ok) return showRefusal(context, known.issues)
  return show(
    context,
    known.value.filter(one => kind === undefined || one.kind === kind),
  )
}

/** A version names its kind (measure-2); the fixed weights are those of the kind that is given. */
async function use(hub: HubClient, version: string, options: Options, context: CommandContext): Promise<ExitCode> {
  if (options.reason === undefined) throw new UsageFault('--use에는 --reason으로 까닭을 적습니다.', '--use needs a --reason.')
  const known = await hub.termWeights()
  if (!known.ok) return showRefusal(context, known.issues)
  const wanted = options.kind ?? version.replace(/-\d+$/, '')
  const state = known.value.find(({ kind }) => kind === wanted)
  if (state === undefined)
    throw new UsageFault('--kind에는 measure, indicator, item 중 하나를 적습니다.', '--kind is measure, indicator or item.')
  const said = { kind: state.kind, version, expectedVersion: state.version, reason: options.reason }
  const switched = await hub.switchTermWeights(said)
  return switched.ok ? show(context, [switched.value]) : showRefusal(context, switched.issues)
}

async function run(options: Options, context: CommandContext): Promise<ExitCode> {
  const hub = await connectSteward(context)
  if (options.use !== undefined) return use(hub, options.use, options, context)
  if (options.fit === true) {
    const fitted = await hub.fitTermWeights()
    if (!fitted.ok) return showRefusal(context, fitted.issues)
  }
  return list(hub, options, context)
}

/** `hub120 terms weights` */
export function addTermsWeights(terms: Command, runCommand: RunCommand): void {
  terms
    .command('weights')
    .description('후보의 가중치와 그 믿을 만함을 보고 시행합니다 · weights of candidates, how reliable they are, and which are in force')
    .option('--kind <kind>', 'measure, indicator 또는 item · or item')
    .option('--as-of <instant>', '어느 시각의 상태 · how it stood at an instant')
    .option('--fit', '지금까지의 결정에서 지금 학습합니다 · learn from the decisions so far')
    .option('--use <version>', '시행할 판(measure-2) 또는 fixed · version to put in force, or fixed')
    .option('--reason <reason>', '시행하는 까닭 · why it is put in force')
    .action((options: Options, command: Command) => runCommand(command, context => run(options, context)))
}
