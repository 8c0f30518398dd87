import type { Command } from 'commander'
import type { Figure } from '../../sdk/index.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import { figuresTable } from '../print/figures-table.js'
import { issueLine } from '../print/issue-text.js'
import { connectHub, identify } from '../sign-in.js'
import { refreshEdition } from '../submit/edition-cache.js'
import { developmentNotice, type CommandContext } from './command-context.js'
import { addFigureOptions, requireSubject, toInput, type FiguresOptions } from './figure-options.js'
import type { RunCommand } from './run-command.js'
import { showWhy } from './show-why.js'

type ShowOptions = FiguresOptions & { readonly why?: boolean }

const PAGE_SIZE = 500

async function showFigures(options: ShowOptions, context: CommandContext): Promise<ExitCode> {
  const { settings, terminal } = context
  requireSubject(options)
  const identity = await identify(settings, 'reader')
  if (identity.isDevelopment) terminal.tell(developmentNotice(identity))
  const hub = connectHub(settings, identity, terminal)
  const { contents } = await refreshEdition(hub, settings.spoolFolder, settings.url)
  const input = toInput(options, contents)
  if (options.why === true) return showWhy(input, { hub, identity, context })
  const figures: Figure[] = []
  for (let after: string | null = null, isMore = true; isMore;) {
    const page = await hub.figures(input, { first: PAGE_SIZE, ...(after === null ? {} : { after }) })
    if (!page.ok) {
      terminal.tell(['허브가 질문을 거절했습니다. (refused)', ...page.issues.map(issueLine)].join('\n'))
      if (context.isJson) terminal.out(JSON.stringify({ exitCode: EXIT.refused, issues: page.issues }, null, 2))
      return EXIT.refused
    }
    figures.push(...page.value.nodes)
    after = page.value.endCursor
    isMore = page.value.hasNextPage && after !== null
  }
  terminal.out(context.isJson ? JSON.stringify({ exitCode: EXIT.landed, figures }, null, 2) : figuresTable(figures, terminal.columns))
  return EXIT.landed
}

/** `hub120 figures` */
export function addFiguresCommand(program: Command, run: RunCommand): void {
  addFigureOptions(
    program.command('figures').description('지표를 산식·분자·분모·포함 범위와 함께 봅니다 · figures with their parts and coverage'),
  )
    .option('--why', '수치 하나의 근거를 접수증까지 봅니다 · what one figure rests on, down to its receipts')
    .action((options: ShowOptions, command: Command) => run(command, context => showFigures(options, context)))
}
