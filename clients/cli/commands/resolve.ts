import type { Command } from 'commander'
import type { Issue } from '../../../schema/domain/issue.js'
import type { HeldRowResolution, ResolvedHeldRow } from '../../sdk/index.js'
import { EXIT, refusalCode, type ExitCode } from '../exit-code.js'
import { readValueText } from '../files/read-cell-text.js'
import { issueLine } from '../print/issue-text.js'
import { linesText } from '../print/line-ranges.js'
import { connectHub, identify } from '../sign-in.js'
import { UsageFault } from '../usage-fault.js'
import { nextCommandOf, type CommandContext } from './command-context.js'
import type { RunCommand } from './run-command.js'

type ResolveOptions = { readonly correct?: string; readonly confirm?: boolean; readonly withdraw?: boolean; readonly reason?: string }

const OUTCOMES: Readonly<Record<ResolvedHeldRow['outcome'], string>> = {
  LANDED: '반영됨 landed',
  WITHDRAWN: '취소됨 withdrawn',
  STILL_HELD: '아직 보류 still held',
  SUPERSEDED: '새 값으로 대체됨 superseded',
}

function toResolution(heldRow: string, { correct, confirm, withdraw, reason }: ResolveOptions): HeldRowResolution {
  const chosen = [correct !== undefined, confirm === true, withdraw === true].filter(Boolean).length
  if (chosen !== 1) {
    throw new UsageFault(
      '--correct 값, --confirm, --withdraw 가운데 하나를 고르십시오.',
      'Choose one of --correct VALUE, --confirm, --withdraw.',
    )
  }
  if (confirm === true && (reason ?? '').trim() === '')
    throw new UsageFault('--confirm에는 --reason이 필요합니다.', '--confirm needs --reason.')
  const why = reason === undefined ? {} : { reason }
  if (correct !== undefined) return { heldRow, action: 'CORRECT', value: readValueText(correct), ...why }
  return { heldRow, action: confirm === true ? 'CONFIRM' : 'WITHDRAW', ...why }
}

const lineOf = (row: ResolvedHeldRow): string => {
  const line = row.sourceRow === null ? row.heldRow : linesText([row.sourceRow])
  const automatic = row.isAutomatic ? ' (걸리던 규칙이 풀려 저절로 · by itself, nothing holds it any more)' : ''
  return [`${line}: ${OUTCOMES[row.outcome]}${automatic}`, ...row.issues.map(issueLine)].join('\n')
}

/** An id that nobody knows is looked up in the list of what waits. */
const whereToLook = (issues: readonly Issue[], list: string): readonly string[] =>
  issues.some(({ code }) => code === 'NOT_FOUND') ? [`  보류된 행과 번호 보기 held rows and their ids: ${list}`] : []

async function resolve(heldRow: string, options: ResolveOptions, context: CommandContext): Promise<ExitCode> {
  const { settings, terminal } = context
  const resolution = toResolution(heldRow, options)
  const identity = await identify(settings, 'center')
  const hub = connectHub(settings, identity, terminal)
  const list = nextCommandOf(settings, identity)('quarantine')
  const resolved = await hub.resolveHeldRows([resolution])
  if (!resolved.ok) {
    const exitCode = refusalCode(resolved.issues)
    terminal.tell(
      ['허브가 처리를 거절했습니다. (refused)', ...resolved.issues.map(issueLine), ...whereToLook(resolved.issues, list)].join('\n'),
    )
    if (context.isJson) terminal.out(JSON.stringify({ exitCode, issues: resolved.issues }, null, 2))
    return exitCode
  }
  const rows = resolved.value
  terminal.out(context.isJson ? JSON.stringify({ rows }, null, 2) : rows.map(lineOf).join('\n'))
  return rows.some(({ outcome }) => outcome === 'STILL_HELD') ? EXIT.needsAttention : EXIT.landed
}

/** `hub120 resolve` */
export function addResolveCommand(program: Command, run: RunCommand): void {
  program
    .command('resolve')
    .description('보류된 행을 바로잡거나 확인하거나 취소합니다 · correct, confirm or withdraw a held row')
    .argument('<held-row>', '보류 행 번호 · id of the held row')
    .option('--correct <value>', '새 값 · the right value')
    .option('--confirm', '값이 맞습니다 · the value is right')
    .option('--withdraw', '보내지 않을 값입니다 · the row is not to land')
    .option('--reason <text>', '까닭(개인정보 없이) · reason, without personal data')
    .action((heldRow: string, options: ResolveOptions, command: Command) => run(command, context => resolve(heldRow, options, context)))
}
