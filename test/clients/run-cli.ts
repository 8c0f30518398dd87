import { parseSettings, type CliSettings } from '../../clients/cli/config.js'
import type { ExitCode } from '../../clients/cli/exit-code.js'
import { runProgram } from '../../clients/cli/program.js'

export type CliRun = { readonly exitCode: ExitCode; readonly out: string; readonly told: string }

/** Settings as of an empty environment, with a short wait between attempts. */
export const settingsOf = (changes: Partial<CliSettings>): CliSettings => ({ ...parseSettings({}), retryDelayMs: 1, ...changes })

/** One command line in this process, with what it said. */
export async function runCli(args: readonly string[], settings: CliSettings): Promise<CliRun> {
  const out: string[] = []
  const told: string[] = []
  const terminal = {
    out: (text: string) => void out.push(text),
    tell: (text: string) => void told.push(text),
    isInteractive: false,
    columns: 160,
  }
  const exitCode = await runProgram(args, settings, terminal)
  return { exitCode, out: out.join('\n'), told: told.join('\n') }
}
