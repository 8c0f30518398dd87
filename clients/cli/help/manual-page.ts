import type { Command } from 'commander'
import { EXIT_HELP } from '../exit-code.js'
import { MANUAL } from './manual.js'

const indent = (text: string, by = 4): string =>
  text
    .split('\n')
    .map(line => (line === '' ? '' : `${' '.repeat(by)}${line}`))
    .join('\n')

const section = (title: string, body: string): string => `${title}\n${indent(body)}`

const optionsText = (command: Command, program: Command): string =>
  [...command.options, ...program.options]
    .filter(option => !option.hidden)
    .map(({ flags, description }) => `${flags}\n${indent(description)}`)
    .join('\n')

function argumentsOf(command: Command): readonly string[] {
  return command.registeredArguments.map(argument => {
    const name = `${argument.name()}${argument.variadic ? '...' : ''}`
    return argument.required ? `<${name}>` : `[${name}]`
  })
}

function synopsis(command: Command, programName: string): string {
  const parts = command.commands.map(part => part.name())
  const rest = parts.length === 0 ? argumentsOf(command) : [`<${parts.join('|')}>`, '...']
  return [programName, command.name(), '[선택 options]', ...rest].join(' ')
}

/** A command of commands has no options of its own; each part is told with its arguments and options. */
const partsText = (command: Command): string =>
  command.commands
    .map(part => {
      const options = part.options.filter(option => !option.hidden).map(({ flags, description }) => `${flags}\n${indent(description)}`)
      return [[part.name(), ...argumentsOf(part)].join(' '), indent([part.description(), ...options].join('\n'))].join('\n')
    })
    .join('\n\n')

/** The page of one command in both languages, in the order of a manual page. */
export function manualPage(command: Command, program: Command, programName: string): string {
  const text = MANUAL[command.name()]
  const description = text === undefined ? command.description() : `${text.descriptionKo}\n\n${text.descriptionEn}`
  const examples = (text?.examples ?? []).map(([args, ko, en]) => `${programName} ${args}\n${indent(`${ko} · ${en}`)}`)
  return [
    section('이름 NAME', `hub120 ${command.name()} - ${command.description()}`),
    section('사용법 SYNOPSIS', synopsis(command, programName)),
    section('설명 DESCRIPTION', description),
    ...(command.commands.length === 0 ? [] : [section('하위 명령 COMMANDS', partsText(command))]),
    section('선택 OPTIONS', optionsText(command, program)),
    section('종료 코드 EXIT STATUS', EXIT_HELP.trim().split('\n').slice(1).join('\n').replaceAll(/^ {2}/gm, '')),
    ...(examples.length === 0 ? [] : [section('예 EXAMPLES', examples.join('\n'))]),
  ].join('\n\n')
}
