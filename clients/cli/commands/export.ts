import { Option, type Command } from 'commander'
import { EXPORT_FORMATS, type ExportFormat } from '../../sdk/index.js'
import { EXIT, refusalCode, type ExitCode } from '../exit-code.js'
import { issueLine } from '../print/issue-text.js'
import { showDownload } from '../print/show-download.js'
import { connectHub } from '../sign-in.js'
import { refreshEdition } from '../submit/edition-cache.js'
import { writeDownload } from '../write-download.js'
import { developmentNotice, type CommandContext } from './command-context.js'
import { addFigureOptions, identifyAsker, requireOneOf, requireSubject, toInput, type FiguresOptions } from './figure-options.js'
import type { RunCommand } from './run-command.js'

type ExportCommandOptions = FiguresOptions & {
  readonly format: ExportFormat
  readonly out: string
  readonly bom: boolean
  readonly header: boolean
}

/** How to go on with a file of each format. */
const NEXT: Readonly<Record<ExportFormat, string>> = {
  csv: '엑셀에서 바로 열립니다. 프로그램으로 읽을 때는 \'# \'로 시작하는 줄을 건너뛰거나 --no-header를 쓰십시오. / Opens in Excel; programs skip lines that begin with "# ", or use --no-header.',
  xlsx: '정의와 포함 범위는 둘째, 셋째 시트에 있습니다. / Definitions and coverage are on the second and third sheet.',
  'sdmx-csv':
    '정의와 포함 범위는 차원이 빈 첫 줄들의 속성에 있습니다. / Definitions and coverage are attributes, in the first rows without dimensions.',
  'json-stat': '정의와 포함 범위는 extension과 note에 있습니다. / Definitions and coverage are in extension and note.',
}

async function exportFile(options: ExportCommandOptions, context: CommandContext): Promise<ExitCode> {
  const { settings, terminal } = context
  const { format, out: path, bom, header, version, variant } = options
  requireSubject(options)
  requireOneOf({ version, variant })
  const identity = await identifyAsker(options, settings)
  if (identity.isDevelopment) terminal.tell(developmentNotice(identity))
  const hub = connectHub(settings, identity, terminal)
  const { contents } = await refreshEdition(hub, settings.spoolFolder, settings.url)
  const file = await hub.exportFigures(toInput(options, contents), { format, bom, header })
  if (!file.ok) {
    terminal.tell(['허브가 질문을 거절했습니다. (refused)', ...file.issues.map(issueLine)].join('\n'))
    const exitCode = refusalCode(file.issues)
    if (context.isJson) terminal.out(JSON.stringify({ exitCode, issues: file.issues }, null, 2))
    return exitCode
  }
  const progress = showDownload(terminal, path)
  const bytes = await writeDownload(path, file.value, progress.step).finally(progress.end)
  if (context.isJson) terminal.out(JSON.stringify({ exitCode: EXIT.landed, file: path, format, bytes }, null, 2))
  else terminal.out(`${path}: ${bytes.toLocaleString('en-US')} 바이트를 받았습니다. (bytes received)\n${NEXT[format]}`)
  return EXIT.landed
}

/** `hub120 export` */
export function addExportCommand(program: Command, run: RunCommand): void {
  addFigureOptions(
    program
      .command('export')
      .description('지표를 정의·포함 범위와 함께 파일로 받습니다 · figures as a file, with definitions and coverage')
      .addOption(new Option('--format <format>', '형식 · format').choices(EXPORT_FORMATS).makeOptionMandatory())
      .requiredOption('--out <file>', '받을 파일 · file to write')
      .option('--no-bom', 'CSV에서 BOM을 뺍니다 · CSV without a byte order mark')
      .option('--no-header', "CSV에서 '# ' 머리글을 뺍니다 · CSV without the header lines"),
  ).action((options: ExportCommandOptions, command: Command) => run(command, context => exportFile(options, context)))
}
