import type { Command } from 'commander'
import { createConnect } from '../connection.js'
import { EXIT, worstOf, type ExitCode } from '../exit-code.js'
import { UsageFault } from '../usage-fault.js'
import type { CommandContext } from './command-context.js'
import { pushFile } from './push-file.js'
import { readChoices, type PushOptions } from './push-options.js'
import type { FileReport } from './push-report.js'
import { pushSpooled } from './push-spooled.js'
import type { RunCommand } from './run-command.js'

/** Files of a push, after whatever waited from earlier ones. What waited decides the exit code only where it was all there was to send. */
async function push(files: readonly string[], options: PushOptions, context: CommandContext): Promise<ExitCode> {
  const choices = readChoices(options)
  const isCheckOnly = options.check ?? false
  const { programName } = context.settings
  if (files.length === 0 && options.spooled !== true) {
    throw new UsageFault(
      `보낼 파일을 적으십시오. 예: ${programName} push busan.csv`,
      `Name a file to push, for example: ${programName} push busan.csv`,
    )
  }
  const spooled: FileReport[] = []
  const reports: FileReport[] = []
  try {
    if (!isCheckOnly && !choices.isDryRun) spooled.push(...(await pushSpooled(context)))
    // What waits goes first; while it cannot, nothing may overtake it.
    const isAway = spooled.some(({ exitCode }) => exitCode === EXIT.spooled)
    const connect = createConnect(context.settings, context.terminal)
    for (const file of files) reports.push(await pushFile(file, { choices, isCheckOnly, isAway, connect }, context))
  } finally {
    if (context.isJson)
      context.terminal.out(JSON.stringify({ isComplete: reports.length === files.length, spooled, files: reports }, null, 2))
  }
  if (files.length > 0) return worstOf(reports.map(report => report.exitCode))
  if (spooled.length === 0) context.terminal.tell('보관된 제출이 없습니다. (nothing is spooled)')
  return worstOf(spooled.map(report => report.exitCode))
}

/** `hub120 push` */
export function addPushCommand(program: Command, run: RunCommand): void {
  program
    .command('push')
    .description('통계 파일(JSON, CSV)을 허브에 제출합니다 · hand in statistics files')
    .argument('[files...]', '파일 · files')
    .option('--check', '보내지 않고 검사만 합니다 · check only, send nothing')
    .option('--dry-run', '허브에서 시험 실행하고 저장하지 않습니다 · try on the hub, keep nothing')
    .option('--dry-run-hash <hash>', '시험 실행의 해시가 그대로일 때만 저장합니다 · commit only if the dry run still holds')
    .option('--mode <mode>', 'partial: 되는 행만 · atomic: 전부 아니면 전무 (all or nothing)', 'partial')
    .option(
      '--strategy <strategy>',
      'merge: 더하고 고침 (add, revise) · replace_scope: 범위를 통째로 바꿈 · retract: 철회 (take back)',
      'merge',
    )
    .option('--scope <scope>', '교체 범위 · scope to replace, nightly:day:2026-11-19')
    .option('--reason <text>', '철회 까닭 · reason of a retraction')
    .option('--again', '같은 파일을 새 키로 다시 보냅니다 · send the same file under a new key')
    .option('--chunk <values>', '한 제출에 담을 값의 수(느린 회선에서 작게) · values in one submission')
    .option('--spooled', '보관된 제출을 보냅니다 · send what waits from earlier')
    .addHelpText('after', '\n파일 형식 File formats: docs/files.md')
    .action((files: string[], options: PushOptions, command: Command) => run(command, context => push(files, options, context)))
}
