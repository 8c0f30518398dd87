import type { Command } from 'commander'
import { EXIT, type ExitCode } from '../exit-code.js'
import { drillText } from '../print/drill-text.js'
import { showDownload } from '../print/show-download.js'
import { connectHub, identify } from '../sign-in.js'
import { writeDownload } from '../write-download.js'
import { developmentNotice, type CommandContext } from './command-context.js'
import type { RunCommand } from './run-command.js'
import { showRefusal } from './terms/show-refusal.js'

async function showReport(drill: string, { out: path }: { readonly out?: string }, context: CommandContext): Promise<ExitCode> {
  const { settings, terminal, isJson } = context
  const identity = await identify(settings, 'coordinator')
  if (identity.isDevelopment) terminal.tell(developmentNotice(identity))
  const hub = connectHub(settings, identity, terminal)
  if (path === undefined) {
    const report = await hub.drillReport(drill)
    if (!report.ok) return showRefusal(context, report.issues)
    terminal.out(isJson ? JSON.stringify(report.value, null, 2) : drillText(report.value, terminal.columns))
    return EXIT.landed
  }
  const file = await hub.exportDrillReport(drill)
  if (!file.ok) return showRefusal(context, file.issues)
  const progress = showDownload(terminal, path)
  const bytes = await writeDownload(path, file.value, progress.step).finally(progress.end)
  if (isJson) terminal.out(JSON.stringify({ exitCode: EXIT.landed, file: path, format: 'csv', bytes }, null, 2))
  else terminal.out(`${path}: ${bytes.toLocaleString('en-US')} 바이트를 받았습니다. (bytes received)`)
  return EXIT.landed
}

/** `hub120 drill report` */
export function addDrillCommand(program: Command, run: RunCommand): void {
  program
    .command('drill')
    .description('훈련 결과 · how drills went')
    .command('report')
    .description('훈련 하나의 시간과 목표, 흐름, 중앙값 · times against targets, trend and medians of a drill')
    .argument('<id>', '훈련이나 그 계획의 번호(planDrill이 준 것) · id of the drill, or of its plan')
    .option('--out <file>', 'CSV 파일로 받습니다 · writes CSV')
    .action((id: string, options: { readonly out?: string }, command: Command) => run(command, context => showReport(id, options, context)))
}
