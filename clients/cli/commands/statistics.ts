import type { Command } from 'commander'
import { EXIT, type ExitCode } from '../exit-code.js'
import { findDefinitions } from '../names/find-definitions.js'
import { definitionsText } from '../print/definitions-text.js'
import { connectHub, identify } from '../sign-in.js'
import { refreshEdition } from '../submit/edition-cache.js'
import { developmentNotice, type CommandContext } from './command-context.js'
import type { RunCommand } from './run-command.js'

async function showStatistics(word: string | undefined, context: CommandContext): Promise<ExitCode> {
  const { settings, terminal, isJson } = context
  const identity = await identify(settings, 'reader')
  if (identity.isDevelopment) terminal.tell(developmentNotice(identity))
  const { contents, ...known } = await refreshEdition(connectHub(settings, identity, terminal), settings.spoolFolder, settings.url)
  if (contents === null) {
    terminal.tell(`표준 정의를 읽을 수 없습니다. (the definitions cannot be read: ${'reason' in known ? known.reason : ''})`)
    return EXIT.fault
  }
  const found = findDefinitions(contents.edition, word ?? '')
  const count = found.indicators.length + found.measures.length + found.dimensions.length
  if (isJson) terminal.out(JSON.stringify({ exitCode: EXIT.landed, edition: contents.edition.code, ...found }, null, 2))
  else if (count === 0) terminal.tell(`"${word ?? ''}"에 맞는 지표, 측정값, 차원이 없습니다. (nothing of that name)`)
  else terminal.out(definitionsText(contents.edition.code, found, terminal.columns))
  return count === 0 ? EXIT.unreadable : EXIT.landed
}

/** `hub120 statistics` */
export function addStatisticsCommand(program: Command, run: RunCommand): void {
  program
    .command('statistics')
    .description('물을 수 있는 지표, 측정값, 차원을 봅니다 · indicators, measures and dimensions that can be asked for')
    .argument('[word]', '이름이나 코드의 일부 · part of a name or code')
    .action((word: string | undefined, _options: unknown, command: Command) => run(command, context => showStatistics(word, context)))
}
