import type { Command } from 'commander'
import type { HeldRow } from '../../sdk/index.js'
import { createConnect } from '../connection.js'
import { EXIT, refusalCode, type ExitCode } from '../exit-code.js'
import { drawTable } from '../print/draw-table.js'
import { issueLine, issueText, standing } from '../print/issue-text.js'
import { linesText } from '../print/line-ranges.js'
import { cellText, labelOf } from '../print/receipt-text.js'
import { identify } from '../sign-in.js'
import type { CommandContext } from './command-context.js'
import type { RunCommand } from './run-command.js'

const PAGE_SIZE = 500

/** A row held for a word has no period of its own yet, but it said one. */
const periodOf = (row: HeldRow): string => row.periodStart ?? cellText(row.submitted?.periodStart)

const rowOf = (row: HeldRow): readonly string[] => [
  row.id,
  row.center,
  [periodOf(row), linesText([row.sourceRow])].filter(text => text !== '').join('\n'),
  labelOf(row),
  standing(row.issues).map(issueText).join('\n'),
  row.expiresAt.slice(0, 10),
]

const withCenter = (cells: readonly string[]): readonly string[] => cells
/** Whoever reads the rows of one center knows which. */
const withoutCenter = (cells: readonly string[]): readonly string[] => cells.filter((_, at) => at !== 1)

/** Rows of one file in the order of its lines. */
const byFile = (a: HeldRow, b: HeldRow): number =>
  a.heldAt === b.heldAt ? (a.sourceRow ?? 0) - (b.sourceRow ?? 0) : a.heldAt < b.heldAt ? -1 : 1

async function showQuarantine(context: CommandContext): Promise<ExitCode> {
  const { settings, terminal } = context
  const { hub, center } = createConnect(settings, terminal)(await identify(settings, 'center'))
  const page = await hub.heldRows({ first: PAGE_SIZE })
  if (!page.ok) {
    terminal.tell(['허브가 질문을 거절했습니다. (refused)', ...page.issues.map(issueLine)].join('\n'))
    return refusalCode(page.issues)
  }
  const { nodes, hasNextPage } = page.value
  if (context.isJson) terminal.out(JSON.stringify(page.value, null, 2))
  else if (nodes.length === 0) terminal.out('보류된 행이 없습니다. (no row is held)')
  else {
    const keep = (await center()) === null ? withCenter : withoutCenter
    const head = keep([
      '보류 행\nheld row',
      '센터\ncenter',
      '기간·줄\nperiod, line',
      '항목\nlabel',
      '무엇이 문제인가\nwhat is wrong',
      '기한\nexpires',
    ])
    terminal.out(
      drawTable({
        head,
        rows: nodes.toSorted(byFile).map(row => keep(rowOf(row))),
        flexible: { [head.length - 2]: Infinity },
        columns: terminal.columns,
      }),
    )
    if (hasNextPage)
      terminal.out(`  앞의 ${nodes.length}행만 보입니다. 그 밖에 더 있습니다. (the first ${nodes.length} rows; there are more)`)
  }
  return nodes.length === 0 ? EXIT.landed : EXIT.needsAttention
}

/** `hub120 quarantine` */
export function addQuarantineCommand(program: Command, run: RunCommand): void {
  program
    .command('quarantine')
    .description('보류된 행을 봅니다 · rows that wait in quarantine')
    .action((_options: unknown, command: Command) => run(command, showQuarantine))
}
