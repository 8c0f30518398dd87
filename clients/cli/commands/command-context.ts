import type { CliSettings } from '../config.js'
import type { Identity } from '../sign-in.js'
import type { Terminal } from '../terminal.js'

/** What every command is given. */
export type CommandContext = { readonly settings: CliSettings; readonly terminal: Terminal; readonly isJson: boolean }

/** What to add to a command so that it signs in as the same development center; empty for a client that was named. */
export const signInOptions = ({ clientId, isDevelopment }: Identity): string =>
  isDevelopment && clientId.endsWith('-client') ? ` --center ${clientId.slice(0, -'-client'.length)}` : ''

/** Says that nobody had to sign in for real. */
export const developmentNotice = ({ clientId }: Identity): string => `개발용 로그인: ${clientId} (development sign-in as ${clientId})`
