import type { Command } from 'commander'
import type { QueuedWord } from '../../../sdk/index.js'
import { centerCodeOf } from '../../center-names.js'
import { EXIT, type ExitCode } from '../../exit-code.js'
import { drawTable } from '../../print/draw-table.js'
import { UsageFault } from '../../usage-fault.js'
import type { CommandContext } from '../command-context.js'
import type { RunCommand } from '../run-command.js'
import { connectSteward } from './connect-steward.js'
import { showRefusal } from './show-refusal.js'

type Options = { readonly of?: string; readonly first: string }

const MOST = 500

const HEAD = ['센터\ncenter', '말\nword', '기다리는 행\nrows', '지표\nindicators', '후보\ncandidates', '상태·담당\nstatus, desk']

const rowOf = ({ center, label, unit, rowsWaiting, indicators, candidates, status, assignedTo, flag }: QueuedWord): readonly string[] => [
  center,
  unit === '' ? label : `${label} (${unit})`,
  String(rowsWaiting),
  String(indicators.length),
  candidates
    .slice(0, 3)
    .map(({ ref, nameKo, score }) => `${nameKo ?? ref} ${(score * 100).toFixed(0)} %`)
    .join('\n'),
  [status, assignedTo ?? '', flag === null ? '' : `! ${flag}`].filter(text => text !== '').join('\n'),
]

/** Signs that mean nothing to any shell between quotation marks. */
const PLAIN = /^[\p{Letter}\p{Number} ().,:/+_-]*$/u

/** The word as the next command takes it. Others wrote it, and people paste what they are shown: what a shell would read otherwise is left to be typed. */
const wordArguments = ({ label, unit }: QueuedWord): string => {
  if (!PLAIN.test(label + unit)) return '말(WORD) --unit 단위(UNIT)'
  return unit === '' ? `"${label}"` : `"${label}" --unit "${unit}"`
}

async function showQueue({ of, first }: Options, context: CommandContext): Promise<ExitCode> {
  const { terminal, isJson, settings } = context
  if (!/^[1-9]\d{0,2}$/.test(first) || Number(first) > MOST)
    throw new UsageFault(`--first에는 1에서 ${MOST}까지 적습니다.`, `--first is a whole number from 1 to ${MOST}.`)
  const hub = await connectSteward(context)
  const page = await hub.termQueue({ first: Number(first), ...(of === undefined ? {} : { center: centerCodeOf(of) ?? of }) })
  if (!page.ok) return showRefusal(context, page.issues)
  const { nodes, hasNextPage } = page.value
  if (isJson) terminal.out(JSON.stringify(page.value, null, 2))
  else if (nodes.length === 0) terminal.out('기다리는 말이 없습니다. (no word waits)')
  else {
    terminal.out(drawTable({ head: HEAD, rows: nodes.map(rowOf), flexible: { 1: 40, 4: 60, 5: 40 }, columns: terminal.columns }))
    if (hasNextPage) terminal.out(`  앞의 ${nodes.length}개만 보입니다. (the first ${nodes.length}; there are more)`)
    const [word] = nodes
    if (word !== undefined) terminal.out(`  까닭 Why: ${settings.programName} terms why ${wordArguments(word)} --of ${word.center} --hub`)
  }
  return nodes.length === 0 ? EXIT.landed : EXIT.needsAttention
}

/** `hub120 terms queue` */
export function addTermsQueue(terms: Command, run: RunCommand): void {
  terms
    .command('queue')
    .description('담당자를 기다리는 말을 급한 순서로 봅니다 · words that wait for a steward, what weighs most first')
    .option('--of <center>', '한 센터의 말만 · words of one center')
    .option('--first <count>', '몇 개까지 · how many', '20')
    .action((options: Options, command: Command) => run(command, context => showQueue(options, context)))
}
