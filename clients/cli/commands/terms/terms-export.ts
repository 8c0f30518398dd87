import { Option, type Command } from 'commander'
import { TERM_FORMATS, type TermFormat } from '../../../sdk/index.js'
import { EXIT, type ExitCode } from '../../exit-code.js'
import { showDownload } from '../../print/show-download.js'
import { writeDownload } from '../../write-download.js'
import type { CommandContext } from '../command-context.js'
import type { RunCommand } from '../run-command.js'
import { connectSteward } from './connect-steward.js'
import { showRefusal } from './show-refusal.js'

type Options = { readonly format: TermFormat; readonly out: string; readonly edition?: string }

async function exportTerms({ format, out: path, edition }: Options, context: CommandContext): Promise<ExitCode> {
  const { terminal, isJson } = context
  const hub = await connectSteward(context)
  const file = await hub.exportTerms(format, edition === undefined ? {} : { edition })
  if (!file.ok) return showRefusal(context, file.issues)
  const progress = showDownload(terminal, path)
  const bytes = await writeDownload(path, file.value, progress.step).finally(progress.end)
  if (isJson) terminal.out(JSON.stringify({ exitCode: EXIT.landed, file: path, format, bytes }, null, 2))
  else terminal.out(`${path}: ${bytes.toLocaleString('en-US')} 바이트를 받았습니다. (bytes received)`)
  return EXIT.landed
}

/** `hub120 terms export` */
export function addTermsExport(terms: Command, run: RunCommand): void {
  terms
    .command('export')
    .description('용어집(SKOS) 또는 말의 대응(SSSOM)을 파일로 받습니다 · the glossary, or decided mappings, as a file')
    .addOption(new Option('--format <format>', '형식 · format').choices(TERM_FORMATS).makeOptionMandatory())
    .requiredOption('--out <file>', '받을 파일 · file to write')
    .option('--edition <code>', '표준 판, 적지 않으면 시행 중인 판 · edition, else the one in force')
    .action((options: Options, command: Command) => run(command, context => exportTerms(options, context)))
}
