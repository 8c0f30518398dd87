import type { CliSettings } from '../config.js'
import type { Identity } from '../sign-in.js'
import type { Terminal } from '../terminal.js'

/** What every command is given. */
export type CommandContext = { readonly settings: CliSettings; readonly terminal: Terminal; readonly isJson: boolean }

/** A command line that runs as it stands: `nextCommand('resolve 77', '--withdraw')`. */
export type NextCommand = (command: string, options?: string) => string

/** A development center that the file chose has to be named again; a client that was named is repeated as it was. */
const signInOption = ({ clientId, isDevelopment }: Identity, settings: CliSettings): string =>
  isDevelopment && settings.clientId === null && settings.center === null && clientId.endsWith('-client')
    ? ` --center ${clientId.slice(0, -'-client'.length)}`
    : ''

/** Writes next commands so that they sign in as this one did. Without an identity nothing is said of who signs in. */
export const nextCommandOf =
  (settings: CliSettings, identity: Identity | null): NextCommand =>
  (command, options = '') =>
    `${settings.programName} ${command}${settings.repeatedOptions}${identity === null ? '' : signInOption(identity, settings)}${options === '' ? '' : ` ${options}`}`

/** Says that nobody had to sign in for real. */
export const developmentNotice = ({ clientId }: Identity): string => `개발용 로그인: ${clientId} (development sign-in as ${clientId})`
