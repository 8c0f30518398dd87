import type { Command } from 'commander'
import { EXIT } from '../exit-code.js'
import { manualPage } from '../help/manual-page.js'
import { UsageFault } from '../usage-fault.js'
import type { RunCommand } from './run-command.js'

/** `hub120 help`, `hub120 help push` */
export function addHelpCommand(program: Command, run: RunCommand): void {
  program
    .command('help')
    .description('명령의 자세한 설명과 예 · a command in full, with examples')
    .argument('[command]', '명령 · command')
    .action((name: string | undefined, _options: unknown, command: Command) =>
      run(command, ({ settings, terminal }) => {
        const found = program.commands.find(other => other.name() === name)
        if (name !== undefined && found === undefined) {
          const known = program.commands.map(other => other.name()).join(', ')
          throw new UsageFault(`"${name}" 명령은 없습니다: ${known}`, `There is no command "${name}"; accepted: ${known}.`)
        }
        terminal.out(found === undefined ? program.helpInformation() : manualPage(found, program, settings.programName))
        return Promise.resolve(EXIT.landed)
      }),
    )
}
