import type { FigureExplanation, FigureRow, FiguresInput, HubClient } from '../../sdk/index.js'
import { EXIT, refusalCode, type ExitCode } from '../exit-code.js'
import { issueLine } from '../print/issue-text.js'
import { whyText } from '../print/why-text.js'
import type { Identity } from '../sign-in.js'
import { nextCommandOf, type CommandContext } from './command-context.js'

const PAGE_SIZE = 500

type Asking = { readonly hub: HubClient; readonly identity: Identity; readonly context: CommandContext }

/** What one figure rests on: for people the first 500 rows behind it, as JSON all of them. */
export async function showWhy(input: FiguresInput, { hub, identity, context }: Asking): Promise<ExitCode> {
  const { terminal, settings, isJson } = context
  const rows: FigureRow[] = []
  let head: FigureExplanation | null = null
  for (let after: string | null = null, isMore = true; isMore;) {
    // All pages are of the instant of the first: the rows add up to its figure.
    const asked = head === null ? input : { ...input, asOf: head.asOf }
    const page = await hub.explainFigure(asked, { first: PAGE_SIZE, ...(after === null ? {} : { after }) })
    if (!page.ok) {
      const isSeveral = page.issues.some(({ code }) => code === 'NOT_ONE_FIGURE')
      const hint =
        '  --centers에 하나만 적거나 --together로 합치고, --by를 빼십시오. / Name one of --centers or add --together, and leave out --by.'
      terminal.tell(['허브가 질문을 거절했습니다. (refused)', ...page.issues.map(issueLine), ...(isSeveral ? [hint] : [])].join('\n'))
      const exitCode = refusalCode(page.issues)
      if (isJson) terminal.out(JSON.stringify({ exitCode, issues: page.issues }, null, 2))
      return exitCode
    }
    head ??= page.value
    rows.push(...page.value.nodes)
    after = page.value.endCursor
    isMore = isJson && page.value.hasNextPage && after !== null
  }
  if (head === null) throw new Error('No page was asked for.')
  const { nodes: _nodes, endCursor: _cursor, hasNextPage, ...explanation } = head
  if (isJson) terminal.out(JSON.stringify({ exitCode: EXIT.landed, ...explanation, rows }, null, 2))
  else {
    const view = { columns: terminal.columns, hasMore: hasNextPage, nextCommand: nextCommandOf(settings, identity) }
    terminal.out(whyText(explanation, rows, view))
  }
  return EXIT.landed
}
