import type { Issue } from '../../../../schema/domain/issue.js'
import { refusalCode, type ExitCode } from '../../exit-code.js'
import { issueLine } from '../../print/issue-text.js'
import type { CommandContext } from '../command-context.js'

/** Says what stands against the whole of it. */
export function showRefusal({ terminal, isJson }: CommandContext, issues: readonly Issue[]): ExitCode {
  const exitCode = refusalCode(issues)
  terminal.tell(['허브가 거절했습니다. (refused)', ...issues.map(issueLine)].join('\n'))
  if (isJson) terminal.out(JSON.stringify({ exitCode, issues }, null, 2))
  return exitCode
}
