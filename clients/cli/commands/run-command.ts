import type { Command } from 'commander'
import type { ExitCode } from '../exit-code.js'
import type { CommandContext } from './command-context.js'

/** Runs the body of a command with the settings of the command line, and keeps its exit code. */
export type RunCommand = (command: Command, body: (context: CommandContext) => Promise<ExitCode>) => Promise<void>
